/** The static text of a part of a template, for guesses about where it belongs. */

import { inferNamespace } from "../../html/elements/namespace.js"
import { initialState, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type { AstNode, IfNode, ValueNode } from "../internals/internals.js"
import { childrenOf } from "./ast.js"

/** All static texts inside of these nodes, in source order. */
export function* staticTexts(nodes: readonly AstNode[]): Generator<string> {
  for (const node of nodes) {
    if (node.typename === "TemplateData") yield (node as ValueNode).value as string
    else yield* staticTexts(childrenOf(node))
  }
}

/** All texts that a node may print, static ones and those of its expressions: not what it compares, or looks up. */
export function* printedTexts(node: AstNode): Generator<string> {
  const { typename } = node
  if (typename === "LookupVal" || typename === "Compare" || typename === "In") return
  const { value } = node as ValueNode
  if ((typename === "TemplateData" || typename === "Literal") && typeof value === "string") yield value
  const { cond } = node as Partial<IfNode>
  for (const child of childrenOf(node)) if (child !== cond) yield* printedTexts(child)
}

/** The state in which a part is parsed that does not know where it will stand. */
export function startOf(nodes: readonly AstNode[]): TokenizerState {
  return initialState(inferNamespace(staticTexts(nodes)))
}
