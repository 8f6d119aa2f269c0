/** Writes lists: whole ones item by item, orders as runs of old positions with as few moves as possible. */

import { CLOSE, OPEN } from "../../src/protocol/markup.js"
import type {
  WireDiff,
  WireList,
  WireListDiff,
  WireMixedList,
  WireNested,
  WireValue,
} from "../../src/protocol/values.js"
import type { Maker } from "./maker.js"
import {
  contains,
  find,
  focusedInPage,
  insertBefore,
  lastChildOf,
  nextOf,
  parentOf,
  previousOf,
  remove,
} from "./nodes/members.js"
import { keepsState, moveNode, stayingItems } from "./nodes/moves.js"
import { isDisturbed } from "./nodes/page-watch.js"
import { writeText } from "./nodes/text.js"
import type { ClientTemplate, Namespace } from "./templates/template.js"
import { LiveList, nodesUpTo, type SlotRange, type TemplateInstance } from "./templates/template-instance.js"

/** What lists need from the writer of slots. */
export interface ListDelegate {
  template(number: number, namespace: Namespace): ClientTemplate
  readonly maker: Maker
  write(instance: TemplateInstance, diff: WireDiff): void
  /** Compares an instance with whole values (from `offset` on) and writes what differs. */
  writeValues(instance: TemplateInstance, values: readonly unknown[], offset: number): void
  clear(range: SlotRange): void
  childrenWillChange(parent: Node): void
  /** Does a write to a list whose rows scripts have moved; `ordered`: first they are put back. */
  writeDisturbed(range: SlotRange, ordered: boolean, write: () => unknown): void
}

type Row = readonly WireValue[] | WireNested

export class ListWriter {
  readonly #delegate: ListDelegate

  constructor(delegate: ListDelegate) {
    this.#delegate = delegate
  }

  /** Puts a whole list: keeps the items that are there, by their index. */
  put(range: SlotRange, value: WireList | WireMixedList): void {
    this.#guarded(range, true, () => this.#put(range, value))
  }

