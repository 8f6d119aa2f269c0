/** Pairs the siblings of the old server tree with the live nodes, which other scripts may have changed and moved. */

import { htmlOf, isEqualNode, nodeTypeOf } from "../../dom/nodes/members.js"
import { givenKey, shapeOf } from "./region-pairs.js"

/** So many live nodes of other origin are looked past. */
const FOREIGN_LIMIT = 8

/** Where among the live nodes each old sibling stands; −1 where it is gone. */
export function pairLive(old: readonly ChildNode[], live: readonly ChildNode[]): number[] {
  const places = pairInOrder(old, live)
  findMoved(old, live, places)
  return places
}

/** As if no script had moved any. */
function pairInOrder(old: readonly ChildNode[], live: readonly ChildNode[]): number[] {
  if (old.length === live.length && old.every((node, i) => shapeOf(node) === shapeOf(live[i] as ChildNode)))
    return old.map((_, i) => i)
  const places = old.map(() => -1)
  const taken = new Set<ChildNode>()
  /** By shape: how many live elements from `next` on are more than there are old ones to be found. */
  const spare = new Map<string, number>()
  const count = (node: ChildNode, by: number): number => {
    const shape = shapeOf(node)
    const more = (spare.get(shape) ?? 0) + by
    spare.set(shape, more)
    return more
  }
  for (const node of live) if (node instanceof Element) count(node, 1)
  for (const node of old) if (node instanceof Element) count(node, -1)
  let next = 0
  // Elements first: they are told apart better than the texts between them.
  old.forEach((node, o) => {
    if (!(node instanceof Element)) return
    const found = findLive(node, live, next, count(node, 1) - 1)
    if (found < 0) return
    taken.add(live[found] as ChildNode)
    places[o] = found
    while (next <= found) {
      const passed = live[next++] as ChildNode
      if (passed instanceof Element) count(passed, -1)
    }
  })
  let from = 0
  old.forEach((node, o) => {
    if ((places[o] as number) >= 0) {
      from = (places[o] as number) + 1
      return
    }
    if (node instanceof Element) return
    for (let i = from; i < live.length; i++) {
      const candidate = live[i] as ChildNode
      if (taken.has(candidate)) return
      if (nodeTypeOf(candidate) !== nodeTypeOf(node)) continue
      places[o] = i
      from = i + 1
      return
    }
  })
  return places
}

/**
 * Elements of which a script has changed the order: those that are not what the server last said in their place are looked
 * for in all places that are left.
 */
function findMoved(old: readonly ChildNode[], live: readonly ChildNode[], places: number[]): void {
  let lost = [...places.keys()].filter((o) => !isAt(old[o] as ChildNode, live[places[o] as number]))
  if (lost.length === 0) return
  const certain = new Set(places)
  for (const o of lost) certain.delete(places[o] as number)
  const free = new Set([...live.keys()].filter((place) => !certain.has(place)))
  // The most certain first. What a script has changed in its place is found there again, by its shape.
  for (const keyOf of [htmlOf, givenKey, shapeOf]) {
    const found = placesBy(keyOf, live, free)
    lost = lost.filter((o) => {
      const list = found.get(keyOf(old[o] as Element) ?? "")
      const place = list?.has(places[o] as number) === true ? places[o] : list?.values().next().value
      if (list === undefined || place === undefined) return true
      list.delete(place)
      free.delete(place)
      places[o] = place
      return false
    })
  }
  for (const o of lost) places[o] = -1
}

/** A key says which it is, whatever a script has made of it. Texts are told apart by their place. */
function isAt(old: ChildNode, live: ChildNode | undefined): boolean {
  if (!(old instanceof Element)) return true
  if (!(live instanceof Element)) return false
  return isEqualNode(live, old) || (givenKey(old) !== undefined && shapeOf(live) === shapeOf(old))
}

function placesBy(
  keyOf: (node: Element) => string | undefined,
  live: readonly ChildNode[],
  free: ReadonlySet<number>,
): Map<string, Set<number>> {
  const places = new Map<string, Set<number>>()
  for (const place of free) {
    const node = live[place]
    const key = node instanceof Element ? keyOf(node) : undefined
    if (key === undefined) continue
    const list = places.get(key)
    if (list === undefined) places.set(key, new Set([place]))
    else list.add(place)
  }
  return places
}

/**
 * An equal node near by, else the first of the same name and key.
 *
 * @param spare - So many of those may be passed over: the others are needed for what comes behind this one.
 */
function findLive(node: Element, live: readonly ChildNode[], from: number, spare: number): number {
  const shape = shapeOf(node)
  let fallback = -1
  for (let i = from, foreign = 0; i < live.length && foreign <= FOREIGN_LIMIT; i++) {
    const candidate = live[i] as ChildNode
    if (!(candidate instanceof Element)) continue
    foreign++
    if (shapeOf(candidate) !== shape) continue
    if (isEqualNode(candidate, node)) return i
    if (fallback < 0) fallback = i
    if (spare-- <= 0) break
  }
  return fallback
}
