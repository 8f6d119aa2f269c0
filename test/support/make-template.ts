/** Templates made by hand, for tests of what happens after compilation. */

import { createHash } from "node:crypto"
import type { ActionPoint, Template, TemplateSlot } from "../../src/render/template/template.js"
import { registerTemplate } from "../../src/render/template/template-registry.js"
import { takesLists } from "../../src/util/event-bindings.js"

/** A slot: its kind, and what differs from the plainest one. */
export type SlotLike = Partial<TemplateSlot> & Pick<TemplateSlot, "kind">

export const content: SlotLike = { kind: "content" }
export const separated: SlotLike = { kind: "content", separated: true }
export const sole: SlotLike = { kind: "content", sole: true }
export const region: SlotLike = { kind: "region" }
export const tag: SlotLike = { kind: "tag" }
export const attribute = (name: string): SlotLike => ({ kind: "attribute", name })
export const raw = (name: string, first = false): SlotLike => ({ kind: "raw", name, first })

interface Extra {
  readonly singleRoot?: boolean
  readonly actions?: readonly ActionPoint[]
}

/** `statics` with one element more than `slots`. The text for the browser is not what a compiler would make. */
export function makeTemplate(statics: readonly string[], slots: readonly SlotLike[], extra: Extra = {}): Template {
  if (statics.length !== slots.length + 1) throw new Error("statics and slots do not fit")
  const full = slots.map(({ name = "", ...slot }) => {
    const isEvent = slot.kind === "attribute" && takesLists(name)
    return { separated: false, sole: false, first: false, takesLists: isEvent, ...slot, name }
  })
  const text = statics.join("\uFDD0")
  const id = createHash("sha256")
    .update(JSON.stringify([statics, full]))
    .digest("base64url")
    .slice(0, 11)
  return registerTemplate({
    id,
    statics,
    slots: full,
    namespace: "html",
    singleRoot: extra.singleRoot ?? false,
    actions: extra.actions ?? [],
    text,
    source: "made by hand",
  })
}
