/** Which events the commands of a template push, and the attributes whose commands they run. */
import nunjucks from "nunjucks"
import { checkExecuted } from "../../../src/check/check-executed.js"
import { pushedEvents } from "../../../src/check/command-names.js"
import type { FoundProblem } from "../../../src/check/sources/problem.js"
import type { TemplateSource } from "../../../src/check/sources/template-source.js"
import type { Environment } from "../../../src/nunjucks/internals/internals.js"
import { parseTemplate } from "../../../src/nunjucks/parse/parser.js"

const environment = new nunjucks.Environment(null) as unknown as Environment

const eventsOf = (source: string): string[] =>
  pushedEvents(parseTemplate(source, environment))
    .filter(({ isElsewhere }) => !isElsewhere)
    .map(({ value, line, column }) => `${line}:${column} ${value}`)

it("finds each push of a chain that begins with js, with its place", () => {
  expect(
    eventsOf(`<b live-click="{{ js.push("a").show("#x").push("b", { value: { id: 1 } }) }}"></b>
{% set list = js.hide().concat(js.push('c')) %}`),
  ).toEqual(expect.arrayContaining([expect.stringMatching(/^1:\d+ a$/), expect.stringMatching(/^1:\d+ b$/)]))
  expect(eventsOf("{% set list = js.hide().concat(js.push('c')) %}")).toEqual([expect.stringMatching(/^1:\d+ c$/)])
})

it("passes over other lists, names that are not written out, and pushes to a target", () => {
  expect(
    eventsOf(`{{ stack.push("a") }}{{ js.push(name) }}{{ js.push("b", { target: "#x" }) }}{{ js.show("c") }}`),
  ).toEqual([])
})

describe("attributes whose commands are run", () => {
  const problemsOf = (...sources: string[]): string[] => {
    const found: FoundProblem[] = []
    const files = sources.map((text, i) => ({ path: `${i}.njk`, text, root: parseTemplate(text, environment) }))
    checkExecuted(new Set(files as unknown as TemplateSource[]), "menu", (problem) => found.push(problem))
    return found.map(({ rule, file, line, message }) => `${rule} ${file}:${line} ${message}`)
  }

  it("are looked for in all files of the view", () => {
    expect(
      problemsOf(
        `<b live-click="{{ js.show("#x").exec("data-close") }}"></b>`,
        `<dialog data-close="{{ js.hide("#x") }}"></dialog>`,
      ),
    ).toEqual([])
    expect(problemsOf(`<b live-click="{{ js.exec("data-close") }}"></b>`)).toEqual([
      'unknown-attribute 0.njk:1 No template of the view "menu" has an attribute "data-close", whose commands could be run.',
    ])
    expect(
      problemsOf(`<b live-click="{{ js.exec("data-clsoe") }}"></b>`, `<b data-close="{{ js.hide() }}"></b>`)[0],
    ).toContain('Did you mean "data-close"')
  })

  it("may stand in a record, be set by a command, or be another element's that is not the view's", () => {
    expect(
      problemsOf(`{% set a = { "data-close": js.hide() } %}<b live-click="{{ js.exec("data-close") }}"></b>`),
    ).toEqual([])
    expect(
      problemsOf(
        `<b live-click="{{ js.setAttribute("data-close", "x").exec("data-close") }}" live-blur="{{ js.exec(name) }}"></b>`,
      ),
    ).toEqual([])
    const elsewhere = `<b live-click="{{ js.exec("data-menu", { to: "#menu" }) }}"></b>`
    expect(problemsOf(elsewhere)).toEqual([])
    expect(problemsOf(elsewhere, `<b data-menus="{{ js.hide() }}"></b>`)[0]).toContain('"data-menus"')
  })
})
