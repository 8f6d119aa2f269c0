/**
 * Emits what is between `{% set name %}` and its end, or in a `{% filter %}`: a text that is HTML by itself, and is printed
 * as `safe` later. So it is held against the rules for what values must not make, as the body of a macro is.
 */

import type { CaptureNode, Frame } from "../internals/internals.js"
import { contains } from "../parse/ast.js"
import { startOf } from "../parse/static-texts.js"
import type { Emitter } from "./emitter.js"

/** A function that is called where it stands: an expression, as in nunjucks. */
export function emitCapture(c: Emitter, { body }: CaptureNode, frame: Frame): void {
  const { paths, file } = c.options
  const start = startOf([body])
  paths.through(body, start, file)
  const isNoted = contains(body, (node) => paths.notes.prints.has(node))
  const prints = isNoted ? c.variable() : ""
  const { buffer, level, direct, printed } = c
  c.buffer = "output"
  c.level = undefined
  c.direct = undefined
  c.printed = isNoted ? { buffer: "output", prints } : undefined
  c.line(`(function() { var output = "";${isNoted ? ` var ${prints} = [];` : ""}`)
  c._withScopedSyntax(() => c.compile(body, frame))
  c.line(`return ${isNoted ? `rt.tags(output, ${prints}, ${c.constant(start)})` : "output"}; })()`)
  c.buffer = buffer
  c.level = level
  c.direct = direct
  c.printed = printed
}