  /** Writes the difference of a list: first its order, then single items. */
  write(range: SlotRange, diff: WireListDiff | WireDiff): void {
    this.#guarded(range, "o" in diff, () => {
      if (range.content instanceof LiveList) this.#write(range, range.content, diff)
    })
  }

  #guarded(range: SlotRange, ordered: boolean, write: () => void): void {
    const { content } = range
    if (!(content instanceof LiveList && isDisturbed(range.open.parentNode as Node))) return write()
    // By then something else may stand there, or its values have been asked for.
    this.#delegate.writeDisturbed(range, ordered, () => range.content === content && write())
  }

  #put(range: SlotRange, value: WireList | WireMixedList): void {
    const template = "l" in value ? this.#delegate.template(value.l, range.namespace) : null
    const rows: readonly Row[] = "l" in value ? value.i : value.m
    let list = range.content
    if (!(list instanceof LiveList) || list.template !== template) {
      // Of a list only the items go: what other scripts put between them stays.
      if (list instanceof LiveList) this.#order(range, list, [], [])
      else this.#delegate.clear(range)
      list = new LiveList(template)
      range.content = list
    }
    const shared = Math.min(list.items.length, rows.length)
    for (let i = 0; i < shared; i++) this.#putItem(range, list, i, rows[i] as Row)
    if (rows.length !== list.items.length)
      this.#order(range, list, [0, shared, -1, rows.length - shared], rows.slice(shared))
  }

  #write(range: SlotRange, list: LiveList, diff: WireListDiff | WireDiff): void {
    const { o: order, n: added } = diff as WireListDiff
    if (order !== undefined) this.#order(range, list, order, added ?? [])
    for (const key in diff) {
      if (key === "o" || key === "n") continue
      const item = list.items[Number(key)]
      const change = (diff as WireListDiff)[Number(key)] as WireDiff | WireNested
      if (item === undefined) continue
      if (Array.isArray(change)) this.#putItem(range, list, Number(key), change as unknown as WireNested)
      else this.#delegate.write(item, change as WireDiff)
    }
  }

  #putItem(range: SlotRange, list: LiveList, index: number, row: Row): void {
    const item = list.items[index] as TemplateInstance
    const offset = list.template === null ? 1 : 0
    if (offset === 0 || this.#delegate.template(row[0] as number, range.namespace) === item.template) {
      this.#delegate.writeValues(item, row, offset)
      return
    }
    const parent = range.open.parentNode as Node
    const { items, nodes } = this.#make(list, [row], range.namespace)
    insertBefore(parent, nodes, item.start)
    this.#remove(item)
    list.items[index] = items[0] as TemplateInstance
  }

  #order(range: SlotRange, list: LiveList, runs: readonly number[], added: readonly Row[]): void {
    const parent = range.open.parentNode as Node
    const old = list.items
    this.#delegate.childrenWillChange(parent)
    findEnds(range, list)
    let anchor = endOf(range, list)
    const lastOld = old.at(-1)
    const stays = isAscending(runs) ? undefined : this.#stays(parent, old, runs)
    removedItems(old, runs).forEach((item) => this.#remove(item))

    const parts: TemplateInstance[][] = []
    let position = stays?.length ?? 0
    let used = added.length
    // From the end, so that the node to insert before is always in place.
    for (let r = runs.length - 2; r >= 0; r -= 2) {
      const first = runs[r] as number
      const count = runs[r + 1] as number
      if (first < 0) {
        const { items, nodes } = this.#make(list, added.slice(used - count, used), range.namespace)
        used -= count
        position -= count
        insertBefore(parent, nodes, anchor)
        parts.push(items)
      } else {
        const items = count > 0 ? old.slice(first, first + count) : old.slice(first + count + 1, first + 1).reverse()
        for (let i = items.length - 1; i >= 0 && stays !== undefined; i--) {
          const item = items[i] as TemplateInstance
          if (stays[--position] !== 1) for (const node of itemNodes(item)) moveNode(parent, node, anchor)
          anchor = startOf(item, parent, anchor)
        }
        parts.push(items)
      }
      const head = parts.at(-1)?.[0]
      if (head !== undefined) anchor = startOf(head, parent, anchor)
    }
    list.items = concatenated(parts.reverse())
    this.#mendGaps(list, parent, lastOld)
  }

  /** Which items of the new order need not move. */
  #stays(parent: Node, items: readonly TemplateInstance[], runs: readonly number[]): Uint8Array {
    const order = expanded(runs)
    if (keepsState(parent)) return stayingItems(order)
    const kept = statefulItem(parent, items)
    return stayingItems(order, kept < 0 ? -1 : order.indexOf(kept))
  }

  #remove(item: TemplateInstance): void {
    for (const node of itemNodes(item)) remove(node)
  }

  #make(
    list: LiveList,
    rows: readonly Row[],
    namespace: Namespace,
  ): { items: TemplateInstance[]; nodes: DocumentFragment } {
    const nodes = new DocumentFragment()
    const { template } = list
    const items = rows.map((row) => {
      if (template?.root !== undefined) {
        const { instance, node } = this.#delegate.maker.makeRoot(template, template.root, row)
        instance.start = node as Element
        nodes.append(node)
        const gap = template.trail + template.lead
        if (gap !== "") nodes.append((instance.end = new Text(gap)))
        return instance
      }
      const { instance, node } =
        template === null
          ? this.#delegate.maker.make(this.#delegate.template(row[0] as number, namespace), row, 1)
          : this.#delegate.maker.make(template, row, 0)
      instance.start = new Comment(template === null ? OPEN : "")
      nodes.append(instance.start, node)
      if (template === null) nodes.append((instance.end = new Comment(CLOSE)))
      return instance
    })
    return { items, nodes }
  }

  /** White space as the server writes it: before the first item, between items, behind the last. */
  #mendGaps(list: LiveList, parent: Node, lastOld: TemplateInstance | undefined): void {
    const { template, items } = list
    if (template?.root === undefined || template.lead + template.trail === "") return
    const last = items.at(-1)
    if (lastOld !== last && lastOld?.end instanceof Text) writeText(lastOld.end, template.trail + template.lead)
    if (last?.end instanceof Text) writeText(last.end, template.trail)
    if (last === undefined) {
      list.lead?.remove()
      list.lead = null
    } else if (list.lead === null && template.lead !== "") {
      list.lead = new Text(template.lead)
      insertBefore(parent, list.lead, startOf(items[0] as TemplateInstance, parent, null))
    }
  }
}

