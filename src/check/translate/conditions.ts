/** What is seen where a condition holds. */

import type { AstNode, BinaryNode, IsNode, ListNode } from "../../nunjucks/internals/internals.js"
import { symbolName } from "../../nunjucks/parse/ast.js"
import type { Scope } from "./scope.js"

/** What is seen where a condition holds: names it asks after with `is defined` are there or not, and no mistake. */
export function guarded(condition: AstNode, scope: Scope): Scope {
  const names = definedNames(condition).filter((name) => scope.lookup(name) === undefined)
  return names.reduce((inner, name) => optionally(name, inner), scope)
}

function definedNames(condition: AstNode): string[] {
  if (condition.typename === "Group") return (condition as ListNode).children.flatMap(definedNames)
  if (condition.typename === "And") {
    const { left, right } = condition as BinaryNode
    return [...definedNames(left), ...definedNames(right)]
  }
  if (condition.typename !== "Is") return []
  const { left, right } = condition as IsNode
  const name = symbolName(left)
  return name !== undefined && right.value === "defined" ? [name] : []
}

/** Where this name may be missing. */
export function optionally(name: string, scope: Scope): Scope {
  if (!scope.seesAssigns) return scope
  const inner = scope.branch()
  inner.bind(name, { kind: "optional" })
  return inner
}
