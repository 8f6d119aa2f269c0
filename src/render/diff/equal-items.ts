/**
 * Items of lists without keys, known again by their values. What stays in the page, and with it what the user types
 * there, is the row that says the same; only rows that changed go by their place.
 */

import { Html, isRendered, List, Region, type Rendered, Tag, type Value } from "../values/values.js"
import { type Middle, NEW } from "./runs.js"

/** Looking for equal items costs a text for each; in longer middles nearly all have changed. */
const LONGEST = 1000

/** True for two instances of one template with the same values. */
export function isEqual(a: Rendered, b: Rendered): boolean {
  if (a === b) return true
  if (a[0] !== b[0]) return false
  for (let i = 1; i < b.length; i++) if (!isSame(a[i] as Value, b[i] as Value)) return false
  return true
}

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true
  if (isRendered(a)) return isRendered(b) && isEqual(a, b)
  if (a instanceof List) return b instanceof List && isSameList(a, b)
  if (a instanceof Tag) return b instanceof Tag && a.source === b.source
  if (a instanceof Html) return b instanceof Html && a.html === b.html
  return a instanceof Region && b instanceof Region && a.html === b.html
}

function isSameList(a: List, b: List): boolean {
  return a.items.length === b.items.length && a.items.every((item, i) => isEqual(item, b.items[i] as Rendered))
}

/**
 * Pairs the items of both middles: those with equal values, if no other has them, then what is between them by its place.
 * For each new item its old position, or {@link NEW}.
 */
export function pairEqual(old: readonly Rendered[], items: readonly Rendered[], middle: Middle): Int32Array {
  const { start, oldEnd, newEnd } = middle
  const pairing = new Int32Array(newEnd - start).fill(NEW)
  const taken = new Uint8Array(oldEnd - start)
  if (Math.max(oldEnd, newEnd) - start <= LONGEST) {
    const positions = onlyOnes(old, start, oldEnd)
    for (const [text, index] of onlyOnes(items, start, newEnd)) {
      const position = positions.get(text)
      if (position === undefined || !isEqual(old[position] as Rendered, items[index] as Rendered)) continue
      pairing[index - start] = position
      taken[position - start] = 1
    }
  }
  // The one behind that of the item before, or, where rows have not moved, the one at the same place.
  let next = start
  for (let i = 0; i < pairing.length; i++) {
    if (pairing[i] === NEW && next < oldEnd && taken[next - start] === 0) {
      pairing[i] = next
      taken[next - start] = 1
    }
    if (pairing[i] !== NEW) next = (pairing[i] as number) + 1
  }
  return pairing
}

/** By the texts of their own slots, those that no other item has, with their places. */
function onlyOnes(items: readonly Rendered[], start: number, end: number): Map<string, number> {
  const found = new Map<string, number>()
  const repeated = new Set<string>()
  for (let index = start; index < end; index++) {
    const text = signature(items[index] as Rendered)
    if (found.has(text)) repeated.add(text)
    found.set(text, index)
  }
  for (const text of repeated) found.delete(text)
  return found
}

/** What an item says, as a key. */
function signature(item: Rendered): string {
  let text = item[0].id
  for (let i = 1; i < item.length; i++) {
    const value = item[i] as Value
    if (typeof value === "string") text += `\0${value}`
    else if (value instanceof Tag) text += `\0${value.source}`
    else if (value instanceof Html || value instanceof Region) text += `\0${value.html}`
    else if (isRendered(value)) text += `\0${signature(value)}`
    else if (value !== null) text += `\0${(value as List).items.map(signature).join("\0")}`
    else text += "\0\0"
  }
  return text
}
