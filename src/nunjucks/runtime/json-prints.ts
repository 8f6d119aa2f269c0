/** Values in a script of JSON: what stands between quotes is written as a part of a string, all else as the JSON it is. */

import { JsonStrings, jsonStringPart } from "../../html/text/raw-text.js"
import { isData, type PrintedAt, type PrintedData, type Prints, printsOf } from "./printed.js"

/** Goes through the text of one script. */
export class JsonPrints {
  readonly #text: string
  readonly #strings = new JsonStrings()
  #read: number

  constructor(text: string, from: number) {
    this.#text = text
    this.#read = from
  }

  /** What to write instead of what stands at this part of the text; undefined if it can stay. */
  next(from: number, to: number, { text, isSafe }: PrintedData): string | undefined {
    this.#strings.read(this.#text.slice(this.#read, from))
    const inside = this.#strings.inside && !isSafe
    this.#read = inside ? to : from
    return inside ? jsonStringPart(text) : undefined
  }
}

/** The text of a script of JSON, as it may stand in the page. */
export function jsonWith(text: string, prints: Prints): string {
  const script = new JsonPrints(text, 0)
  let made = ""
  let copied = 0
  for (const { from, to, at } of printsOf<PrintedAt | PrintedData>(prints)) {
    const instead = isData(at) ? script.next(from, to, at) : undefined
    if (instead === undefined) continue
    made += text.slice(copied, from) + instead
    copied = to
  }
  return made + text.slice(copied)
}
