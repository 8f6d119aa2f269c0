/** Emits a component's tag: a function for the content of each slot, and the call that makes its tree. */

import { symbolName } from "./ast.js"
import type { ComponentNode } from "./component-tag.js"
import type { Emitter } from "./emitter.js"
import type { Frame, MacroNode } from "./internals.js"
import { startOf } from "./static-texts.js"

/** Emits the call; gives the variable with the tree. `previous` is code of the value of the previous render. */
export function emitComponent(c: Emitter, node: ComponentNode, frame: Frame, previous: string): string {
  const bodies = node.bodies.map((body) => emitBody(c, body, frame))
  const contents = c.options.file.ofContents(node)
  const place = `C${c.components.push({ ...node.use, reads: c.mask(contents.reads), always: contents.always }) - 1}`
  const tree = c.variable()
  c.at(node)
  const values = c.expression(node.values, frame)
  const given = `{ values: ${values}, bodies: [${bodies.join(", ")}], reads: ${c.mask(c.facts(node.values).reads)} }`
  c.line(`var ${tree} = rt.component(st, ${place}, ${given}, ${previous});`)
  if (contents.sets.size > 0) c.line(`st.d |= ${c.mask(contents.sets)};`)
  return tree
}

/** As the body of a `call`: it sees the scopes around it, and what it sets stays inside, but for what its loops set. */
function emitBody(c: Emitter, body: MacroNode, frame: Frame): string {
  const inner = frame.push(true)
  const planned = c.plan([body.body], startOf([body.body]), body)
  if (!planned.plan.balanced)
    c.options.refuse(body, "the content of a slot has to close all it opens, and nothing more.")
  const outer = { buffer: c.buffer, level: c.level, direct: c.direct }
  c.level = undefined
  c.direct = undefined
  const name = c.variable()
  c.line(`var ${name} = function (arg, prev, dirty, mutated) {`)
  c.line("var outer = frame, d = st.d, m = st.m;")
  c.line("frame = frame.push(true);")
  const [parameter] = body.args.children
  if (parameter !== undefined) emitParameter(c, symbolName(parameter) as string, inner)
  const tree = c.emitLevel(planned, inner, "prev")
  const leaks = c.mask(c.options.file.leaksOf(body.body))
  c.line(`frame = outer; st.d = d${leaks === 0 ? "" : ` | ${leaks}`}; st.m = m;`)
  c.line(`return ${tree};`)
  c.line("};")
  c.buffer = outer.buffer
  c.level = outer.level
  c.direct = outer.direct
  return name
}

function emitParameter(c: Emitter, name: string, inner: Frame): void {
  const variable = c.variable()
  const mask = c.options.mask([name])
  c.line(`var ${variable} = arg; frame.set(${JSON.stringify(name)}, ${variable});`)
  c.line(`if (dirty || prev === undefined) st.d |= ${mask};`)
  c.line(`if (mutated) st.m |= ${mask};`)
  inner.set(name, variable)
}
