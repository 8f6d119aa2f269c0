/**
 * Makes a {@link Template} from static text and the kinds of the slots between: its id, what a {@link Survey} of it finds, and
 * its text for the browser.
 */

import { hash } from "node:crypto"
import type { Namespace } from "../../html/elements/namespace.js"
import { initialState } from "../../html/tokenizer/tokenizer-state.js"
import { HOLE, SLOT_COMMENT, TAG_SLOT_PREFIX } from "../../protocol/markup.js"
import { defuseComments } from "./defuse-comments.js"
import { Survey } from "./survey.js"
import type { SlotKind, Template, TemplateSlot } from "./template.js"

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
  const { namespace, source, kinds, states = [] } = parts
  const survey = new Survey(statics, kinds, namespace)
  statics.forEach((text, part) => survey.read(text, part))
  const told = states.some((names) => names !== "") ? [states] : []
  const slots = survey.slots
  return {
    id: hash("sha256", JSON.stringify([statics, kinds, namespace, ...told]), "base64url").slice(0, 11),
    statics,
    slots,
    namespace,
    singleRoot: survey.singleRoot,
    actions: survey.actions,
    text: (namespace === "html" ? "" : `${namespace}:`) + browserText(survey.withoutNoscript(), slots, states),
    source,
  }
}

function browserText(statics: readonly string[], slots: readonly TemplateSlot[], states: readonly string[]): string {
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
