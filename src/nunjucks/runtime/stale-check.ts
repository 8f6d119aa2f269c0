/**
 * The check that development makes after each tracked render: what was taken over from the previous render must be what
 * a fresh one gives. If not, something the template reads has changed without being assigned, or a function is not pure.
 */

import { Html, List, Region, type Rendered, Tag, type Value } from "../../render/values/values.js"

/** Where a value was taken over that a fresh render makes another: the source of its template. Undefined: nowhere. */
export function findStale(previous: Rendered, next: Rendered, fresh: Rendered): string | undefined {
  // Other templates: another branch in one of them, so it is this value's own place that is stale.
  if (next[0] !== fresh[0]) return next === previous ? next[0].source : undefined
  const kept = previous[0] === next[0] ? previous : undefined
  for (let i = 1; i < next.length; i++) {
    const found = staleValue(kept?.[i] as Value | undefined, next[i] as Value, fresh[i] as Value)
    if (found !== undefined) return found === "" ? next[0].source : found
  }
  return undefined
}

/** "" for this value itself. */
function staleValue(previous: Value | undefined, next: Value, fresh: Value): string | undefined {
  if (Array.isArray(next) && Array.isArray(fresh)) {
    if (Array.isArray(previous)) return findStale(previous, next, fresh)
    return undefined
  }
  if (next instanceof List && fresh instanceof List) {
    return previous instanceof List ? staleItem(previous, next, fresh) : undefined
  }
  // What was evaluated may differ by its nature (the time, dice); what was taken over may not.
  return previous === next && !sameLeaf(next, fresh) ? "" : undefined
}

function staleItem(previous: List, next: List, fresh: List): string | undefined {
  if (next.items.length !== fresh.items.length) return previous === next ? "" : undefined
  const before = new Set(previous.items)
  for (const [index, item] of next.items.entries()) {
    const made = fresh.items[index] as Rendered
    const old = before.has(item) ? item : previous.items[index]
    const found = old === undefined ? undefined : findStale(old, item, made)
    if (found !== undefined) return found
  }
  return undefined
}

function sameLeaf(a: Value, b: Value): boolean {
  if (a === b) return true
  if ((a instanceof Html && b instanceof Html) || (a instanceof Region && b instanceof Region)) return a.html === b.html
  return a instanceof Tag && b instanceof Tag && a.source === b.source
}
