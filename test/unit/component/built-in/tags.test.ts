/** The built-in components that need nothing but their attributes: `dynamic_tag`, `intersperse`, `live_title`, and the marks that the browser's script looks for. */

import nunjucks from "nunjucks"
import { components } from "../../../../src/component/built-in/components.js"
import { component } from "../../../../src/component/component.js"
import { createNunjucksEngine } from "../../../../src/nunjucks/engine.js"
import { html } from "../../../../src/render/values/html.js"
import { toHtml } from "../../../../src/render/write/write-html.js"
import { MemoryLoader, renderFirst } from "../../../support/nunjucks-setup.js"
import { show } from "../../../support/show-components.js"

const { dynamicTag, focusWrap, intersperse, liveTitle, portal } = components

describe("dynamicTag", () => {
  it("is an element of the name that is given", () => {
    expect(toHtml(dynamicTag({ tag: "h2", class: "a" }, html`<i>x</i>`))).toBe('<h2 class="a"><i>x</i></h2>')
    expect(toHtml(dynamicTag({ tag: "hr", id: "a" }))).toBe('<hr id="a">')
    expect(show('{% dynamic_tag tag="h" ~ n title=n %}{{ n }}{% enddynamic_tag %}', { n: 3 })).toBe(
      '<h3 title="3">3</h3>',
    )
    expect(show("{% macro name(n) %}h{{ n }}{% endmacro %}{% dynamic_tag tag=name(2) %}a{% enddynamic_tag %}")).toBe(
      "<h2 >a</h2>",
    )
    expect(dynamicTag({ tag: "h2" })[0]).toBe(dynamicTag({ tag: "h2", id: "b" })[0])
  })

  it.each(["script", "textarea", "a b", "a>", "", "H1", "iframe"])("refuses the name %j", (tag) => {
    expect(() => dynamicTag({ tag }, "x")).toThrow(/is not the lower-case name/)
  })
})

describe("intersperse", () => {
  it("puts the separator between neighbours", () => {
    const slots = { default: (item: string) => html`<b>${item}</b>`, separator: ", " }
    expect(toHtml(intersperse({ items: [] }, slots))).toBe("")
    expect(toHtml(intersperse({ items: ["a", "b", "c"] }, slots))).toBe("<b>a</b>, <b>b</b>, <b>c</b>")
    const template =
      '{% intersperse items=list let=x %}<b>{{ x }}</b>{% slot "separator" %}, {% endslot %}{% endintersperse %}'
    expect(show(template, { list: ["a", "b"] })).toBe("<b>a</b>, <b>b</b>")
  })
})

describe("liveTitle", () => {
  it("stands between prefix and suffix, and tells the browser's script of them", () => {
    expect(toHtml(liveTitle({ prefix: "A - ", suffix: " | B", default: "Home" }, "Posts"))).toBe(
      '<title data-prefix="A - " data-suffix=" | B" data-default="Home">A - Posts | B</title>',
    )
    expect(toHtml(liveTitle({}, "Posts"))).toBe("<title>Posts</title>")
  })

  it("is the default where the title is empty", () => {
    expect(toHtml(liveTitle({ default: "Home" }, " "))).toBe('<title data-default="Home">Home</title>')
    expect(toHtml(liveTitle({ default: "Home" }))).toBe('<title data-default="Home">Home</title>')
    expect(toHtml(liveTitle({}))).toBe("<title></title>")
  })

  it("escapes what stands in it", () => {
    expect(show('{% live_title suffix=" <b>" %} {{ title }} {% endlive_title %}', { title: "</title>&" })).toBe(
      '<title data-suffix=" &lt;b&gt;">&lt;/title&gt;&amp; &lt;b&gt;</title>',
    )
  })
})

describe("focusWrap", () => {
  it("has an element that can have the focus at each end", () => {
    const sentinel = (end: string): string => `<span tabindex="0" aria-hidden="true" data-live-focus="${end}"></span>`
    expect(show('{% focus_wrap id="a" role="dialog" %}<i>x</i>{% endfocus_wrap %}')).toBe(
      `<div id="a" data-live-focus-wrap role="dialog">${sentinel("start")}<i>x</i>${sentinel("end")}</div>`,
    )
    expect(toHtml(focusWrap({ id: "a" }, "x"))).toBe(
      `<div id="a" data-live-focus-wrap >${sentinel("start")}x${sentinel("end")}</div>`,
    )
  })
})

describe("portal", () => {
  it("is written in a template that names its target", () => {
    expect(show('{% portal id="m" target="#top > p" class="menu" %}{{ a }}{% endportal %}', { a: "<" })).toBe(
      '<template id="m" data-live-portal="#top &gt; p"><div class="menu">&lt;</div></template>',
    )
    expect(toHtml(portal({ id: "m", target: "body" }, html`<i>x</i>`))).toBe(
      '<template id="m" data-live-portal="body"><div ><i>x</i></div></template>',
    )
  })
})

describe("the tags of livemount", () => {
  it("give way to a component of the app", () => {
    const own = component("link", { render: () => html`own` })
    expect(show("{% link %}", {}, [own])).toBe("own")
  })

  it("give way to an extension that has the tag", () => {
    const environment = new nunjucks.Environment(new MemoryLoader({ main: "{% portal %}" }))
    const extension = {
      tags: ["portal"],
      parse(parser: { nextToken(): unknown; advanceAfterBlockEnd(name: string): void }, nodes: Nodes): object {
        parser.nextToken()
        parser.advanceAfterBlockEnd("portal")
        return new nodes.CallExtension(extension, "run", undefined, [])
      },
      run: () => "host",
    }
    environment.addExtension("PortalExtension", extension as unknown as nunjucks.Extension)
    const engine = createNunjucksEngine({ environment, development: true, warn: () => undefined })
    expect(toHtml(renderFirst(engine.renderer("main"), {}))).toBe("host")
  })

  it("give way to a component that comes later into the same environment", () => {
    const environment = new nunjucks.Environment(new MemoryLoader({ main: "{% link %}" }))
    const own = component("link", { render: () => html`own` })
    createNunjucksEngine({ environment, development: true, warn: () => undefined })
    const engine = createNunjucksEngine({ environment, components: [own], development: true, warn: () => undefined })
    expect(toHtml(renderFirst(engine.renderer("main"), {}))).toBe("own")
  })
})

interface Nodes {
  readonly CallExtension: new (...given: unknown[]) => object
}
