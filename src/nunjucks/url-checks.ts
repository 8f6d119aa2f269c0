/** The checks of addresses that generated code calls: see `render/url-check.ts`. */

import { BLOCKED_URL, isBlockedSource, type UrlPlace } from "../render/url-check.js"

/** Where an address stands in a template. */
export interface CheckedUrl extends UrlPlace {
  readonly line: number
  readonly column: number
  /** Addresses that the template itself writes out in a branch: they are as its author wants them. */
  readonly own: readonly string[]
  /** The author answers for it. */
  readonly vouched?: boolean
}

/** Where addresses begin in a text, each with its place in the template: offset and place in turn. */
type Starts = readonly (number | CheckedUrl)[]

/** Makes the checks; `blocked` is told of each address that is replaced. */
export function urlChecks(blocked: (place: CheckedUrl) => void): object {
  const check = (source: string, place: CheckedUrl): boolean => {
    if (place.vouched === true || !isBlockedSource(source, place) || place.own.includes(source)) return false
    blocked(place)
    return true
  }
  return {
    /** Source of an attribute's value. */
    url: (source: string, place: CheckedUrl): string => (check(source, place) ? BLOCKED_URL : source),
    /** Source of a part of a start tag, or of more. */
    addresses(text: string, starts: Starts): string {
      let checked = ""
      let taken = 0
      for (let i = 0; i < starts.length; i += 2) {
        const { from, to } = valueAt(text, starts[i] as number)
        // A second value of the same address.
        if (from < taken) continue
        const source = text.slice(from, to)
        checked += text.slice(taken, from) + (check(source, starts[i + 1] as CheckedUrl) ? BLOCKED_URL : source)
        taken = to
      }
      return checked + text.slice(taken)
    },
  }
}

/** The value of an attribute that begins here, behind its quote if it has one and white space. */
function valueAt(text: string, start: number): { readonly from: number; readonly to: number } {
  let before = start - 1
  while (before >= 0 && isBlank(text[before])) before--
  let quote = text[before]
  let from = start
  if (!isQuote(quote)) {
    while (isBlank(text[from])) from++
    quote = text[from]
    if (isQuote(quote)) from++
  }
  let to = from
  while (to < text.length && (isQuote(quote) ? text[to] !== quote : text[to] !== ">" && !isBlank(text[to]))) to++
  return { from, to }
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'"
}

function isBlank(char: string | undefined): boolean {
  return char === " " || char === "\n" || char === "\t" || char === "\f" || char === "\r"
}
