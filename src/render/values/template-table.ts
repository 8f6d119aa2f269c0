/**
 * What a view and its client have agreed on: the numbers that stand for templates, and the region texts that the client
 * holds. Small, because every idle view keeps one.
 */

import type { Extras } from "../../protocol/frames.js"
import type { Template } from "../template/template.js"
import type { SentTemplates, TemplateName } from "./sent-templates.js"
import type { Region } from "./values.js"

/** In place of an id: no template has it. */
const FORGOTTEN = ""

/** Up to this many templates a search through the list is faster than a map, and takes no heap. */
const SEARCHED = 16

/**
 * The numbers of one view. The page's first HTML numbers templates in the order in which it names them; a join goes on
 * from there.
 */
export class TemplateTable {
  readonly #ids: string[]
  readonly #sent: SentTemplates | undefined
  #added: Template[] | undefined
  #numbers: Map<string, number> | undefined
  #recent: Template | undefined
  #recentNumber = -1
  #regions: WeakSet<Region> | undefined

  /**
   * @param ids - Ids that have the numbers 0, 1, … already: the page's list.
   * @param sent - The templates whose text the page holds, shared by all its views. None: each is sent with its text.
   */
  constructor(ids?: readonly string[], sent?: SentTemplates) {
    this.#ids = ids === undefined ? [] : [...ids]
    this.#sent = sent
  }

  /** All ids; the index is the number. */
  get ids(): readonly string[] {
    return this.#ids
  }

  /** The number of a template, a new one if it has none. */
  number(template: Template): number {
    // Most calls come from the items of a list: the same template again and again.
    if (template === this.#recent) return this.#recentNumber
    let number = this.#find(template.id)
    if (number < 0) {
      number = this.#ids.push(template.id) - 1
      this.#numbers?.set(template.id, number)
      this.#added ??= []
      this.#added.push(template)
    }
    this.#recent = template
    this.#recentNumber = number
    return number
  }

  /**
   * Takes the templates numbered since the last call, for `Extras.t`: with their text, or the id alone where the
   * client holds the text. Undefined if there are none.
   */
  takeAdded(): Extras["t"] | undefined {
    const added = this.#added
    if (added === undefined) return undefined
    this.#added = undefined
    const entries: Record<number, TemplateName> = {}
    let number = this.#ids.length - added.length
    for (const template of added) {
      entries[number++] = this.#sent === undefined ? [template.id, template.text] : this.#sent.name(template)
    }
    return entries
  }

  /**
   * Forgets the ids that nobody knows, where a client names what it holds: their numbers stay taken. Should one of them be
   * rendered later, it gets another number.
   */
  forgetUnknown(isKnown: (id: string) => boolean): void {
    this.#ids.forEach((id, number) => {
      if (!isKnown(id)) this.#ids[number] = FORGOTTEN
    })
    this.#numbers = undefined
  }

  /** True if the client holds the text of this region: a frame brought it. The first HTML does not. */
  holdsText(region: Region): boolean {
    return this.#regions?.has(region) === true
  }

  /** Notes that the client will hold the text of this region. */
  textSent(region: Region): void {
    this.#regions ??= new WeakSet()
    this.#regions.add(region)
  }

  #find(id: string): number {
    const ids = this.#ids
    if (ids.length <= SEARCHED) return ids.indexOf(id)
    this.#numbers ??= new Map(ids.map((known, number) => [known, number]))
    return this.#numbers.get(id) ?? -1
  }
}
