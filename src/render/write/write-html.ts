/**
 * Makes HTML of a tree of values: plain, as nunjucks would print it, or marked for the browser (markers go by the
 * value; the table stands in `docs/protocol.md`), and then with what the plain POST needs.
 */

import { escapeHtml } from "../../html/text/escape.js"
import { defuseMarkers, withoutFirstNewline } from "../../html/text/parser-view.js"
import { CLOSE, LIST, OPEN, SOLE_LIST } from "../../protocol/markup.js"
import type { TemplateSlot } from "../template/template.js"
import { staticPiece } from "../values/static-pieces.js"
import type { TemplateTable } from "../values/template-table.js"
import { Html, List, Region, type Rendered, StreamRows, Tag, unknownValue, type Value } from "../values/values.js"
import { mayHoldLists, refuseWritten, SHORTEST_REFERENCE, sentSource } from "../values/vouched.js"
import { ActionWriter, type SlotWriter } from "./action-writer.js"
import type { PostWriter } from "./post-writer.js"

const SEPARATOR = "<!---->"
const OPEN_RANGE = `<!--${OPEN}-->`
const OPEN_MIXED_LIST = `<!--${OPEN}${LIST}-->`
const CLOSE_RANGE = `<!--${CLOSE}-->`

/** The HTML of a tree, without anything added. */
export function toHtml(rendered: Rendered): string {
  return new HtmlWriter(undefined, undefined).rendered(rendered)
}

/**
 * The HTML of a view's tree with the markers by which the client finds its slots. Numbers all templates it names in
 * `table`, the root's first. With `post`, forms and buttons get what makes them work without the script.
 */
export function toMarkedHtml(rendered: Rendered, table: TemplateTable, post?: PostWriter): string {
  table.number(rendered[0])
  const writer = new HtmlWriter(table, post)
  return writer.piecewise(rendered, (index) => writer.slot(rendered, index))
}

/** A view's marked HTML, and that of each top-level slot without what the plain POST adds. */
export interface MarkedParts {
  readonly html: string
  readonly slots: readonly string[]
}

/** As {@link toMarkedHtml}, with the parts that digests are taken of: nothing is written twice for them. */
export function toMarkedParts(rendered: Rendered, table: TemplateTable, post?: PostWriter): MarkedParts {
  table.number(rendered[0])
  const writer = new HtmlWriter(table, post)
  const slots: string[] = []
  const html = writer.piecewise(rendered, (index) => {
    const additions = writer.additions
    const slot = writer.slot(rendered, index)
    slots[index] = writer.additions === additions ? slot : new HtmlWriter(table, undefined).slot(rendered, index)
    return slot
  })
  return { html, slots }
}

/** The marked HTML of the value of one slot. Numbers the templates it names. */
export function slotToMarkedHtml(rendered: Rendered, index: number, table: TemplateTable): string {
  return new HtmlWriter(table, undefined).slot(rendered, index)
}

/** Slots of roots in which lists of commands have been written, or what looks like one. */
const withLists = new WeakSet<TemplateSlot>()

/** What is written between tags and is no text. */
type Composed = Exclude<Value, string | Tag>

class HtmlWriter {
  /** Absent: plain HTML. */
  readonly #table: TemplateTable | undefined
  readonly #actions: ActionWriter | undefined
  /** Each source is looked at as it is written, since what it stands in holds lists of commands. */
  #hasLists = false
  /** A source has been written that may hold a reference. A text holds none: its `&` is a reference itself. */
  #mayRefer = false

  constructor(table: TemplateTable | undefined, post: PostWriter | undefined) {
    this.#table = table
    this.#actions = post === undefined ? undefined : new ActionWriter(post)
  }

