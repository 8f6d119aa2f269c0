/** Emits the question whether what a value brings may stand where it does. */

import { closableAt, nearestAmong } from "../../html/elements/closable-kinds.js"
import { previousValue, type SlotContext } from "../analyse/slot-context.js"
import type { AstNode } from "../internals/internals.js"
import type { Emitter } from "./emitter.js"

/** What comes of other templates may close an element around it. Texts cannot, and what stays was looked at before. */
export function emitFitCheck(c: Emitter, context: SlotContext, value: string, among = -1): void {
  const { place, pieces } = context.slot
  const closable = closableAt(place.open) & among
  if (closable === 0) return
  const { lineno, colno } = pieces.find((piece) => typeof piece !== "string") as AstNode
  const inside = JSON.stringify(nearestAmong(place.open, closable))
  c.line(`if (typeof ${value} === "object" && ${value} !== ${previousValue(context)})`)
  c.line(`rt.fits(st, ${value}, ${closable}, { line: ${lineno + 1}, column: ${colno + 1}, inside: ${inside} });`)
}
