/**
 * Emits `for`. In tree mode it gives a keyed list, and skips items that are the same objects as last time; equal items
 * at both ends are found by comparing references only. `loop` and the loop's names are plain variables where nothing
 * looks at scopes at run time, which is what makes loops faster than nunjucks' own.
 */

import { insideSlot } from "../analyse/level.js"
import { ownSets } from "../analyse/loop-sets.js"
import { ANY, type Facts, outer as outerName } from "../analyse/part-facts.js"
import { previousValue, type SlotContext } from "../analyse/slot-context.js"
import type { AstNode, ForNode, Frame } from "../internals/internals.js"
import { loopNames, loopSource } from "../parse/ast.js"
import { emitStreamRows } from "./emit-stream-rows.js"
import type { Emitter, Planned } from "./emitter.js"

/** The slot that the list is for. */
export type LoopTarget = SlotContext & { readonly value: string }

/** Variables of one loop in generated code, and what is known about it. */
interface Loop {
  readonly node: ForNode
  /** Scope of the names, for key and body. */
  readonly frame: Frame
  readonly names: readonly string[]
  readonly source: string
  readonly index: string
  readonly length: string
  /** Variable with the object `loop`, "" for an inline loop. */
  readonly object: string
  readonly tree: LoopTree | undefined
}

/** What tree mode adds. */
interface LoopTree {
  readonly target: LoopTarget
  readonly body: Planned
  readonly list: string
  readonly keyed: boolean
  readonly usesIndex: boolean
  readonly usesEnd: boolean
  readonly skips: boolean
  /** Bits of the loop's names, of "loop", and of what the body sets. */
  readonly nameBits: number
  readonly loopBit: number
  readonly setBits: number
}

export function emitLoop(c: Emitter, node: ForNode, outer: Frame, target?: LoopTarget): void {
  const parts = node.else_ === null ? bodyAndKey(node) : [...bodyAndKey(node), node.else_]
  const scoped = c.options.file.ofAll(parts).scopes || c.options.file.ofAll(bodyAndKey(node)).loopFields.has(ANY)
  const loop: Loop = {
    node,
    frame: outer.push(),
    names: loopNames(node),
    source: c.variable(),
    index: c.variable(),
    length: c.variable(),
    object: scoped ? c.variable() : "",
    tree: undefined,
  }
  c.at(node)
  if (scoped) c.line("frame = frame.push();")
  // The `else` is compiled in this scope too, but never sees this loop's `loop`.
  c.line(`var ${loop.source} = ${c.expression(loopSource(node).source, loop.frame)};`)
  const withTree = target === undefined ? loop : { ...loop, tree: emitTreeStart(c, loop, target) }
  emitRuns(c, withTree)
  if (withTree.tree !== undefined) emitTreeEnd(c, withTree, withTree.tree)
  if (node.else_ !== null) emitElse(c, withTree, node.else_)
  if (scoped) c.line("frame = frame.pop();")
}

function emitTreeStart(c: Emitter, loop: Loop, target: LoopTarget): LoopTree {
  const { node, names } = loop
  const facts = c.options.file.ofAll(bodyAndKey(node))
  const own = ownSets(c.options.file, node)
  const tree: LoopTree = {
    target,
    body: c.plan([node.body], insideSlot(target.slot.place), node),
    list: c.variable(),
    keyed: (node.key !== null && node.key !== undefined) || loopSource(node).path !== undefined,
    usesIndex: usesField(facts, "index", "index0", "first"),
    usesEnd: usesField(facts, "revindex", "revindex0", "last", "length"),
    skips: target.previous !== "" && own !== undefined && isRepeatable(facts) && !c.options.file.hasLateElse(node),
    nameBits: c.options.mask(names),
    loopBit: c.options.mask(["loop"]),
    setBits: c.mask(facts.sets),
  }
  const { list } = tree
  const mutated = c.mask(c.facts(loopSource(node).source).reads)
  c.line(
    `var ${list} = { old: rt.previousList(${previousValue(target)}, ${tree.body.template}), d: st.d, m: st.m, head: 0, tail: 0,`,
  )
  c.line(`items: [], keys: ${tree.keyed ? "[]" : "rt.NO_KEYS"}, refs: [], positions: undefined, stream: undefined,`)
  c.line(`mutated: (st.m & ${mutated}) !== 0, skips: false };`)
  emitStreamRows(c, loop, { list, template: tree.body.template }, withoutOwn(facts.reads, [...(own ?? []), ...names]))
  if (tree.skips) emitSkipping(c, loop, tree, { facts, own: own ?? new Set() })
  c.line(`if (${list}.mutated) st.m |= ${tree.nameBits};`)
  return tree
}