  rendered(rendered: Rendered): string {
    const { statics, slots, actions } = rendered[0]
    if (this.#actions !== undefined && actions.length > 0) {
      return this.piecewise(rendered, (index) => this.#slot(rendered, index))
    }
    let html = statics[0] as string
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as TemplateSlot
      const value = rendered[i + 1] as Value
      // Rare, so the common loop does without the question for each static.
      if (value === null && slot.kind === "attribute")
        return this.piecewise(rendered, (index) => this.#slot(rendered, index))
      html += this.#value(slot, value) + (statics[i + 1] as string)
    }
    return html
  }

  /** How many forms and buttons have got something for the plain POST. */
  get additions(): number {
    return this.#actions?.additions ?? 0
  }

  /**
   * A slot of the root, as it may leave for the page. Most hold no list of commands, which shows when all of it is written:
   * those that do are written once more, and from then on as such.
   */
  slot(rendered: Rendered, index: number): string {
    const slot = rendered[0].slots[index] as TemplateSlot
    if (slot.kind === "content" && typeof rendered[index + 1] === "string") return this.#slot(rendered, index)
    if (!withLists.has(slot)) {
      const actions = this.#actions
      const before = actions?.state
      this.#mayRefer = false
      const html = this.#slot(rendered, index)
      if (!mayHoldLists(html, this.#mayRefer)) return html
      withLists.add(slot)
      if (before !== undefined) actions?.goBack(before)
    }
    this.#hasLists = true
    const html = this.#slot(rendered, index)
    this.#hasLists = false
    return html
  }

  #slot(rendered: Rendered, index: number): string {
    return this.#value(rendered[0].slots[index] as TemplateSlot, rendered[index + 1] as Value)
  }

  /** As `rendered`, for templates with actions, absent attributes or slots to be looked at. */
  piecewise(rendered: Rendered, writeSlot: SlotWriter): string {
    if (this.#actions !== undefined) return this.#actions.write(rendered, writeSlot)
    const { slots } = rendered[0]
    let html = staticPiece(rendered, 0).text
    for (let i = 0; i < slots.length; i++) html += writeSlot(i) + staticPiece(rendered, i + 1).text
    return html
  }

  #value(slot: TemplateSlot, value: Value): string {
    const table = this.#table
    if (typeof value === "string") {
      if (slot.kind !== "content") return table === undefined ? value : this.#sent(slot, value)
      return table !== undefined && slot.separated ? SEPARATOR + escapeHtml(value) : escapeHtml(value)
    }
    if (table === undefined) return this.#plain(value)
    if (value instanceof Tag) return this.#sentTag(value)
    if (slot.kind === "attribute" || slot.kind === "raw") return ""
    return slot.separated ? SEPARATOR + this.#range(slot, value, table) : this.#range(slot, value, table)
  }

  #plain(value: Composed | Tag): string {
    if (value === null) return ""
    if (value instanceof Tag) return value.source
    if (Array.isArray(value)) return this.rendered(value)
    if (value instanceof List) return this.#items(value, "")
    if (value instanceof StreamRows) return this.#items(value.all, "")
    if (value instanceof Html || value instanceof Region) return value.html
    return unknownValue(value)
  }

  #sent({ kind, name, takesLists }: TemplateSlot, source: string): string {
    if (kind !== "attribute") return source
    if (takesLists) refuseWritten(name, source)
    return this.#source(source)
  }

  #sentTag({ source, attributes }: Tag): string {
    for (const [name, value] of attributes) refuseWritten(name, value)
    return this.#source(source)
  }

  #source(source: string): string {
    if (this.#hasLists) return sentSource(source)
    if (source.length >= SHORTEST_REFERENCE) this.#mayRefer = true
    return source
  }

  /** What stands between markers of its own. */
  #range(slot: TemplateSlot, value: Composed, table: TemplateTable): string {
    if (value === null) return OPEN_RANGE + CLOSE_RANGE
    if (Array.isArray(value)) return this.#nested(value, table)
    if (value instanceof List) return this.#list(slot, value, table)
    if (value instanceof StreamRows) return this.#list(slot, value.all, table)
    if (value instanceof Html || value instanceof Region) {
      // The marker keeps the parser from dropping the newline behind `<pre>`.
      const defused = defuseMarkers(slot.first ? withoutFirstNewline(value.html) : value.html)
      const html = this.#source(defused)
      return OPEN_RANGE + (this.#actions?.writeHtml(html) ?? html) + CLOSE_RANGE
    }
    return unknownValue(value)
  }

  #nested(rendered: Rendered, table: TemplateTable): string {
    // The number is taken first: in the table a template stands before those inside it.
    const open = `<!--${OPEN}${table.number(rendered[0])}-->`
    return open + this.rendered(rendered) + CLOSE_RANGE
  }

  #list(slot: TemplateSlot, list: List, table: TemplateTable): string {
    const { template, items } = list
    if (template === null) {
      let html = OPEN_MIXED_LIST
      for (const item of items) html += this.#nested(item, table)
      return html + CLOSE_RANGE
    }
    const number = table.number(template)
    if (slot.sole && template.singleRoot) {
      return `<!--${SOLE_LIST}${number}${LIST}${items.length}-->${this.#items(list, "")}`
    }
    const html = this.#items(list, template.singleRoot ? "" : SEPARATOR)
    return `<!--${OPEN}${LIST}${number}-->${html}${CLOSE_RANGE}`
  }

  #items(list: List, separator: string): string {
    let html = ""
    for (const item of list.items) html += separator + this.rendered(item)
    return html
  }
}
