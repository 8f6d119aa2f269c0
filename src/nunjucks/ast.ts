/** Questions about nunjucks' syntax tree. nunjucks' own `findAll` skips plain arrays (the cases of a switch); these do not. */

import type { AstNode, CallNode, ForNode, ListNode, LookupNode, SymbolNode, ValueNode } from "./internals.js"

function isNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && "typename" in value
}

/** The nodes directly inside of a node, in source order as far as it matters. */
export function childrenOf(node: AstNode): AstNode[] {
  const found: AstNode[] = []
  const add = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(add)
    else if (isNode(value)) found.push(value)
  }
  for (const field of node.fields) add((node as unknown as Record<string, unknown>)[field])
  if (node.typename === "For") add((node as ForNode).key)
  // A set block keeps its body outside of its fields.
  if (node.typename === "Set") add((node as unknown as { body?: unknown }).body)
  return found
}

/** Calls `visit` for the node and all inside of it, outermost first; false from `visit` leaves out what is inside. */
export function walk(node: AstNode, visit: (node: AstNode) => boolean | void): void {
  if (visit(node) === false) return
  for (const child of childrenOf(node)) walk(child, visit)
}

export function contains(node: AstNode, test: (node: AstNode) => boolean): boolean {
  let found = false
  walk(node, (inner) => {
    found ||= test(inner)
    return !found
  })
  return found
}

/** The text of a literal, for statically named templates. */
export function literalText(node: AstNode): string | undefined {
  const value = node.typename === "Literal" ? (node as ValueNode).value : undefined
  return typeof value === "string" ? value : undefined
}

export function symbolName(node: AstNode): string | undefined {
  return node.typename === "Symbol" ? (node as SymbolNode).value : undefined
}

/** `a.b` with plain names on both sides. */
export function dottedName(node: AstNode): readonly [target: string, name: string] | undefined {
  if (node.typename !== "LookupVal") return undefined
  const { target, val } = node as LookupNode
  const outer = symbolName(target)
  const inner = literalText(val)
  return outer === undefined || inner === undefined ? undefined : [outer, inner]
}

/** The names that a loop binds. */
export function loopNames(node: ForNode): string[] {
  if (node.name.typename === "Array")
    return (node.name as ListNode).children.map((child) => (child as SymbolNode).value)
  return [(node.name as SymbolNode).value]
}

/** What is looped over, and the key: `rows | keyed("id")` says both. */
export function loopSource(node: ForNode): { readonly source: AstNode; readonly path: readonly string[] | undefined } {
  if (node.arr.typename === "Filter") {
    const { name, args } = node.arr as CallNode
    const [source, path] = args.children
    const text = path === undefined ? undefined : literalText(path)
    if (symbolName(name) === "keyed" && source !== undefined && text !== undefined && args.children.length === 2) {
      return { source, path: text.split(".") }
    }
  }
  return { source: node.arr, path: undefined }
}
