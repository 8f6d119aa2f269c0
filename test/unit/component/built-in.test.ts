import nunjucks from "nunjucks"
import { dynamicTag, intersperse } from "../../../src/component/built-in.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { html } from "../../../src/render/html.js"
import { toHtml } from "../../../src/render/write-html.js"
import { MemoryLoader, renderFirst } from "../../support/nunjucks-setup.js"

function show(main: string, context: object): string {
  const environment = new nunjucks.Environment(new MemoryLoader({ main }))
  const components = [dynamicTag, intersperse]
  const engine = createNunjucksEngine({ environment, components, development: true, warn: () => undefined })
  return toHtml(renderFirst(engine.renderer("main"), context))
}

describe("dynamicTag", () => {
  it("is an element of the name that is given", () => {
    expect(toHtml(dynamicTag({ tag: "h2", class: "a" }, html`<i>x</i>`))).toBe('<h2 class="a"><i>x</i></h2>')
    expect(toHtml(dynamicTag({ tag: "hr", id: "a" }))).toBe('<hr id="a">')
    expect(show('{% dynamic_tag tag="h" ~ n title=n %}{{ n }}{% enddynamic_tag %}', { n: 3 })).toBe(
      '<h3 title="3">3</h3>',
    )
    expect(dynamicTag({ tag: "h2" })[0]).toBe(dynamicTag({ tag: "h2", id: "b" })[0])
  })

  it.each(["script", "textarea", "a b", "a>", "", "H1", "iframe"])("refuses the name %j", (tag) => {
    expect(() => dynamicTag({ tag }, "x")).toThrow(/is not the lower-case name/)
  })
})

describe("intersperse", () => {
  it("puts the separator between neighbours", () => {
    const slots = { default: (item: unknown) => html`<b>${String(item)}</b>`, separator: ", " }
    expect(toHtml(intersperse({ items: [] }, slots))).toBe("")
    expect(toHtml(intersperse({ items: ["a", "b", "c"] }, slots))).toBe("<b>a</b>, <b>b</b>, <b>c</b>")
    expect(
      show(
        '{% intersperse items=list let=x %}<b>{{ x }}</b>{% slot "separator" %}, {% endslot %}{% endintersperse %}',
        {
          list: ["a", "b"],
        },
      ),
    ).toBe("<b>a</b>, <b>b</b>")
  })
})
