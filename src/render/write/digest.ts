/**
 * A short digest of what the first HTML holds, slot by slot, for the page's token. The join compares it with its own
 * render and sends only the values of slots that differ: none, if nothing changed in between.
 *
 * Form: the root template's id (11 letters), then 6 letters for each top-level slot, or past 32 slots for each group.
 * 36 bits guard against accidents, not against attack: who forges a digest only spoils their own page.
 */

import { hash } from "node:crypto"
import { ROOT_SLOT } from "../../protocol/values.js"
import type { TemplateTable } from "../values/template-table.js"
import type { Rendered } from "../values/values.js"
import type { PostWriter } from "./post-writer.js"
import { slotToMarkedHtml, toMarkedParts } from "./write-html.js"

const MOST_DIGESTS = 32
const LETTERS = 6

/**
 * The digests of a view's top-level slots. `table` must number templates as the page does: the one its HTML was
 * written with, or one seeded with the page's ids.
 */
export function slotDigests(rendered: Rendered, table: TemplateTable): string {
  table.number(rendered[0])
  return digestsOf(rendered, (index) => slotToMarkedHtml(rendered, index, table))
}

/** A view's HTML for the page, as `toMarkedHtml` gives it, with the digests of its slots. */
export function toDigestedHtml(
  rendered: Rendered,
  table: TemplateTable,
  post?: PostWriter,
): { readonly html: string; readonly digests: string } {
  const { html, slots } = toMarkedParts(rendered, table, post)
  return { html, digests: digestsOf(rendered, (index) => slots[index] as string) }
}

function digestsOf(rendered: Rendered, slotHtml: (index: number) => string): string {
  const template = rendered[0]
  const size = groupSize(template.slots.length)
  let digests = template.id
  for (let start = 0; start < template.slots.length; start += size) {
    let text = ""
    for (let i = start; i < Math.min(start + size, template.slots.length); i++) {
      // A letter in front tells an absent attribute from an empty one, and keeps neighbours of a group apart.
      text += (rendered[i + 1] === null ? "\u0000" : "\u0001") + slotHtml(i)
    }
    digests += hash("sha1", text, "base64url").slice(0, LETTERS)
  }
  return digests
}

/**
 * The indexes of the top-level slots that the page with these digests does not show as rendered here: for
 * `wholeValues`. If the page shows another root template altogether, that is {@link ROOT_SLOT}.
 */
export function differingSlots(rendered: Rendered, table: TemplateTable, digests: string): readonly number[] {
  const template = rendered[0]
  const count = template.slots.length
  const size = groupSize(count)
  const expected = slotDigests(rendered, table)
  if (!digests.startsWith(template.id) || digests.length !== expected.length) return [ROOT_SLOT]
  const differing: number[] = []
  for (let start = 0, at = template.id.length; start < count; start += size, at += LETTERS) {
    if (digests.slice(at, at + LETTERS) === expected.slice(at, at + LETTERS)) continue
    for (let i = start; i < Math.min(start + size, count); i++) differing.push(i)
  }
  return differing
}

function groupSize(slots: number): number {
  return Math.max(1, Math.ceil(slots / MOST_DIGESTS))
}