function usesField({ loopFields }: Facts, ...fields: readonly string[]): boolean {
  return loopFields.has(ANY) || fields.some((field) => loopFields.has(field))
}

/** What the body of a call reads is not known to the macro that calls it. */
function isRepeatable({ impure, reads }: Facts): boolean {
  return !impure && !reads.has("caller") && !reads.has(outerName("caller"))
}

/** Items are taken over from the render before unless something was assigned that they read beside their own. */
function emitSkipping(
  c: Emitter,
  { names }: Loop,
  { list }: LoopTree,
  { facts, own }: { readonly facts: Facts; readonly own: ReadonlySet<string> },
): void {
  const outside = withoutOwn(facts.reads, ["loop", ...own, ...names])
  // A name that stands further out already is set there, for all that comes after the loop.
  const isOwn = [...own].map((name) => ` && !frame.resolve(${JSON.stringify(name)}, true)`)
  c.line(
    `${list}.skips = ${list}.old !== undefined && !${list}.mutated && !(st.d & ${c.mask(outside)})${isOwn.join("")};`,
  )
}

function withoutOwn(reads: ReadonlySet<string>, own: readonly string[]): ReadonlySet<string> {
  const inside = new Set(own)
  return new Set([...reads].filter((name) => !inside.has(name)))
}

/** What sees the loop's own names, beside a late `else`. */
function bodyAndKey({ body, key }: ForNode): AstNode[] {
  return key === null || key === undefined ? [body] : [body, key]
}

function emitTreeEnd(c: Emitter, { length }: Loop, tree: LoopTree): void {
  const { list, body, target, setBits } = tree
  c.line(`st.d = ${list}.d${setBits === 0 ? "" : ` | ${setBits}`}; st.m = ${list}.m;`)
  c.line(`${target.value} = rt.finishList(${list}, ${body.template}, ${length});`)
}

function emitElse(c: Emitter, { frame, length, tree }: Loop, otherwise: AstNode): void {
  const scope = frame.parent as Frame
  const own = scope.push()
  // As in nunjucks: it sees the loop's variables, and those of macros and imports in its body.
  for (const [name, value] of Object.entries(frame.variables)) if (name !== "loop") own.set(name, value)
  c.line(tree === undefined ? `if (!${length}) {` : `if (!rt.sizeOf(${tree.list}, ${length})) {`)
  if (tree === undefined) c.compile(otherwise, own)
  else {
    const { target } = tree
    const planned = c.plan([otherwise], insideSlot(target.slot.place), otherwise)
    c.line(`${target.value} = ${c.emitLevel(planned, own, target.previous === "" ? "" : previousValue(target))};`)
  }
  c.line("}")
}

/** The loop proper: once for arrays, and with several names once more for maps. */
function emitRuns(c: Emitter, loop: Loop): void {
  const { source, names, node } = loop
  c.line(`if (${source}) {`)
  c.line(`${source} = runtime.fromIterator(${source});`)
  if (node.name.typename !== "Array") emitArrayRun(c, loop)
  else {
    c.line(`if (runtime.isArray(${source})) {`)
    emitArrayRun(c, loop)
    c.line("} else {")
    const [key, value] = names
    emitMapRun(c, loop, key as string, value as string)
    c.line("}")
  }
  c.line("}")
}

function emitArrayRun(c: Emitter, loop: Loop): void {
  const { source, index, length, node, names, frame, tree } = loop
  c.line(`var ${length} = ${source}.length;`)
  if (tree !== undefined) {
    if (tree.skips) {
      c.line(`if (${tree.list}.skips) rt.cut(${tree.list}, ${source}, ${tree.usesIndex}, ${tree.usesEnd});`)
    }
    c.line(`${tree.list}.refs = rt.snapshot(${source});`)
  }
  const start = tree?.skips === true ? `${tree.list}.head` : "0"
  const end = tree?.skips === true ? ` - ${tree.list}.tail` : ""
  if (loop.object !== "") c.line(`var ${loop.object} = {};`)
  c.line(`for (var ${index} = ${start}; ${index} < ${source}.length${end}; ${index}++) {`)
  const item = c.variable()
  c.line(`var ${item} = ${source}[${index}];`)
  if (node.name.typename === "Array") {
    names.forEach((name, position) => {
      const variable = c.variable()
      c.line(`var ${variable} = ${item}[${position}];`)
      // nunjucks writes the node's text instead of the name, so nothing finds it in the frame.
      frame.set(name, variable)
    })
  } else {
    frame.set(names[0] as string, item)
    if (loop.object !== "") c.line(`frame.variables[${JSON.stringify(names[0])}] = ${item};`)
  }
  emitRun(c, loop, { item, key: undefined, start })
}

