/** Emits a macro or the body of a `{% call %}`: a function that gives a tree, and skips what its arguments did not change. */

import {
  type AstNode,
  type Frame,
  type ListNode,
  type MacroNode,
  nodes,
  type PairNode,
  runtime,
} from "../internals/internals.js"
import { symbolName } from "../parse/ast.js"
import { startOf } from "../parse/static-texts.js"
import type { Emitter } from "./emitter.js"

/** As in nunjucks: with `frame` (the body of a call) it sees the scopes around it, without it sees none. */
export function compileMacro(c: Emitter, node: MacroNode, frame: Frame | undefined): string {
  const { positional, keyword } = parameters(c, node)
  const inner = frame === undefined ? new runtime.Frame() : frame.push(true)
  const planned = c.plan([node.body], startOf([node.body]), node)
  const name = `macro_${c.variable()}`
  const outer = { buffer: c.buffer, level: c.level, direct: c.direct }
  c.level = undefined
  c.direct = undefined
  c.line(
    `var ${name} = runtime.makeMacro(${JSON.stringify(positional)}, ${JSON.stringify(keyword.map(({ key }) => key.value))}, `,
  )
  c.line(`function (${[...positional.map((argument) => `l_${argument}`), "kwargs"].join(", ")}) {`)
  // A macro of another file: what fails in it has its place there, not where it is called.
  c.line("try {")
  c.line(
    "var callerFrame = frame, prev = st.prev, mutated = st.prev === undefined || st.mutatedArguments, d = st.d, m = st.m;",
  )
  c.line("st.prev = undefined; st.mutatedArguments = false;")
  c.line(`if (!prev || prev[0] !== ${planned.template}) prev = undefined;`)
  c.line(`frame = ${frame === undefined ? "new runtime.Frame()" : "frame.push(true)"};`)
  c.line("kwargs = kwargs || {};")
  c.line('if (Object.prototype.hasOwnProperty.call(kwargs, "caller")) frame.variables["caller"] = kwargs.caller;')
  const remembered: string[] = []
  for (const argument of positional) {
    c.line(`frame.variables[${JSON.stringify(argument)}] = l_${argument};`)
    inner.set(argument, `l_${argument}`)
    remembered.push(emitArgument(c, argument, `l_${argument}`, remembered.length))
  }
  for (const { key, value } of keyword) {
    const id = c.variable()
    const text = JSON.stringify(key.value)
    c.line(
      `var ${id} = Object.prototype.hasOwnProperty.call(kwargs, ${text}) ? kwargs[${text}] : ${c.expression(value, inner)};`,
    )
    c.line(`frame.variables[${text}] = ${id};`)
    remembered.push(emitArgument(c, key.value, id, remembered.length))
  }
  const tree = c.emitLevel(planned, inner, "prev", remembered)
  const leaks = frame === undefined ? 0 : c.mask(c.options.file.leaksOfBody(node.body))
  c.line(`frame = ${frame === undefined ? "callerFrame" : "frame.pop()"};`)
  c.line(`st.d = d${leaks === 0 ? "" : ` | ${leaks}`}; st.m = m;`)
  c.line(`return rt.safe(st, ${tree}, ${planned.plan.balanced});`)
  c.line("} catch (e) { throw rt.fail(e, lineno, colno); }")
  c.line("});")
  c.buffer = outer.buffer
  c.level = outer.level
  c.direct = outer.direct
  return name
}

/** Marks an argument dirty if it is another one than last time, or may have changed inside. */
function emitArgument(c: Emitter, name: string, variable: string, index: number): string {
  const kept = c.variable()
  const mask = c.options.mask([name])
  c.line(`var ${kept} = ${variable};`)
  c.line(`if (mutated || prev === undefined || prev.memo[${index}] !== ${kept}) st.d |= ${mask};`)
  c.line(`if (mutated) st.m |= ${mask};`)
  return kept
}

interface Parameters {
  readonly positional: readonly string[]
  readonly keyword: readonly PairNode[]
}

function parameters(c: Emitter, node: MacroNode): Parameters {
  const positional: string[] = []
  let keyword: readonly PairNode[] = []
  node.args.children.forEach((argument: AstNode, index: number) => {
    if (index === node.args.children.length - 1 && argument instanceof (nodes["Dict"] as never)) {
      keyword = (argument as ListNode).children as unknown as readonly PairNode[]
    } else {
      c.assertType(argument, nodes["Symbol"])
      positional.push(symbolName(argument) as string)
    }
  })
  return { positional, keyword }
}
