/**
 * The values of slots on the server: one render is a tree of these, kept until the next render is compared with it.
 *
 * Slot kind → what its value may be:
 *   content    string (text, not escaped) · null (nothing) · Html · Rendered · List · StreamRows
 *   attribute  string (HTML source between the first and the last hole of the value, already escaped) · null (the
 *              attribute is absent: only where no static text is part of its value)
 *   tag        Tag
 *   raw        string (HTML source of the text; decoded for textarea and title when it travels)
 *   region     Region
 * Values are immutable, but for the rows of streams, which are let go once they are sent. An unchanged part of a tree is the same object in the next one; the difference relies on it.
 */

import type { Template } from "../template/template.js"

/**
 * One template with its values: a plain array, template first (136 B for a row of six slots and its key; an object
 * with an array in it takes 166 B). Slot `i` is element `i + 1`.
 */
export type Rendered = [template: Template, ...values: Value[]]

/** True for a tree: templates are the only thing with statics that can stand first in an array. */
export function isRendered(value: unknown): value is Rendered {
  if (!Array.isArray(value)) return false
  const first: unknown = value[0]
  return typeof first === "object" && first !== null && "statics" in first
}

/** HTML that is taken as it is, in a content slot. */
export class Html {
  readonly html: string
  constructor(html: string) {
    this.html = html
  }
}

/** A list in a content slot. `template` is the one of all items, or null when they have several. */
export class List {
  readonly keys: readonly unknown[]
  readonly items: readonly Rendered[]
  readonly template: Template | null
  constructor(keys: readonly unknown[], items: readonly Rendered[], template: Template | null) {
    this.keys = keys
    this.items = items
    this.template = template
  }
}

/** The source text of a tag slot (what stands between two attributes of a start tag), with the attributes it makes. */
export class Tag {
  readonly source: string
  readonly attributes: ReadonlyMap<string, string>
  constructor(source: string, attributes: ReadonlyMap<string, string>) {
    this.source = source
    this.attributes = attributes
  }
}

/** The HTML of the smallest balanced range that could not be split. */
export class Region {
  readonly html: string
  constructor(html: string) {
    this.html = html
  }
}

/** Rows that were let go are needed after all. Whoever catches it has them made again, or the view mounted anew. */
export class RowsGone extends Error {
  constructor() {
    super("Rows of a stream that have been sent are needed again.")
  }
}

/** What a render has made of a stream. */
export interface RowChanges {
  /** The new order as runs of old positions; undefined if it is the old one. */
  readonly order: readonly number[] | undefined
  /** The rows that are new, in their order. */
  readonly added: readonly Rendered[]
  /** Rows that stay and say something else now, by their new position. */
  readonly changed: readonly (readonly [index: number, row: Rendered])[]
  /** The new rows are all there are. */
  readonly isWhole: boolean
}

/** The rows of a stream in a content slot: what has changed in them since the client was told last, and nothing else. */
export class StreamRows {
  /** The one of all rows; null while there has been none. */
  readonly template: Template | null
  #base: StreamRows | undefined
  #changes: RowChanges | undefined

  /**
   * @param changes - None: the rows are gone.
   * @param base - What the changes are relative to.
   */
  constructor(template: Template | null, changes: RowChanges | undefined, base: StreamRows | undefined) {
    this.template = template
    this.#changes = changes
    this.#base = base
  }

  /** Whether its changes go on from these rows. */
  continues(before: Value): boolean {
    return this.#base !== undefined && this.#base === before
  }

  /** @throws {@link RowsGone} */
  get changes(): RowChanges {
    if (this.#changes === undefined) throw new RowsGone()
    return this.#changes
  }

  /**
   * All rows.
   *
   * @throws {@link RowsGone}
   */
  get all(): List {
    const { isWhole, added } = this.changes
    if (!isWhole) throw new RowsGone()
    return new List([], added, this.template)
  }

  /** The client has been told: lets the rows go. */
  release(): void {
    this.#changes = undefined
    this.#base = undefined
  }
}

export type Value = string | null | Html | Rendered | List | StreamRows | Tag | Region

/** Reached only when a kind of value is added and not handled: the compiler then refuses the call. */
export function unknownValue(value: never): never {
  throw new TypeError(`Not a value of a slot: ${String(value)}`)
}
