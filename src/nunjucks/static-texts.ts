/** The static text of a part of a template, for guesses about where it belongs. */

import { walk } from "./ast.js"
import type { AstNode, ValueNode } from "./internals.js"

/** All static texts inside of a node, in source order. */
export function staticTexts(node: AstNode): string[] {
  const texts: string[] = []
  walk(node, (inner) => {
    if (inner.typename === "TemplateData") texts.push((inner as ValueNode).value as string)
  })
  return texts
}
