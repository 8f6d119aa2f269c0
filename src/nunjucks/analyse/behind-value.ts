/** Where a path goes on behind a value, whatever the value will be. */

import { strictContent } from "../../html/elements/html-names.js"
import { isPending, reopen } from "../../html/elements/nesting.js"
import type { OpenElement } from "../../html/elements/open-elements.js"
import { afterExpression } from "../../html/tokenizer/path-states.js"
import { copyState, Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type { AstNode, CallNode } from "../internals/internals.js"
import { symbolName } from "../parse/ast.js"

/** The states behind a value that stands at this point. */
export function behindValue(node: AstNode, from: TokenizerState): readonly TokenizerState[] {
  if (from.mode !== Mode.data) return [afterExpression(from)]
  if (strictContent.has(from.open.name) && from.open.namespace === "html" && isText(node)) {
    return [{ ...from, open: displaced(from.open) }]
  }
  if (!isPending(from)) return [from]
  // Text opens it again, no text does not.
  const after = copyState(from)
  reopen(after)
  return [from, after]
}

/** True for a value that most likely is text, not elements made by a macro, `safe` or a call. */
function isText(node: AstNode): boolean {
  if (node.typename === "FunCall" || node.typename === "CallExtension") return false
  return node.typename !== "Filter" || symbolName((node as CallNode).name) !== "safe"
}

/**
 * Text directly in a table is moved out in front of it by the parser, and dropped in a `<select>`. So the elements up to
 * there are treated as if they were others, which makes a region of the whole table.
 */
function displaced(open: OpenElement): OpenElement {
  const inTable = open.name !== "select" && open.name !== "optgroup"
  const stop = !inTable || open.name === "table" || open.parent === null
  return { ...open, parent: stop ? open.parent : displaced(open.parent as OpenElement) }
}
