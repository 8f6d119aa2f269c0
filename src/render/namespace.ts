/** Guesses where a template's content belongs: the source alone does not say whether it is put inside an `<svg>`. */

import { svgOnly } from "./html-names.js"
import type { Namespace } from "./template.js"

/** The namespace of the first start tag in these texts. */
export function inferNamespace(texts: Iterable<string>): Namespace {
  for (const text of texts) {
    const name = /<([a-zA-Z][^\s/>]*)/.exec(text.replace(/<!--[\s\S]*?-->/g, ""))?.[1]?.toLowerCase()
    if (name !== undefined) return svgOnly.has(name) ? "svg" : "html"
  }
  return "html"
}
