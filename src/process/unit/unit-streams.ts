/** The streams of a unit: around each render, and when rows that have been sent are needed again. */

import { LiveError } from "../../errors/live-error.js"
import { Stream } from "../../render/stream/stream.js"
import type { StreamState } from "../../render/stream/stream-state.js"

/** So many changes of a stream are kept while no client is there that could be told. */
const MOST_UNSENT = 1000

export class UnitStreams {
  readonly #states: ReadonlyMap<string, StreamState>

  private constructor(states: ReadonlyMap<string, StreamState>) {
    this.#states = states
  }

  /** Those among these assigns; undefined if there are none. */
  static of(values: Readonly<Record<string, unknown>>): UnitStreams | undefined {
    let states: Map<string, StreamState> | undefined
    for (const [name, value] of Object.entries(values)) {
      if (value instanceof Stream) (states ??= new Map()).set(name, value["~state"])
    }
    return states === undefined ? undefined : new UnitStreams(states)
  }

  /** By name. */
  get all(): ReadonlyMap<string, StreamState> {
    return this.#states
  }

  /** Rows that the client lacks are not there any more. */
  get areLost(): boolean {
    for (const state of this.#states.values()) if (state.isLost) return true
    return false
  }

  /** A render begins. */
  begin(): void {
    for (const state of this.#states.values()) state.begin()
  }

  /**
   * A render is done.
   *
   * @throws {@link LiveError} LV_STREAM_NOT_SHOWN
   */
  check(view: string): void {
    for (const [key, state] of this.#states) {
      if (state.isDirty && !state.isTaken) throw new LiveError("LV_STREAM_NOT_SHOWN", { view, key })
    }
  }

  /** The client was told what the last render has made. */
  told(): void {
    for (const state of this.#states.values()) state.told()
  }

  /** No client is there: what changes is kept within bounds. */
  bound(): void {
    for (const state of this.#states.values()) state.bound(MOST_UNSENT)
  }

  /** All rows are to be made again. */
  lose(): void {
    for (const state of this.#states.values()) state.lose()
  }
}
