/** Events that a template names, and the view does not have. */
import nunjucks from "nunjucks"
import { checkEvents } from "../../../src/check/check-events.js"
import type { FoundProblem } from "../../../src/check/sources/problem.js"
import type { TemplateSource } from "../../../src/check/sources/template-source.js"
import type { Environment } from "../../../src/nunjucks/internals/internals.js"
import { parseTemplate } from "../../../src/nunjucks/parse/parser.js"
import type { ViewDefinition } from "../../../src/view/definition.js"

const environment = new nunjucks.Environment(null) as unknown as Environment

function unknownIn(text: string): string[] {
  const found: FoundProblem[] = []
  const definition = { name: "trip", events: new Map([["edit", () => undefined]]) } as unknown as ViewDefinition
  const file = { path: "trip.njk", text, root: parseTemplate(text, environment) } as unknown as TemplateSource
  checkEvents(file, { definition, prefix: "live-", tags: undefined, report: (problem) => found.push(problem) })
  return found.map(({ message }) => message)
}

it("are found in what a form tells when the view is mounted anew, but for what says that it tells nothing", () => {
  expect(unknownIn('<form live-change="edit" live-auto-recover="edti"></form>')).toEqual([
    'The view "trip" has no event "edti". Did you mean "edit"?',
  ])
  expect(unknownIn('<form live-change="edit" live-auto-recover="ignore"></form>')).toEqual([])
  expect(unknownIn('<form live-change="ignore"></form>')).toHaveLength(1)
})

it("are not those that every view has", () => {
  expect(unknownIn('<button live-click="live:clear-flash" live-value-key="info">×</button>')).toEqual([])
})
