/** What memoised components keep: results by an attribute that is an object, for as long as that object lives. */

import { Stream } from "../render/stream/stream.js"
import type { Rendered } from "../render/values/values.js"
import { toHtml } from "../render/write/write-html.js"

interface Kept {
  readonly attributes: Readonly<Record<string, unknown>>
  readonly content: unknown
  readonly result: Rendered
}

/** Results kept for one object: pages may show it in different ways at a time. */
const KEPT = 4

/** The results of one component. */
export class Memo {
  readonly #component: string
  readonly #kept = new WeakMap<object, Kept[]>()
  #warned = false

  constructor(component: string) {
    this.#component = component
  }

  /** The result for these attributes; with `verifies`, a kept one is compared with a fresh one. */
  take(
    attributes: Readonly<Record<string, unknown>>,
    content: unknown,
    make: () => Rendered,
    verifies: boolean,
  ): Rendered {
    const values = Object.values(attributes)
    const anchor = values.find((value) => typeof value === "object" && value !== null)
    // The rows of a stream change while the stream stays the same object.
    if (anchor === undefined || values.some((value) => value instanceof Stream)) return make()
    const kept = this.#kept.get(anchor as object) ?? []
    const known = kept.find((entry) => entry.content === content && sameValues(entry.attributes, attributes))
    if (known !== undefined && (!verifies || this.#isRight(known, make))) return known.result
    const result = make()
    const others = kept.filter((entry) => entry !== known).slice(0, KEPT - 1)
    this.#kept.set(anchor as object, [{ attributes: { ...attributes }, content, result }, ...others])
    return result
  }

  #isRight({ result }: Kept, make: () => Rendered): boolean {
    if (toHtml(result) === toHtml(make())) return true
    if (!this.#warned) {
      this.#warned = true
      process.emitWarning(
        `The component "${this.#component}" is memoised, but gave something else for the same attributes. Change data by ` +
          "making new objects, and let `render` read nothing but what it is given. In production the old result is shown.",
        { code: "LV_STALE" },
      )
    }
    return false
  }
}

function sameValues(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
}
