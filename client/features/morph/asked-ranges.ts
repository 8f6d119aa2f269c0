/** Asks for the values of ranges that did not fit the page, and finds the ranges again when the values come. */

import type { WirePath } from "../../../src/protocol/values.js"
import { comparePosition } from "../../dom/nodes/members.js"
import type { SlotRange, TemplateInstance } from "../../dom/templates/template-instance.js"
import type { Toolbox } from "../../dom/toolbox.js"

/** So many the server answers at once … */
const MOST_PATHS = 1_000
/** … and of so many numbers, together, that the message is none that ends the connection. */
const MOST_NUMBERS = 32_000

export class AskedRanges {
  readonly #tools: Toolbox
  readonly #request: (paths: readonly WirePath[]) => void
  /** What was asked for under each path. */
  readonly #asked = new Map<string, SlotRange>()

  constructor(tools: Toolbox, request: (paths: readonly WirePath[]) => void) {
    this.#tools = tools
    this.#request = request
  }

  /** Asks for the values of all broken ranges that were not asked for yet. */
  ask(root: TemplateInstance): void {
    let paths: WirePath[] = []
    let numbers = 0
    const request = (): void => {
      if (paths.length > 0) this.#request(paths)
      paths = []
      numbers = 0
    }
    eachRange(this.#tools, root, [], (range, path) => {
      const { content } = range
      if (!(content instanceof this.#tools.Broken) || content.asked) return
      content.asked = true
      this.#asked.set(path.join(), range)
      if (paths.length === MOST_PATHS || numbers + path.length > MOST_NUMBERS) request()
      paths.push(path)
      numbers += path.length
    })
    request()
  }

  /**
   * The range for each path whose value has come. A list may have been reordered meanwhile, so that the value is of
   * another item: then the range is asked for again, and its place in the answer is undefined.
   */
  arrived(root: TemplateInstance, paths: readonly WirePath[]): (SlotRange | undefined)[] {
    const current = new Map<string, SlotRange>()
    eachRange(this.#tools, root, [], (range, path) => {
      if (range.content instanceof this.#tools.Broken) current.set(path.join(), range)
    })
    const ranges = paths.map((path) => {
      const key = path.join()
      const range = this.#asked.get(key)
      this.#asked.delete(key)
      if (range === undefined || current.get(key) === range) return range
      if (range.content instanceof this.#tools.Broken) range.content.asked = false
      return undefined
    })
    this.ask(root)
    return ranges.map((range) => (range?.content instanceof this.#tools.Broken ? range : undefined))
  }
}

/** The range that holds an instance, itself or as an item of its list. */
export function holderOf(tools: Toolbox, root: TemplateInstance, instance: TemplateInstance): SlotRange | undefined {
  let holder: SlotRange | undefined
  eachRange(tools, root, [], (range) => {
    const { content } = range
    if (content === instance || (content instanceof tools.LiveList && content.items.includes(instance))) holder = range
  })
  return holder
}

/** True if the node stands in HTML of which no slots are known: a region, or safe HTML. */
export function isInMarkup(tools: Toolbox, root: TemplateInstance, node: Node): boolean {
  let found = false
  eachRange(tools, root, [], ({ open, close, content }) => {
    found ||= content instanceof tools.Markup && close !== null && isBefore(open, node) && isBefore(node, close)
  })
  return found
}

function isBefore(first: Node, second: Node): boolean {
  return (comparePosition(first, second) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
}

/** Visits all ranges below an instance, outer ones first. */
function eachRange(tools: Toolbox, instance: TemplateInstance, path: WirePath, visit: Visit): void {
  const { nodes, template } = instance
  for (let slot = 0; slot < template.slots.length; slot++) {
    const range = nodes[slot]
    if (!(range instanceof tools.SlotRange)) continue
    const own = [...path, slot]
    visit(range, own)
    const { content } = range
    if (content instanceof tools.TemplateInstance) eachRange(tools, content, own, visit)
    else if (content instanceof tools.LiveList) {
      content.items.forEach((item, i) => eachRange(tools, item, [...own, i], visit))
    }
  }
}

type Visit = (range: SlotRange, path: WirePath) => void
