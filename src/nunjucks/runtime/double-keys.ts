/** The check that development makes of lists: a key belongs to one item, or items take over each other's place. */

import { isRendered, List, type Rendered, type Value } from "../../render/values/values.js"

/** Where a list has a key twice: the source of its items' template, and the key. Undefined: nowhere. */
export function findDoubleKey(rendered: Rendered): { readonly source: string; readonly key: unknown } | undefined {
  for (let i = 1; i < rendered.length; i++) {
    const found = inValue(rendered[i] as Value)
    if (found !== undefined) return found
  }
  return undefined
}

function inValue(value: Value): { readonly source: string; readonly key: unknown } | undefined {
  if (isRendered(value)) return findDoubleKey(value)
  if (!(value instanceof List)) return undefined
  const { keys, items } = value
  const seen = new Set<unknown>()
  for (const [index, key] of keys.entries()) {
    if (seen.has(key)) return { source: items[index]?.[0].source ?? "", key }
    seen.add(key)
  }
  for (const item of items) {
    const found = findDoubleKey(item)
    if (found !== undefined) return found
  }
  return undefined
}
