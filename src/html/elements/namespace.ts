/** Guesses where a template's content belongs: the source alone does not say whether it is put inside an `<svg>`. */

import { svgOnly } from "./html-names.js"

/** In which namespace a template's content is parsed: a `<circle>` alone is HTML, inside `<svg>` it is SVG. */
export type Namespace = "html" | "svg" | "math"

/** The namespace of the first start tag in these texts. */
export function inferNamespace(texts: Iterable<string>): Namespace {
  for (const text of texts) {
    const name = /<([a-zA-Z][^\s/>]*)/.exec(text.replace(/<!--[\s\S]*?-->/g, ""))?.[1]?.toLowerCase()
    if (name !== undefined) return svgOnly.has(name) ? "svg" : "html"
  }
  return "html"
}
