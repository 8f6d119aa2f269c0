/**
 * The difference of two lists: the new order as runs of old positions, the new items, and what changed inside the
 * items that stay.
 *
 *   old  [ head … | old middle       | … tail ]      head and tail: the same item object, then the same key, at the
 *   new  [ head … | new middle | … tail ]            same place; only the middle needs a map of keys
 *
 * Without keys an item is known again by its values (`equal-items.ts`): a row put in front moves the others, and what the
 * user types there stays with its row.
 *
 * Whatever is paired with whatever, the result is right; keys only decide which old item a new one continues.
 */

import type { WireDiff, WireListDiff, WireNested, WireValue } from "../../protocol/values.js"
import type { TemplateTable } from "../values/template-table.js"
import type { List, Rendered } from "../values/values.js"
import { isEqual, pairEqual } from "./equal-items.js"
import { pairByKey } from "./keyed-items.js"
import { isSameOrder, type Middle, NEW, RunBuilder } from "./runs.js"
import { wireNested, wireValues } from "./wire-value.js"

/** How two items are compared: undefined if they do not differ. */
export type ItemDiff = (before: Rendered, after: Rendered, table: TemplateTable) => WireDiff | WireNested | undefined

/** A {@link WireListDiff} in the making. */
interface ListDifference {
  o?: readonly number[]
  n?: readonly NewItem[]
  [index: number]: WireDiff | WireNested
}

/** An item as it travels: with the number of its template in a mixed list, else its values alone. */
type NewItem = readonly WireValue[] | WireNested

/** The difference of two lists with the same `template`, or undefined if nothing differs. */
export function listDiff(
  before: List,
  after: List,
  itemDiff: ItemDiff,
  table: TemplateTable,
): WireListDiff | undefined {
  const old = before.items
  const items = after.items
  const difference: ListDifference = {}
  let changed = 0

  function compare(oldIndex: number, index: number): void {
    const previous = old[oldIndex] as Rendered
    const next = items[index] as Rendered
    if (previous === next) return
    const change = itemDiff(previous, next, table)
    if (change === undefined) return
    difference[index] = change
    changed++
  }

  const middle = cut(before, after, compare)
  if (middle.start < middle.oldEnd || middle.start < middle.newEnd) {
    const pairing = isUnkeyed(after) ? pairEqual(old, items, middle) : pairByKey(before.keys, after.keys, middle)
    for (let i = 0; i < pairing.length; i++) {
      if (pairing[i] !== NEW) compare(pairing[i] as number, middle.start + i)
    }
    const order = orderOf(middle, pairing, old.length)
    if (!isSameOrder(order, old.length)) {
      changed++
      difference.o = order
      const added = newItems(after, middle, pairing, table)
      if (added.length > 0) difference.n = added
    }
  }
  // Where new content may be an order. Said with it, a page whose rows a script has moved knows where they go.
  if (changed > 1 && after.keys.length === 0) difference.o ??= [0, old.length]
  return changed > 0 ? difference : undefined
}

/** Cuts what stands in its place off both ends: first the same objects, then what continues, whose items it compares. */
function cut(before: List, after: List, compare: (oldIndex: number, index: number) => void): Middle {
  let { start, oldEnd, newEnd } = cutShared(before.items, after.items)
  const continues = continuation(before, after)
  while (start < oldEnd && start < newEnd && continues(start, start)) {
    compare(start, start)
    start++
  }
  while (start < oldEnd && start < newEnd && continues(oldEnd - 1, newEnd - 1)) {
    oldEnd--
    newEnd--
    compare(oldEnd, newEnd)
  }
  return { start, oldEnd, newEnd }
}

/** Cuts the same objects off both ends. */
function cutShared(old: readonly Rendered[], items: readonly Rendered[]): Middle {
  let start = 0
  let oldEnd = old.length
  let newEnd = items.length
  while (start < oldEnd && start < newEnd && old[start] === items[start]) start++
  while (start < oldEnd && start < newEnd && old[oldEnd - 1] === items[newEnd - 1]) {
    oldEnd--
    newEnd--
  }
  return { start, oldEnd, newEnd }
}

/** Tells whether an item continues an old one: by their keys, or by what they say. */
function continuation(before: List, after: List): (oldIndex: number, index: number) => boolean {
  return isUnkeyed(after)
    ? (oldIndex, index) => isEqual(before.items[oldIndex] as Rendered, after.items[index] as Rendered)
    : (oldIndex, index) => before.keys[oldIndex] === after.keys[index]
}

/** Options without keys go by index as ever: of a select that marks none the first is shown, not the one that was. */
function isUnkeyed({ keys, template }: List): boolean {
  return keys.length === 0 && !/^\s*<option/i.test(template?.statics[0] ?? "")
}

function orderOf({ start, oldEnd }: Middle, pairing: Int32Array, oldLength: number): readonly number[] {
  const runs = new RunBuilder()
  runs.addRange(0, start)
  for (let i = 0; i < pairing.length; i++) runs.add(pairing[i] as number)
  runs.addRange(oldEnd, oldLength - oldEnd)
  return runs.finish()
}

function newItems(list: List, middle: Middle, pairing: Int32Array, table: TemplateTable): readonly NewItem[] {
  const added: NewItem[] = []
  for (let i = 0; i < pairing.length; i++) {
    if (pairing[i] !== NEW) continue
    const item = list.items[middle.start + i] as Rendered
    added.push(list.template === null ? wireNested(item, table) : wireValues(item, table))
  }
  return added
}
