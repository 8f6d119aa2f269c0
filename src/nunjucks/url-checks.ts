/** The checks of addresses that generated code calls: see `render/url-check.ts`. */

import { readRun, step } from "../render/tokenizer.js"
import { initialState, Mode } from "../render/tokenizer-state.js"
import { BLOCKED_URL, isBlockedSource, isScriptUrl, type UrlPlace } from "../render/url-check.js"

/** Where an address stands in a template. */
export interface CheckedUrl extends UrlPlace {
  readonly line: number
  readonly column: number
  /** The author answers for it. */
  readonly vouched: boolean
}

/** Where something was printed into addresses in a text: offsets and places in turn, as they were come to. */
type Starts = readonly (number | CheckedUrl)[]

/** Makes the checks; `blocked` is told of each address that is replaced. */
export function urlChecks(blocked: (place: CheckedUrl) => void): object {
  /** What stands for an address, of which the template itself has written out `own`. */
  const checked = (source: string, own: string, place: CheckedUrl): string => {
    const isChosen = own.includes(":") && !isScriptUrl(own)
    if (isChosen || (place.vouched && own.trim() === "") || !isBlockedSource(source, place)) return source
    blocked(place)
    return BLOCKED_URL
  }
  return {
    /** The value of an attribute. `own` are addresses that the template itself writes out. */
    url(source: string, starts: Starts, own: readonly string[]): string {
      if (starts.length === 0 || own.includes(source)) return source
      return checked(source, source.slice(0, starts[0] as number), placeOf(starts, 0))
    },
    /** A part of a start tag, or HTML. */
    urls(text: string, starts: Starts, inTag: boolean): string {
      if (starts.length === 0) return text
      let made = ""
      let taken = 0
      let next = 0
      for (const { from, to } of valuesIn(text, inTag)) {
        const begin = next
        while (next < starts.length && (starts[next] as number) <= to) next += 2
        if (next === begin) continue
        const own = text.slice(from, starts[begin] as number)
        made += text.slice(taken, from) + checked(text.slice(from, to), own, placeOf(starts, begin))
        taken = to
      }
      return made + text.slice(taken)
    },
  }
}

/** Of the things that were printed at one point only the last can have been anything. */
function placeOf(starts: Starts, begin: number): CheckedUrl {
  let index = begin
  while (index + 2 < starts.length && starts[index + 2] === starts[begin]) index += 2
  return starts[index + 1] as CheckedUrl
}

/** The values of attributes in a text, in order. */
function* valuesIn(text: string, inTag: boolean): Generator<{ readonly from: number; readonly to: number }> {
  const state = initialState()
  if (inTag) state.mode = Mode.beforeAttributeName
  let from = -1
  let at = 0
  while (at < text.length) {
    const end = readRun(state, text, at)
    if (end > at) {
      at = end
      continue
    }
    step(state, text[at++] as string)
    const isOpen = isValue(state.mode)
    // The first letter of a value without quotes belongs to it.
    if (from < 0 && isOpen) from = state.mode === Mode.unquoted ? at - 1 : at
    else if (from >= 0 && !isOpen) {
      yield { from, to: at - 1 }
      from = -1
    }
  }
  if (from >= 0) yield { from, to: text.length }
}

function isValue(mode: Mode): boolean {
  return mode === Mode.doubleQuoted || mode === Mode.singleQuoted || mode === Mode.unquoted
}
