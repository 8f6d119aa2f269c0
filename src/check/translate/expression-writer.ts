/** What the parts of an expression's translation ask of the whole: values and their lists, wherever they stand. */

import type { AstNode } from "../../nunjucks/internals/internals.js"
import type { Scope } from "./scope.js"

export interface ExpressionWriter {
  write(node: AstNode, scope: Scope): void
  /** Writes a record of named values. */
  writeDict(node: AstNode, scope: Scope): void
  /** Writes a call of one of the functions that stand for what nunjucks does. */
  writeCall(name: string, nodes: readonly AstNode[], scope: Scope): void
  /** Writes what has no type of its own: each part is looked at, the whole may be anything. */
  writeLoosely(nodes: readonly AstNode[], scope: Scope): void
  writeAround(before: string, node: AstNode, after: string, scope: Scope): void
}
