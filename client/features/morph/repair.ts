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
  insertBefore,
  isInPage,
  localNameOf,
  parentOf,
  styleOf,
} from "../../dom/nodes/members.js"
import type { Instance, Markup, Shadow, SlotRange } from "../../dom/templates/instance.js"
import type { Toolbox } from "../../dom/toolbox.js"
import { reorderItems } from "./list-order.js"
import { relocate } from "./locate.js"
import { MorphLoader } from "./morph-loader.js"
import { holderOf, isInMarkup, Recovery } from "./recovery.js"
import { RegionWalk, type RegionWalkDelegate } from "./region-walk.js"

/** What the repair works with. */
export interface RepairOptions {
  readonly toolbox: Toolbox
  readonly root: Element
  /** The writer of the root. */
  readonly writer: Omit<RegionWalkDelegate, "ignores" | "morph"> & {
    clear(range: SlotRange): void
    break(range: SlotRange): void
  }
  readonly delegate: RepairDelegate
  readonly options: { readonly prefix: string }
}

/** See `LiveDomDelegate`. */
export interface RepairDelegate {
  requestValues(paths: readonly WirePath[]): void
  warn(text: string, node?: Node): void
}

const MOVED_ROWS =
  "A script has moved rows of this list; they were put into the server's order. With keys they keep what they hold."

/** Trees up to this size are kept parsed; larger ones would cost 0.9 KB per element. */
const KEPT_ELEMENTS = 2000

export class Repair {
  readonly #tools: Toolbox
  readonly #delegate: RepairDelegate
  readonly #root: Element
  readonly #writer: RepairOptions["writer"]
  readonly #walk: RegionWalk
  readonly #recovery: Recovery

  constructor({ toolbox, root, writer, delegate, options }: RepairOptions) {
    this.#tools = toolbox
    this.#root = root
    this.#writer = writer
    this.#delegate = delegate
    const ignored = `${options.prefix}update`
    const loader = new MorphLoader(`[${ignored}]`)
    this.#walk = new RegionWalk(toolbox, {
      attribute: (element, name, last, value) => writer.attribute(element, name, last, value),
      rawText: (element, value) => writer.rawText(element, value),
      childrenWillChange: (parent) => writer.childrenWillChange(parent),
      ignores: (element) => getAttribute(element, ignored) === "ignore",
      morph: (live, old, next) => loader.morph(live, old, next),
    })
    this.#recovery = new Recovery(toolbox, (paths) => delegate.requestValues(paths))
  }

  /** Asks for the values of broken ranges below an instance. */
  ask(root: Instance): void {
    this.#recovery.ask(root)
  }

  /** See `Recovery.arrived`. */
  arrived(root: Instance, paths: readonly WirePath[]): (SlotRange | undefined)[] {
    return this.#recovery.arrived(root, paths)
  }

  /** True for a node of a region, or of safe HTML. */
  isMarkup(root: Instance, node: Node): boolean {
    return isInMarkup(this.#tools, root, node)
  }

  /** Tells a developer what was found instead of what. */
  report({ expected, found, parent }: BrokenPlace): void {
    const text = `The page is not as its template made it: ${expected} expected, found ${describe(found)}.`
    this.#delegate.warn(`${text} This part is made anew.`, parent)
  }

  /** Tells a developer of style attributes of the first HTML that a strict `style-src` blocks; later ones work. */
  reportBlockedStyles(): void {
    for (const element of findAll(this.#root, "[style]")) {
      if (styleOf(element)?.length !== 0 || !getAttribute(element, "style")?.includes(":")) continue
      this.#delegate.warn("The Content-Security-Policy blocks this style attribute in the first HTML.", element)
      return
    }
  }

  /**
   * A new range at the place of a slot whose nodes another script took away. Else what to make anew: the range that
   * holds the instance, or (undefined) the whole root. Null: the instance itself is out of the page.
   */
  relocated(root: Instance, instance: Instance, slot: number): { place?: SlotRange; holder?: SlotRange } | null {
    const { start } = instance
    const parent = start === null ? this.#root : parentOf(start)
    if (parent === null || !this.#owns(parent)) return null
    const first = start === null ? firstChildOf(parent) : start instanceof Comment ? start.nextSibling : start
    const place = relocate({ tools: this.#tools, instance, slot }, parent, first)
    if (place !== undefined) return { place }
    const holder = holderOf(this.#tools, root, instance)
    return holder === undefined ? {} : { holder }
  }

  /** True for a node in the root, or in what a portal has moved out of it. */
  #owns(node: Node): boolean {
    const { rootOf } = this.#tools
    return contains(this.#root, node) || (node instanceof Element && isInPage(node) && rootOf(node) === this.#root)
  }

  /** Applies the difference between two texts of a region. Without an old one, the live nodes stand for it. */
  patch(range: SlotRange, old: string | undefined, next: string): void {
    const { content } = range
    if (!(content instanceof this.#tools.Markup)) return
    const fresh = this.#tools.parseFragment(next, range.namespace)
    this.#walk.patch(this.#oldTree(range, content, old), fresh, range)
    content.tree = fresh.querySelectorAll("*").length > KEPT_ELEMENTS ? undefined : { html: next, nodes: fresh }
  }

  /** From now on the range belongs to other scripts too: fills a copy beside the page, and shows a copy of that. */
  share(range: SlotRange, fill: (own: SlotRange) => void): void {
    const parent = range.open.parentNode as Node
    const holder = cloneNode(parent, false)
    const own = this.#tools.enclose(holder, { first: null, end: null, namespace: range.namespace })
    fill(own)
    this.#writer.clear(range)
    const shown = new DocumentFragment()
    shown.append(...childrenOf(cloneNode(holder, true)))
    insertBefore(parent, shown, range.close)
    range.content = new this.#tools.Shadow(own, holder)
  }

  /** Writes to the copy that is kept beside the page, and the difference it makes to the page. */
  writeShared(range: SlotRange, { holder }: Shadow, write: () => void): void {
    const old = cloneNode(holder, true)
    write()
    this.#walk.patch(old, holder, range)
  }

  /** The server has said the order of a list whose rows a script has moved: that is its order. */
  reorder(range: SlotRange): void {
    const { content } = range
    if (!(content instanceof this.#tools.LiveList)) return
    const done = reorderItems(this.#tools, range, content)
    if (done === false) this.#writer.break(range)
    if (done !== undefined) this.#delegate.warn(MOVED_ROWS, range.open.parentNode as Node)
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
