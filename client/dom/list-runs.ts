/** The order of a list as it comes over the wire: runs of old positions, backwards where the count is negative. */

import type { TemplateInstance } from "./templates/template-instance.js"

/** True if no item changes places with another one. */
export function isAscending(runs: readonly number[]): boolean {
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

/** The old items that no run takes over. */
export function removedItems(items: readonly TemplateInstance[], runs: readonly number[]): TemplateInstance[] {
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

/** Copies whole runs: pushing item by item costs more than everything else at 10,000 items. */
export function concatenated(parts: readonly TemplateInstance[][]): TemplateInstance[] {
  return parts.length < 1000 ? ([] as TemplateInstance[]).concat(...parts) : parts.flat()
}

/** The items of a run, in their new order. */
export function runOf(items: readonly TemplateInstance[], first: number, count: number): TemplateInstance[] {
  return count > 0 ? items.slice(first, first + count) : items.slice(first + count + 1, first + 1).reverse()
}