/** Notes where items with several roots end: before the next one. */
function findEnds({ open, close }: SlotRange, { template, items }: LiveList): void {
  if (template === null || template.root !== undefined) return
  items.forEach((item, i) => {
    const next = items[i + 1]?.start ?? close
    item.end = next === null ? lastChildOf(open.parentNode as Node) : previousOf(next)
  })
}

/** The node before which a new last item goes. */
function endOf(range: SlotRange, { items, lead }: LiveList): ChildNode | null {
  if (range.close !== null) return range.close
  const last = items.at(-1)
  // The list has no end of its own here; what other scripts put behind the last item stays behind.
  return nextOf(last?.end ?? last?.start ?? lead ?? range.open)
}

function itemNodes({ start, end }: TemplateInstance): ChildNode[] {
  if (start === null) return []
  if (end === null || parentOf(end) !== parentOf(start)) return [start]
  // Of a single root and the space behind it, the nodes between are not ours.
  return start instanceof Element ? [start, end] : nodesUpTo(start, nextOf(end))
}

/** Where an item begins, if no script has taken it away. */
function startOf({ start }: TemplateInstance, parent: Node, otherwise: ChildNode | null): ChildNode | null {
  return start !== null && parentOf(start) === parent ? start : otherwise
}

function isAscending(runs: readonly number[]): boolean {
  let last = -1
  for (let r = 0; r < runs.length; r += 2) {
    const first = runs[r] as number
    const count = runs[r + 1] as number
    if (first < 0) continue
    if (first <= last || count < 0) return false
    last = first + count - 1
  }
  return true
}

function expanded(runs: readonly number[]): number[] {
  const order: number[] = []
  for (let r = 0; r < runs.length; r += 2) {
    const first = runs[r] as number
    const count = runs[r + 1] as number
    const step = first < 0 ? 0 : Math.sign(count)
    for (let i = 0; i < Math.abs(count); i++) order.push(first + i * step)
  }
  return order
}

/** The old items that no run takes over. */
function removedItems(items: readonly TemplateInstance[], runs: readonly number[]): TemplateInstance[] {
  const taken: (readonly [from: number, to: number])[] = []
  for (let r = 0; r < runs.length; r += 2) {
    const first = runs[r] as number
    const count = runs[r + 1] as number
    if (first >= 0) taken.push(count > 0 ? [first, first + count] : [first + count + 1, first + 1])
  }
  const removed: TemplateInstance[] = []
  let next = 0
  for (const [from, to] of taken.sort((a, b) => a[0] - b[0])) {
    if (next < from) removed.push(...items.slice(next, from))
    next = to
  }
  for (; next < items.length; next++) removed.push(items[next] as TemplateInstance)
  return removed
}

/** Old index of the item that should not be moved: it has the focus, else a frame or playing media. */
function statefulItem(parent: Node, items: readonly TemplateInstance[]): number {
  const activeElement = focusedInPage()
  const stateful =
    activeElement !== null && activeElement !== parent && contains(parent, activeElement)
      ? activeElement
      : parent instanceof Element
        ? find(parent, "iframe,video,audio,embed,object")
        : null
  let node: Node | null = stateful
  while (node !== null && parentOf(node) !== parent) node = parentOf(node)
  const starts = new Map<Node | null, number>(items.map((item, i) => [item.start, i]))
  while (node !== null && !starts.has(node)) node = previousOf(node)
  return node === null ? -1 : (starts.get(node) as number)
}

/** Copies whole runs: pushing item by item costs more than everything else at 10,000 items. */
function concatenated(parts: readonly TemplateInstance[][]): TemplateInstance[] {
  return parts.length < 1000 ? ([] as TemplateInstance[]).concat(...parts) : parts.flat()
}
