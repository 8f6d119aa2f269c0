/**
 * The difference from a first HTML that a page still shows, for the join that brings it. Pages take what a first join brings as whole values,
 * so attributes of a tag that are not in it would be removed.
 */

import type { WireChange, WireDiff } from "../../protocol/values.js"
import type { TemplateSlot } from "../template/template.js"
import type { TemplateTable } from "../values/template-table.js"
import { type Rendered, Tag } from "../values/values.js"
import { wireValue } from "./wire-value.js"

/** Makes it of the usual difference, of which `rendered` is the result. */
export function firstDiff(diff: WireDiff, rendered: Rendered, table: TemplateTable): WireDiff {
  const { slots } = rendered[0]
  const whole: Record<number, WireChange> = {}
  for (const [slot, change] of Object.entries(diff)) {
    const index = Number(slot)
    const value = rendered[index + 1]
    whole[index] = value instanceof Tag ? wireValue(slots[index] as TemplateSlot, value, table) : change
  }
  return whole
}
