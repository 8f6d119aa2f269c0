/** What a template writes itself, and the parser or the browser's script could take for something else beside a value. */

import { html } from "../../../../src/render/values/html.js"
import { toHtml } from "../../../../src/render/write/write-html.js"
import { breachOf, described } from "../../../support/dom-law.js"
import { renderFirst, setUp } from "../../../support/nunjucks-setup.js"

const values = ["5", "", "llel;", ";", "lt;", "#60;", "copy", "=", "x y", "60;", "b;"]

async function breach(main: string): Promise<string> {
  const setup = setUp({ main })
  const steps = values.map((x, i) => ({
    context: { x, y: values[(i * 3) % values.length], on: i % 2 === 0, rows: [1, 2] },
    rejoin: i === 4,
  }))
  return described(await breachOf(setup, steps, true), { main })
}

test.each([
  "<p>&para{{ x }}</p>",
  "<p>&amp{{ x }};</p>",
  "<p>a &{{ x }}; b {{ y }}</p>",
  "&{{ x }}",
  "&{{ x }}{{ y }};{{ x }}",
  "<p>{{ x }}&para{{ y }}{{ x }}t</p>{{ y }}",
  "<p>&#{{ x }}</p>",
  "<p>&#x{{ x }};</p>",
  "<p>&{% if on %}lt{% endif %};{{ x }}</p>",
  "<p>{% for r in rows %}&{{ x }};{% endfor %}</p>",
  "{% if on %}&para{{ x }}{% endif %}{{ y }}",
  "{% macro m(x) %}&para{{ x }};{% endmacro %}<p>{{ m(x) }}{{ y }}</p>",
  '<p title="&para{{ x }}">{{ y }}</p>',
  '<p title="a &{{ x }};">{{ y }}</p>',
  '<p title="{{ y }} &para{{ x }}=5">{{ y }}</p>',
  "<p title='&{{ x }}{{ y }};'>{{ y }}</p>",
  '<a href="/?a=1&{{ x }}={{ y }}&b">{{ x }}</a>',
  "<textarea>&para{{ x }};</textarea>{{ y }}",
  "<title>&{{ x }};</title>{{ y }}",
  "<p>&amp;{{ x }} &para;{{ y }}</p>",
  // Comments
  "<!---->{{ x }}",
  "<!-->{{ x }}",
  "<!--->{{ x }}",
  "<!>{{ x }}",
  "<p>{{ x }}<!---->{{ y }}</p>",
  "<!--{--><p>{{ x }}</p><!--}--!>{{ y }}",
  "<!{><p>{{ x }}</p><!}>{{ y }}",
  "</}>{{ x }}</{7>{{ y }}",
  "<!--$--><p>{{ x }}</p><!$>",
  '<textarea><!----></textarea><p title="<!---->">{{ x }}</p>',
  "{% for r in rows %}<!----><b>{{ x }}</b>{% endfor %}",
  "{% if on %}<!---->{% endif %}{{ x }}",
  "<style>/*<!---->*/</style>{{ x }}",
])("%s", async (main) => {
  expect(await breach(main)).toBe("")
})

test("text that only looks like a comment stays as it is written", () => {
  const main = '<textarea><!----></textarea><p title="<!---->">{{ x }}</p>'
  expect(toHtml(renderFirst(setUp({ main }).renderer, { x: 1 }))).toBe(main.replace("{{ x }}", "1"))
})

test("what newer browsers take for a processing instruction is written as the comment that it is in HTML", () => {
  const main = "<?php x ?><p>{{ x }}</p><?xml?>"
  expect(toHtml(renderFirst(setUp({ main }).renderer, { x: 1 }))).toBe("<!--?php x ?--><p>1</p><!--?xml?-->")
})

test("a reference that goes on into a value makes a region, with a warning; in html`…` it is refused", () => {
  const { renderer, warnings } = setUp({ main: "<p>&para{{ x }}</p>" })
  renderFirst(renderer, { x: 1 })
  expect(warnings).toEqual([expect.stringMatching(/^LV_REGION: main:1:12: .*right behind "&para".*Write "&para;"/)])
  expect(() => html`<p>&para${1}</p>`).toThrow(expect.objectContaining({ code: "LV_HOLE_PLACE" }))
  expect(() => html`<p>&${1};</p>`).toThrow(/Write "&amp;"/)
  expect(toHtml(html`<p title="&${"para"};">&amp;${1}</p>`)).toBe('<p title="&para;">&amp;1</p>')
})

test.each([
  ["&{{ x }}", "#106;avascript:alert(1)"],
  ["java&{{ x }}", "#115;cript:alert(1)"],
  ["&#{{ x }}", "106;avascript:alert(1)"],
  ["{% if on %}java{% endif %}&{{ x }}", "#115;cript:alert(1)"],
  ["{{ none }}&{{ x }}", "#106;avascript:alert(1)"],
  ["javascript{{ none }}&{{ x }}", "colon;alert(1)"],
])("no value goes on with a reference in the scheme of an address: %s", (address, x) => {
  const { renderer } = setUp({ main: `<a href="${address}">y</a>` })
  let made = ""
  try {
    made = toHtml(renderFirst(renderer, { x, on: true }))
  } catch (error) {
    expect(error).toMatchObject({ code: "LV_TEMPLATE_COMPILE" })
  }
  const link = Object.assign(document.createElement("div"), { innerHTML: made }).querySelector("a")
  expect(link?.protocol ?? "none").not.toBe("javascript:")
})

test("a link whose scheme is settled may have parameters from values", () => {
  const main = '<a href="{{ base }}&{{ x }}=1">y</a><a href="/?a&{{ x }}=1">y</a>'
  expect(toHtml(renderFirst(setUp({ main }).renderer, { base: "/?a", x: "b" }))).toBe(
    '<a href="/?a&b=1">y</a><a href="/?a&b=1">y</a>',
  )
})

test.each([
  ["U+FDD0", "<p>\uFDD0{{ x }}</p>"],
  ["U+FDD0 in an attribute", '<p title="\uFDD0">{{ x }}</p>'],
  ["an attribute named like a mark", '<p $0 class="{{ x }}"></p>'],
  ["an attribute named like a mark, with a value", '<p $12="x">{{ x }}</p>'],
])("%s of the author is refused", (_, main) => {
  expect(() => renderFirst(setUp({ main }).renderer, { x: 1 })).toThrow(
    expect.objectContaining({ code: "LV_TEMPLATE_COMPILE", message: expect.stringMatching(/main:1:\d+/) }),
  )
})

test("… in html`…` too", () => {
  expect(() => html`<p>\uFDD0${1}</p>`).toThrow(expect.objectContaining({ code: "LV_HOLE_PLACE" }))
  expect(() => html`<p $0 class="${1}"></p>`).toThrow(expect.objectContaining({ code: "LV_HOLE_PLACE" }))
  expect(toHtml(html`<p $a title="$0">$0${1}</p>`)).toBe('<p $a title="$0">$01</p>')
})

test("what stands in a <noscript> does not travel with the template", () => {
  const tree = renderFirst(setUp({ main: '<noscript><!-- <img src="/p"></noscript><b>{{ x }}</b>' }).renderer, { x: 1 })
  expect(toHtml(tree)).toContain('<!-- <img src="/p"></noscript>')
  expect(tree[0].text).toBe("<noscript></noscript><b><!--$--></b>")
})
