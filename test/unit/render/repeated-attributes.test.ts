/** Attributes of one start tag with the same name: the parser keeps the first, so what is written must be that one. */

import { compileHoles } from "../../../src/render/template/compile-statics.js"
import { html, raw } from "../../../src/render/values/html.js"
import type { Tag } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { renderFirst, setUp } from "../../support/nunjucks-setup.js"

function kinds(main: string): string[] {
  const tree = renderFirst(setUp({ main }).renderer, { x: "1", on: true, rest: 'class="r"' })
  expect(toHtml(tree)).toBe(setUp({ main }).environment.render("main", { x: "1", on: true, rest: 'class="r"' }))
  return tree[0].slots.map((slot) => slot.kind)
}

describe("in nunjucks", () => {
  test.each([
    ['<p class="a" class="{{ x }}" id="{{ x }}">t</p>', ["tag"]],
    ['<p class="{{ x }}" class="{{ x }}">t</p>', ["attribute", "tag"]],
    ['<p id="{{ x }}" {{ rest | safe }} class="{{ x }}">t</p>', ["attribute", "tag"]],
    ['<p {% if on %}class="a"{% endif %} {% if x %}class="b"{% endif %}>t</p>', ["tag"]],
    [
      '<input {% if on %}checked{% endif %} class="{{ x }}" {% if x %}disabled{% endif %}>',
      ["tag", "attribute", "tag"],
    ],
    ['<p class="{{ x }}" {{ rest | safe }}>t</p>', ["attribute", "tag"]],
    ['<br {{ rest | safe }} class="{{ x }}"/>', ["tag"]],
    ["<p {{ rest | safe }} class=a{{ x }}>t</p>", ["tag"]],
    ['<p {{ rest | safe }}>t</p><p class="{{ x }}">t</p>', ["tag", "attribute"]],
  ])("%s has slots that cannot contradict each other", (main, expected) => {
    expect(kinds(main)).toEqual(expected)
  })

  it("counts the attribute around a value without quotes to its slot", () => {
    const main = "<a title=t data-x={{ x }}{{ x }}>t</a>"
    const [, tag] = renderFirst(setUp({ main }).renderer, { x: "1" })
    expect((tag as Tag).attributes.get("data-x")).toBe("11")
  })

  it("gives the tag slot the names that win over it", () => {
    const main = '<p class="a" title="t" class="{{ x }}">t</p>'
    const [, tag] = renderFirst(setUp({ main }).renderer, { x: "1" })
    expect((tag as Tag).attributes.size).toBe(0)
  })
})

describe("in html`…`", () => {
  it("an attribute that the browser drops is refused", () => {
    expect(() => compileHoles(['<p class="a" class="', '">t</p>'])).toThrow('in a second "class" of one tag')
  })

  it("what is written out wins over what a value brings, wherever it stands", () => {
    const rest = { lang: "r", title: "t & u" }
    expect(toHtml(html`<p ${rest} lang="${"own"}">t</p>`)).toBe('<p title="t &amp; u" lang="own">t</p>')
    expect(toHtml(html`<p lang="${"own"}" ${rest}>t</p>`)).toBe('<p lang="own" title="t &amp; u">t</p>')
    expect(toHtml(html`<p ${raw('lang="r" dir="ltr"')} lang="own">t</p>`)).toBe('<p dir="ltr" lang="own">t</p>')
  })
})
