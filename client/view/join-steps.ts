/**
 * The states a view goes through with its server, and what leads from each to which. What a state does not list cannot
 * happen in it: an answer that comes late, a timer of before.
 */

/** What a view may be with its server. */
export type JoinState =
  /** Not started, left, redirected elsewhere, or refused for good: forms and buttons post. */
  | "stopped"
  /** Waits for its channel. */
  | "idle"
  /** Has asked to join. */
  | "joining"
  /** Fetches another token: the server has refused the one it had. */
  | "renewing"
  /** Its process has ended with its server; waits for the connection to another one, and takes what the user does for that. */
  | "moving"
  /** Waits before it tries again. */
  | "retrying"
  | "joined"
  /** Is joined to a process that was made anew, of which nothing is shown before it has answered what forms tell it. */
  | "recovering"
  /** Has been joined for a while without trouble. */
  | "sound"

export type JoinEvent =
  | "started"
  /** The channel is open. */
  | "opened"
  /** The connection is gone, and the channel with it. */
  | "closed"
  /** The server has closed this channel alone: nothing but the view opens it again. */
  | "dropped"
  /** Its process ends with its server, and has answered all that it was given. */
  | "drained"
  | "accepted"
  /** Forms have told the process what they hold. */
  | "recovers"
  /** That is answered, or has had its time. */
  | "recovered"
  | "tokenRefused"
  | "renewed"
  /** The join failed, or the view has ended. */
  | "failed"
  /** There is no other server yet. */
  | "late"
  /** It has waited long enough. */
  | "due"
  | "proved"
  /** For good, until it is started again. */
  | "left"

/** Can happen whenever the view has, or wants, something of the server. */
const LOST = { closed: "idle", dropped: "retrying", failed: "retrying", left: "stopped" } as const

/** By state and event, the next state. */
export const JOIN_STEPS: Readonly<Record<JoinState, Readonly<Partial<Record<JoinEvent, JoinState>>>>> = {
  stopped: { started: "idle" },
  idle: { ...LOST, opened: "joining" },
  joining: { ...LOST, accepted: "joined", tokenRefused: "renewing" },
  renewing: { ...LOST, renewed: "idle" },
  // The channel closes meanwhile.
  moving: { opened: "joining", late: "idle", failed: "retrying", left: "stopped" },
  // Whatever becomes of the connection meanwhile.
  retrying: { due: "idle", failed: "retrying", left: "stopped" },
  joined: { ...LOST, drained: "moving", recovers: "recovering", proved: "sound" },
  recovering: { ...LOST, drained: "moving", recovered: "joined" },
  sound: { ...LOST, drained: "moving" },
}
