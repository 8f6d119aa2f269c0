/** The record between a view's sockets and its process: the former write it, the latter reads it after a callback. */

import type { AssignsState } from "./assigns.js"
import { noEffects, type PendingEffects } from "./effects.js"
import type { Params } from "./socket.js"

/** The state of one instance. */
export interface ViewState {
  readonly view: string
  readonly id: string
  readonly connected: boolean
  readonly connectParams: Params
  readonly development: boolean
  /** Whether there is a `handleInfo`. */
  readonly takesInfos: boolean
  /** Undefined until `mount` has returned them. */
  assigns: AssignsState | undefined
  /** What was asked for since the last frame. */
  effects: PendingEffects | undefined
  /** A callback is running: when it ends, the process will look here by itself. */
  running: boolean
  /** The view has ended: whatever is still written goes nowhere. */
  closed: boolean
}

/** What sockets need at once, and not after the callback. The process implements it. */
export interface SocketHost {
  subscribe(topic: string): void
  unsubscribe(topic: string): void
  /** Something was written while no callback was running: it must be looked at. */
  stateTouched(): void
}

/** Where effects are collected. */
export function effectsToWrite(state: ViewState): PendingEffects {
  state.effects ??= noEffects()
  return state.effects
}

/** Something was written. A running callback's end will find it; else the process is told. */
export function touched(state: ViewState, host: SocketHost): void {
  if (!state.running) host.stateTouched()
}
