/** Emits a content slot that is one of several parts of the template: `if` and `switch`. */

import { insideSlot } from "../analyse/level.js"
import { previousValue, type SlotContext } from "../analyse/slot-context.js"
import type { AstNode, IfNode, SwitchNode } from "../internals/internals.js"
import type { Emitter } from "./emitter.js"

/** Emits an `if`. */
export function emitIf(c: Emitter, context: SlotContext, value: string): void {
  const node = context.slot.pieces[0] as IfNode
  c.line(`${value} = null;`)
  emitBranches(c, context, node, value)
  emitBranchDirt(c, context, node, value)
}

function emitBranches(c: Emitter, context: SlotContext, node: IfNode, value: string): void {
  c.at(node)
  c.line(`if (${c.expression(node.cond, context.frame)}) {`)
  emitBranch(c, context, node.body, value)
  if (node.else_ !== null) {
    c.line("} else {")
    if (node.else_.typename === "If") emitBranches(c, context, node.else_ as IfNode, value)
    else emitBranch(c, context, node.else_, value)
  }
  c.line("}")
}

function emitBranch(c: Emitter, context: SlotContext, body: AstNode, value: string): void {
  const planned = c.plan([body], insideSlot(context.slot.place), body)
  const old = context.previous === "" ? "" : previousValue(context)
  c.line(`${value} = ${c.emitLevel(planned, context.frame, old)};`)
}

/** Emits a `switch`. */
export function emitSwitch(c: Emitter, context: SlotContext, value: string): void {
  const node = context.slot.pieces[0] as SwitchNode
  c.at(node)
  c.line(`${value} = null;`)
  c.line(`switch (${c.expression(node.expr, context.frame)}) {`)
  for (const { cond, body } of node.cases) {
    c.line(`case ${c.expression(cond, context.frame)}:`)
    // As in nunjucks: an empty case falls through.
    if (body.children.length === 0) continue
    emitBranch(c, context, body, value)
    c.line("break;")
  }
  if (node.default !== null) {
    c.line("default:")
    emitBranch(c, context, node.default, value)
  }
  c.line("}")
  emitBranchDirt(c, context, node, value)
}

/** With another branch than last time, all that any branch sets may be different now. */
function emitBranchDirt(c: Emitter, context: SlotContext, node: AstNode, value: string): void {
  const mask = c.mask(c.facts(node).sets)
  if (mask === 0) return
  if (context.previous === "") return c.line(`st.d |= ${mask};`)
  const { previous, index } = context
  c.line(
    `if (${previous} === undefined || (${value} && ${value}[0]) !== (${previous}[${index}] && ${previous}[${index}][0])) st.d |= ${mask};`,
  )
}
