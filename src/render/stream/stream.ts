/** `stream`: rows that the page holds, and of which the server keeps keys alone. */

import { describedWithKind } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import { checkOptionNames } from "../../util/option-names.js"
import { itemOf } from "../values/content-value.js"
import type { HtmlContent } from "../values/html.js"
import type { StreamRows } from "../values/values.js"
import type { Key } from "./key-order.js"
import { StreamState } from "./stream-state.js"

/** The key of a row: what tells it from the others. */
export type StreamKey = Key

/** How a stream tells its rows apart, and how many it keeps. */
export interface StreamOptions<T> {
  /** What tells a row from the others: a text or a number. */
  readonly key: (item: T) => StreamKey
  /** So many rows at most: what is put in at one end takes rows off at the other. */
  readonly limit?: number
}

/** What a stream is while it is an assign: for templates to loop over. Its rows are changed with `socket.stream(name)`. */
export class Stream<T> {
  /** @internal */
  readonly "~state": StreamState

  /** @internal */
  constructor(state: StreamState) {
    this["~state"] = state
  }

  /** How many rows there are. */
  get size(): number {
    return this["~state"].size
  }

  /** Whether there is a row with this key. */
  has(key: StreamKey): boolean {
    return this["~state"].has(key)
  }

  /** The keys of all rows, in their order. */
  keys(): readonly StreamKey[] {
    return this["~state"].keys()
  }

  /**
   * Makes the rows in `` html`…` ``. `render` may read nothing but the item: rows that stay are not made again.
   *
   * @example
   * ```ts
   * html`<ul>${rows.map((row) => html`<li>${row.title}</li>`)}</ul>`
   * ```
   */
  map(render: (item: T) => HtmlContent): StreamRows {
    const state = this["~state"]
    const rows = state.take(render).map((item) => itemOf(render(item as T)))
    const template = rows[0]?.[0] ?? state.template
    if (rows.some((row) => row[0] !== template)) {
      throw new LiveError("LV_STREAM_ROW", { template: rows[0]?.[0].source ?? "" })
    }
    return state.made(template, rows)
  }

  /**
   * For types alone: templates loop over it like over a list, and elsewhere it has no items.
   *
   * @throws {@link LiveError} LV_STREAM_PLACE
   */
  [Symbol.iterator](): Iterator<T> {
    throw new LiveError("LV_STREAM_PLACE", undefined)
  }
}

/**
 * Makes rows that the page holds: once they are sent, the server keeps their keys alone. For long lists, and lists without
 * end; return it from `mount`, and change it with `socket.stream(name)`.
 *
 * @example
 * ```ts
 * import { liveView, stream } from "livemount"
 *
 * export const log = liveView({
 *   name: "log",
 *   template: "log.njk",
 *   mount: async () => ({ lines: stream(await latest(), { key: (line) => line.id, limit: 200 }) }),
 *   events: {
 *     clear(_params, socket) { socket.stream("lines").reset([]) },
 *   },
 * })
 * ```
 * @throws {@link LiveError} LV_STREAM_INVALID
 */
export function stream<T>(items: Iterable<T>, options: StreamOptions<T>): Stream<T> {
  const given = options as Partial<StreamOptions<T>> | undefined
  const refuse = (why: string): never => {
    throw new LiveError("LV_STREAM_INVALID", { why })
  }
  if (typeof given?.key !== "function")
    return refuse("it has no `key`, a function that returns what tells a row from the others")
  checkOptionNames(given, ["key", "limit"])
  const { key, limit } = given
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    return refuse(`its \`limit\` is ${describedWithKind(limit)}, and not a whole number above 0`)
  }
  const state = new StreamState({ key, limit })
  state.restore(checkItems(items))
  return new Stream<T>(state)
}

/** Makes a render that has been made once more, with the same values: their streams give what they have given. */
export function madeAgain<T>(values: object, make: () => T): T {
  const states = Object.values(values).flatMap((value: unknown) => (value instanceof Stream ? [value["~state"]] : []))
  for (const state of states) state.repeated(true)
  try {
    return make()
  } finally {
    for (const state of states) state.repeated(false)
  }
}

/** What rows are made of: anything that can be gone through. */
export function checkItems(items: unknown): Iterable<unknown> {
  if (typeof items === "object" && items !== null && Symbol.iterator in items) return items as Iterable<unknown>
  throw new LiveError("LV_STREAM_INVALID", { why: `its items are ${describedWithKind(items)}, and not a list` })
}
