/**
 * The reference application of differences: plain data in, plain data out, as `protocol/values.ts` reads.
 * The law that holds server and client together is apply(wire(old), diff(old, new)) = wire(new).
 */

import type {
  WireAttributes,
  WireChange,
  WireDiff,
  WireList,
  WireListDiff,
  WireMixedList,
  WireNested,
  WireRegion,
  WireSplices,
  WireValue,
} from "../../src/protocol/values.js"

/** Applies a difference to a whole root; slot −1 replaces the root itself. */
export function applyDiff(root: WireNested, diff: WireDiff): WireNested {
  const replaced = diff[-1]
  if (replaced !== undefined) return replaced as WireNested
  const [template, ...values] = root
  return [template, ...applyToValues(values, diff)]
}

function applyToValues(values: readonly WireValue[], diff: WireDiff): WireValue[] {
  const result = [...values]
  for (const [key, change] of Object.entries(diff) as [string, WireChange][]) {
    const slot = Number(key)
    if (!(slot in result)) throw new Error(`no slot ${key}`)
    result[slot] = applyChange(result[slot] as WireValue, change)
  }
  return result
}

function applyChange(old: WireValue, change: WireChange): WireValue {
  if (typeof change === "string" || change === null || isNested(change)) return change
  if ("l" in change || "m" in change || "h" in change) return change as WireValue
  if ("s" in change) return applySplices(old as WireRegion, change as WireSplices)
  if ("r" in change) return change as WireRegion
  if ("a" in change) return applyAttributes(old, change as WireAttributes)
  if (isNested(old)) return applyDiff(old, change as WireDiff)
  return applyToList(old as WireList | WireMixedList, change as WireListDiff)
}

function applySplices(old: WireRegion, { s, r }: WireSplices): WireRegion {
  if (r !== undefined && r !== old.r) throw new Error("the old text given is not the text there was")
  let text = ""
  let at = 0
  for (const [offset, remove, insert] of s) {
    if (offset < at) throw new Error("splices overlap")
    text += old.r.slice(at, offset) + insert
    at = offset + remove
  }
  return { r: text + old.r.slice(at) }
}

function applyAttributes(old: WireValue, { a }: WireAttributes): WireAttributes {
  const merged: Record<string, string | null> = { ...(old as WireAttributes).a, ...a }
  for (const [name, value] of Object.entries(merged)) if (value === null) delete merged[name]
  return { a: merged }
}

function applyToList(old: WireList | WireMixedList, diff: WireListDiff): WireList | WireMixedList {
  const oldItems: readonly (readonly WireValue[] | WireNested)[] = "l" in old ? old.i : old.m
  const items = ordered(oldItems, diff)
  for (const [key, change] of Object.entries(diff)) {
    if (key === "o" || key === "n") continue
    const index = Number(key)
    const item = items[index]
    if (item === undefined) throw new Error(`no item ${key}`)
    if (isNested(change)) items[index] = change
    else if ("l" in old) items[index] = applyToValues(item as readonly WireValue[], change as WireDiff)
    else items[index] = applyDiff(item as WireNested, change as WireDiff)
  }
  return "l" in old ? { l: old.l, i: items as WireValue[][] } : { m: items as WireNested[] }
}

/** The items in their new order: `o` takes runs of old ones, backwards for a negative count, or the next new ones. */
export function ordered<T>(
  old: readonly T[],
  { o, n }: { readonly o?: readonly number[]; readonly n?: readonly T[] },
): T[] {
  if (o === undefined) return [...old]
  const items: T[] = []
  let fresh = 0
  for (let i = 0; i < o.length; i += 2) {
    const first = o[i] as number
    const count = o[i + 1] as number
    for (let k = 0; k < Math.abs(count); k++) {
      const item = first === -1 ? n?.[fresh++] : old[count < 0 ? first - k : first + k]
      if (item === undefined) throw new Error("a run leaves the list")
      items.push(item)
    }
  }
  if (fresh !== (n?.length ?? 0)) throw new Error("new items left over")
  return items
}

function isNested(change: WireChange | undefined): change is WireNested {
  return Array.isArray(change)
}
