/** Pages that the parser restructured, so that the client cannot bind them: made anew, nothing is in them twice. */

import { each, html } from "../../../../src/render/html.js"
import { makeTemplate } from "../../../../src/render/make-template.js"
import { registerTemplate } from "../../../../src/render/template-registry.js"
import type { Rendered } from "../../../../src/render/values.js"
import { toHtml } from "../../../../src/render/write-html.js"
import { LivePage } from "../../../support/live-page.js"
import { changesBetween, renderFirst, setUp } from "../../../support/nunjucks-setup.js"

/** An element around a value, whatever may stand in it: nobody looks at the two together. */
const around = (name: string): ReturnType<typeof registerTemplate> =>
  registerTemplate(
    makeTemplate({ statics: [`<${name}>`, `</${name}>`], kinds: ["content"], namespace: "html", source: "" }),
  )

describe("of a list whose items the parser has put behind their parent", () => {
  it.each([
    ["p", "div"],
    ["li", "li"],
    ["h2", "h3"],
    ["button", "button"],
    ["a", "a"],
    ["form", "form"],
  ])("in <%s> each <%s> is there once", async (outer, inner) => {
    const [list, item] = [around(outer), around(inner)]
    const page = (names: readonly string[], text: string): Rendered => {
      const items = each(
        names,
        (name) => name,
        (name): Rendered => [item, name],
      )
      return html`<section>${text !== "" && html`<b>${text}</b>${[list, items] as Rendered}<i>${text}</i>`}</section>`
    }
    const live = new LivePage(page(["1", "2"], "t"))
    await live.settled()
    await live.settled()
    expect(live.root.textContent).toBe("t12t")
    live.update(page(["3", "2", "4"], "u"))
    expect(live.root.textContent).toBe("u324u")
  })
})

const box = "{% macro box(p) %}<div>{{ p }}</div>{% endmacro %}"

it.each([
  `{% block b %}{% macro w(p) %}<div>{{ p }}{{ caller() }}</div>{% endmacro %}<p>{% for k in l %}{% call w(a) %}{{ a }}{% endcall %}{{ a }}{% endfor %}</p>{{ a }}{% endblock %}`,
  `<main>{% if l %}${box}<p>{% for k in l %}{{ box(k) }}{{ a }}{% endfor %}</p>{{ a }}{% endif %}</main>{{ a }}`,
  `<main>{% if l %}${box}<p>{{ box(a) }}{{ a }}</p>{% if l %}<i>{{ a }}</i>{% endif %}{% endif %}</main>{{ a }}`,
  `<main>{% if l %}${box}<table><tbody><tr>{{ box(a) }}</tr></tbody></table>{{ a }}{% endif %}</main>`,
  `<main>{% if l %}${box}<table><tbody>{% for k in l %}<tr>{{ box(k) }}</tr>{% endfor %}</tbody></table>{{ a }}{% endif %}</main>`,
])("of %s each text is there once", async (main) => {
  const { renderer } = setUp({ main })
  const [first, second] = [
    { l: [1, 2], a: "x" },
    { l: [2, 3], a: "y" },
  ]
  const textOf = (tree: Rendered): string => toHtml(tree).replace(/<[^>]+>/g, "")
  const tree = renderFirst(renderer, first)
  const live = new LivePage(tree)
  await live.settled()
  await live.settled()
  expect(live.root.textContent).toBe(textOf(tree))
  const next = renderer.render(second, changesBetween(first, second), tree) as Rendered
  live.update(next)
  await live.settled()
  expect(live.root.textContent).toBe(textOf(next))
})
