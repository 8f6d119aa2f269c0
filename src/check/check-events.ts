/** Event names that stand in a template, in its HTML or as attributes of components: does the view handle them? */

import { literalText, walk } from "../nunjucks/parse/ast.js"
import { isComponent } from "../nunjucks/parse/component-tag.js"
import { closest } from "../util/closest.js"
import { EVENT_BINDINGS } from "../util/event-bindings.js"
import type { ViewDefinition } from "../view/definition.js"
import { pushedEvents } from "./command-names.js"
import { type FoundProblem, meant } from "./sources/problem.js"
import { staticAttributes, type TagOptions } from "./sources/static-attributes.js"
import type { TemplateSource } from "./sources/template-source.js"
import { positionOf } from "./sources/view-declarations.js"

/** Where to look, and what for. */
export interface EventCheck {
  readonly definition: ViewDefinition
  readonly prefix: string
  readonly tags: TagOptions | undefined
  readonly report: (problem: FoundProblem) => void
}

/** Reports every event that a file names and the view does not have. */
export function checkEvents(file: TemplateSource, { definition, prefix, tags, report }: EventCheck): void {
  if (definition.handleEvent !== undefined) return
  const known = [...definition.events.keys()]
  const ofHtml = staticAttributes(file.text, tags).map(({ at, ...rest }) => ({ ...rest, ...positionOf(file.text, at) }))
  const bound = [...ofHtml, ...ofComponents(file)].filter(
    ({ name, value }) =>
      name.startsWith(prefix) &&
      EVENT_BINDINGS.includes(name.slice(prefix.length)) &&
      !(value === "ignore" && name.endsWith("auto-recover")),
  )
  const pushed = file.root === undefined ? [] : pushedEvents(file.root).filter(({ isElsewhere }) => !isElsewhere)
  for (const { value, line, column } of [...bound, ...pushed]) {
    if (value === "" || definition.events.has(value)) continue
    const suggestion = closest(value, known)
    const has = known.length === 0 ? "It declares none." : `It has: ${known.join(", ")}.`
    report({
      rule: "unknown-event",
      file: file.path,
      source: file.text,
      line,
      column,
      message: `The view "${definition.name}" has no event "${value}".${meant(suggestion) || ` ${has}`}`,
      ...(suggestion === undefined ? {} : { suggestion }),
      view: definition.name,
    })
  }
}

interface PlacedAttribute {
  readonly name: string
  readonly value: string
  readonly line: number
  readonly column: number
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
