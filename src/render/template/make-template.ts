/**
 * Makes a {@link Template} from static text and the kinds of the slots between: reads the text once more and notes what
 * server and browser want to know about each slot (neighbours in a run of text, only child, attribute's name) and about
 * the whole (single root, forms and buttons, the text for the browser).
 */

import { hash } from "node:crypto"
import { dropFirstNewline, voids } from "../../html/elements/html-names.js"
import type { Namespace } from "../../html/elements/namespace.js"
import { readRun } from "../../html/tokenizer/read-run.js"
import { step } from "../../html/tokenizer/tokenizer.js"
import {
  type AttributeToken,
  initialState,
  isRaw,
  Mode,
  type TokenizerState,
} from "../../html/tokenizer/tokenizer-state.js"
import { HOLE, SLOT_COMMENT, TAG_SLOT_PREFIX } from "../../protocol/markup.js"
import { defuseComments } from "./defuse-comments.js"
import type { ActionPoint, Slot, SlotKind, Template } from "./template.js"

/** What a template is made from: one static text more than kinds. */
export interface TemplateParts {
  readonly statics: readonly string[]
  readonly kinds: readonly SlotKind[]
  readonly namespace: Namespace
  /** Per slot, of tag slots: names of the state of controls that it may bring, as far as its source tells; else "". */
  readonly states?: readonly string[]
  /** Where it was written, for messages. */
  readonly source: string
}

export function makeTemplate(parts: TemplateParts): Template {
  const statics = defuseComments(parts.statics, parts.kinds, initialState(parts.namespace))
  const survey = new Survey(statics, parts)
  statics.forEach((text, part) => survey.read(text, part))
  const { namespace, source, kinds, states = [] } = parts
  const told = states.some((names) => names !== "") ? [states] : []
  const slots = survey.slots
  return {
    id: hash("sha256", JSON.stringify([statics, kinds, namespace, ...told]), "base64url").slice(0, 11),
    statics,
    slots,
    namespace,
    singleRoot: survey.singleRoot,
    actions: survey.actions,
    text:
      (namespace === "html" ? "" : `${namespace}:`) +
      browserText(withBreaks(survey.withoutNoscript(), slots), slots, states),
    source,
  }
}

/** At the top of a template the parser leaves end tags out, also `</br>`, of which it makes a `<br>` elsewhere. */
function withBreaks(statics: readonly string[], slots: readonly Slot[]): readonly string[] {
  if (!statics.some((text) => LEADING_BREAK.test(text))) return statics
  let isTop = true
  return statics.map((text, part) => {
    let made = text
    while (isTop && LEADING_BREAK.test(made)) made = made.replace(LEADING_BREAK, "$1<br>")
    const kind = slots[part]?.kind
    isTop &&= !/<[a-z]/i.test(text) && (kind === "content" || kind === "region")
    return made
  })
}

const LEADING_BREAK = /^((?:[^<]|<!--[^]*?-->|<br>)*)<\/br(?:[\s/][^>]*)?>/i

function browserText(statics: readonly string[], slots: readonly Slot[], states: readonly string[]): string {
  let text = statics[0] ?? ""
  slots.forEach((slot, index) => {
    if (slot.kind === "content" || slot.kind === "region") {
      text += `${slot.separated ? "<!---->" : ""}<!--${SLOT_COMMENT}-->`
    } else if (slot.kind === "tag") {
      text += ` ${TAG_SLOT_PREFIX}${index}${states[index] ? `="${states[index]}"` : ""} `
    } else text += HOLE
    text += statics[index + 1]
  })
  return text
}

/** Reads the static text and notes what it meets. */
class Survey {
  readonly slots: Slot[] = []
  readonly actions: ActionPoint[] = []
  readonly #statics: readonly string[]
  readonly #kinds: readonly SlotKind[]
  readonly #state: TokenizerState
  readonly #base: TokenizerState["open"]
  #roots = 0
  #looseContent = false
  /** A slot stands before this point in the same run of text. */
  #afterSlot = false
  /** The start tag that ended right here, if one did. */
  #justOpened = ""
  /** Of an element that becomes several nobody knows how many. */
  readonly #listener = { scattered: () => (this.#looseContent = true), unsettled: () => (this.#looseContent = true) }
  /** Texts of `<noscript>`. */
  readonly #noscripts: { readonly part: number; readonly from: number; readonly to: number }[] = []
  #noscriptFrom = 0
  #markupPart = 0
  #markupOffset = 0

