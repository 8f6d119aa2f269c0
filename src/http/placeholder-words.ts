/**
 * Words of letters and digits that stand in a host's page for what is made later: islands, script tags, the content of
 * a layout. They are random and new in each request, so no engine's escaping alters them and no content forges them.
 */

import { randomBytes } from "node:crypto"

/** A page in parts: text, what a word in it stands for, text, … */
export interface FoundWords<T> {
  /** One more than `values`. */
  readonly texts: readonly string[]
  readonly values: readonly T[]
}

/** The words of one request, and what each stands for. */
export class PlaceholderWords<T> {
  #secret: string | undefined
  readonly #values: T[] = []

  /** Makes a word. */
  add(value: T): string {
    // Starts and ends with a letter, so that neither neighbours nor a number filter make another word of it.
    this.#secret ??= `Live${randomBytes(16).toString("hex")}x`
    return `${this.#secret}${this.#values.push(value) - 1}z`
  }

  /** Finds all words in a page; undefined if there is none. */
  find(html: string): FoundWords<T> | undefined {
    if (this.#secret === undefined || !html.includes(this.#secret)) return undefined
    const parts = html.split(new RegExp(`${this.#secret}(\\d+)z`))
    const texts: string[] = []
    const values: T[] = []
    for (const [index, part] of parts.entries()) {
      if (index % 2 === 0) texts.push(part)
      else values.push(this.#values[Number(part)] as T)
    }
    return { texts, values }
  }
}

/** Puts a page together again. */
export function joinParts(texts: readonly string[], fillings: readonly string[]): string {
  let html = texts[0] ?? ""
  for (const [index, filling] of fillings.entries()) html += filling + (texts[index + 1] ?? "")
  return html
}
