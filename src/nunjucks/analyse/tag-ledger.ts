/**
 * What becomes of each tag on all paths through a template. A tag is a mistake only if no path makes sense of it: an
 * element that one `if` opens and another one closes is closed on some, and so not told of.
 */

import { optionalEnds, specials } from "../../html/elements/html-names.js"
import type { Nesting } from "../../html/elements/nesting.js"
import type { OpenElement, SourcePosition } from "../../html/elements/open-elements.js"
import type { TagListener } from "../../html/tokenizer/state-table.js"
import { HOLE } from "../../protocol/markup.js"

/** The element that a view stands in. */
export const VIEW = "(view)"

/** A tag that is a mistake. */
export interface TagFault {
  readonly at: SourcePosition
  readonly problem: string
}

interface Tag {
  readonly at: SourcePosition
  readonly name: string
  /** A path on which it does what it should. */
  isRight: boolean
  problem: string | undefined
  /** On how many paths it opens an element, and on how many in the wrong place. */
  opened: number
  misplaced: number
  /** Of an end tag that came while these were open in the element that it is to close. */
  hiders: Set<Tag> | undefined
}

export class TagLedger {
  readonly #tags = new Map<unknown, Map<number, Tag>>()
  readonly #scattered = new WeakSet<OpenElement>()
  /** False: what reaches out of what is read may be right there. */
  #isWhole: boolean

  constructor(isWhole: boolean) {
    this.#isWhole = isWhole
  }

  readonly listener: TagListener = {
    opened: ({ name, at }) => {
      if (at !== null) this.#tag(name, at).opened++
    },
    ended: (element, at) => {
      if (at !== null) this.#tag(`/${element.name}`, at).isRight = true
      if (element.at === null) return
      const tag = this.#tag(element.name, element.at)
      if (element.again === true || this.#scattered.has(element)) tag.problem = misnested(element.name)
      else tag.isRight = true
    },
    dropped: (element, by) => this.dropped(element, `: <${shown(by)}> comes first`),
    scattered: (element) => {
      this.#scattered.add(element)
    },
    stray: (name, nesting, reachesOut) => this.#stray(name, nesting, reachesOut),
    misplaced: (name, at, inside) => {
      if (at === null) return
      const tag = this.#tag(name, at)
      const around = inside.name === "" || inside.name === VIEW ? "" : ` into <${inside.name}>`
      tag.problem ??= `<${name}> does not belong${around || " here"}: browsers leave it out, or move it out.`
      tag.misplaced++
    },
  }

  /** An element has no end tag on this path. */
  dropped(element: OpenElement, what: string): void {
    if (element.at === null || optionalEnds.has(element.name) || element.again === true) return
    this.#tag(element.name, element.at).problem ??= `<${shown(element.name)}> is not closed${what}.`
  }

  /** Something stands here that only the render knows: it may close what is open, and open what is closed later. */
  unknown(open: OpenElement): void {
    this.#isWhole = false
    for (let node: OpenElement | null = open; node !== null; node = node.parent) {
      if (node.at !== null) this.#tag(node.name, node.at).isRight = true
    }
  }

  faults(): TagFault[] {
    return [...this.#tags.values()]
      .flatMap((tags) => [...tags.values()])
      .flatMap((tag) => {
        const { at, problem, hiders } = tag
        if (problem === undefined || !isWrong(tag)) return []
        // What hides its start tag is the mistake, if it is one.
        const isOthers =
          hiders !== undefined && [...hiders].some((hider) => hider.problem !== undefined && isWrong(hider))
        return isOthers ? [] : [{ at, problem }]
      })
  }

  #stray(name: string, { open, at }: Nesting, reachesOut: boolean): void {
    // With a computed name it may close anything.
    if (at === null || name.includes(HOLE) || (reachesOut && !this.#isWhole)) return
    const tag = this.#tag(`/${name}`, at)
    const hiding: OpenElement[] = []
    for (let node: OpenElement | null = open; node !== null; node = node.parent) {
      if (node.name !== name || node.at === null) {
        if (tag.hiders === undefined) hiding.push(node)
        continue
      }
      this.#tag(name, node.at).isRight = true
      if (this.#isWhole) this.#hides(tag, hiding)
      else tag.isRight = true
    }
    tag.problem ??= `</${name}> closes nothing that is open here.`
  }

  /** Ends that stand in elements of which browsers let nothing out leave their own element open. */
  #hides(tag: Tag, hiding: readonly OpenElement[]): void {
    const around = hiding.find(({ name }) => specials.has(name))
    if (around === undefined || hiding.some(({ at }) => at === null)) tag.isRight = true
    tag.hiders ??= new Set()
    for (const { name, at } of hiding) if (at !== null) tag.hiders.add(this.#tag(name, at))
    const what = tag.name.slice(1)
    tag.problem ??= `</${what}> stands in a <${shown(around?.name ?? what)}> that is still open: browsers leave it out, and <${what}> stays open.`
  }

  #tag(name: string, at: SourcePosition): Tag {
    let tags = this.#tags.get(at.text)
    if (tags === undefined) this.#tags.set(at.text, (tags = new Map()))
    let tag = tags.get(at.offset)
    if (tag === undefined)
      tags.set(
        at.offset,
        (tag = { at, name, isRight: false, problem: undefined, opened: 0, misplaced: 0, hiders: undefined }),
      )
    return tag
  }
}

/** No path makes sense of it. */
function isWrong({ isRight, opened, misplaced }: Tag): boolean {
  return misplaced > 0 ? misplaced >= opened : !isRight
}

/** A name that a value has a part in. */
function shown(name: string): string {
  return name.replaceAll(HOLE, "{{ … }}")
}

function misnested(name: string): string {
  return `<${name}> is not closed in the element that it is opened in: browsers make several elements of it.`
}