  constructor(statics: readonly string[], { kinds, namespace }: TemplateParts) {
    this.#statics = statics
    this.#kinds = kinds
    this.#state = initialState(namespace)
    this.#base = this.#state.open
  }

  /**
   * The static texts without what stands in `<noscript>`: where scripts run that is text, but elements in a template, which
   * a comment or a quote in it would swallow what follows, and whose pictures would be loaded.
   */
  withoutNoscript(): readonly string[] {
    if (this.#noscripts.length === 0) return this.#statics
    return this.#statics.map((text, index) => {
      let made = ""
      let taken = 0
      for (const { part, from, to } of this.#noscripts) {
        if (part !== index) continue
        made += text.slice(taken, from)
        taken = to
      }
      return made + text.slice(taken)
    })
  }

  get singleRoot(): boolean {
    return this.#roots === 1 && !this.#looseContent
  }

  read(text: string, part: number): void {
    let offset = 0
    while (offset < text.length) {
      const inContent = this.#state.mode === Mode.data
      const end = readRun(this.#state, text, offset)
      if (end === offset) this.#readCharacter(text[offset++] as string, part, end)
      else {
        if (inContent) this.#readText(text.slice(offset, end))
        offset = end
      }
    }
    const kind = this.#kinds[part]
    if (kind !== undefined) this.#addSlot(kind, part)
  }

  #readText(text: string): void {
    this.#justOpened = ""
    if (this.#state.open === this.#base && text.trim() !== "") this.#looseContent = true
  }

  #readCharacter(char: string, part: number, offset: number): void {
    const state = this.#state
    const { mode, tag, closing, open, attribute, raw } = state
    if (char === "<" && (mode === Mode.data || isRaw(mode))) {
      this.#markupPart = part
      this.#markupOffset = offset
    }
    step(state, char, this.#listener)
    this.#noteNoscript(raw, part, offset)
    if (mode === Mode.data || state.mode === mode || !endsMarkup(mode, state.mode, char)) return
    this.#afterSlot = false
    this.#justOpened = ""
    if (mode > Mode.selfClosing) {
      if (open === this.#base) this.#looseContent = true
      return
    }
    if (closing) {
      // `</br>` and a `</p>` without its start tag make elements.
      if (open === this.#base) this.#looseContent = true
      if (tag === "form") this.#addAction("/form", part, offset)
      return
    }
    if (open === this.#base) this.#roots++
    if (state.open !== open && !voids.has(tag)) this.#justOpened = tag
    if (tag === "form" || (tag === "button" && mayBeClicked(attribute))) this.#addAction(tag, part, offset)
  }

  /** `before`: the element whose text was being read. */
  #noteNoscript(before: string, part: number, offset: number): void {
    const { raw } = this.#state
    if (raw === before) return
    if (raw === "noscript") this.#noscriptFrom = offset + 1
    else if (before === "noscript" && this.#markupPart === part) {
      this.#noscripts.push({ part, from: this.#noscriptFrom, to: this.#markupOffset })
    }
  }

  #addAction(kind: ActionPoint["kind"], endPart: number, endOffset: number): void {
    this.actions.push({ kind, part: this.#markupPart, offset: this.#markupOffset, endPart, endOffset })
  }

  #addSlot(kind: SlotKind, part: number): void {
    const state = this.#state
    const inText = kind === "content" || kind === "region"
    const opened = this.#justOpened
    const next = this.#statics[part + 1] as string
    this.slots.push({
      kind,
      separated: inText && this.#afterSlot,
      sole: kind === "content" && opened !== "" && !this.#afterSlot && isEndTag(next, opened),
      name: kind === "attribute" ? (state.attribute?.name ?? "") : kind === "raw" ? state.raw : "",
      first: kind === "raw" ? state.raw === "textarea" : inText && dropFirstNewline.has(opened) && !this.#afterSlot,
    })
    if (inText) {
      this.#afterSlot = true
      this.#justOpened = ""
      if (state.open === this.#base) this.#looseContent = true
    } else if (kind === "tag") {
      // Whatever it brings, it ends between two attributes; what it brings may be a click binding.
      state.mode = Mode.beforeAttributeName
      state.attribute = { name: HOLE, value: "", previous: state.attribute }
    }
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
  if (isRaw(before) || before === Mode.tagOpen) return false
  return char === ">" && (after === Mode.data || (isRaw(after) && before <= Mode.selfClosing))
}

function mayBeClicked(attribute: AttributeToken | null): boolean {
  for (let node = attribute; node !== null; node = node.previous) {
    if (node.name.endsWith("click") || node.name === HOLE) return true
  }
  return false
}
