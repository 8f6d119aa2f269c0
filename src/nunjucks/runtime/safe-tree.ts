/**
 * What macros, `caller()` and `super()` give back: a tree that is a nunjucks `SafeString`. Written straight into a
 * content slot it stays a tree; used in any other way it becomes its HTML, and is as safe as nunjucks' own result.
 */

import type { Rendered } from "../../render/values/values.js"
import { toHtml } from "../../render/write/write-html.js"
import { runtime } from "../internals/internals.js"
import type { FileRenderState } from "./compiled-file.js"

// nunjucks' SafeString is a function that sets its own properties, so this inherits its prototype and no more.
const Base: new () => object = function SafeTreeBase() {} as unknown as new () => object
Base.prototype = runtime.SafeString.prototype

export class SafeTree extends Base {
  readonly tree: Rendered
  #html: string | undefined

  /** Set if the tree does not close what it opens. */
  readonly #unbalancedIn: FileRenderState | undefined

  constructor(tree: Rendered, unbalancedIn: FileRenderState | undefined) {
    super()
    this.tree = tree
    this.#unbalancedIn = unbalancedIn
  }

  /** The tree, for a content slot. */
  place(): Rendered {
    if (this.#unbalancedIn !== undefined) this.#unbalancedIn.unbalanced = true
    return this.tree
  }

  get val(): string {
    this.#html ??= toHtml(this.tree)
    return this.#html
  }

  get length(): number {
    return this.val.length
  }

  /** As the JSON of nunjucks' own (filter `dump`). */
  toJSON(): object {
    return { val: this.val, length: this.length }
  }
}

export function isSafeString(value: unknown): value is { toString(): string } {
  return value instanceof runtime.SafeString
}
