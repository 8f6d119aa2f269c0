/** What stands between tags: text, nothing, a template, a list, HTML; arrays become lists. */

import { compileHoles } from "../template/compile-statics.js"
import { registerTemplate } from "../template/template-registry.js"
import { refuse } from "./hole-text.js"
import { Html, isRendered, List, type Rendered, StreamRows, type Value } from "./values.js"

const LOOSE = "list item"

/** A list of items of any kind. Without keys it goes by index. */
export function listOf(keys: readonly unknown[], values: readonly unknown[], source: string = LOOSE): List {
  const items = values.map((value) => itemOf(value, source))
  const template = items[0]?.[0] ?? null
  return new List(keys, items, items.every((item) => item[0] === template) ? template : null)
}

/** The value of a hole between tags. */
export function contentValue(value: unknown, source: string): Value {
  switch (typeof value) {
    case "string":
      return value
    case "number":
    case "bigint":
      return String(value)
    case "undefined":
    case "boolean":
      return null
    default:
      if (value === null || isRendered(value) || value instanceof Html) return value
      if (value instanceof List || value instanceof StreamRows) return value
      if (Array.isArray(value)) return listOf([], value, source)
      return refuse(value, source, "between tags", "text, nothing, html`…`, each(…), raw(…), or an array of these")
  }
}

/** An item of a list: a template of its own, or what stands in an empty one. */
export function itemOf(value: unknown, source: string = LOOSE): Rendered {
  return isRendered(value) ? value : loose(value, source)
}

/** An item that is no template of its own (a text, nothing, a list): the only slot of an empty one. */
function loose(value: unknown, source: string): Rendered {
  looseTemplate ??= registerTemplate(compileHoles(["", ""], { source: LOOSE }).template)
  return [looseTemplate, contentValue(value, source)]
}

let looseTemplate: Rendered[0] | undefined
