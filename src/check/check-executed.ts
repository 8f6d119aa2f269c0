/** Attributes whose commands `js.exec` of a view's templates runs: is there one? */

import { closest } from "../util/closest.js"
import { executedAttributes } from "./command-names.js"
import { type FoundProblem, meant } from "./sources/problem.js"
import type { TemplateSource } from "./sources/template-source.js"

/** What may hold a list, as it is written in HTML, for a component, in a record, or by a command. */
const ATTRIBUTES = /([\w:-]+)["']?\s*[=:]|setAttribute\(\s*["']([\w:-]+)/g

/**
 * Reports every attribute that no file of the view has. An element that is looked for in the page may stand outside of the view:
 * of such a name only what looks like a slip is told.
 */
export function checkExecuted(
  files: ReadonlySet<TemplateSource>,
  view: string,
  report: (problem: FoundProblem) => void,
): void {
  let known: ReadonlySet<string> | undefined
  for (const { root, text, path } of files) {
    if (root === undefined) continue
    for (const { value, line, column, isElsewhere } of executedAttributes(root)) {
      known ??= attributesOf(files)
      const name = value.toLowerCase()
      if (name === "" || known.has(name)) continue
      const suggestion = closest(name, [...known])
      if (isElsewhere && suggestion === undefined) continue
      const message = `No template of the view "${view}" has an attribute "${value}", whose commands could be run.${meant(suggestion)}`
      const found = { file: path, source: text, line, column, message, view }
      report({ rule: "unknown-attribute", ...found, ...(suggestion === undefined ? {} : { suggestion }) })
    }
  }
}

function attributesOf(files: ReadonlySet<TemplateSource>): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { text } of files) {
    for (const [, attribute, set = ""] of text.matchAll(ATTRIBUTES)) names.add((attribute ?? set).toLowerCase())
  }
  return names
}
