/** Questions about the nodes of an expression, and literals of TypeScript. */

import type { AstNode, ListNode, LookupNode, ValueNode } from "../../nunjucks/internals/internals.js"
import { literalText } from "../../nunjucks/parse/ast.js"

/** The node with which an expression begins: nunjucks gives lookups and calls the place of their dot or bracket. */
export function firstNodeOf(node: AstNode): AstNode {
  const { target, name, args, expr, left, body } = node as unknown as Partial<Record<string, AstNode>>
  const first = { LookupVal: target, FunCall: name, Compare: expr, InlineIf: body, Is: left }[node.typename]
  const start = node.typename === "Filter" ? (args as ListNode).children[0] : first
  return start === undefined ? node : firstNodeOf(start)
}

export function operands(node: AstNode): AstNode[] {
  const { left, right, target } = node as unknown as { left?: AstNode; right?: AstNode; target?: AstNode }
  return [left, right, target].filter((operand) => operand !== undefined)
}

export function isIndexNode(node: AstNode): boolean {
  return node.typename === "Literal" && Number.isInteger((node as ValueNode).value)
}

/** Names and lookups by name or number: what TypeScript narrows. */
export function isChain(node: AstNode): boolean {
  if (node.typename === "Symbol") return true
  if (node.typename !== "LookupVal") return false
  const { target, val } = node as LookupNode
  return (literalText(val) !== undefined || isIndexNode(val)) && isChain(target)
}

export function literal(value: unknown): string {
  if (typeof value === "string") return text(value)
  return value instanceof RegExp ? "__lm.regex" : String(value)
}

/** A string literal; TypeScript ends lines at the separators that JSON lets through. */
export function text(value: string): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`)
}
