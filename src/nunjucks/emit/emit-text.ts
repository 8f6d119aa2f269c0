/** Emits what is printed into a text: static pieces, values, and statements in string mode. */

import type { AstNode, Frame, ValueNode } from "../internals/internals.js"
import type { PrintedAt } from "../runtime/printed.js"
import { emitRefusal } from "./emit-refusal.js"
import type { Emitter } from "./emitter.js"

/** Emits a piece of text: static, a value, or a statement in string mode. */
export function emitText(c: Emitter, piece: AstNode | string, frame: Frame): void {
  if (typeof piece === "string") return c.line(`${c.buffer} += ${JSON.stringify(piece)};`)
  if (piece.typename === "TemplateData") return emitText(c, (piece as ValueNode).value as string, frame)
  if (emitRefusal(c, piece)) return
  if (isStatement(piece)) return c.compile(piece, frame)
  if (c.options.paths.notes.prints.get(piece)?.isJson === true && c.printed?.buffer === c.buffer)
    return emitData(c, piece, frame)
  emitPrint(c, piece, () => {
    c.at(piece)
    c.line(`${c.buffer} += runtime.suppressValue(${definedValue(c, piece, frame)}, env.opts.autoescape);`)
  })
}

/** In a script of JSON a value is not escaped as HTML, but as that. */
function emitData(c: Emitter, piece: AstNode, frame: Frame): void {
  const prints = c.printed?.prints
  const value = c.variable()
  c.at(piece)
  c.line(`var ${value} = ${definedValue(c, piece, frame)}; ${prints}.push(${c.buffer}.length);`)
  c.line(`${c.buffer} += rt.data(${value});`)
  c.line(`${prints}.push(${c.buffer}.length, rt.printedData(${value}, env.opts.autoescape));`)
}

/** Emits what a node prints, with notes of where in the text that is. */
export function emitPrint(c: Emitter, node: AstNode, emit: () => void): void {
  const noted = c.options.paths.notes.prints.get(node)
  const { printed } = c
  if (noted === undefined || printed === undefined || printed.buffer !== c.buffer) return emit()
  c.line(`${printed.prints}.push(${c.buffer}.length);`)
  emit()
  const at: PrintedAt = { line: node.lineno + 1, column: node.colno + 1, vouched: noted.vouched }
  c.line(`${printed.prints}.push(${c.buffer}.length, ${c.constant(at)});`)
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

/** The code of a value, which fails where the environment wants that for `undefined`. */
export function definedValue(c: Emitter, node: AstNode, frame: Frame): string {
  const code = c.expression(node, frame)
  return c.throwOnUndefined ? `runtime.ensureDefined(${code}, ${node.lineno}, ${node.colno})` : code
}
