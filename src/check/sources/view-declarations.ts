/**
 * Finds the declarations of views in TypeScript sources, and makes a copy of such a module in which the view has, in
 * place of its template, a `render` function made of it. TypeScript then gives that function the assigns as it would
 * any: whatever is annotated, exported, wrapped or inferred needs no rule of ours.
 */

import { dirname, relative, resolve, sep } from "node:path"
import { type Member, matchBrackets, membersOf, moduleNames, type SourceToken, tokenize } from "./source-tokens.js"

/** A module of the app, taken apart. */
export interface SourceModule {
  readonly path: string
  readonly source: string
  readonly tokens: readonly SourceToken[]
  readonly declarations: readonly ViewDeclaration[]
}

/** The object that a view is declared with, in `liveView({ … })` or what the app calls its own. */
export interface ViewDeclaration {
  /** The literal name; undefined if it is no literal. */
  readonly name: string | undefined
  readonly template: string | undefined
  /** Where to point at: the name, or the object. */
  readonly at: number
  /** Where the template's name stands. */
  readonly templateAt: number | undefined
  /** The value of the member `render`: a function, or its name. */
  readonly render: readonly [start: number, end: number] | undefined
  /** The member `template`, to be taken out. */
  readonly templateMember: readonly [start: number, end: number] | undefined
  /** Where a member can be added, and whether a comma is needed before it. */
  readonly end: number
  readonly needsComma: boolean
}

/** Code in place of a view's template. */
export interface Replacement {
  readonly declaration: ViewDeclaration
  readonly code: string
}

/** A copied module. */
export interface ModuleCopy {
  readonly text: string
  /** For each replacement, the line of the copy, from 0, on which its code starts. */
  readonly lines: readonly number[]
}

/** Reads a module, with the views that it declares. */
export function readModule(path: string, source: string): SourceModule {
  const tokens = tokenize(source)
  const brackets = matchBrackets(tokens)
  const declarations: ViewDeclaration[] = []
  for (const [open, close] of brackets) {
    const before = tokens[open - 1]
    if (tokens[open]?.text !== "{" || before?.kind !== "mark" || before.text !== "(") continue
    const members = membersOf(tokens, brackets, [open, close])
    const found = (name: string): Member | undefined => members.find((member) => member.name === name)
    const name = found("name")
    if (name === undefined || found("mount") === undefined) continue
    declarations.push(
      declarationOf({ tokens, open, close }, name, { template: found("template"), render: found("render") }),
    )
  }
  return { path, source, tokens, declarations }
}

function declarationOf(
  { tokens, open, close }: { tokens: readonly SourceToken[]; open: number; close: number },
  name: Member,
  { template, render }: { template: Member | undefined; render: Member | undefined },
): ViewDeclaration {
  const nameToken = literalOf(tokens, name)
  const templateToken = template && literalOf(tokens, template)
  return {
    name: nameToken?.text,
    template: templateToken?.text,
    at: nameToken?.start ?? placeOf(tokens, open),
    templateAt: templateToken?.start,
    render: render && valueOf(tokens, render),
    templateMember: template && extentOf(tokens, template),
    end: placeOf(tokens, close),
    needsComma: tokens[close - 1]?.text !== "," && template?.last !== close,
  }
}

/** A member's value, if it is a text that is written down. */
function literalOf(tokens: readonly SourceToken[], { value, last }: Member): SourceToken | undefined {
  const token = tokens[value]
  return token?.kind === "text" && last === value + 1 ? token : undefined
}

function placeOf(tokens: readonly SourceToken[], index: number): number {
  return tokens[index]?.start ?? 0
}

/** A member's value; of `render` alone its name. */
function valueOf(tokens: readonly SourceToken[], { first, value, last }: Member): [number, number] {
  return [placeOf(tokens, value < last ? value : first), tokens[last - 1]?.end ?? 0]
}

/** A member with its comma, so that the rest is an object still. */
function extentOf(tokens: readonly SourceToken[], { first, last }: Member): [number, number] {
  return [placeOf(tokens, first), placeOf(tokens, last) + (tokens[last]?.text === "," ? 1 : 0)]
}

/** Copies a module to another folder, its views with `render` functions of templates. */
export function copyModule(module: SourceModule, folder: string, replacements: readonly Replacement[]): ModuleCopy {
  const edits: {
    readonly start: number
    readonly end: number
    readonly text: string
    readonly replacement?: number
  }[] = []
  // What the module declares for others is declared by itself already; twice, a method has two overloads.
  const repeated = augmentations(module.tokens)
  for (const [start, end] of repeated) edits.push({ start, end, text: "" })
  for (const token of moduleNames(module.tokens)) {
    if (!/^\.\.?(\/|$)/.test(token.text)) continue
    if (repeated.some(([start, end]) => start < token.start && token.start < end)) continue
    edits.push({ start: token.start, end: token.end, text: JSON.stringify(moved(token.text, module.path, folder)) })
  }
  replacements.forEach(({ declaration, code }, replacement) => {
    const { templateMember: member, end, needsComma } = declaration
    if (member !== undefined) edits.push({ start: member[0], end: member[1], text: "" })
    const text = `${needsComma ? "," : ""} render: (__a) => {\n${code}\nreturn __lm.anything } `
    edits.push({ start: end, end, text, replacement })
  })
  edits.sort((one, other) => one.start - other.start)

  let text = ""
  let from = 0
  const lines: number[] = []
  for (const edit of edits) {
    text += module.source.slice(from, edit.start)
    if (edit.replacement !== undefined) lines[edit.replacement] = text.split("\n").length
    text += edit.text
    from = edit.end
  }
  return { text: text + module.source.slice(from), lines }
}

/** Where `declare module "…" { … }` and `declare global { … }` stand. */
function augmentations(tokens: readonly SourceToken[]): (readonly [start: number, end: number])[] {
  const brackets = matchBrackets(tokens)
  return tokens.flatMap((token, index) => {
    const next = tokens[index + 1]
    if (token.kind !== "word" || token.text !== "declare" || next?.kind !== "word") return []
    const isModule = next.text === "module" && tokens[index + 2]?.kind === "text"
    const open = isModule ? index + 3 : next.text === "global" ? index + 2 : -1
    const close = tokens[brackets.get(open) ?? -1]
    return close === undefined ? [] : [[token.start, close.end] as const]
  })
}

/** A relative module name, as seen from another folder. */
function moved(name: string, from: string, folder: string): string {
  const path = relative(folder, resolve(dirname(from), name))
    .split(sep)
    .join("/")
  const relativePath = path.startsWith(".") ? path : `./${path}`
  return name.endsWith("/") ? `${relativePath}/` : relativePath
}

/** Line and column of a place in a text, from 1. */
export function positionOf(source: string, at: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, at)
  return { line: before.split("\n").length, column: at - before.lastIndexOf("\n") }
}
