/** Emits the code that gives one slot its value: skipped if nothing it depends on has changed, else evaluated. */

import { closableAt, IN_SELECT, nearestAmong } from "../render/implied-ends.js"
import { Mode } from "../render/tokenizer-state.js"
import { isBlockedSource, urlStart } from "../render/url-check.js"
import { contains } from "./ast.js"
import { isComponent } from "./component-tag.js"
import { emitComponent } from "./emit-component.js"
import { emitLoop } from "./emit-loop.js"
import type { Emitter } from "./emitter.js"
import type {
  AstNode,
  BlockNode,
  ExtensionNode,
  ForNode,
  Frame,
  IfNode,
  SwitchNode,
  TemplateRefNode,
  ValueNode,
} from "./internals.js"
import { insideSlot } from "./level.js"
import { previousValue, type SlotContext } from "./slot-context.js"
import { staticTexts } from "./static-texts.js"

/** Emits a slot; gives the variable with its value. */
export function emitSlot(c: Emitter, context: SlotContext): string {
  const { slot, previous, index } = context
  const value = c.variable()
  c.line(`var ${value};`)
  const facts = c.options.file.ofAll(slot.pieces.filter((piece) => typeof piece !== "string"))
  const skips = previous !== "" && !facts.always
  if (skips)
    c.line(
      `if (${previous} !== undefined && !(st.d & ${c.mask(facts.reads)})) ${value} = ${previous}[${index}]; else {`,
    )
  if (slot.kind === "content") emitContent(c, context, value)
  else emitPieces(c, context, value)
  if (skips) c.line("}")
  return value
}

/** Emits a piece of text: static, a value, or a statement in string mode. */
export function emitText(c: Emitter, piece: AstNode | string, frame: Frame): void {
  if (typeof piece === "string") return c.line(`${c.buffer} += ${JSON.stringify(piece)};`)
  if (piece.typename === "TemplateData") return emitText(c, (piece as ValueNode).value as string, frame)
  if (emitRefusal(c, piece)) return
  if (isStatement(piece)) return c.compile(piece, frame)
  emitAddressStart(c, piece)
  c.at(piece)
  c.line(`${c.buffer} += runtime.suppressValue(${defined(c, piece, frame)}, env.opts.autoescape);`)
}

/** Emits the error of a place where nothing may be printed; false if something may. */
export function emitRefusal(c: Emitter, node: AstNode): boolean {
  const problem = c.options.paths.refused.get(node)
  if (problem === undefined) return false
  c.line(`throw rt.refused(${JSON.stringify(problem)}, ${node.lineno + 1}, ${node.colno + 1});`)
  return true
}

/** The code of a text that an include or a block brings: in some places it may be fixed text only. */
export function fixedText(c: Emitter, node: AstNode, made: { readonly text: string; readonly tree: string }): string {
  const problem = c.options.paths.fixed.get(node)
  if (problem === undefined) return made.text
  const refused = `rt.refused(${JSON.stringify(problem)}, ${node.lineno + 1}, ${node.colno + 1})`
  return `rt.fixed(${made.tree}, function () { return ${refused}; })`
}

const statementNames: ReadonlySet<string> = new Set([
  "If",
  "IfAsync",
  "Switch",
  "For",
  "AsyncEach",
  "AsyncAll",
  "Set",
  "Macro",
  "Import",
  "FromImport",
  "Include",
  "Block",
  "Extends",
  "CallExtension",
  "CallExtensionAsync",
  "NodeList",
  "Output",
])

function isStatement(node: AstNode): boolean {
  return statementNames.has(node.typename)
}

function defined(c: Emitter, node: AstNode, frame: Frame): string {
  const code = c.expression(node, frame)
  return c.throwOnUndefined ? `runtime.ensureDefined(${code}, ${node.lineno}, ${node.colno})` : code
}

