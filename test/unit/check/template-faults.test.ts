/** What the check tells of templates that compile, and are mistaken all the same. */

import { checkLive } from "../../../src/check/check-live.js"
import type { CheckProblem } from "../../../src/check/sources/problem.js"
import { formatProblem } from "../../../src/check/sources/problem.js"
import type { ViewDefinition } from "../../../src/view/definition.js"
import type { Inspection } from "../../../src/view/inspection.js"
import { environmentOf } from "../../support/check-templates.js"

async function problemsOf(files: Readonly<Record<string, string>>): Promise<readonly CheckProblem[]> {
  const environment = environmentOf(files)
  const definition = { name: "page", template: "page.njk", events: new Map() } as unknown as ViewDefinition
  const inspection = { views: () => [definition], environmentOf: async () => environment, prefix: "live-" }
  const { problems } = await checkLive(inspection as unknown as Inspection, { folder: ".", types: false })
  return problems
}

test("a place where no value may stand is told with its file and a frame, also in a branch and in another file", async () => {
  const problems = await problemsOf({
    "page.njk": '{% from "lib.njk" import n %}\n{% if on %}<script>{{ x }}</script>{% endif %}{{ n() }}',
    "lib.njk": "\n{% macro n() %}<a onclick='{{ 1 }}'></a>{% endmacro %}",
  })
  expect(problems.map(({ file, line, column, rule }) => [file, line, column, rule])).toEqual([
    ["lib.njk", 2, 31, "compile"],
    ["page.njk", 2, 23, "compile"],
  ])
  expect(formatProblem(problems[1] as CheckProblem, ".")).toMatch(
    /page\.njk:2:23 {2}A value cannot stand in the source of a script[^]*> 2 \| {% if on %}<script>/,
  )
})

test("tags that are mistakes are told with the file that they are in", async () => {
  const problems = await problemsOf({
    "page.njk": '{% extends "base.njk" %}{% block c %}\n  <section>{% include "part.njk" %}{% endblock %}',
    "base.njk": "<main>{% block c %}{% endblock %}</main>",
    "part.njk": "<ul>{% for r in [1] %}<li><b>{{ r }}</li>{% endfor %}</ul>",
  })
  expect(problems.map((problem) => formatProblem(problem, ".").split("\n\n")[0])).toEqual([
    "page.njk:2:3  <section> is not closed: </main> comes first.  [tag]",
    "part.njk:1:27  <b> is not closed: </li> comes first.  [tag]",
  ])
})

test("files that open what others close are not told of", async () => {
  const problems = await problemsOf({
    "page.njk": '{% include "open.njk" %}<p>x{% include "close.njk" %}',
    "open.njk": "<div>",
    "close.njk": "</div>",
  })
  expect(problems).toEqual([])
})

test("a value that is a name is told with its place, also in another file; what is meant, or fixed, is not", async () => {
  const problems = await problemsOf({
    "page.njk": [
      "{% from 'lib.njk' import n %}<p {{ x }}></p>",
      '<p {{ k }}="{{ v }}" {{ "hidden" if x }} {{ x | safe }} {{ n(1) }}></p>',
      "<{{ x }}>a</{{ x }}>",
      '<p {% if x %}{{ k }}="1"{% endif %} data-{{ k }}="a"></p>',
    ].join("\n"),
    "lib.njk": "{% macro n(y) %}<p {{ y }}></p>{% endmacro %}",
  })
  expect(problems.map(({ file, line, column, message }) => [file, line, column, message])).toEqual([
    ["lib.njk", 1, 23, expect.stringMatching(/^A value stands where the names of attributes do/)],
    ["page.njk", 1, 36, expect.stringMatching(/^A value stands where the names of attributes do.*\| safe/)],
    ["page.njk", 2, 7, expect.stringMatching(/^A value stands/)],
    ["page.njk", 3, 5, expect.stringMatching(/^A value is the name of a tag/)],
    ["page.njk", 4, 17, expect.stringMatching(/^A value stands/)],
  ])
})
