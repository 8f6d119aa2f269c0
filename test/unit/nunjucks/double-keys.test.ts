import { renderFirst, setUp } from "../../support/nunjucks-setup.js"

function warningsOf(main: string, context: object): string[] {
  const { renderer, warnings } = setUp({ main })
  renderFirst(renderer, context)
  renderFirst(renderer, context)
  return warnings
}

const double = { rows: [{ id: 1 }, { id: 2 }, { id: 1 }] }

test.each(["key=r.id %}", "%}"])("two items of one key are told once, with the loop's line", (end) => {
  const source = end === "%}" ? "rows | keyed('id') " : "rows "
  const warnings = warningsOf(`<ul>\n{% for r in ${source}${end}<li>{{ r.id }}</li>{% endfor %}</ul>`, double)
  expect(warnings).toEqual([expect.stringMatching(/^LV_DOUBLE_KEY: main:2: two items of this list have the key 1/)])
})

test("lists without keys, and with good ones, are not told of", () => {
  const main = "{% for r in rows %}<li>{{ r.id }}</li>{% endfor %}"
  expect(warningsOf(main, double)).toEqual([])
  expect(warningsOf(main.replace(" %}", " key=r.id %}"), { rows: [{ id: 1 }, { id: 2 }] })).toEqual([])
})