function emitMapRun(c: Emitter, loop: Loop, keyName: string, valueName: string): void {
  const { source, index, length, frame, tree } = loop
  const key = c.variable()
  const value = c.variable()
  frame.set(keyName, key)
  frame.set(valueName, value)
  if (tree !== undefined) c.line(`${tree.list}.keys = [];`)
  if (loop.object !== "") c.line(`var ${loop.object} = {};`)
  c.line(`var ${index} = -1, ${length} = runtime.keys(${source}).length;`)
  c.line(`for (var ${key} in ${source}) {`)
  c.line(`${index}++;`)
  c.line(`var ${value} = ${source}[${key}];`)
  if (tree !== undefined) c.line(`${tree.list}.refs.push(${value});`)
  if (loop.object !== "") {
    c.line(`frame.variables[${JSON.stringify(keyName)}] = ${key};`)
    c.line(`frame.variables[${JSON.stringify(valueName)}] = ${value};`)
  }
  emitRun(c, loop, { item: value, key, start: "0" })
}

/** Variables of a pass through the items. */
interface LoopRun {
  readonly item: string
  readonly key: string | undefined
  /** Index of the first item that is looked at. */
  readonly start: string
}

/** One item: bindings, key, pairing with an old item, body. */
function emitRun(c: Emitter, loop: Loop, run: LoopRun): void {
  const { frame, index, length, node, object, tree } = loop
  const { start } = run
  if (object === "") frame.set("loop", `@${index},${length}`)
  else {
    frame.set("loop", "@")
    c.line(`if (${index} === ${start}) frame.variables["loop"] = ${object};`)
    c.line(`rt.countLoop(${object}, ${index}, ${length});`)
  }
  if (tree === undefined) c._withScopedSyntax(() => c.compile(node.body, frame))
  else emitItem(c, loop, tree, run)
  c.line("}")
  frame.variables["loop"] = undefined
}

function emitItem(c: Emitter, { node, frame, index, length }: Loop, tree: LoopTree, { item, key }: LoopRun): void {
  const { list, body, nameBits, loopBit, setBits } = tree
  const old = c.variable()
  const at = c.variable()
  const keyCode = keyExpression(c, node, frame, item) ?? key
  if (keyCode === undefined) c.line(`var ${at} = ${index};`)
  else {
    const own = c.variable()
    c.line(`var ${own} = ${keyCode}, ${at} = rt.pair(${list}, ${index}, ${own});`)
    c.line(`${list}.keys.push(${own});`)
  }
  c.line(`var ${old} = ${list}.old === undefined ? undefined : ${list}.old.items[${at}];`)
  const base = `${list}.d${setBits === 0 ? "" : ` | ${setBits}`}`
  c.line(`if (${old} === undefined) st.d = ${base} | ${nameBits | loopBit};`)
  c.line("else {")
  const same = c.variable()
  const moved = c.variable()
  c.line(`var ${same} = !${list}.mutated && ${list}.old.refs[${at}] === ${item};`)
  c.line(`var ${moved} = ${at} !== ${index} || ${list}.old.announced !== ${length};`)
  if (tree.skips) {
    const counts = tree.usesIndex || tree.usesEnd ? ` && !${moved}` : ""
    c.line(`if (${list}.skips && ${same}${counts}) { ${list}.items.push(${old}); continue; }`)
  }
  c.line(`st.d = ${base} | (${same} ? 0 : ${nameBits}) | (${moved} ? ${loopBit} : 0);`)
  c.line("}")
  c.line(`${list}.items.push(${c.emitLevel(body, frame, old)});`)
}

function keyExpression(c: Emitter, node: ForNode, frame: Frame, item: string): string | undefined {
  if (node.key !== null && node.key !== undefined) return c.expression(node.key, frame)
  const { path } = loopSource(node)
  if (path === undefined) return undefined
  return path.reduce((code, name) => `runtime.memberLookup((${code}), ${JSON.stringify(name)})`, item)
}
