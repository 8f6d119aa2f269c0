/**
 * Words of letters and digits that stand in a host's page for what is made later: islands, script tags, the content of
 * a layout. They are random and new in each request, so no engine's escaping alters them and no content forges them.
 */

import { randomText } from "../../security/random-text.js"

/** A page in parts: text, what a word in it stands for, text, … */
export interface FoundWords<T> {
  /** One more than `values`. */
  readonly texts: readonly string[]
  readonly values: readonly T[]
}

/** Letters and digits of a word's number, in base 36. */
const NUMBER_LENGTH = 4

/** The words of one request, and what each stands for. All have the same length. */
export class PlaceholderWords<T> {
  #secret: string | undefined
  readonly #values: T[] = []

  /** Makes a word. */
  add(value: T): string {
    // Starts and ends with a letter: no neighbour and no number filter makes another word of it.
    this.#secret ??= `Live${randomText(16, "hex")}x`
    const number = (this.#values.push(value) - 1).toString(36).padStart(NUMBER_LENGTH, "0")
    return `${this.#secret}${number}z`
  }

  /** True if there is a word in this page. */
  areIn(html: string): boolean {
    return this.#secret !== undefined && html.includes(this.#secret)
  }

  /** Finds all words in a page; undefined if there is none. */
  find(html: string): FoundWords<T> | undefined {
    const secret = this.#secret
    if (secret === undefined) return undefined
    const texts: string[] = []
    const values: T[] = []
    let from = 0
    // No regular expression: a new one for each request costs more than the rest of the page.
    for (let at = html.indexOf(secret); at >= 0; at = html.indexOf(secret, from)) {
      const number = at + secret.length
      texts.push(html.slice(from, at))
      values.push(this.#values[Number.parseInt(html.slice(number, number + NUMBER_LENGTH), 36)] as T)
      from = number + NUMBER_LENGTH + 1
    }
    if (values.length === 0) return undefined
    texts.push(html.slice(from))
    return { texts, values }
  }
}

/** Puts a page together again. */
export function joinParts(texts: readonly string[], fillings: readonly string[]): string {
  let html = texts[0] ?? ""
  for (const [index, filling] of fillings.entries()) html += filling + (texts[index + 1] ?? "")
  return html
}
