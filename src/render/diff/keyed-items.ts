/** Items of lists with keys, known again by these. */

import { type Middle, NEW } from "./runs.js"

/**
 * Pairs the items of both middles by key: for each new one its old position, or {@link NEW}. A key that
 * occurs twice goes by index: it continues the item in its place, and if there is none, all of the middle is paired so.
 */
export function pairByKey(oldKeys: readonly unknown[], keys: readonly unknown[], middle: Middle): Int32Array {
  const { start, oldEnd, newEnd } = middle
  const count = oldEnd - start
  const pairing = new Int32Array(newEnd - start).fill(NEW)
  if (count === 0 || newEnd === start) return pairing
  // Sorting the other way round is frequent, and needs no map.
  if (newEnd === oldEnd && keysReversed(oldKeys, keys, middle)) return pairing.map((_, offset) => oldEnd - 1 - offset)
  // Where only a few change places the others keep theirs; a map of 10,000 keys costs more than all the rest.
  const taken = new Uint8Array(count)
  for (let i = start; i < Math.min(oldEnd, newEnd); i++) {
    if (oldKeys[i] !== keys[i]) continue
    pairing[i - start] = i
    taken[i - start] = 1
  }
  const positions = positionsOf(oldKeys, middle, taken)
  if (positions !== undefined && pairMoved(pairing, keys, middle, { positions, taken })) return pairing
  return pairing.map((_, offset) => (offset < count ? start + offset : NEW))
}

/** Where keys stood that stand elsewhere now, or no longer; undefined if one of them stood twice. */
function positionsOf(
  oldKeys: readonly unknown[],
  { start, oldEnd }: Middle,
  taken: Uint8Array,
): Map<unknown, number> | undefined {
  const positions = new Map<unknown, number>()
  let count = 0
  for (let i = start; i < oldEnd; i++) {
    if (taken[i - start] === 1) continue
    positions.set(oldKeys[i], i)
    count++
  }
  return positions.size === count ? positions : undefined
}

interface Moved {
  readonly positions: ReadonlyMap<unknown, number>
  readonly taken: Uint8Array
}

/** Pairs the items that have changed places; false if a key stands twice now. */
function pairMoved(
  pairing: Int32Array,
  keys: readonly unknown[],
  { start, newEnd }: Middle,
  { positions, taken }: Moved,
): boolean {
  for (let i = start; i < newEnd; i++) {
    if (pairing[i - start] !== NEW) continue
    const position = positions.get(keys[i])
    if (position === undefined) continue
    if (taken[position - start] === 1) return false
    taken[position - start] = 1
    pairing[i - start] = position
  }
  return true
}

function keysReversed(oldKeys: readonly unknown[], keys: readonly unknown[], { start, oldEnd }: Middle): boolean {
  for (let i = start, old = oldEnd - 1; old >= start; i++, old--) if (keys[i] !== oldKeys[old]) return false
  return true
}
