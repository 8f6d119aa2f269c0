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
import { isEqual, type Middle, pairEqual } from "./equal-items.js"
import { isSameOrder, NEW, RunBuilder } from "./runs.js"
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
    const pairing = isUnkeyed(after) ? pairEqual(old, items, middle) : pairMiddle(before.keys, after.keys, middle)
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

/** Cuts what stands in its place off both ends: first the same objects, then the same keys, whose items it compares. */
function cut(before: List, after: List, compare: (oldIndex: number, index: number) => void): Middle {
  const old = before.items
  const items = after.items
  let start = 0
  let oldEnd = old.length
  let newEnd = items.length
  while (start < oldEnd && start < newEnd && old[start] === items[start]) start++
  while (start < oldEnd && start < newEnd && old[oldEnd - 1] === items[newEnd - 1]) {
    oldEnd--
    newEnd--
  }
  const isUnkeyedList = isUnkeyed(after)
  const continues = (oldIndex: number, index: number): boolean =>
    isUnkeyedList
      ? isEqual(old[oldIndex] as Rendered, items[index] as Rendered)
      : before.keys[oldIndex] === after.keys[index]
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

/**
 * Pairs the items of both middles by key: for each new one its old position, or {@link NEW}. A key that
 * occurs twice goes by index: it continues the item in its place, and if there is none, all of the middle is paired so.
 */
function pairMiddle(oldKeys: readonly unknown[], keys: readonly unknown[], middle: Middle): Int32Array {
  const { start, oldEnd, newEnd } = middle
  const count = oldEnd - start
  const pairing = new Int32Array(newEnd - start).fill(NEW)
  if (count === 0 || newEnd === start) return pairing
  // Sorting the other way round is frequent, and needs no map.
  if (newEnd === oldEnd && keysReversed(oldKeys, keys, middle)) return pairing.map((_, offset) => oldEnd - 1 - offset)
  // Where only a few change places the others keep theirs; a map of 10,000 keys costs more than all the rest.
  const taken = new Uint8Array(count)
  let inPlace = 0
  for (let i = start; i < Math.min(oldEnd, newEnd); i++) {
    if (oldKeys[i] !== keys[i]) continue
    pairing[i - start] = i
    taken[i - start] = 1
    inPlace++
  }
  const positions = new Map<unknown, number>()
  for (let i = start; i < oldEnd; i++) if (taken[i - start] === 0) positions.set(oldKeys[i], i)
  let distinct = positions.size === count - inPlace
  for (let i = start; distinct && i < newEnd; i++) {
    if (pairing[i - start] !== NEW) continue
    const position = positions.get(keys[i])
    if (position === undefined) continue
    if (taken[position - start] === 1) distinct = false
    taken[position - start] = 1
    pairing[i - start] = position
  }
  return distinct ? pairing : pairing.map((_, offset) => (offset < count ? start + offset : NEW))
}

function keysReversed(oldKeys: readonly unknown[], keys: readonly unknown[], { start, oldEnd }: Middle): boolean {
  for (let i = start, old = oldEnd - 1; old >= start; i++, old--) if (keys[i] !== oldKeys[old]) return false
  return true
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
