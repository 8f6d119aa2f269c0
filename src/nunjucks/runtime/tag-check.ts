/**
 * Looks at start tags that values have had a part in, once their text is complete: then each attribute has its name and its
 * value, and the rules hold for what was computed as for what is written out. What the template itself writes is left alone.
 */

import { withoutEnd } from "../../html/text/raw-text.js"
import { codeRefusal, holeRefusal, nameRefusal } from "../../html/tokenizer/places.js"
import { readRun } from "../../html/tokenizer/read-run.js"
import { feed, step } from "../../html/tokenizer/tokenizer.js"
import { isInTag, isRaw, Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { BLOCKED_URL, isBlockedValue, isUrlAttribute, type UrlPlace } from "../../html/tokenizer/url-check.js"
import { AttributeReading, type Extent } from "./attribute-reading.js"
import { JsonPrints } from "./json-prints.js"
import { isData, originOf, type Print, type PrintedAt, type PrintedData, printsInto } from "./printed.js"
import { RewrittenText } from "./rewritten-text.js"

/** Told of what a value must not make. */
export interface TagReporter {
  /** The address was replaced. */
  blocked(at: PrintedAt, place: UrlPlace): void
  /** Throws. */
  refused(at: PrintedAt, problem: string): never
}

/** What a text is looked at in the light of. */
export interface TagCheckOptions {
  /** Where the text begins; it is moved on. */
  readonly state: TokenizerState
  /** Names of attributes that stand before the text, and win over its own. */
  readonly taken: readonly string[]
  readonly reporter: TagReporter
}

/** The text, with addresses replaced that are scripts, and what would end raw text defused. */
export function checkTags(
  text: string,
  prints: readonly Print<PrintedAt | PrintedData>[],
  options: TagCheckOptions,
): string {
  return new TagCheck(text, options).run(prints)
}

class TagCheck {
  readonly #text: string
  readonly #state: TokenizerState
  readonly #reporter: TagReporter
  readonly #taken: readonly string[]
  /** Those that began within this tag: what stands elsewhere is escaped, or HTML that is taken as it is. */
  #inTag: Print[] = []
  readonly #seen = new Set<string>()
  #tagFrom = 0
  #reading: AttributeReading | undefined
  /** Of the script being read. */
  #json: JsonPrints
  readonly #rewritten: RewrittenText

  constructor(text: string, { state, taken, reporter }: TagCheckOptions) {
    this.#text = text
    this.#state = state
    this.#taken = taken
    this.#reporter = reporter
    this.#json = new JsonPrints(text, 0)
    this.#rewritten = new RewrittenText(text)
  }

  run(prints: readonly Print<PrintedAt | PrintedData>[]): string {
    let at = 0
    for (const print of prints) {
      at = this.#read(at, print.from)
      const instead = isRaw(this.#state.mode) ? this.#inRaw(print) : this.#inMarkup(print as Print)
      if (instead === undefined) continue
      feed(this.#state, instead)
      this.#rewritten.replace(print.from, print.to, instead)
      at = print.to
    }
    at = this.#read(at, this.#text.length)
    this.#endAttribute(at)
    return this.#rewritten.whole()
  }

  /** What to write in raw text instead of what is printed here, if that cannot stay. */
  #inRaw(print: Print<PrintedAt | PrintedData>): string | undefined {
    const { from, to, at } = print
    if (isData(at)) return this.#json.next(from, to, at)
    const problem = from === to ? undefined : holeRefusal(this.#state)
    if (problem !== undefined) this.#reporter.refused(at, problem)
    const text = this.#text.slice(from, to)
    const closed = withoutEnd(text, this.#state.raw)
    return closed === text ? undefined : closed
  }

  #inMarkup(print: Print): undefined {
    const { mode, closing } = this.#state
    if (mode === Mode.tagOpen || (isInTag(mode) && !closing)) this.#inTag.push(print)
  }

  /** Reads up to this offset. */
  #read(from: number, to: number): number {
    let at = from
    while (at < to) {
      const end = Math.min(readRun(this.#state, this.#text.slice(0, to), at), to)
      if (end > at) at = end
      else this.#step(at++)
    }
    return at
  }

  #step(at: number): void {
    const state = this.#state
    const { mode, tag, closing } = state
    step(state, this.#text[at] as string)
    const next = state.mode
    if (next === Mode.raw && mode <= Mode.selfClosing) this.#json = new JsonPrints(this.#text, at + 1)
    if (next === Mode.tagName && mode !== Mode.tagName) {
      this.#tagFrom = at
      this.#seen.clear()
      this.#inTag = this.#inTag.filter((print) => print.to > at)
    } else if (mode === Mode.tagName && next !== mode && !closing) this.#nameRead(tag, at)
    this.#stepAttribute(mode, next, at)
  }

  #stepAttribute(mode: Mode, next: Mode, at: number): void {
    const begins = next === Mode.attributeName && mode !== Mode.attributeName
    this.#reading?.step(mode, next, at)
    if (begins || !isInTag(next)) this.#endAttribute(at)
    if (begins) this.#reading = new AttributeReading(at)
  }

  /** The name of a tag that stands in the text. */
  #nameRead(tag: string, to: number): void {
    const print = this.#inTag.find((candidate) => printsInto(candidate, this.#tagFrom, to))
    const problem = print === undefined ? undefined : nameRefusal(tag)
    if (print !== undefined && problem !== undefined) this.#reporter.refused(print.at, problem)
  }

  #endAttribute(at: number): void {
    const reading = this.#reading
    this.#reading = undefined
    if (reading === undefined || this.#state.closing) return
    const { name, value } = reading.end(at)
    const attribute = this.#text.slice(name.from, name.to).toLowerCase()
    // Of equal names the parser takes the first.
    if (this.#seen.has(attribute)) return
    this.#seen.add(attribute)
    const prints = this.#inTag.filter((print) => printsInto(print, name.from, (value ?? name).to))
    if (prints.length > 0 && !this.#taken.includes(attribute)) {
      this.#look({ tag: this.#state.tag, attribute }, prints, value)
    }
  }

  /** An attribute that something was printed into. */
  #look(place: UrlPlace, prints: readonly Print[], value: Extent | undefined): void {
    // Without a value there is nothing that could run: the words of a text without quotes are names too.
    if (value === undefined) return
    const { at } = prints[0] as Print
    const problem = codeRefusal(place)
    if (problem !== undefined) this.#reporter.refused(at, problem)
    const within = prints.filter(({ to }) => to > value.from)
    // What the template itself writes as the value is the author's, whatever the name is.
    if (within.length === 0 || !isUrlAttribute(place)) return
    const source = this.#text.slice(value.from, value.to)
    // With a computed name all of the value is the values' doing.
    const isNamed = within.length < prints.length
    const origin = originOf(this.#text, value, within)
    const known = isNamed ? { ...origin, own: "", vouched: origin.vouched && origin.own.trim() === "" } : origin
    if (!isBlockedValue(source, known, place)) return
    this.#reporter.blocked(at, place)
    this.#rewritten.replace(value.from, value.to, BLOCKED_URL)
  }
}
