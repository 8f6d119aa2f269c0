/** The events that commands of a template push to its own view: `js.push("saved")`, wherever in a chain. */

import type { AstNode, CallNode, LookupNode } from "../nunjucks/internals/internals.js"
import { contains, literalText, symbolName, walk } from "../nunjucks/parse/ast.js"

export interface PushedEvent {
  readonly value: string
  readonly line: number
  readonly column: number
}

/** Those with a fixed name, with their places. With options that name a `target` they may go to another view. */
export function commandEvents(root: AstNode): PushedEvent[] {
  const found: PushedEvent[] = []
  walk(root, (node) => {
    if (node.typename !== "FunCall") return
    const { name, args } = node as CallNode
    const [event, ...options] = args.children
    const value = event && literalText(event)
    if (!isPush(name) || event === undefined || value === undefined) return
    const isElsewhere = options.some((option) => contains(option, (inner) => keyOf(inner) === "target"))
    if (!isElsewhere) found.push({ value, line: event.lineno + 1, column: event.colno + 1 })
  })
  return found
}

/** True for the `push` of a chain that begins with `js`. */
function isPush(name: AstNode): boolean {
  return name.typename === "LookupVal" && literalText((name as LookupNode).val) === "push" && isOfJs(name)
}

function isOfJs(node: AstNode): boolean {
  if (node.typename === "FunCall") return isOfJs((node as CallNode).name)
  if (node.typename === "LookupVal") return isOfJs((node as LookupNode).target)
  return symbolName(node) === "js"
}

/** The key of an entry in `{ target: "#other" }`, written with quotes or without. */
function keyOf(node: AstNode): string | undefined {
  if (node.typename !== "Pair") return undefined
  const { key } = node as unknown as { readonly key: AstNode }
  return symbolName(key) ?? literalText(key)
}
