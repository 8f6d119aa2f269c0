/** What callbacks change the rows of a stream with. */

import { describedWithKind } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import { checkOptionNames } from "../../util/option-names.js"
import { isKey } from "./given-rows.js"
import { checkItems, type StreamKey } from "./stream.js"
import type { RowPlacing, StreamPlace, StreamState } from "./stream-state.js"

/** How rows are put in. */
export interface InsertOptions {
  /**
   * Where. Without it a row whose key is known stays where it is, and a new one goes to the end; with it a known row moves.
   * An index counts the rows without those that are put in.
   */
  readonly at?: StreamPlace
  /** Only rows whose key is known. */
  readonly updateOnly?: boolean
}

/**
 * The rows of a stream, to be changed: `socket.stream("rows")`.
 *
 * @example
 * ```ts
 * const lines = socket.stream("lines")
 * lines.insert(line, { at: "start" })
 * lines.delete(oldest.id)
 * ```
 */
export interface StreamHandle<T> {
  /** How many rows there are. */
  readonly size: number
  /** Whether there is a row with this key. */
  has(key: StreamKey): boolean
  /** The keys of all rows, in their order. */
  keys(): readonly StreamKey[]
  /** Puts a row in, or says what a known one is now. */
  insert(item: T, options?: InsertOptions): void
  /** Puts rows in, in the order in which they are given. */
  insertMany(items: Iterable<T>, options?: InsertOptions): void
  /**
   * Takes the row with this key out, if there is one.
   *
   * @throws {@link LiveError} LV_STREAM_INVALID, if it is no key
   */
  delete(key: StreamKey): void
  /** Has these rows instead of all there are. Rows that stay keep their part of the page. */
  reset(items: Iterable<T>): void
}

/** Who is told that the rows of a stream have changed. */
export interface StreamOwner {
  streamChanged(name: string): void
}

export class StateHandle implements StreamHandle<unknown> {
  readonly #state: StreamState
  readonly #name: string
  readonly #owner: StreamOwner

  constructor(state: StreamState, name: string, owner: StreamOwner) {
    this.#state = state
    this.#name = name
    this.#owner = owner
  }

  get size(): number {
    return this.#state.size
  }

  has(key: StreamKey): boolean {
    return this.#state.has(this.#checked(key))
  }

  keys(): readonly StreamKey[] {
    return this.#state.keys()
  }

  insert(item: unknown, options?: InsertOptions): void {
    this.#state.insert([item], checkPlacing(options))
    this.#owner.streamChanged(this.#name)
  }

  insertMany(items: Iterable<unknown>, options?: InsertOptions): void {
    this.#state.insert(checkItems(items), checkPlacing(options))
    this.#owner.streamChanged(this.#name)
  }

  delete(key: StreamKey): void {
    this.#state.delete(this.#checked(key))
    this.#owner.streamChanged(this.#name)
  }

  reset(items: Iterable<unknown>): void {
    this.#state.reset(checkItems(items))
    this.#owner.streamChanged(this.#name)
  }

  /** A key that no row can have is a mistake: the row itself was given, or the text of a number, as what comes from the page is. */
  #checked(key: StreamKey): StreamKey {
    if (this.#state.has(key)) return key
    const why = isKey(key) ? this.#twin(key) : `a row is known by its \`key\`, and not by ${describedWithKind(key)}`
    if (why !== undefined) throw new LiveError("LV_STREAM_INVALID", { why })
    return key
  }

  #twin(key: StreamKey): string | undefined {
    const other = typeof key === "string" ? Number(key) : String(key)
    const isTwin = String(other) === String(key) && this.#state.has(other)
    return isTwin ? `the key ${describedWithKind(other)} was asked for by ${describedWithKind(key)}` : undefined
  }
}

const NO_OPTIONS: RowPlacing = {}
const OPTIONS = ["at", "updateOnly"]

function checkPlacing(options: RowPlacing = NO_OPTIONS): RowPlacing {
  if (options !== NO_OPTIONS) checkOptionNames(options, OPTIONS)
  const { at } = options
  const isPlace =
    at === undefined || at === "start" || at === "end" || (Number.isSafeInteger(at) && (at as number) >= 0)
  if (!isPlace) throw new LiveError("LV_STREAM_INVALID", { why: `\`at\` is ${describedWithKind(at)}` })
  return options
}
