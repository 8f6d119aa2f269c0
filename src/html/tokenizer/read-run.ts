/** What stays in the same state is read all at once: text between tags, names, values, comments. */

import { putText } from "../elements/nesting.js"
import { isSpace, lowerAll } from "./characters.js"
import { extendName, extendValue } from "./tag-token.js"
import { isInValue, Mode, type TokenizerState } from "./tokenizer-state.js"

/** Gives the offset behind what stays in the same mode, which is `at` where the next character has to be stepped. */
export function readRun(state: TokenizerState, text: string, at: number): number {
  const { mode } = state
  const end = endOfRun(mode, text, at)
  if (end === at) return at
  if (mode === Mode.data) {
    if (state.pending.length > 0) putText(state, text.slice(at, end))
  } else if (mode === Mode.tagName) state.tag += lowerAll(text.slice(at, end))
  else if (mode === Mode.attributeName) extendName(state, lowerAll(text.slice(at, end)))
  else if (isInValue(mode)) extendValue(state, text.slice(at, end))
  return end
}

/** What ends a run, by mode, where it is one character alone. */
const delimiters: readonly (string | undefined)[] = Object.values(Mode).map((mode) => {
  switch (mode) {
    case Mode.data:
    case Mode.raw:
      return "<"
    case Mode.comment:
      return "-"
    case Mode.bogusComment:
    case Mode.doctype:
      return ">"
    case Mode.doubleQuoted:
      return '"'
    case Mode.singleQuoted:
      return "'"
    default:
      return undefined
  }
})

function endOfRun(mode: Mode, text: string, at: number): number {
  const delimiter = delimiters[mode]
  if (delimiter !== undefined) {
    const next = text.indexOf(delimiter, at)
    return next < 0 ? text.length : next
  }
  if (mode !== Mode.tagName && mode !== Mode.attributeName && mode !== Mode.unquoted) return at
  let end = at
  while (end < text.length && !endsRun(mode, text[end] as string)) end++
  return end
}

function endsRun(mode: Mode, char: string): boolean {
  if (isSpace(char) || char === ">") return true
  return mode !== Mode.unquoted && (char === "/" || (char === "=" && mode === Mode.attributeName))
}
