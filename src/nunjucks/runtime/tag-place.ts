/** A tag slot of a template, when it is rendered: from its text to the attributes it brings. */

import { decodeAttribute } from "../../html/text/escape.js"
import { attributeSources } from "../../html/text/parser-view.js"
import { codeRefusal } from "../../html/tokenizer/places.js"
import { initialState, Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { isBlockedUrl, isUrlAttribute } from "../../html/tokenizer/url-check.js"
import { Tag, type Value } from "../../render/values/values.js"
import { type Prints, printsOf } from "./printed.js"
import { checkTags, type TagReporter } from "./tag-check.js"

/** Attributes made by the tag slots of one place, by source. Rows repeat a few sources again and again. */
const TAGS_KEPT = 64

/** Attributes that may stand there whoever wrote them. */
class PlainTag extends Tag {}

export class TagPlace {
  readonly #taken: readonly string[]
  readonly #place: TokenizerState
  readonly #kept = new Map<string, Tag>()

  constructor(place: TokenizerState, taken: readonly string[]) {
    this.#place = place
    this.#taken = taken
  }

  /** The value of the tag slot with this source text. */
  tag(source: string, prints: Prints, old: Value | undefined, reporter: TagReporter): Tag {
    if (old instanceof PlainTag && old.source === source) return old
    const known = this.#kept.get(source)
    if (known !== undefined) return known
    const attributes = this.#read(source)
    if (!this.#isPlain(source, attributes)) return this.#checked(source, prints, old, reporter)
    const tag = new PlainTag(source, attributes)
    if (this.#kept.size >= TAGS_KEPT) this.#kept.clear()
    this.#kept.set(source, tag)
    return tag
  }

  #read(source: string): Map<string, string> {
    const attributes = attributeSources(source)
    for (const [name, value] of attributes) {
      if (this.#taken.includes(name)) attributes.delete(name)
      else attributes.set(name, decodeAttribute(value))
    }
    return attributes
  }

  #isPlain(source: string, attributes: ReadonlyMap<string, string>): boolean {
    // It may end the tag, or go on with its name.
    if (source.includes(">") || this.#place.mode === Mode.tagName) return false
    const { tag } = this.#place
    for (const [attribute, value] of attributes) {
      const place = { tag, attribute }
      if (codeRefusal(place) !== undefined || (isUrlAttribute(place) && isBlockedUrl(value, place))) return false
    }
    return true
  }

  /** What is the template's own may stand there, and what is not, not. */
  #checked(text: string, prints: Prints, old: Value | undefined, reporter: TagReporter): Tag {
    const { tag, open, mode } = this.#place
    const begin = mode === Mode.tagName ? mode : Mode.beforeAttributeName
    const state: TokenizerState = { ...initialState(), open, tag, tagIdentity: {}, mode: begin }
    const source = checkTags(text, printsOf(prints), { state, taken: this.#taken, reporter })
    return old instanceof Tag && !(old instanceof PlainTag) && old.source === source
      ? old
      : new Tag(source, this.#read(source))
  }
}
