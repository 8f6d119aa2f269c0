/**
 * Emits what a loop does where it goes over a stream, which is known when it runs. Of a stream only rows that are new or
 * changed are made. Those that stay are not, so what a row reads must be its own: else it would show what was true when it
 * was made.
 */

import { bareName } from "../analyse/part-facts.js"
import type { ForNode, Frame } from "../internals/internals.js"
import type { Emitter } from "./emitter.js"

/** Of the loop: the variable with what it goes through, which becomes the items to make rows of. */
interface StreamLoop {
  readonly node: ForNode
  readonly frame: Frame
  readonly source: string
}

/** @param outside - What the rows read beside the loop's own names. */
export function emitStreamRows(
  c: Emitter,
  { node, frame, source }: StreamLoop,
  { list, template }: { readonly list: string; readonly template: string },
  outside: ReadonlySet<string>,
): void {
  const reads = [...outside].map(bareName)
  const scope = `context: context, frame: frame, around: {${variablesOf(reads, frame).join(", ")}}`
  const place = `${node.lineno + 1}, ${node.colno + 1}`
  const problem = c.variable()
  c.line(`if (rt.isStream(${source})) {`)
  c.line(`var ${problem} = rt.foreignRead(${JSON.stringify(reads)}, { ${scope} }, ${place});`)
  c.line(`if (${problem} !== undefined) throw ${problem};`)
  c.line(`${source} = rt.rowsOf(${list}, ${source}, ${template});`)
  c.line("}")
}

/** What loops and macros around hold in variables, which no scope knows at run time. */
function variablesOf(names: readonly string[], frame: Frame): string[] {
  return names.flatMap((name) => {
    const variable: unknown = frame.lookup(name)
    return typeof variable === "string" && /^\w/.test(variable) ? [`${JSON.stringify(name)}: ${variable}`] : []
  })
}
