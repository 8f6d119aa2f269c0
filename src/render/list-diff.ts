/**
 * The difference of two lists: the new order as runs of old positions, the new items, and what changed inside the
 * items that stay.
 *
 *   old  [ head … | old middle       | … tail ]      head and tail: the same item object, then the same key, at the
 *   new  [ head … | new middle | … tail ]            same place; only the middle needs a map of keys
 *
 * Whatever is paired with whatever, the result is right; keys only decide which old item a new one continues.
 */

import type { WireDiff, WireListDiff, WireNested, WireValue } from "../protocol/values.js"
import { isSameOrder, NEW, RunBuilder } from "./runs.js"
import type { TemplateTable } from "./template-table.js"
import type { List, Rendered } from "./values.js"
import { wireNested, wireValues } from "./wire-value.js"

/** How two items are compared: undefined if they do not differ. */
export type ItemDiff = (before: Rendered, after: Rendered, table: TemplateTable) => WireDiff | WireNested | undefined

/** The part of both lists between equal heads and equal tails. */
interface Middle {
  readonly start: number
  readonly oldEnd: number
  readonly newEnd: number
}

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
  let changed = false

  function compare(oldIndex: number, index: number): void {
    const previous = old[oldIndex] as Rendered
    const next = items[index] as Rendered
    if (previous === next) return
    const change = itemDiff(previous, next, table)
    if (change === undefined) return
    difference[index] = change
    changed = true
  }

  const shared = Math.min(old.length, items.length)
  let head = 0
  while (head < shared && old[head] === items[head]) head++
  let tail = 0
  while (tail < shared - head && old[old.length - 1 - tail] === items[items.length - 1 - tail]) tail++
  while (head < shared - tail && before.keys[head] === after.keys[head]) {
    compare(head, head)
    head++
  }
  while (head < shared - tail && before.keys[old.length - 1 - tail] === after.keys[items.length - 1 - tail]) {
    compare(old.length - 1 - tail, items.length - 1 - tail)
    tail++
  }

  const middle = { start: head, oldEnd: old.length - tail, newEnd: items.length - tail }
  if (middle.start < middle.oldEnd || middle.start < middle.newEnd) {
    const pairing = pairMiddle(before.keys, after.keys, middle)
    pairing.forEach((oldIndex, offset) => {
      if (oldIndex !== NEW) compare(oldIndex, middle.start + offset)
    })
    const runs = new RunBuilder()
    runs.addRange(0, head)
    for (const oldIndex of pairing) runs.add(oldIndex)
    runs.addRange(old.length - tail, tail)
    const order = runs.finish()
    if (!isSameOrder(order, old.length)) {
      changed = true
      difference.o = order
      const added = newItems(after, middle, pairing, table)
      if (added.length > 0) difference.n = added
    }
  }
  return changed ? difference : undefined
}

/**
 * Pairs the items of both middles by key: for each new one its old position, or {@link NEW}. Keys that occur twice
 * decide nothing, so then the middles are paired by index.
 */
function pairMiddle(oldKeys: readonly unknown[], keys: readonly unknown[], middle: Middle): Int32Array {
  const { start, oldEnd, newEnd } = middle
  const pairing = new Int32Array(newEnd - start).fill(NEW)
  if (start === oldEnd || start === newEnd) return pairing
  const positions = new Map<unknown, number>()
  for (let i = start; i < oldEnd; i++) positions.set(oldKeys[i], i)
  let distinct = positions.size === oldEnd - start
  const taken = new Uint8Array(oldEnd - start)
  for (let i = start; distinct && i < newEnd; i++) {
    const position = positions.get(keys[i])
    if (position === undefined) continue
    if (taken[position - start] === 1) distinct = false
    taken[position - start] = 1
    pairing[i - start] = position
  }
  return distinct ? pairing : pairing.map((_, offset) => (start + offset < oldEnd ? start + offset : NEW))
}

function newItems(list: List, middle: Middle, pairing: Int32Array, table: TemplateTable): readonly NewItem[] {
  const added: NewItem[] = []
  pairing.forEach((oldIndex, offset) => {
    if (oldIndex !== NEW) return
    const item = list.items[middle.start + offset] as Rendered
    added.push(list.template === null ? wireNested(item, table) : wireValues(item, table))
  })
  return added
}
