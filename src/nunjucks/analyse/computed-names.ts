/** Where a value is the whole name of a tag or an attribute, or the beginning of it. */

import { Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type { AstNode, CallNode, IfNode } from "../internals/internals.js"
import { isOwnText, symbolName } from "../parse/ast.js"

/** What a value may be the name of. */
export type ComputedName = "attribute" | "tag"

/** What a value at this point is the name of; undefined for one that was meant to be attributes. */
export function computedName(node: AstNode, at: TokenizerState): ComputedName | undefined {
  return isMeant(node) ? undefined : nameAt(at)
}

function nameAt({ mode, closing }: TokenizerState): ComputedName | undefined {
  if (mode === Mode.tagOpen) return "tag"
  const isBetween = mode === Mode.beforeAttributeName || mode === Mode.afterAttributeName || mode === Mode.afterQuoted
  return isBetween && !closing ? "attribute" : undefined
}

/** True for a value that was meant to be attributes: fixed texts, what is said to be safe, what a macro makes. */
function isMeant(node: AstNode): boolean {
  if (isOwnText(node) || node.typename === "CallExtension") return true
  if (node.typename === "InlineIf") {
    const { body, else_ } = node as IfNode
    return isMeant(body) && (else_ === null || else_ === undefined || isMeant(else_))
  }
  return node.typename === "FunCall" || (node.typename === "Filter" && symbolName((node as CallNode).name) === "safe")
}
