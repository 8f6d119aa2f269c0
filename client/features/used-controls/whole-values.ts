/** Applies differences to the whole values of a root, as plain data: what `src/protocol/values.ts` says of them. */
import {
  ROOT_SLOT,
  type WireAttributes,
  type WireChange,
  type WireDiff,
  type WireList,
  type WireListDiff,
  type WireMixedList,
  type WireNested,
  type WireRegion,
  type WireSplices,
  type WireValue,
} from "../../../src/protocol/values.js"

type Row = readonly WireValue[] | WireNested

/** The whole values of a root, by slot, once this difference has changed them. */
export function withChange(values: WireDiff, change: WireDiff): WireDiff {
  if (ROOT_SLOT in change) return change
  const root = values[ROOT_SLOT] as WireNested | undefined
  return root === undefined ? changed(values, change, 0) : { [ROOT_SLOT]: changed(root, change, 1) }
}

/** `offset`: where the values begin, behind a template's number. */
function changed<T extends WireDiff | Row>(values: T, changes: WireDiff, offset: number): T {
  const result = (Array.isArray(values) ? [...values] : { ...values }) as Record<number, WireChange>
  for (const slot in changes) {
    const index = Number(slot) + offset
    result[index] = changedValue(result[index] as WireValue, changes[slot] as WireChange)
  }
  return result as T
}

function changedValue(old: WireValue, change: WireChange): WireValue {
  if (change === null || typeof change === "string" || Array.isArray(change)) return change as WireValue
  if ("l" in change || "m" in change || "h" in change) return change as WireValue
  if ("s" in change) return spliced((change as WireSplices).r ?? (old as WireRegion).r, change as WireSplices)
  if ("r" in change) return change as WireRegion
  if ("a" in change) return withAttributes(old as WireAttributes, change as WireAttributes)
  if (Array.isArray(old)) return changed(old as unknown as WireNested, change as WireDiff, 1)
  return changedList(old as WireList | WireMixedList, change as WireListDiff)
}

function withAttributes(old: WireAttributes, change: WireAttributes): WireAttributes {
  const set = Object.entries({ ...old.a, ...change.a }).filter(([, value]) => value !== null)
  return { a: Object.fromEntries(set) }
}

function spliced(text: string, { s: splices }: WireSplices): WireRegion {
  let result = ""
  let at = 0
  for (const [offset, removed, inserted] of splices) {
    result += text.slice(at, offset) + inserted
    at = offset + removed
  }
  return { r: result + text.slice(at) }
}

function changedList(list: WireList | WireMixedList, diff: WireListDiff): WireList | WireMixedList {
  const isMixed = "m" in list
  const { o: order, n: added = [], ...changes } = diff
  const old: readonly Row[] = isMixed ? list.m : list.i
  const items = order === undefined ? [...old] : ordered(old, order, added)
  for (const key in changes) {
    const index = Number(key)
    const change = changes[index] as WireDiff | Row
    const isWhole = Array.isArray(change)
    items[index] = isWhole ? (change as Row) : changed(items[index] as Row, change as WireDiff, isMixed ? 1 : 0)
  }
  return isMixed
    ? { m: items as unknown as WireNested[] }
    : { l: list.l, i: items as readonly unknown[] as readonly WireValue[][] }
}

function ordered(old: readonly Row[], runs: readonly number[], added: readonly Row[]): Row[] {
  const items: Row[] = []
  let fresh = 0
  for (let r = 0; r < runs.length; r += 2) {
    const first = runs[r] as number
    const count = runs[r + 1] as number
    for (let i = 0; i < Math.abs(count); i++) {
      items.push((first < 0 ? added[fresh++] : old[first + Math.sign(count) * i]) as Row)
    }
  }
  return items
}
