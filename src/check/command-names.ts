/** What the commands of a template name: `js.push("saved")`, `js.exec("data-close")`, wherever in a chain. */

import type { AstNode, CallNode, LookupNode } from "../nunjucks/internals/internals.js"
import { contains, literalText, symbolName, walk } from "../nunjucks/parse/ast.js"
import type { CommandName } from "./unknown-names.js"

/** The events that are pushed. With a `target` they may go to another view. */
export function pushedEvents(root: AstNode): CommandName[] {
  return named(root, "push", "target")
}

/** The attributes whose commands are run. With a `to` it is that of another element. */
export function executedAttributes(root: AstNode): CommandName[] {
  return named(root, "exec", "to")
}

function named(root: AstNode, method: string, elsewhere: string): CommandName[] {
  const found: CommandName[] = []
  walk(root, (node) => {
    if (node.typename !== "FunCall") return
    const { name, args } = node as CallNode
    const [given, ...options] = args.children
    const value = given && literalText(given)
    if (!isMethod(name, method) || given === undefined || value === undefined) return
    const isElsewhere = options.some((option) => contains(option, (inner) => keyOf(inner) === elsewhere))
    found.push({ value, line: given.lineno + 1, column: given.colno + 1, isElsewhere })
  })
  return found
}

/** True for this method in a chain that begins with `js`. */
function isMethod(name: AstNode, method: string): boolean {
  return name.typename === "LookupVal" && literalText((name as LookupNode).val) === method && isOfJs(name)
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
