/** How names that a view does not have are told: of events, and of attributes whose commands would be run. */

import { closest } from "../util/closest.js"
import { CLEAR_FLASH } from "../util/flash.js"
import type { ViewDefinition } from "../view/definition.js"
import { type FoundProblem, meant } from "./sources/problem.js"

/** A name, with its place from 1. */
export interface PlacedName {
  readonly value: string
  readonly line: number
  readonly column: number
}

/** The file that names are in. */
export interface NamingFile {
  readonly path: string
  readonly text: string
}

/** Takes a problem. */
export type Report = (problem: FoundProblem) => void

/** Reports every event that a view does not have. */
export function tellUnknownEvents(
  names: Iterable<PlacedName>,
  { path, text }: NamingFile,
  { definition, report }: { readonly definition: ViewDefinition; readonly report: Report },
): void {
  if (definition.handleEvent !== undefined) return
  const known = [...definition.events.keys()]
  for (const { value, line, column } of names) {
    if (value === "" || value === CLEAR_FLASH || definition.events.has(value)) continue
    const suggestion = closest(value, known)
    const has = known.length === 0 ? "It declares none." : `It has: ${known.join(", ")}.`
    report({
      rule: "unknown-event",
      file: path,
      source: text,
      line,
      column,
      message: `The view "${definition.name}" has no event "${value}".${meant(suggestion) || ` ${has}`}`,
      ...(suggestion === undefined ? {} : { suggestion }),
      view: definition.name,
    })
  }
}

/** A fixed name in a command. */
export interface CommandName extends PlacedName {
  /** It is given where to: to another view, or to another element than its own. */
  readonly isElsewhere: boolean
}

/**
 * Reports an attribute that nothing of a view has. Of one of an element that is looked for in the page only what looks like a slip
 * is told.
 */
export function tellUnknownAttribute(
  { value, line, column, isElsewhere }: CommandName,
  { path, text }: NamingFile,
  { view, known, report }: { readonly view: string; readonly known: ReadonlySet<string>; readonly report: Report },
): void {
  const name = value.toLowerCase()
  if (name === "" || known.has(name)) return
  const suggestion = closest(name, [...known])
  if (isElsewhere && suggestion === undefined) return
  const message = `No template of the view "${view}" has an attribute "${value}", whose commands could be run.${meant(suggestion)}`
  const found = { file: path, source: text, line, column, message, view }
  report({ rule: "unknown-attribute", ...found, ...(suggestion === undefined ? {} : { suggestion }) })
}

/** What may hold a list, as it is written in HTML, for a component, in a record, or by a command. */
const ATTRIBUTES = /([\w:-]+)["']?\s*[=:]|setAttribute\(\s*["']([\w:-]+)/g

/** The attributes that stand in these texts, in lower case. */
export function attributesIn(texts: Iterable<string>): ReadonlySet<string> {
  const names = new Set<string>()
  for (const text of texts) {
    for (const [, attribute, set = ""] of text.matchAll(ATTRIBUTES)) names.add((attribute ?? set).toLowerCase())
  }
  return names
}
