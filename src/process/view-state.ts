/** The record between a view's sockets and its process: the former write it, the latter reads it after a callback. */

import type { AsyncTask } from "../async/async-result.js"
import type { OutcomeHandler } from "../async/running-tasks.js"
import type { Params } from "../view/socket.js"
import type { AssignsState } from "./assigns.js"
import type { Effect } from "./effects.js"
import type { ProcessOptions, ProcessOutput } from "./process-options.js"
import type { TimerRequest } from "./timers.js"

/** The state of one instance. */
export interface ViewState {
  readonly view: string
  readonly id: string
  readonly isLive: boolean
  readonly connectParams: Params
  readonly development: boolean
  /** What a proxy strips from the app's paths: "" or such as "/app". */
  readonly basePath: string
  /** Whether there is a `handleInfo`. */
  readonly takesInfos: boolean
  /** Undefined until `mount` has returned them. */
  assigns: AssignsState | undefined
  /** What was asked for since the last frame. */
  effects: Effect[] | undefined
  /** The way to the client, while there is one. */
  output: ProcessOutput | undefined
  /** A client has been there: what `socket.connected` says. */
  hasJoined: boolean
  /** A callback is running: when it ends, the process will look here by itself. */
  running: boolean
  /** The view has ended: whatever is still written goes nowhere. */
  closed: boolean
}

/** The state of an instance that has not mounted yet. */
export function newState({
  definition,
  id,
  isLive,
  connectParams = {},
  services,
  basePath = "",
}: ProcessOptions): ViewState {
  return {
    view: definition.name,
    id,
    isLive,
    connectParams,
    development: services.development,
    basePath,
    takesInfos: definition.handleInfo !== undefined,
    assigns: undefined,
    effects: undefined,
    output: undefined,
    hasJoined: false,
    running: false,
    closed: false,
  }
}

/** What of the view's resources sockets reach, at once and not after the callback. */
export interface SocketResources {
  subscribe(topic: string): void
  unsubscribe(topic: string): void
  /** Notes a timer, which starts when the callback is done. */
  requestTimer(timer: TimerRequest): void
  /** Its outcome goes to the handler, or to the assign of that name if there is none. */
  startTask(name: string, task: AsyncTask<unknown>, handler: OutcomeHandler): void
  cancelTask(name: string, reason: unknown): void
  /** Resolves when subscriptions hold for other processes too, or a moment has passed. */
  confirmed(): Promise<void> | undefined
}

/** What sockets need of the process. */
export interface SocketHost {
  /** To be asked for only where something is to be held, or may be held: most views hold nothing. */
  readonly resources: SocketResources
  /** Something was written while no callback was running: it must be looked at. */
  stateTouched(): void
  /** Lets go of all that the view holds: it is mounted anew. */
  releaseResources(): void
}

/** Notes what a callback asks for. */
export function ask(state: ViewState, host: SocketHost, effect: Effect): void {
  if (state.closed) return
  state.effects ??= []
  state.effects.push(effect)
  touched(state, host)
}

/** Something was written. A running callback's end will find it; else the process is told. */
export function touched(state: ViewState, host: SocketHost): void {
  if (!state.running) host.stateTouched()
}
