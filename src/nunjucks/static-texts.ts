/** The static text of a part of a template, for guesses about where it belongs. */

import { inferNamespace } from "../render/namespace.js"
import { initialState, type TokenizerState } from "../render/tokenizer-state.js"
import { childrenOf } from "./ast.js"
import type { AstNode, ValueNode } from "./internals.js"

/** All static texts inside of these nodes, in source order. */
export function* staticTexts(nodes: readonly AstNode[]): Generator<string> {
  for (const node of nodes) {
    if (node.typename === "TemplateData") yield (node as ValueNode).value as string
    else yield* staticTexts(childrenOf(node))
  }
}

/** The state in which a part is parsed that does not know where it will stand. */
export function startOf(nodes: readonly AstNode[]): TokenizerState {
  return initialState(inferNamespace(staticTexts(nodes)))
}
