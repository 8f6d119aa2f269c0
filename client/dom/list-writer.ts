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
import type { Loadable } from "../util/lazy.js"
import { endOf, findEnds, itemNodes, mendGaps, moveItems, startOf } from "./list-items.js"
import { concatenated, isAscending, removedItems, runOf } from "./list-runs.js"
import { letGo } from "./nodes/leaving.js"
import { isDisturbed } from "./nodes/page-watch.js"
import { bringIn, changed } from "./nodes/write-log.js"
import type { FewestMovesPort } from "./ports.js"
import type { SlotWriter } from "./slot-writes.js"
import type { ClientTemplate, Namespace } from "./templates/template.js"
import { LiveList, type SlotRange, type TemplateInstance } from "./templates/template-instance.js"

/** What lists need of the root. */
export interface ListRoot {
  readonly fewestMoves: Loadable<FewestMovesPort>
  template(number: number, namespace: Namespace): ClientTemplate
}

/** What lists need from the writer of ranges. */
export interface ListDelegate {
  readonly slots: SlotWriter
  clear(range: SlotRange): void
  /** Does a write to a list whose rows scripts have moved; `ordered`: first they are put back. */
  writeDisturbed(range: SlotRange, ordered: boolean, write: () => unknown): void
}

type Row = readonly WireValue[] | WireNested

export class ListWriter {
  readonly #delegate: ListDelegate
  readonly #root: ListRoot

  constructor(delegate: ListDelegate, root: ListRoot) {
    this.#delegate = delegate
    this.#root = root
  }

  /** Puts a whole list: keeps the items that are there, by their index. */
  put(range: SlotRange, value: WireList | WireMixedList): void {
    if (isMoved(range)) this.#guard(range, true, () => this.#put(range, value))
    else this.#put(range, value)
  }

  /** Writes the difference of a list: first its order, then single items. */
  write(range: SlotRange, diff: WireListDiff | WireDiff): void {
    const list = range.content as LiveList
    if (isMoved(range)) this.#guard(range, "o" in diff, () => this.#write(range, list, diff))
    else this.#write(range, list, diff)
  }

  #guard(range: SlotRange, ordered: boolean, write: () => void): void {
    const { content } = range
    // By then something else may stand there, or its values have been asked for.
    this.#delegate.writeDisturbed(range, ordered, () => range.content === content && write())
  }

  #put(range: SlotRange, value: WireList | WireMixedList): void {
    const template = "l" in value ? this.#root.template(value.l, range.namespace) : null
    const rows: readonly Row[] = "l" in value ? value.i : value.m
    let list = range.content
    if (!(list instanceof LiveList) || list.template !== template) {
      // Of a list only the items go: what other scripts put between them stays.
      if (list instanceof LiveList) this.#order(range, list, [], [])
      else this.#delegate.clear(range)
      list = new LiveList(template)
      this.#root.fewestMoves.want()
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
      else this.#delegate.slots.write(item, change as WireDiff)
    }
  }

  #putItem(range: SlotRange, list: LiveList, index: number, row: Row): void {
    const item = list.items[index] as TemplateInstance
    const offset = list.template === null ? 1 : 0
    if (offset === 0 || this.#root.template(row[0] as number, range.namespace) === item.template) {
      this.#delegate.slots.writeValues(item, row, offset)
      return
    }
    const parent = range.open.parentNode as Node
    const { items, nodes } = this.#make(list, [row], range.namespace)
    bringIn(parent, nodes, item.start)
    this.#remove(item)
    list.items[index] = items[0] as TemplateInstance
  }

  #order(range: SlotRange, list: LiveList, runs: readonly number[], added: readonly Row[]): void {
    const parent = range.open.parentNode as Node
    const old = list.items
    this.#delegate.slots.childrenWillChange(parent)
    findEnds(range, list)
    let anchor = endOf(range, list)
    const stays = isAscending(runs) ? undefined : this.#stays(parent, old, runs)
    removedItems(old, runs).forEach((item) => this.#remove(item))

    const parts: TemplateInstance[][] = []
    let position = stays?.length ?? 0
    let used = added.length
    // From the end, so that the node to insert before is always in place.
    for (let r = runs.length - 2; r >= 0; r -= 2) {
      const first = runs[r] as number
      const count = runs[r + 1] as number
      position -= Math.abs(count)
      if (first < 0) {
        const { items, nodes } = this.#make(list, added.slice(used - count, used), range.namespace)
        used -= count
        bringIn(parent, nodes, anchor)
        parts.push(items)
      } else {
        const items = runOf(old, first, count)
        if (stays !== undefined) moveItems(parent, items, anchor, (i) => stays[position + i] === 1)
        parts.push(items)
      }
      const head = parts.at(-1)?.[0]
      if (head !== undefined) anchor = startOf(head, parent, anchor)
    }
    list.items = concatenated(parts.reverse())
    mendGaps(list, parent, old.at(-1))
  }

  /** By new position: 1 for items that need not move; nothing, where that is not known yet. */
  #stays(parent: Node, items: readonly TemplateInstance[], runs: readonly number[]): ArrayLike<number> {
    changed(parent)
    return this.#root.fewestMoves.part?.itemsThatStay(parent, items, runs) ?? []
  }

  #remove(item: TemplateInstance): void {
    for (const node of itemNodes(item)) letGo(node)
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
        const { instance, node } = this.#delegate.slots.maker.makeRoot(template, template.root, row)
        instance.start = node as Element
        nodes.append(node)
        const gap = template.trail + template.lead
        if (gap !== "") nodes.append((instance.end = new Text(gap)))
        return instance
      }
      const { instance, node } =
        template === null
          ? this.#delegate.slots.maker.make(this.#root.template(row[0] as number, namespace), row, 1)
          : this.#delegate.slots.maker.make(template, row, 0)
      instance.start = new Comment(template === null ? OPEN : "")
      nodes.append(instance.start, node)
      if (template === null) nodes.append((instance.end = new Comment(CLOSE)))
      return instance
    })
    return { items, nodes }
  }
}

/** True if a list stands here whose rows scripts may have moved. */
function isMoved({ content, open }: SlotRange): boolean {
  return content instanceof LiveList && isDisturbed(open.parentNode as Node)
}
