/**
 * What few pages need, loaded when it is first used: regions, and the places where the page is not as its template made
 * it. Finds lost places again, asks for values that could not be bound, hands ranges in which other scripts work to the
 * three-way walk.
 */

import type { WirePath } from "../../../src/protocol/values.js"
import type { BrokenPlace } from "../../dom/broken-place.js"
import {
  childrenOf,
  cloneNode,
  contains,
  findAll,
  firstChildOf,
  getAttribute,
  isInPage,
  localNameOf,
  parentOf,
  styleOf,
} from "../../dom/nodes/members.js"
import type { RepairDelegate, RepairNeeds, RepairPort, RepairRanges } from "../../dom/ports.js"
import type { Write } from "../../dom/slot-writes.js"
import type { Markup, Shadow, SlotRange, TemplateInstance } from "../../dom/templates/template-instance.js"
import type { Toolbox } from "../../dom/toolbox.js"
import type { Loadable } from "../../util/lazy.js"
import { AskedRanges, holderOf, isInMarkup } from "./asked-ranges.js"
import { type DiffDom, GuardedMorph } from "./guarded-morph.js"
import { reorderItems } from "./list-order.js"
import { relocate } from "./locate.js"
import { RegionWalk } from "./region-walk.js"

export { RegionWalk } from "./region-walk.js"

const MOVED_ROWS =
  "A script has moved rows of this list; they were put into the server's order. In a list with keys, or a stream, they keep what they hold."

/** Trees up to this size are kept parsed; larger ones would cost 0.9 KB per element. */
const KEPT_ELEMENTS = 2000

export class Repair implements RepairPort {
  readonly #tools: Toolbox
  readonly #delegate: RepairDelegate
  readonly #root: Element
  readonly #ranges: RepairRanges
  readonly #rootBroke: () => void
  readonly #walk: RegionWalk
  readonly #asked: AskedRanges
  /** Elements whose rows a script moves, again and again: it is said once. */
  readonly #told = new WeakSet<Node>()

  constructor({ toolbox, root, writer, delegate, rootBroke, prefix }: RepairNeeds, diffDom: Loadable<DiffDom>) {
    this.#tools = toolbox
    this.#root = root
    this.#ranges = writer.ranges
    this.#rootBroke = rootBroke
    this.#delegate = delegate
    const ignored = `${prefix}update`
    const guarded = new GuardedMorph(toolbox, `[${ignored}]`, diffDom)
    this.#walk = new RegionWalk(toolbox, writer, {
      ignores: (element) => getAttribute(element, ignored) === "ignore",
      morph: (live, old, next) => guarded.morph(live, old, next),
    })
    this.#asked = new AskedRanges(toolbox, (paths) => delegate.requestValues(paths))
  }

  ask(root: TemplateInstance): void {
    this.#asked.ask(root)
  }

  arrived(root: TemplateInstance, paths: readonly WirePath[]): (SlotRange | undefined)[] {
    return this.#asked.arrived(root, paths)
  }

  isMarkup(root: TemplateInstance, node: Node): boolean {
    return isInMarkup(this.#tools, root, node)
  }

  report({ expected, found, parent }: BrokenPlace): void {
    const text = `The page is not as its template made it: ${expected} expected, found ${describe(found)}.`
    this.#delegate.warn(`${text} This part is made anew.`, parent)
  }

  reportBlockedStyles(): void {
    for (const element of findAll(this.#root, "[style]")) {
      if (styleOf(element)?.length !== 0 || !getAttribute(element, "style")?.includes(":")) continue
      this.#delegate.warn("The Content-Security-Policy blocks this style attribute in the first HTML.", element)
      return
    }
  }

  find(root: TemplateInstance, { instance, slot, change, whole }: Write): void {
    const { start } = instance
    const parent = start === null ? this.#root : parentOf(start)
    // The instance itself is out of the page.
    if (parent === null || !this.#owns(parent)) return
    const first = start === null ? firstChildOf(parent) : start instanceof Comment ? start.nextSibling : start
    const place = relocate({ tools: this.#tools, instance, slot }, parent, first)
    if (place === undefined) {
      const holder = holderOf(this.#tools, root, instance)
      if (holder === undefined) this.#rootBroke()
      else this.#ranges.break(holder)
      return
    }
    const lost = instance.nodes[slot]
    instance.nodes[slot] = place
    if (lost instanceof this.#tools.SlotRange) {
      place.failures = lost.failures
      this.#ranges.break(place)
    }
    this.#ranges.write(place, change, whole)
  }

  /** True for a node in the root, or in what a portal has moved out of it. */
  #owns(node: Node): boolean {
    const { rootOf } = this.#tools
    return contains(this.#root, node) || (node instanceof Element && isInPage(node) && rootOf(node) === this.#root)
  }

  patch(range: SlotRange, old: string | undefined, next: string): void {
    const { content } = range
    if (!(content instanceof this.#tools.Markup)) return
    const fresh = this.#tools.parseFragment(next, range.namespace)
    this.#walk.patch(this.#oldTree(range, content, old), fresh, range)
    content.tree = fresh.querySelectorAll("*").length > KEPT_ELEMENTS ? undefined : { html: next, nodes: fresh }
  }

  share(range: SlotRange, fill: (own: SlotRange) => void): void {
    const parent = range.open.parentNode as Node
    const holder = cloneNode(parent, false)
    const own = this.#tools.enclose(holder, { first: null, end: null, namespace: range.namespace })
    fill(own)
    this.#ranges.clear(range)
    const shown = new DocumentFragment()
    shown.append(...childrenOf(cloneNode(holder, true)))
    this.#tools.bringIn(parent, shown, range.close)
    range.content = new this.#tools.Shadow(own, holder)
  }

  writeShared(range: SlotRange, { holder }: Shadow, write: () => void): void {
    const old = cloneNode(holder, true)
    write()
    this.#walk.patch(old, holder, range)
  }

  reorder(range: SlotRange): void {
    const { content } = range
    if (!(content instanceof this.#tools.LiveList)) return
    const done = reorderItems(this.#tools, range, content)
    if (done === false) this.#ranges.break(range)
    const parent = range.open.parentNode as Node
    if (done === undefined || this.#told.has(parent)) return
    this.#told.add(parent)
    this.#delegate.warn(MOVED_ROWS, parent)
  }

  /** The parsed old text: kept, parsed again, or a copy of what is there. */
  #oldTree(range: SlotRange, { tree }: Markup, old: string | undefined): Node {
    const { parseFragment, nodesUpTo } = this.#tools
    if (old !== undefined) return tree?.html === old ? tree.nodes : parseFragment(old, range.namespace)
    const copy = new DocumentFragment()
    copy.append(...nodesUpTo(range.open.nextSibling, range.close).map((node) => cloneNode(node, true)))
    return copy
  }
}

/** For messages. */
function describe(node: Node | null): string {
  if (node === null) return "the end"
  if (node instanceof Element) return `<${localNameOf(node)}>`
  return node instanceof Comment ? `<!--${node.data}-->` : "text"
}
