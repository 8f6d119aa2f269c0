/** Event names that stand in a template: does the view handle them? */

import { closest } from "../util/closest.js"
import type { ViewDefinition } from "../view/definition.js"
import { type FoundProblem, meant } from "./problem.js"
import { staticAttributes, type TagOptions } from "./static-attributes.js"
import type { TemplateSource } from "./template-source.js"
import { positionOf } from "./view-declarations.js"

/** The binding attributes whose value is the name of an event, without the prefix. */
const BINDINGS: ReadonlySet<string> = new Set([
  "click",
  "submit",
  "change",
  "keydown",
  "keyup",
  "focus",
  "blur",
  "window-keydown",
  "window-keyup",
  "window-focus",
  "window-blur",
])

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
  for (const { name, value, at } of staticAttributes(file.text, tags)) {
    if (!name.startsWith(prefix) || !BINDINGS.has(name.slice(prefix.length))) continue
    if (value === "" || definition.events.has(value)) continue
    const suggestion = closest(value, known)
    const has = known.length === 0 ? "It declares none." : `It has: ${known.join(", ")}.`
    report({
      rule: "unknown-event",
      file: file.path,
      source: file.text,
      ...positionOf(file.text, at),
      message: `The view "${definition.name}" has no event "${value}".${meant(suggestion) || ` ${has}`}`,
      ...(suggestion === undefined ? {} : { suggestion }),
      view: definition.name,
    })
  }
}
