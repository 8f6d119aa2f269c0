/**
 * Reads the static text of a template once more and notes what server and browser want to know about each slot (neighbours
 * in a run of text, only child, attribute's name) and about the whole (single root, forms and buttons, `<noscript>`).
 */

import { dropFirstNewline, voids } from "../../html/elements/html-names.js"
import type { Namespace } from "../../html/elements/namespace.js"
import type { OpenElement } from "../../html/elements/open-elements.js"
import { readRun } from "../../html/tokenizer/read-run.js"
import { step } from "../../html/tokenizer/tokenizer.js"
import {
  type AttributeToken,
  initialState,
  isRaw,
  Mode,
  type TokenizerState,
} from "../../html/tokenizer/tokenizer-state.js"
import { HOLE } from "../../protocol/markup.js"
import { takesLists } from "../../util/event-bindings.js"
import { NoscriptTexts, type StaticPlace } from "./noscript-texts.js"
import type { ActionPoint, SlotKind, TemplateSlot } from "./template.js"

export class Survey {
  readonly slots: TemplateSlot[] = []
  readonly actions: ActionPoint[] = []
  readonly #statics: readonly string[]
  readonly #kinds: readonly SlotKind[]
  readonly #state: TokenizerState
  readonly #top: TopLevel
  readonly #noscripts = new NoscriptTexts()
  /** Where the markup being read begins. */
  #markup: StaticPlace = { part: 0, offset: 0 }
  /** A slot stands before this point in the same run of text. */
  #afterSlot = false
  /** The start tag that ended right here, if one did. */
  #justOpened = ""

  constructor(statics: readonly string[], kinds: readonly SlotKind[], namespace: Namespace) {
    this.#statics = statics
    this.#kinds = kinds
    this.#state = initialState(namespace)
    this.#top = new TopLevel(this.#state.open)
  }

  withoutNoscript(): readonly string[] {
    return this.#noscripts.leftOut(this.#statics)
  }

  get singleRoot(): boolean {
    return this.#top.singleRoot
  }

  read(text: string, part: number): void {
    let offset = 0
    while (offset < text.length) {
      const inContent = this.#state.mode === Mode.data
      const end = readRun(this.#state, text, offset)
      if (end === offset) this.#readCharacter(text[offset++] as string, { part, offset: end })
      else {
        if (inContent) this.#readText(text.slice(offset, end))
        offset = end
      }
    }
    const kind = this.#kinds[part]
    if (kind !== undefined) this.#readSlot(kind, part)
  }

  #readText(text: string): void {
    this.#justOpened = ""
    if (text.trim() !== "") this.#top.content(this.#state.open)
  }

  #readCharacter(char: string, at: StaticPlace): void {
    const state = this.#state
    const { mode, open, attribute, raw } = state
    if (char === "<" && (mode === Mode.data || isRaw(mode))) this.#markup = at
    step(state, char, this.#top)
    if (state.raw !== raw) this.#noscripts.rawChanged(raw, state.raw, at, this.#markup)
    if (!endsMarkup(mode, state.mode, char)) return
    this.#afterSlot = false
    this.#justOpened = ""
    if (mode > Mode.selfClosing) this.#top.content(open)
    else if (state.closing) this.#endTagRead(open, at)
    else this.#startTagRead(open, attribute, at)
  }

  #startTagRead(outer: OpenElement, attribute: AttributeToken | null, at: StaticPlace): void {
    const { tag, open } = this.#state
    this.#top.element(outer)
    if (open !== outer && !voids.has(tag)) this.#justOpened = tag
    if (tag === "form" || (tag === "button" && mayBeClicked(attribute))) this.#addAction(tag, at)
  }

  #endTagRead(outer: OpenElement, at: StaticPlace): void {
    // `</br>` and a `</p>` without its start tag make elements.
    this.#top.content(outer)
    if (this.#state.tag === "form") this.#addAction("/form", at)
  }

  #addAction(kind: ActionPoint["kind"], { part: endPart, offset: endOffset }: StaticPlace): void {
    this.actions.push({ kind, ...this.#markup, endPart, endOffset })
  }

  #readSlot(kind: SlotKind, part: number): void {
    if (kind === "content" || kind === "region") this.#slotInText(kind, part)
    else this.#slotInMarkup(kind)
  }

  #slotInText(kind: "content" | "region", part: number): void {
    const opened = this.#justOpened
    const separated = this.#afterSlot
    const isAlone = opened !== "" && !separated && isEndTag(this.#statics[part + 1] as string, opened)
    const first = !separated && dropFirstNewline.has(opened)
    this.slots.push({ kind, separated, sole: kind === "content" && isAlone, name: "", first, takesLists: false })
    this.#afterSlot = true
    this.#justOpened = ""
    this.#top.content(this.#state.open)
  }

  #slotInMarkup(kind: Exclude<SlotKind, "content" | "region">): void {
    const state = this.#state
    const names = { attribute: state.attribute?.name ?? "", raw: state.raw, tag: "" }
    const first = kind === "raw" && state.raw === "textarea"
    const name = names[kind]
    this.slots.push({
      kind,
      separated: false,
      sole: false,
      name,
      first,
      takesLists: kind === "attribute" && takesLists(name),
    })
    if (kind !== "tag") return
    // Whatever it brings, it ends between two attributes; what it brings may be a click binding.
    state.mode = Mode.beforeAttributeName
    state.attribute = { name: HOLE, value: "", previous: state.attribute }
  }
}

/** What stands at the top of a template: one element, or more, or what is none. */
class TopLevel {
  readonly #base: OpenElement
  #elements = 0
  #hasContent = false

  constructor(base: OpenElement) {
    this.#base = base
  }

  get singleRoot(): boolean {
    return this.#elements === 1 && !this.#hasContent
  }

  element(outer: OpenElement): void {
    if (outer === this.#base) this.#elements++
  }

  content(outer: OpenElement): void {
    if (outer === this.#base) this.#hasContent = true
  }

  // Of an element that becomes several nobody knows how many.

  scattered(): void {
    this.#hasContent = true
  }

  unsettled(): void {
    this.#hasContent = true
  }
}

function isEndTag(text: string, name: string): boolean {
  return (
    text.startsWith("</") &&
    text.slice(2, name.length + 2).toLowerCase() === name &&
    /^[\s/>]/.test(text.slice(name.length + 2))
  )
}

/** True if this step ended a tag, comment or the like (also into an element of raw text). */
function endsMarkup(before: Mode, after: Mode, char: string): boolean {
  if (before === Mode.data || after === before || isRaw(before) || before === Mode.tagOpen) return false
  return char === ">" && (after === Mode.data || (isRaw(after) && before <= Mode.selfClosing))
}

function mayBeClicked(attribute: AttributeToken | null): boolean {
  for (let node = attribute; node !== null; node = node.previous) {
    if (node.name.endsWith("click") || node.name === HOLE) return true
  }
  return false
}
