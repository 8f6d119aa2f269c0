/** Errors in templates: file, line, column and a code frame, from whatever nunjucks or a template's functions threw. */

import { isLiveError, LiveError } from "../../errors/live-error.js"
import { memberOf, messageOf } from "../../errors/thrown.js"

/** Where something stands; line and column count from 1. */
export interface TemplatePlace {
  readonly file: string
  readonly source: string
  readonly line: number
  readonly column: number
}

/** `file:line:column`, as far as it is known. */
export function placeName({ file, line, column }: TemplatePlace): string {
  return line > 0 ? `${file}:${line}${column > 0 ? `:${column}` : ""}` : file
}

/** The place of a point in a piece of static text. */
export function placeInText(
  { path = "template", source }: { readonly path: string | undefined; readonly source: string },
  { value, lineno, colno }: { readonly value: unknown; readonly lineno: number; readonly colno: number },
  offset: number,
): TemplatePlace {
  const text = value as string
  const lines = source.split("\n")
  let begin = lines.slice(0, lineno).reduce((length, line) => length + line.length + 1, colno)
  // Tags may have taken white space in front of it away.
  while (!source.startsWith(text, begin) && /\s/.test(source[begin] ?? "")) begin++
  const before = source.slice(0, begin + offset).split("\n")
  return { file: path, source, line: before.length, column: (before.at(-1) as string).length + 1 }
}

/** The lines around a place, with a mark under it. */
export function codeFrame({ source, line, column }: TemplatePlace): string | undefined {
  if (line <= 0) return undefined
  const lines = source.split("\n")
  const first = Math.max(1, line - 2)
  const last = Math.min(lines.length, line + 2)
  const width = String(last).length
  const frame: string[] = []
  for (let number = first; number <= last; number++) {
    frame.push(`${number === line ? ">" : " "} ${String(number).padStart(width)} | ${lines[number - 1] ?? ""}`)
    if (number === line && column > 0) frame.push(`  ${" ".repeat(width)} | ${" ".repeat(column - 1)}^`)
  }
  return frame.join("\n")
}

export function compileError(place: TemplatePlace, problem: string, cause?: unknown): LiveError {
  return new LiveError("LV_TEMPLATE_COMPILE", { place: placeName(place), problem }, options(place, cause))
}

/** Makes one error of what was thrown while this file was rendered. */
export function renderError(
  cause: unknown,
  file: { readonly file: string; readonly source: string },
  line: number,
  column: number,
): LiveError {
  if (isLiveError(cause)) return cause
  const own = positionIn(cause)
  const place = { ...file, line: own?.line ?? line + 1, column: own?.column ?? column + 1 }
  return new LiveError(
    "LV_TEMPLATE_RENDER",
    { place: placeName(place), problem: problemOf(cause) },
    options(place, cause),
  )
}

/** What nunjucks' parser or compiler threw. */
export function fromNunjucks(cause: unknown, file: { readonly file: string; readonly source: string }): LiveError {
  if (isLiveError(cause)) return cause
  const own = positionIn(cause)
  return compileError({ ...file, line: own?.line ?? 0, column: own?.column ?? 0 }, problemOf(cause), cause)
}

function options(place: TemplatePlace, cause: unknown): { cause?: unknown; frame?: string } {
  const frame = codeFrame(place)
  return { ...(cause === undefined ? {} : { cause }), ...(frame === undefined ? {} : { frame }) }
}

/** nunjucks' own errors know their line, counted from 1. */
function positionIn(cause: unknown): { line: number; column: number } | undefined {
  const lineno = memberOf(cause, "lineno")
  const colno = memberOf(cause, "colno")
  if (typeof lineno !== "number" || lineno <= 0) return undefined
  return { line: lineno, column: typeof colno === "number" ? colno : 0 }
}

function problemOf(cause: unknown): string {
  return messageOf(cause)
    .replace(/^\((.*?)\)( \[Line \d+(, Column \d+)?\])?\s+/, "")
    .trim()
}
