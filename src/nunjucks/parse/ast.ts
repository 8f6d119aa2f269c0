/** Questions about nunjucks' syntax tree. nunjucks' own `findAll` skips plain arrays (the cases of a switch); these do not. */

import type {
  AstNode,
  BinaryNode,
  CallNode,
  ForNode,
  IfNode,
  ListNode,
  LookupNode,
  SymbolNode,
  ValueNode,
} from "../internals/internals.js"

function isNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && "typename" in value
}

/** The nodes directly inside of a node, in source order as far as it matters. */
export function childrenOf(node: AstNode): readonly AstNode[] {
  // Trees do not change once they are parsed, and are walked again and again.
  const known = node["~children"]
  if (known !== undefined) return known
  const found: AstNode[] = []
  for (const field of node.fields) gather((node as unknown as Record<string, unknown>)[field], found)
  if (node.typename === "For") gather((node as ForNode).key, found)
  // A set block keeps its body outside of its fields.
  if (node.typename === "Set") gather((node as unknown as { body?: unknown }).body, found)
  node["~children"] = found
  return found
}

function gather(value: unknown, into: AstNode[]): void {
  if (Array.isArray(value)) for (const inner of value) gather(inner, into)
  else if (isNode(value)) into.push(value)
}

/** Calls `visit` for the node and all inside of it, outermost first; false from `visit` leaves out what is inside. */
export function walk(node: AstNode, visit: (node: AstNode) => boolean | void): void {
  if (visit(node) === false) return
  for (const child of childrenOf(node)) walk(child, visit)
}

/** True if the test is for the node or one inside of it; none is looked at after that. */
export function contains(node: AstNode, test: (node: AstNode) => boolean): boolean {
  return test(node) || childrenOf(node).some((child) => contains(child, test))
}

/** True for an address whose author answers for it: `safe_url` is said of all that the value may be. */
export function vouches(node: AstNode): boolean {
  return answersFor(node) && contains(node, isSafeUrl)
}

function answersFor(node: AstNode): boolean {
  switch (node.typename) {
    // What the template itself writes out.
    case "Literal":
      return true
    case "Filter":
      return isSafeUrl(node) || (node as CallNode).args.children.slice(0, 1).some(answersFor)
    case "Group":
      return (node as ListNode).children.every(answersFor)
    case "InlineIf": {
      const { body, else_ } = node as IfNode
      return answersFor(body) && (else_ === null || else_ === undefined || answersFor(else_))
    }
    case "Or":
      return answersFor((node as BinaryNode).left) && answersFor((node as BinaryNode).right)
    case "And":
      // The left side is the value only if it is nothing.
      return answersFor((node as BinaryNode).right)
    default:
      return false
  }
}

function isSafeUrl(node: AstNode): boolean {
  return node.typename === "Filter" && symbolName((node as CallNode).name) === "safe_url"
}

/** True for a value that is one of the texts that the template itself writes out: `"disabled" if busy`. */
export function isOwnText(node: AstNode): boolean {
  switch (node.typename) {
    case "Literal":
      return true
    case "Group":
      return (node as ListNode).children.every(isOwnText)
    case "InlineIf": {
      const { body, else_ } = node as IfNode
      return isOwnText(body) && (else_ === null || else_ === undefined || isOwnText(else_))
    }
    case "Filter": {
      const { name, args } = node as CallNode
      return symbolName(name) === "safe" && args.children.every(isOwnText)
    }
    default:
      return false
  }
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
