/** Emits the code that gives one slot its value: skipped if nothing it depends on has changed, else evaluated. */

import type { SlotContext } from "../analyse/slot-context.js"
import type { AstNode } from "../internals/internals.js"
import { emitContent } from "./emit-content.js"
import { emitPieces } from "./emit-pieces.js"
import { notFixed } from "./emit-refusal.js"
import type { Emitter } from "./emitter.js"

/** Emits a slot; gives the variable with its value. */
export function emitSlot(c: Emitter, context: SlotContext): string {
  const { slot, previous, index } = context
  const value = c.variable()
  c.line(`var ${value};`)
  const facts = c.options.file.ofAll(slot.pieces.filter((piece) => typeof piece !== "string"))
  const skips = previous !== "" && !facts.always
  if (skips)
    c.line(
      `if (${previous} !== undefined && !(st.d & ${c.mask(facts.reads)})) ${value} = ${previous}[${index}]; else {`,
    )
  if (slot.kind === "content") {
    emitContent(c, context, value)
    // Between tags, but in a script of svg.
    const refused = notFixed(c, slot.pieces[0] as AstNode)
    if (refused !== undefined) c.line(`rt.fixed(${value}, ${refused});`)
  } else emitPieces(c, context, value)
  if (skips) c.line("}")
  return value
}
