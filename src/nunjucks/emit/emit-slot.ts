/** Emits the code that gives one slot its value: skipped if nothing it depends on has changed, else evaluated. */

import { isJsonScript } from "../../html/elements/script-type.js"
import { Mode } from "../../html/tokenizer/tokenizer-state.js"
import { inUrl, isBlockedSource, isDecided } from "../../html/tokenizer/url-check.js"
import { closableAt, IN_SELECT, nearestAmong } from "../../render/values/implied-ends.js"
import { insideSlot } from "../analyse/level.js"
import { previousValue, type SlotContext } from "../analyse/slot-context.js"
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
} from "../internals/internals.js"
import { contains } from "../parse/ast.js"
import { isComponent } from "../parse/component-tag.js"
import { staticTexts } from "../parse/static-texts.js"
import type { CheckedAddress } from "../runtime/address-check.js"
import type { PrintedAt } from "../runtime/printed.js"
import { TagPlace } from "../runtime/tag-place.js"
import { emitComponent } from "./emit-component.js"
import { emitLoop } from "./emit-loop.js"
import type { Emitter } from "./emitter.js"

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
  if (slot.kind === "content") {
    emitContent(c, context, value)
    // Between tags, but in a script of svg.
    const refused = notFixed(c, slot.pieces[0] as AstNode)
    if (refused !== undefined) c.line(`rt.fixed(${value}, ${refused});`)
  } else emitPieces(c, context, value)
  if (skips) c.line("}")
  return value
}

/** Emits a piece of text: static, a value, or a statement in string mode. */
export function emitText(c: Emitter, piece: AstNode | string, frame: Frame): void {
  if (typeof piece === "string") return c.line(`${c.buffer} += ${JSON.stringify(piece)};`)
  if (piece.typename === "TemplateData") return emitText(c, (piece as ValueNode).value as string, frame)
  if (emitRefusal(c, piece)) return
  if (isStatement(piece)) return c.compile(piece, frame)
  if (c.options.paths.prints.get(piece)?.isJson === true && c.printed?.buffer === c.buffer)
    return emitData(c, piece, frame)
  emitPrint(c, piece, () => {
    c.at(piece)
    c.line(`${c.buffer} += runtime.suppressValue(${defined(c, piece, frame)}, env.opts.autoescape);`)
  })
}

/** In a script of JSON a value is not escaped as HTML, but as that. */
function emitData(c: Emitter, piece: AstNode, frame: Frame): void {
  const prints = c.printed?.prints
  const value = c.variable()
  c.at(piece)
  c.line(`var ${value} = ${defined(c, piece, frame)}; ${prints}.push(${c.buffer}.length);`)
  c.line(`${c.buffer} += rt.data(${value});`)
  c.line(`${prints}.push(${c.buffer}.length, rt.printedData(${value}, env.opts.autoescape));`)
}

/** Emits what a node prints, with notes of where in the text that is. */
export function emitPrint(c: Emitter, node: AstNode, emit: () => void): void {
  const noted = c.options.paths.prints.get(node)
  const { printed } = c
  if (noted === undefined || printed === undefined || printed.buffer !== c.buffer) return emit()
  c.line(`${printed.prints}.push(${c.buffer}.length);`)
  emit()
  const at: PrintedAt = { line: node.lineno + 1, column: node.colno + 1, vouched: noted.vouched }
  c.line(`${printed.prints}.push(${c.buffer}.length, ${c.constant(at)});`)
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
  const refused = notFixed(c, node)
  return refused === undefined ? made.text : `rt.fixed(${made.tree}, ${refused})`
}

/** The code of a function that makes the error; undefined where there may be more than fixed text. */
function notFixed(c: Emitter, node: AstNode): string | undefined {
  const problem = c.options.paths.fixed.get(node)
  if (problem === undefined) return undefined
  return `function () { return rt.refused(${JSON.stringify(problem)}, ${node.lineno + 1}, ${node.colno + 1}); }`
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
  const { pieces, place } = slot
  const address = slot.kind === "attribute" ? addressOf(context) : undefined
  const { text, prints } = emitTexts(c, pieces, frame, slot.kind !== "attribute" || address !== undefined)
  const sets = c.mask(c.options.file.ofAll(pieces.filter((piece) => typeof piece !== "string")).sets)
  // Also what was set last time and is not now has another value.
  if (sets !== 0) c.line(`st.d |= ${sets};`)
  const old = previousValue(context)
  switch (slot.kind) {
    case "attribute": {
      const isLookedAt = address !== undefined && prints !== ""
      const checked = isLookedAt ? `rt.url(${text}, ${prints}, ${c.constant(address)})` : text
      return c.line(`${value} = rt.quoted(${checked}, ${JSON.stringify(slot.quote)}, ${lineOf(pieces)});`)
    }
    case "raw": {
      const made = prints === "" || !isJsonScript(place.scriptType) ? text : `rt.jsonWith(${text}, ${prints})`
      return c.line(`${value} = rt.withoutEnd(${made}, ${JSON.stringify(place.raw)});`)
    }
    case "tag":
      c.line(
        `${value} = ${c.constant(new TagPlace(place, slot.taken))}.tag(${text}, ${prints || "[]"}, ${old}, rt.reporter);`,
      )
      // Only the render can tell whether the name of the tag goes on.
      if (place.mode === Mode.tagName) c.line(`if (rt.goesOn(${text})) st.unbalanced = true;`)
      return
    default:
      c.line(
        `${value} = rt.region(${prints === "" ? text : `rt.tags(${text}, ${prints}, ${c.constant(place)})`}, ${old});`,
      )
      emitFitCheck(c, context, value)
  }
}

/** Emits pieces into one text. `prints` is the variable with where something was printed, "" if that is of no interest. */
function emitTexts(
  c: Emitter,
  pieces: readonly (AstNode | string)[],
  frame: Frame,
  isLookedAt: boolean,
): { readonly text: string; readonly prints: string } {
  const noted = c.options.paths.prints
  const notes =
    isLookedAt && pieces.some((piece) => typeof piece !== "string" && contains(piece, (node) => noted.has(node)))
  const prints = notes ? c.variable() : ""
  if (notes) c.line(`var ${prints} = [];`)
  const outer = c.printed
  const text = c.intoBuffer(() => {
    c.printed = notes ? { buffer: c.buffer as string, prints } : undefined
    for (const piece of pieces) emitText(c, piece, frame)
  })
  c.printed = outer
  return { text, prints }
}

/** The address that the slot is a part of; undefined if what its values say cannot matter. */
function addressOf({ slot, following }: SlotContext): CheckedAddress | undefined {
  const { place, pieces, quote } = slot
  const url = inUrl(place)
  const before = place.attribute?.value ?? ""
  if (url === undefined || isDecided(before, url)) return undefined
  // What a branch writes out beside values that turn out to be empty is the author's own.
  const texts = [...staticTexts(pieces.filter((piece) => typeof piece !== "string"))]
  const own = texts.filter((text) => isBlockedSource(text, url))
  return { ...url, before, after: following.slice(0, following.indexOf(quote)), own }
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