function emitContent(c: Emitter, context: SlotContext, value: string): void {
  const { slot, frame } = context
  const node = slot.pieces[0] as AstNode
  if (emitRefusal(c, node)) return
  switch (node.typename) {
    case "If":
      emitIf(c, context, value)
      return emitFitCheck(c, context, value, IN_SELECT)
    case "Switch":
      emitSwitch(c, context, value)
      return emitFitCheck(c, context, value, IN_SELECT)
    case "For":
      emitLoop(c, node as ForNode, frame, { ...context, value })
      return emitFitCheck(c, context, value, IN_SELECT)
    case "Include": {
      c.at(node)
      const file = c.includedFile(node as TemplateRefNode, frame)
      c.line(`${value} = rt.include(st, { context, frame }, ${file}, ${previousValue(context)});`)
      return emitFitCheck(c, context, value)
    }
    case "Block": {
      c.at(node)
      const name = JSON.stringify((node as BlockNode).name.value)
      const tree = `rt.block(st, { context, frame }, context.getBlock(${name}), ${previousValue(context)})`
      c.line(`${value} = ${c.inBlock ? tree : `parentTemplate ? null : ${tree}`};`)
      return emitFitCheck(c, context, value)
    }
    case "CallExtension": {
      if (isComponent(node)) {
        c.line(`${value} = ${emitComponent(c, node, frame, previousValue(context))};`)
        return emitFitCheck(c, context, value)
      }
      const text = c.intoBuffer(() => c.compileCallExtension(node as ExtensionNode, frame))
      return c.line(`${value} = rt.html(${text}, ${previousValue(context)});`)
    }
    default:
      return emitExpression(c, context, value)
  }
}

function emitExpression(c: Emitter, context: SlotContext, value: string): void {
  const node = context.slot.pieces[0] as AstNode
  const old = previousValue(context)
  c.at(node)
  if (node.typename === "FunCall") c.direct = { node, previous: old }
  const code = defined(c, node, context.frame)
  c.direct = undefined
  c.line(`${value} = rt.out(${code}, env.opts.autoescape, ${old});`)
  // What is set in the body of a call, or in a filter's block.
  const sets = c.mask(c.facts(node).sets)
  if (sets !== 0) c.line(`st.d |= ${sets};`)
  emitFitCheck(c, context, value)
}

/** What comes of other templates may close an element around it. Texts cannot, and what stays was looked at before. */
function emitFitCheck(c: Emitter, context: SlotContext, value: string, among = -1): void {
  const { place, pieces } = context.slot
  const closable = closableAt(place.open) & among
  if (closable === 0) return
  const { lineno, colno } = pieces.find((piece) => typeof piece !== "string") as AstNode
  const inside = JSON.stringify(nearestAmong(place.open, closable))
  c.line(`if (typeof ${value} === "object" && ${value} !== ${previousValue(context)})`)
  c.line(`rt.fits(st, ${value}, ${closable}, { line: ${lineno + 1}, column: ${colno + 1}, inside: ${inside} });`)
}

/** Attribute, tag, raw and region slots: one text from all pieces. */
function emitPieces(c: Emitter, context: SlotContext, value: string): void {
  const { slot, frame } = context
  const { text, starts } = emitTexts(c, slot.pieces, frame)
  const sets = c.mask(c.options.file.ofAll(slot.pieces.filter((piece) => typeof piece !== "string")).sets)
  // Also what was set last time and is not now has another value.
  if (sets !== 0) c.line(`st.d |= ${sets};`)
  const old = previousValue(context)
  if (slot.kind === "attribute") {
    const quoted = `rt.quoted(${text}, ${JSON.stringify(slot.quote)}, ${lineOf(slot.pieces)})`
    const isOwn = starts === "" || urlStart(slot.place) === undefined
    c.line(`${value} = ${isOwn ? quoted : `rt.url(${quoted}, ${starts}, ${ownAddresses(slot)})`};`)
  } else if (slot.kind === "raw") c.line(`${value} = ${text};`)
  else {
    const checked = starts === "" ? text : `rt.urls(${text}, ${starts}, ${slot.kind === "tag"})`
    if (slot.kind === "region") {
      c.line(`${value} = rt.region(${checked}, ${old});`)
      emitFitCheck(c, context, value)
    } else c.line(`${value} = G${c.tagPlaces.push(slot.taken) - 1}.tag(${checked}, ${old});`)
    // Only the render can tell whether the name of the tag goes on.
    if (slot.kind === "tag" && slot.place.mode === Mode.tagName) c.line(`if (rt.goesOn(${text})) st.unbalanced = true;`)
  }
}

