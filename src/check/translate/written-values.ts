/**
 * Which values a template writes down or puts together itself. Their types are wider than they are (`"draft"` is a
 * `string` once it is in a variable), so they are not held against a list of texts or a type of the app.
 */

import type { AstNode, BinaryNode, CallNode, IfNode, ListNode, LookupNode } from "../../nunjucks/internals/internals.js"
import { childrenOf, literalText, symbolName } from "../../nunjucks/parse/ast.js"
import { textFilters } from "./builtins.js"
import type { Scope } from "./scope.js"

/** True for a value that is wider than what it will be, wherever it stands. */
export function isWidened(node: AstNode, scope: Scope): boolean {
  switch (node.typename) {
    case "Concat":
    case "Add":
    case "Capture":
      return true
    case "Symbol": {
      const binding = scope.lookup(symbolName(node) as string)
      return binding?.kind === "variable" && binding.written === true
    }
    case "LookupVal":
      return isWidened((node as LookupNode).target, scope)
    case "Filter": {
      const { name, args } = node as CallNode
      return textFilters.has(symbolName(name) ?? "") || args.children.some((child) => isWidened(child, scope))
    }
    default:
      return outcomesOf(node).some((outcome) => isWidened(outcome, scope))
  }
}

/** True for a value whose type is wider than it as soon as a variable has it. */
export function isWritten(node: AstNode, scope: Scope): boolean {
  switch (node.typename) {
    case "Literal":
    case "Array":
    case "Dict":
      return true
    default: {
      const outcomes = outcomesOf(node)
      return outcomes.length > 0 ? outcomes.some((outcome) => isWritten(outcome, scope)) : isWidened(node, scope)
    }
  }
}

/** The values of which this one is one, if it is a choice between some. */
function outcomesOf(node: AstNode): readonly AstNode[] {
  switch (node.typename) {
    case "Group":
      return (node as ListNode).children
    case "Or":
    case "And": {
      const { left, right } = node as BinaryNode
      return [left, right]
    }
    case "InlineIf": {
      const { body, else_ } = node as IfNode
      return else_ === null ? [body] : [body, else_]
    }
    default:
      return []
  }
}

/** The texts that a name may be: a literal, or either side of an inline `if`. */
export function literalNames(node: AstNode): { readonly node: AstNode; readonly text: string }[] {
  const text = literalText(node)
  if (text !== undefined) return [{ node, text }]
  if (node.typename === "Group" && (node as ListNode).children.length === 1) {
    return literalNames((node as ListNode).children[0] as AstNode)
  }
  if (node.typename !== "InlineIf") return []
  const { body, else_ } = node as IfNode
  return [...literalNames(body), ...(else_ === null ? [] : literalNames(else_))]
}

/** The records that are written down as a value or in it. */
export function recordsIn(node: AstNode): AstNode[] {
  switch (node.typename) {
    case "Dict":
    case "Array":
    case "Pair":
    case "Group":
    case "Or":
    case "And":
    case "InlineIf":
    case "Filter": {
      const inside = childrenOf(node).flatMap(recordsIn)
      return node.typename === "Dict" ? [node, ...inside] : inside
    }
    case "NodeList":
      return childrenOf(node).flatMap(recordsIn)
    default:
      return []
  }
}
