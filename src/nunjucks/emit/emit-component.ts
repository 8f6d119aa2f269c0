/**
 * Emits a component's tag: a function for the content of each place for a slot, the statements that say which slots are
 * given, and the call that makes its tree.
 */

import type { Frame } from "../internals/internals.js"
import { symbolName } from "../parse/ast.js"
import type { ComponentNode } from "../parse/component-tag.js"
import { expressionsOf } from "../parse/slot-content.js"
import { isSlot, type SlotNode } from "../parse/slot-tag.js"
import { startOf } from "../parse/static-texts.js"
import type { GivenAt } from "../runtime/component-runtime.js"
import type { Emitter } from "./emitter.js"

/** Emits the call; gives the variable with the tree. `previous` is code of the value of the previous render. */
export function emitComponent(c: Emitter, node: ComponentNode, frame: Frame, previous: string): string {
  const { file } = c.options
  const bodies = node.slots.map((slot) => emitBody(c, slot, frame))
  const contents = file.ofContents(node)
  const place = `C${c.components.length}`
  const { component, checks, names, urls } = node.use
  c.components.push({
    component,
    checks,
    names,
    urls,
    slots: node.use.slots.map((slot) => ({ name: slot.name, attrs: slot.attrs, urls: slot.urls })),
    fixed: node.slots.map((_slot, at): GivenAt => ({ at, values: [], own: [] })),
    reads: c.mask(contents.reads),
    always: contents.always,
  })
  c.at(node)
  const values = c.variable()
  c.line(`var ${values} = ${c.expression(node.attributes, frame)};`)
  const slots = emitSlots(c, node, frame, place)
  const reads = c.mask(file.ofAll([node.attributes, ...node.parts.flatMap(expressionsOf)]).reads)
  const tree = c.variable()
  const given = `{ values: ${values}, slots: ${slots}, bodies: [${bodies.join(", ")}], reads: ${reads} }`
  c.at(node)
  c.line(`var ${tree} = rt.component(st, ${place}, ${given}, ${previous});`)
  if (contents.sets.size > 0) c.line(`st.d |= ${c.mask(contents.sets)};`)
  return tree
}

/** Gives code of the list of slots that are given. */
function emitSlots(c: Emitter, { parts }: ComponentNode, frame: Frame, place: string): string {
  if (parts.every((part) => isSlot(part) && part.values.children.length === 0)) return `${place}.fixed`
  const list = c.variable()
  // A function, as in plain nunjucks: what a loop has left behind is not seen by its `else` in the next round around it.
  c.line(`var ${list} = (function (given) {`)
  const outer = { level: c.level, direct: c.direct, given: c.given }
  c.level = undefined
  c.direct = undefined
  c.given = "given"
  for (const part of parts) c.compile(part, frame)
  c.line("return given;")
  c.line("})([]);")
  c.level = outer.level
  c.direct = outer.direct
  c.given = outer.given
  return list
}

/** Emits that a slot is given, with the values that the loops around it have now. */
export function emitGiven(c: Emitter, node: SlotNode, frame: Frame): void {
  c.at(node)
  const own = [...node.names, ...node.hidden].flatMap((name) =>
    name === "loop" ? loopPosition(frame) : [currentValue(name, frame)],
  )
  const values = c.expression(node.values, frame)
  c.line(`${c.given}.push({ at: ${node.at}, values: ${values}, own: [${own.join(", ")}] });`)
}

/** Index and length say all about a `loop`, and can be compared. */
function loopPosition(frame: Frame): string[] {
  const bound = frame.lookup("loop")
  if (typeof bound === "string" && bound.length > 1 && bound.startsWith("@")) return bound.slice(1).split(",")
  const loop = currentValue("loop", frame)
  return [`${loop}.index0`, `${loop}.length`]
}

function currentValue(name: string, frame: Frame): string {
  const bound = frame.lookup(name)
  if (typeof bound === "string" && !bound.startsWith("@")) return bound
  return `runtime.contextOrFrameLookup(context, frame, ${JSON.stringify(name)})`
}

/** As the body of a `call`: it sees the scopes around it, and what it sets stays inside, but for what its loops set. */
function emitBody(c: Emitter, slot: SlotNode, frame: Frame): string {
  const { body } = slot
  const inner = frame.push(true)
  const planned = c.plan([body.body], startOf([body.body]), body)
  if (!planned.plan.balanced)
    c.options.refuse(body, "the content of a slot has to close all it opens, and nothing more.")
  const outer = { buffer: c.buffer, level: c.level, direct: c.direct }
  c.level = undefined
  c.direct = undefined
  const name = c.variable()
  c.line(`var ${name} = function (round, prev, before, mutated) {`)
  c.line("var outer = frame, d = st.d, m = st.m;")
  c.line("frame = frame.push(true);")
  emitRound(c, slot, inner)
  const tree = c.emitLevel(planned, inner, "prev")
  const leaks = c.mask(c.options.file.leaksOfBody(body.body))
  c.line(`frame = outer; st.d = d${leaks === 0 ? "" : ` | ${leaks}`}; st.m = m;`)
  c.line(`return ${tree};`)
  c.line("};")
  c.buffer = outer.buffer
  c.level = outer.level
  c.direct = outer.direct
  return name
}

/** What the loops around the slot bind, then the argument. */
function emitRound(c: Emitter, slot: SlotNode, inner: Frame): void {
  let next = 0
  for (const name of slot.names) {
    const field = `own[${next++}]`
    if (name !== "loop") emitName(c, name, { code: `round.${field}`, fields: [field], inner })
    else {
      const length = `own[${next++}]`
      emitName(c, name, { code: `rt.loopAt(round.${field}, round.${length})`, fields: [field, length], inner })
    }
  }
  for (const name of slot.hidden) {
    const field = `own[${next++}]`
    emitName(c, name, { code: `round.${field}`, fields: [field], inner, isHidden: true })
  }
  const [parameter] = slot.body.args.children
  if (parameter === undefined) return
  // Included files look names up in frames, where an argument that is undefined hides nothing.
  if (slot.names.length > 0) c.line("frame = frame.push(true);")
  emitName(c, symbolName(parameter) as string, { code: "round.arg", fields: ["arg"], inner })
}

interface NameInRound {
  readonly code: string
  /** Fields of the round that it is made of. */
  readonly fields: readonly string[]
  readonly inner: Frame
  /** Frames do not have it. */
  readonly isHidden?: boolean
}

/** Binds a name, and marks it dirty if it is another one than in the round that `prev` is of. */
function emitName(c: Emitter, name: string, { code, fields, inner, isHidden = false }: NameInRound): void {
  const variable = c.variable()
  const mask = c.options.mask([name])
  const differs = fields.map((field) => `before.${field} !== round.${field}`)
  c.line(`var ${variable} = ${code};`)
  if (!isHidden) c.line(`frame.variables[${JSON.stringify(name)}] = ${variable};`)
  c.line(`if (before === undefined || ${differs.join(" || ")}) st.d |= ${mask};`)
  c.line(`if (mutated) st.m |= ${mask};`)
  inner.set(name, variable)
}