/**
 * Emits pieces into one text. Addresses in it are looked at when all of it is written, since several values may make one:
 * `starts` is the variable with where something may have begun one, "" if nothing can.
 */
function emitTexts(
  c: Emitter,
  pieces: readonly (AstNode | string)[],
  frame: Frame,
): { readonly text: string; readonly starts: string } {
  const { urls } = c.options.paths
  const outer = c.addresses
  const hasAddress = pieces.some((piece) => typeof piece !== "string" && contains(piece, (node) => urls.has(node)))
  const starts = hasAddress ? c.variable() : ""
  if (hasAddress) c.line(`var ${starts} = [];`)
  const text = c.intoBuffer(() => {
    c.addresses = hasAddress ? { buffer: c.buffer as string, starts } : undefined
    for (const piece of pieces) emitText(c, piece, frame)
  })
  c.addresses = outer
  return { text, starts }
}

/** What a branch writes out beside values that turn out to be empty is the author's own. */
function ownAddresses({ pieces, place }: SlotContext["slot"]): string {
  const url = urlStart(place)
  const texts = staticTexts(pieces.filter((piece) => typeof piece !== "string"))
  return JSON.stringify(url === undefined ? [] : [...texts].filter((text) => isBlockedSource(text, url)))
}

/** Notes where in an address something is printed next. */
export function emitAddressStart(c: Emitter, node: AstNode): void {
  const place = c.options.paths.urls.get(node)
  if (place === undefined || c.addresses?.buffer !== c.buffer) return
  const described = JSON.stringify({ ...place, line: node.lineno + 1, column: node.colno + 1 })
  c.line(`${c.addresses.starts}.push(${c.buffer}.length, ${described});`)
}

/** For messages. */
function lineOf(pieces: readonly (AstNode | string)[]): number {
  return (pieces.find((piece) => typeof piece !== "string")?.lineno ?? -1) + 1
}

function emitIf(c: Emitter, context: SlotContext, value: string): void {
  const node = context.slot.pieces[0] as IfNode
  c.line(`${value} = null;`)
  emitBranches(c, context, node, value)
  emitBranchDirt(c, context, node, value)
}

function emitBranches(c: Emitter, context: SlotContext, node: IfNode, value: string): void {
  c.at(node)
  c.line(`if (${c.expression(node.cond, context.frame)}) {`)
  emitBranch(c, context, node.body, value)
  if (node.else_ !== null) {
    c.line("} else {")
    if (node.else_.typename === "If") emitBranches(c, context, node.else_ as IfNode, value)
    else emitBranch(c, context, node.else_, value)
  }
  c.line("}")
}

function emitBranch(c: Emitter, context: SlotContext, body: AstNode, value: string): void {
  const planned = c.plan([body], insideSlot(context.slot.place), body)
  const old = context.previous === "" ? "" : previousValue(context)
  c.line(`${value} = ${c.emitLevel(planned, context.frame, old)};`)
}

function emitSwitch(c: Emitter, context: SlotContext, value: string): void {
  const node = context.slot.pieces[0] as SwitchNode
  c.at(node)
  c.line(`${value} = null;`)
  c.line(`switch (${c.expression(node.expr, context.frame)}) {`)
  for (const { cond, body } of node.cases) {
    c.line(`case ${c.expression(cond, context.frame)}:`)
    // As in nunjucks: an empty case falls through.
    if (body.children.length === 0) continue
    emitBranch(c, context, body, value)
    c.line("break;")
  }
  if (node.default !== null) {
    c.line("default:")
    emitBranch(c, context, node.default, value)
  }
  c.line("}")
  emitBranchDirt(c, context, node, value)
}

/** With another branch than last time, all that any branch sets may be different now. */
function emitBranchDirt(c: Emitter, context: SlotContext, node: AstNode, value: string): void {
  const mask = c.mask(c.facts(node).sets)
  if (mask === 0) return
  if (context.previous === "") return c.line(`st.d |= ${mask};`)
  const { previous, index } = context
  c.line(
    `if (${previous} === undefined || (${value} && ${value}[0]) !== (${previous}[${index}] && ${previous}[${index}][0])) st.d |= ${mask};`,
  )
}
