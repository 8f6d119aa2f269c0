/** Emits content slots: what stands between tags is a value, a nested template, or a list. */

import { IN_SELECT } from "../../html/elements/closable-kinds.js"
import { previousValue, type SlotContext } from "../analyse/slot-context.js"
import type { AstNode, BlockNode, ExtensionNode, ForNode, TemplateRefNode } from "../internals/internals.js"
import { isComponent } from "../parse/component-tag.js"
import { emitIf, emitSwitch } from "./emit-branches.js"
import { emitComponent } from "./emit-component.js"
import { emitFitCheck } from "./emit-fit-check.js"
import { emitLoop } from "./emit-loop.js"
import { emitRefusal } from "./emit-refusal.js"
import { definedValue } from "./emit-text.js"
import type { Emitter } from "./emitter.js"

/** Emits a slot between tags, by the kind of what stands in it. */
export function emitContent(c: Emitter, context: SlotContext, value: string): void {
  const { slot, frame } = context
  const node = slot.pieces[0] as AstNode
  if (emitRefusal(c, node)) return
  switch (node.typename) {
    case "If":
      emitIf(c, context, value)
      return emitFitCheck(c, context, value, IN_SELECT)
    case "Switch":
      emitSwitch(c, context, value)
      return emitFitCheck(c, context, value, IN_SELECT)
    case "For":
      emitLoop(c, node as ForNode, frame, { ...context, value })
      return emitFitCheck(c, context, value, IN_SELECT)
    case "Include": {
      c.at(node)
      const file = c.includedFile(node as TemplateRefNode, frame)
      c.line(`${value} = rt.include(st, { context, frame }, ${file}, ${previousValue(context)});`)
      return emitFitCheck(c, context, value)
    }
    case "Block": {
      c.at(node)
      const name = JSON.stringify((node as BlockNode).name.value)
      const tree = `rt.block(st, { context, frame }, context.getBlock(${name}), ${previousValue(context)})`
      c.line(`${value} = ${c.inBlock ? tree : `parentTemplate ? null : ${tree}`};`)
      return emitFitCheck(c, context, value)
    }
    case "CallExtension": {
      if (isComponent(node)) {
        c.line(`${value} = ${emitComponent(c, node, frame, previousValue(context))};`)
        return emitFitCheck(c, context, value)
      }
      const text = c.intoBuffer(() => c.compileCallExtension(node as ExtensionNode, frame))
      return c.line(`${value} = rt.html(${text}, ${previousValue(context)});`)
    }
    default:
      return emitExpression(c, context, value)
  }
}

function emitExpression(c: Emitter, context: SlotContext, value: string): void {
  const node = context.slot.pieces[0] as AstNode
  const old = previousValue(context)
  c.at(node)
  if (node.typename === "FunCall") c.direct = { node, previous: old }
  const code = definedValue(c, node, context.frame)
  c.direct = undefined
  c.line(`${value} = rt.out(${code}, env.opts.autoescape, ${old});`)
  // What is set in the body of a call, or in a filter's block.
  const sets = c.mask(c.facts(node).sets)
  if (sets !== 0) c.line(`st.d |= ${sets};`)
  emitFitCheck(c, context, value)
}
