/** What a check found: one problem each, with its place, and how it is shown. */

import { relative } from "node:path"
import { codeFrame } from "../../nunjucks/parse/template-errors.js"

/** What kind of mistake it is. */
export type ProblemRule =
  | "compile"
  | "missing-template"
  | "unknown-assign"
  | "unknown-name"
  | "unknown-property"
  | "unknown-filter"
  | "unknown-test"
  | "unknown-macro"
  | "unknown-parameter"
  | "unknown-attribute"
  | "unknown-event"
  | "unknown-view"
  | "tag"
  | "type"
  | "untyped-view"

/** A mistake in a template or in the declaration of a view. */
export interface CheckProblem {
  readonly rule: ProblemRule
  /** Absolute. */
  readonly file: string
  /** From 1; 0 when only the file is known. */
  readonly line: number
  readonly column: number
  readonly message: string
  /** The name that was probably meant. */
  readonly suggestion?: string
  /** The code of the TypeScript error behind it, such as "TS2339". */
  readonly typescript?: string
  /** The views that it was found for. */
  readonly views: readonly string[]
  /** The lines around it. */
  readonly frame?: string
}

/** A problem as it is found: its frame is made of the source. */
export interface FoundProblem extends Omit<CheckProblem, "frame" | "views"> {
  readonly view: string
  readonly source: string
}

/** Takes problems as they are found. One place has one problem: what several views share is told once. */
export class ProblemList {
  readonly #problems = new Map<string, CheckProblem>()

  add({ view, source, ...found }: FoundProblem): void {
    // Of a file as a whole there may be several.
    const what = found.line === 0 ? found.message : found.rule
    const key = `${found.file}\0${found.line}\0${found.column}\0${what}`
    const known = this.#problems.get(key)
    if (known !== undefined) {
      if (!known.views.includes(view)) this.#problems.set(key, { ...known, views: [...known.views, view] })
      return
    }
    const frame = codeFrame({ ...found, source })
    this.#problems.set(key, { ...found, views: [view], ...(frame === undefined ? {} : { frame }) })
  }

  /** By file, line and column. */
  sorted(): CheckProblem[] {
    return [...this.#problems.values()].sort(
      (one, other) => compare(one.file, other.file) || one.line - other.line || one.column - other.column,
    )
  }
}

/** A problem as text: place, message, frame. */
export function formatProblem(problem: CheckProblem, folder: string): string {
  const { line, column, message, frame, rule, typescript } = problem
  const file = relative(folder, problem.file)
  const place = line > 0 ? `${file}:${line}:${Math.max(1, column)}` : file
  const code = typescript === undefined ? rule : `${rule}, ${typescript}`
  return `${place}  ${message}  [${code}]${frame === undefined ? "" : `\n\n${indented(frame)}`}\n`
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ")
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** ` Did you mean "…"?`, or nothing. */
export function meant(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`
}
