/** Emits the errors of places where a value must not stand, or only fixed text may. */

import type { AstNode } from "../internals/internals.js"
import type { Emitter } from "./emitter.js"

/** Emits the error of a place where nothing may be printed; false if something may. */
export function emitRefusal(c: Emitter, node: AstNode): boolean {
  const problem = c.options.paths.notes.refused.get(node)
  if (problem === undefined) return false
  c.line(`throw rt.refused(${JSON.stringify(problem)}, ${node.lineno + 1}, ${node.colno + 1});`)
  return true
}

/** The code of a text that an include or a block brings: in some places it may be fixed text only. */
export function fixedText(c: Emitter, node: AstNode, made: { readonly text: string; readonly tree: string }): string {
  const refused = notFixed(c, node)
  return refused === undefined ? made.text : `rt.fixed(${made.tree}, ${refused})`
}

/** The code of a function that makes the error; undefined where there may be more than fixed text. */
export function notFixed(c: Emitter, node: AstNode): string | undefined {
  const problem = c.options.paths.notes.fixed.get(node)
  if (problem === undefined) return undefined
  return `function () { return rt.refused(${JSON.stringify(problem)}, ${node.lineno + 1}, ${node.colno + 1}); }`
}
