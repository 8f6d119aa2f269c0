/** Which events the commands of a template push. */
import nunjucks from "nunjucks"
import { commandEvents } from "../../../src/check/command-events.js"
import type { Environment } from "../../../src/nunjucks/internals/internals.js"
import { parseTemplate } from "../../../src/nunjucks/parse/parser.js"

const environment = new nunjucks.Environment(null) as unknown as Environment

const eventsOf = (source: string): string[] =>
  commandEvents(parseTemplate(source, environment)).map(({ value, line, column }) => `${line}:${column} ${value}`)

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
