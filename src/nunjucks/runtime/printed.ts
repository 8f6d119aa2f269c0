/**
 * What generated code notes while it writes the text of an attribute, of a start tag, of a raw element or of a region:
 * where something was printed into it, and what. When the text is complete it is looked at in the light of that.
 */

import type { UrlOrigin } from "../../html/tokenizer/url-check.js"

/** A place of a template that prints. */
export interface PrintedAt {
  readonly line: number
  readonly column: number
  /** The author answers for the addresses it prints. */
  readonly vouched: boolean
}

/** What stands in a text of JSON, before it was made fit for that. */
export interface PrintedData {
  readonly text: string
  readonly isSafe: boolean
}

export function isData(at: PrintedAt | PrintedData): at is PrintedData {
  return "text" in at
}

/** Where it begins in the text, where it ends, and what it is; in turn, in order. */
export type Prints = readonly (number | PrintedAt | PrintedData)[]

/** One of them. */
export interface Print<T = PrintedAt> {
  readonly from: number
  readonly to: number
  readonly at: T
}

export function printsOf<T = PrintedAt>(prints: Prints): Print<T>[] {
  const found: Print<T>[] = []
  for (let index = 0; index < prints.length; index += 3) {
    found.push({ from: prints[index] as number, to: prints[index + 1] as number, at: prints[index + 2] as T })
  }
  return found
}

/** True for what printed something into this part of the text. */
export function printsInto({ from, to }: Print<unknown>, begin: number, end: number): boolean {
  return from < end && to > begin
}

/** What is the author's own in the part of a text from `from` to `to`, into which these were printed. */
export function originOf(
  text: string,
  { from, to }: { from: number; to: number },
  prints: readonly Print[],
): UrlOrigin {
  const fixed: string[] = []
  let at = from
  for (const print of prints) {
    if (print.from > at) fixed.push(text.slice(at, Math.min(print.from, to)))
    if (print.at.vouched) fixed.push(text.slice(Math.max(print.from, from), Math.min(print.to, to)))
    at = Math.max(at, print.to)
  }
  if (at < to) fixed.push(text.slice(at, to))
  const first = prints.find((print) => print.to > print.from)
  return {
    own: first === undefined ? text.slice(from, to) : text.slice(from, Math.max(first.from, from)),
    vouched: first?.at.vouched === true,
    fixed,
  }
}
