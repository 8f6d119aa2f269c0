/** What the messages carry beside values: see `messages.ts` for who sends what. */

import type { WireDiff, WireValue } from "./values.js"

/** Asks for the view of one root element. */
export interface JoinRequest {
  /** `PROTOCOL_VERSION` of the client. */
  readonly v: number
  /** `data-live-token` of the root element. */
  readonly t: string
  /** Ids of the templates that the root element lists, in its order: they are numbers 0, 1, … of this instance. */
  readonly h: readonly string[]
  /** Indexes into `h` of the templates this client does not hold. */
  readonly n: readonly number[]
  /**
   * True where the page no longer is the first HTML that its token speaks of (it was joined before, or has renewed its token): it gets all
   * values, is not given the process that has made that HTML, and is not shown its flash once more.
   */
  readonly a?: true
  /** What the page's own code hands to `socket.connectParams`. */
  readonly p?: Readonly<Record<string, unknown>>
  /** The page was joined before, and comes back. */
  readonly r?: ComeBack
  /** The view's newest snapshot, sealed. */
  readonly s?: string
}

/** How far a page has come with the process that it comes back to. */
export interface ComeBack {
  /** `k` of the last answer to a join. */
  readonly k: string
  /**
   * How many frames it has taken since that process was first joined: acknowledgements of events and patches, pushed differences and
   * answers to requests for values.
   */
  readonly f: number
  /**
   * The number of the last event or patch whose acknowledgement it has taken; 0: of none. The server goes by `f` alone. It is still said, and
   * checked, as servers of earlier builds refuse a join without it.
   */
  readonly e: number
}

/** The answer to a {@link JoinRequest}: the instance, a redirect, or a problem. */
export type JoinReply = Joined | { readonly r: WireRedirect } | { readonly x: Problem }

export interface Joined {
  /** The number that names this instance in all further messages of the namespace's connection. */
  readonly i: number
  /**
   * What changes the page to what the view shows. Of a new process: whole values of the top-level slots whose first HTML does not hold;
   * absent when all of it does.
   */
  readonly d?: WireDiff | undefined
  readonly e?: Extras | undefined
  /** What the page comes back with when it has lost its connection; it replaces the one that it came with. Absent: nobody keeps the process. */
  readonly k?: string | undefined
  /** The process is that of before. */
  readonly r?: Resumed | undefined
  /** The process of before has ended, and was given all events and patches up to this number: later ones are for this one. */
  readonly g?: number | undefined
}

/** What has become of what was under way when a connection was lost. Played before `d` and `e` of the reply are taken. */
export interface Resumed {
  /** The number of the last event or patch that the process was given: the page sends what comes after it. */
  readonly e: number
  /** Frames that the page has not taken, in order; or, where not all of them were kept, what is left of the answers, and `w`. */
  readonly f?: readonly PlayedFrame[]
  /** `d` has the whole values of all top-level slots: the frames in `f` change nothing. */
  readonly w?: 1
}

/** `answers`: the number of the event or patch that it acknowledges; 0 for a pushed difference. */
export type PlayedFrame =
  | readonly [answers: number, diff: WireDiff | 0]
  | readonly [answers: number, diff: WireDiff | 0, extras: Extras]

/** What accompanies a difference. All fields are rare, so they stand in an object after the difference. */
export interface Extras {
  /** Templates by number: the id alone if this connection's client was sent the text before, else id and text. */
  readonly t?: Readonly<Record<number, string | readonly [id: string, text: string]>>
  /** Events for the page, in order: name and payload. */
  readonly e?: readonly (readonly [name: string, payload: unknown])[]
  /** The document's new title. */
  readonly n?: string
  readonly r?: WireRedirect
  readonly p?: WirePatch
  /** The handler's return value. */
  readonly y?: unknown
  /**
   * What went wrong with the event this frame acknowledges; in development also, in a frame that no event asked for, with
   * a template that was changed. The view goes on unless `EXIT` says otherwise.
   */
  readonly x?: Problem
  /** The view's newest snapshot, sealed: what it persists has changed. Empty: it has none any more, what the page has of it is not to be brought. */
  readonly s?: string
  /** Development only: the template that `x` told of is mended. */
  readonly o?: 1
}

/** Another page. `to` is a path of the same origin, or an http(s) URL when the view named one explicitly. */
export interface WireRedirect {
  readonly to: string
  /** What the next page is to show once: a token for the cookie `livemount_flash`. */
  readonly f?: string
  /** Without a page load, where that can be: `to` is a path then. */
  readonly n?: 1
  /** With `n`: the history's entry is replaced. */
  readonly r?: 1
}

/**
 * The view shows another URL, by its own decision: with `t` it does so already, and that is the token for it; without, the client
 * fetches a ticket for the URL and hands it over (`PATCH`).
 */
export interface WirePatch {
  /** Path and query as the browser shows them, with a hash if the view named one. */
  readonly to: string
  readonly t?: string
  /** The history's entry is replaced. */
  readonly r?: 1
}

/**
 * Something refused or broken: a stable code of the error table, and a sentence that may be shown to a developer.
 * In production the sentence of an exception in a callback is generic.
 */
export interface Problem {
  readonly code: string
  readonly message: string
  /** Development only: stack or template frame, for the overlay. */
  readonly detail?: string
}

/** The answer to `VALUES`: a value per path asked for, in order. */
export interface ValuesReply {
  readonly d: readonly WireValue[]
  readonly e?: Extras
}
