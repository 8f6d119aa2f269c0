/** The functions that generated code calls as `rt.…`, beside nunjucks' own `runtime`. */

import { unicodeEscaped, withoutEnd } from "../../html/text/raw-text.js"
import { Html, isRendered, List, Region, type Rendered, type Value } from "../../render/values/values.js"
import { toHtml } from "../../render/write/write-html.js"
import { type Frame, runtime } from "../internals/internals.js"
import type { CompiledBlock, CompiledFile, FileFunction, FileRenderState } from "./compiled-file.js"
import { componentTree, loopAt } from "./component-runtime.js"
import { Context } from "./context.js"
import { jsonWith } from "./json-prints.js"
import type { PrintedData } from "./printed.js"
import { isSafeString, SafeTree } from "./safe-tree.js"
import * as lists from "./tracked-list.js"

/** A tree with what its place wants to remember for the next render: arguments, values of assignments. */
export type Remembering = Rendered & { memo?: unknown[] }

/** Scope in which a file, a block or an import is entered. */
interface Scope {
  readonly context: Context
  readonly frame: Frame
}

/** The value of a content slot. Text stays as it is, to be escaped when HTML is made of it. */
function out(value: unknown, autoescape: boolean, old: Value | undefined): Value {
  if (typeof value === "string") return autoescape ? value : html(value, old)
  if (value === undefined || value === null) return ""
  if (value instanceof SafeTree) return value.place()
  if (isSafeString(value)) return html(value.toString(), old)
  // nunjucks does the same: `toString()` where it escapes, `+=` where it does not.
  if (autoescape) return (value as { toString(): string }).toString()
  return html(`${"" + (value as string)}`, old)
}

function html(source: string, old: Value | undefined): Html {
  return old instanceof Html && old.html === source ? old : new Html(source)
}

function region(source: string, old: Value | undefined): Region {
  return old instanceof Region && old.html === source ? old : new Region(source)
}

/** Hands what a call gave in the previous render to the function that is called next. Runs after the arguments. */
function arm(st: FileRenderState, prev: Value | undefined, mutated: number, args: unknown[]): unknown[] {
  st.prev = Array.isArray(prev) ? prev : undefined
  st.mutatedArguments = (st.m & mutated) !== 0
  return args
}

function disarm(st: FileRenderState, result: unknown): unknown {
  st.prev = undefined
  st.mutatedArguments = false
  return result
}

function include(
  st: FileRenderState,
  { context, frame }: Scope,
  file: CompiledFile | undefined,
  prev: Value | undefined,
): Rendered | null {
  if (file === undefined) return null
  const inner = frame.push(true)
  inner.topLevel = true
  const own = file.sharesContext ? context : new Context({ ...context.getVariables() }, file.blocks, context.env)
  const dirty = st.d
  const tree = file.root(st, own, inner, Array.isArray(prev) ? prev : undefined)
  st.d = dirty | file.leaks
  if (!file.balanced) st.unbalanced = true
  return tree
}

function block(st: FileRenderState, { context, frame }: Scope, fn: FileFunction, prev: Value | undefined): Rendered {
  const { leaks, balanced } = fn as CompiledBlock
  const dirty = st.d
  const tree = fn(st, context, frame, Array.isArray(prev) ? prev : undefined)
  st.d = dirty | leaks
  if (!balanced) st.unbalanced = true
  return tree
}

/** Runs a file for what it defines. What it sets may be read by its macros later, so it stays dirty. */
function importFile(
  st: FileRenderState,
  { context, frame }: Scope,
  file: CompiledFile,
  withContext: boolean,
): Record<string, unknown> {
  const inner = withContext ? frame.push() : new runtime.Frame()
  inner.topLevel = true
  const own = new Context(withContext ? { ...context.getVariables() } : {}, file.blocks, context.env)
  file.root(st, own, inner, undefined)
  return own.getExported()
}

/** A file or block where only its HTML can stand; there it need not balance. */
function includeTree(st: FileRenderState, scope: Scope, file: CompiledFile | undefined): Rendered | null {
  const { unbalanced, misfit } = st
  const tree = include(st, scope, file, undefined)
  st.unbalanced = unbalanced
  st.misfit = misfit
  return tree
}

function includeText(st: FileRenderState, scope: Scope, file: CompiledFile | undefined): string {
  const tree = includeTree(st, scope, file)
  return tree === null ? "" : toHtml(tree)
}

function blockTree(st: FileRenderState, scope: Scope, fn: FileFunction): Rendered {
  const { unbalanced, misfit } = st
  const tree = block(st, scope, fn, undefined)
  st.unbalanced = unbalanced
  st.misfit = misfit
  return tree
}

function blockText(st: FileRenderState, scope: Scope, fn: FileFunction): string {
  return toHtml(blockTree(st, scope, fn))
}

/** The HTML of what stands where no value may stand: text that is written in templates, chosen in any way. */
function fixed(tree: Value, refused: () => Error): string {
  if (printsValue(tree)) throw refused()
  return isRendered(tree) ? toHtml(tree) : ""
}

function printsValue(value: Value): boolean {
  if (value === null || value === "") return false
  if (value instanceof List) return value.items.some(printsValue)
  return !isRendered(value) || (value.slice(1) as Value[]).some(printsValue)
}

/** What `super()` gives. */
function behind(
  st: FileRenderState,
  scope: Scope,
  name: string,
  fn: FileFunction,
): (prev: Value | undefined) => SafeTree {
  const { unbalanced } = st
  const next = scope.context.blockBehind(name, fn as never) as unknown as CompiledBlock
  return (prev) => {
    const tree = block(st, scope, next, prev)
    st.unbalanced = unbalanced
    return safe(st, tree, next.balanced)
  }
}

/** A value between these quotes: a safe value could end the attribute, so the quote is escaped in it. */
export function quoted(text: string, quote: string): string {
  return text.includes(quote) ? text.replaceAll(quote, quote === '"' ? "&quot;" : "&#39;") : text
}

/** A value in a script of JSON, as nunjucks would print it without escaping. */
function plainText(value: unknown): string {
  return value === undefined || value === null ? "" : String(value)
}

function data(value: unknown): string {
  return unicodeEscaped(plainText(value))
}

function printedData(value: unknown, autoescape: boolean): PrintedData {
  return { text: plainText(value), isSafe: !autoescape || isSafeString(value) }
}

/** True for a text behind a tag's name that is part of the name. */
function goesOn(text: string): boolean {
  return /^[^\s/>]/.test(text)
}

function safe(st: FileRenderState, tree: Rendered, balanced: boolean): SafeTree {
  return new SafeTree(tree, balanced ? undefined : st)
}

/** Adds what a place wants to remember. */
function remember(tree: Rendered, memo: unknown[]): Rendered {
  ;(tree as Remembering).memo = memo
  return tree
}

/** By the names that generated code uses. */
export const generatedRuntime: Readonly<Record<string, unknown>> = {
  ...lists,
  arm,
  behind,
  block,
  blockText,
  blockTree,
  component: componentTree,
  data,
  disarm,
  fixed,
  goesOn,
  html,
  importFile,
  include,
  includeText,
  includeTree,
  jsonWith,
  loopAt,
  out,
  printedData,
  quoted,
  region,
  remember,
  safe,
  toHtml,
  withoutEnd,
}
