/** Event names that stand in a template, in its HTML or as attributes of components: does the view handle them? */

import { literalText, walk } from "../nunjucks/parse/ast.js"
import { isComponent } from "../nunjucks/parse/component-tag.js"
import { namesEvent } from "../util/event-bindings.js"
import type { ViewDefinition } from "../view/definition.js"
import { pushedEvents } from "./command-names.js"
import { staticAttributes, type TagOptions } from "./sources/static-attributes.js"
import type { TemplateSource } from "./sources/template-source.js"
import { positionOf } from "./sources/view-declarations.js"
import { type PlacedName, type Report, tellUnknownEvents } from "./unknown-names.js"

/** Where to look, and what for. */
export interface EventCheck {
  readonly definition: ViewDefinition
  readonly prefix: string
  readonly tags: TagOptions | undefined
  readonly report: Report
}

/** Reports every event that a file names and the view does not have. */
export function checkEvents(file: TemplateSource, { definition, prefix, tags, report }: EventCheck): void {
  const ofHtml = staticAttributes(file.text, tags).map(({ at, ...rest }) => ({ ...rest, ...positionOf(file.text, at) }))
  const bound = [...ofHtml, ...ofComponents(file)].filter(({ name, value }) => namesEvent(name, value, prefix))
  const pushed = file.root === undefined ? [] : pushedEvents(file.root).filter(({ isElsewhere }) => !isElsewhere)
  tellUnknownEvents([...bound, ...pushed], file, { definition, report })
}

interface PlacedAttribute extends PlacedName {
  readonly name: string
}

/** Attributes of components with a fixed text: most pass them through to an element. */
function ofComponents({ root }: TemplateSource): PlacedAttribute[] {
  const found: PlacedAttribute[] = []
  if (root === undefined) return found
  walk(root, (node) => {
    if (!isComponent(node)) return
    node.use.names.forEach((name, index) => {
      const given = node.values.children[index]
      const value = given && literalText(given)
      if (name === null || given === undefined || value === undefined) return
      found.push({ name, value, line: given.lineno + 1, column: given.colno + 1 })
    })
  })
  return found
}
