import fc from "fast-check"
import { html, raw as safe } from "../../../src/render/values/html.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import { Html, List, Region, type Rendered, Tag } from "../../../src/render/values/values.js"
import type { PostWriter, WrittenTag } from "../../../src/render/write/post-writer.js"
import { toHtml, toMarkedHtml } from "../../../src/render/write/write-html.js"
import { attribute, content, makeTemplate, raw, region, separated, sole, tag } from "../../support/make-template.js"
import { trees } from "../../support/random-tree.js"

const marked = (rendered: Rendered): string => toMarkedHtml(rendered, new TemplateTable())

describe("toHtml", () => {
  it("escapes text, and writes HTML, attribute sources, tags, raw text and regions as they are", () => {
    const all = makeTemplate(
      ["<p title='", "' ", ">", "", "</p><script>", "</script>", ""],
      [attribute("title"), tag, content, content, raw("script"), region],
    )
    const tags = new Tag("hidden", new Map([["hidden", ""]]))
    expect(toHtml([all, "&lt;", tags, "<b>", new Html("<b>"), "a < b", new Region("<hr>")])).toBe(
      "<p title='&lt;' hidden>&lt;b&gt;<b></p><script>a < b</script><hr>",
    )
  })

  it("leaves an absent attribute out with its name, quotes and space", () => {
    const input = makeTemplate(
      ["<input type=text\n disabled = '", "' value=\"", '" title="a ', '">'],
      [attribute("disabled"), attribute("value"), attribute("title")],
    )
    expect(toHtml([input, null, "", "t"])).toBe('<input type=text value="" title="a t">')
    expect(toHtml([input, "", null, ""])).toBe("<input type=text\n disabled = '' title=\"a \">")
    expect(toHtml([input, null, null, null])).toBe('<input type=text title="a ">')
  })
})

describe("toMarkedHtml", () => {
  const row = makeTemplate(["<li>", "</li>"], [content], { singleRoot: true })
  const pair = makeTemplate(["<dt>", "</dt><dd>", "</dd>"], [content, content])
  const box = makeTemplate(["<div>", "</div>"], [content])
  const ul = makeTemplate(["<ul>", "</ul>"], [sole])

  it("marks no text that stands alone, and separates neighbours", () => {
    expect(marked([box, "a"])).toBe("<div>a</div>")
    const run = makeTemplate(["<p>", " of ", "", "</p>"], [content, separated, separated])
    expect(marked([run, "1", "", "<"])).toBe("<p>1 of <!----><!---->&lt;</p>")
  })

  it("names the template of a nested one, the outer before the inner", () => {
    const table = new TemplateTable()
    expect(toMarkedHtml([box, [ul, new List([1], [[row, "x"]], row)]], table)).toBe(
      "<div><!--{1--><ul><!--#2*1--><li>x</li></ul><!--}--></div>",
    )
    expect(table.ids).toEqual([box.id, ul.id, row.id])
  })

  it("puts one comment before single-root items of a list that is an only child, and a pair around other lists", () => {
    const items: Rendered[] = [
      [row, "a"],
      [row, "b"],
    ]
    expect(marked([ul, new List([1, 2], items, row)])).toBe("<ul><!--#1*2--><li>a</li><li>b</li></ul>")
    expect(marked([ul, new List([], [], row)])).toBe("<ul><!--#1*0--></ul>")
    expect(marked([box, new List([1, 2], items, row)])).toBe("<div><!--{*1--><li>a</li><li>b</li><!--}--></div>")
    expect(marked([ul, new List([1], [[pair, "a", "b"]], pair)])).toBe(
      "<ul><!--{*1--><!----><dt>a</dt><dd>b</dd><!--}--></ul>",
    )
    expect(
      marked([
        ul,
        new List(
          [1, 2],
          [
            [row, "a"],
            [pair, "b", "c"],
          ],
          null,
        ),
      ]),
    ).toBe("<ul><!--{*--><!--{1--><li>a</li><!--}--><!--{2--><dt>b</dt><dd>c</dd><!--}--><!--}--></ul>")
  })

  it("puts a pair around HTML, regions and nothing", () => {
    const view = makeTemplate(["", ""], [region])
    expect(marked([box, new Html("<b>x</b>")])).toBe("<div><!--{--><b>x</b><!--}--></div>")
    expect(marked([box, null])).toBe("<div><!--{--><!--}--></div>")
    expect(marked([view, new Region("<!--{7--><p>")])).toBe("<!--{--><!-- {7--><p><!--}-->")
  })

  it("gives the plain HTML when its markers are taken away", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const bare = marked(tree).replace(/<!--(?:\{\*?\d*|\}|#\d+\*\d+|)-->/g, "")
        expect(bare).toBe(toHtml(tree))
      }),
      { numRuns: 1_000 },
    )
  })
})

describe("toMarkedHtml with a post writer", () => {
  class Recorder implements PostWriter {
    readonly seen: string[] = []

    form(start: WrittenTag) {
      this.seen.push(`form ${JSON.stringify(Object.fromEntries(start.attributes))}`)
      if (!start.attributes.has("live-submit")) return null
      return { attributes: ' method="post"', fields: '<input type="hidden" data-live-post>' }
    }

    button(start: WrittenTag, insideForm: boolean) {
      this.seen.push(
        `${start.name} ${insideForm ? "inside" : "outside"} ${JSON.stringify(Object.fromEntries(start.attributes))}`,
      )
      return insideForm ? null : ' name="_live"'
    }
  }

  const write = (rendered: Rendered): { text: string; seen: readonly string[] } => {
    const recorder = new Recorder()
    return { text: toMarkedHtml(rendered, new TemplateTable(), recorder), seen: recorder.seen }
  }

  it("shows it the start tags as written, and adds what it gives", () => {
    const { text, seen } = write(
      html`<form class="${"a&b"}" ${{ id: "f" }} live-submit="save"><p>${"x"}</p></form><BUTTON live-click="${"go"}" disabled="${null}">Go</BUTTON>`,
    )
    expect(seen).toEqual(['form {"class":"a&b","id":"f","live-submit":"save"}', 'button outside {"live-click":"go"}'])
    expect(text).toBe(
      '<form class="a&amp;b" id="f" live-submit="save" method="post"><input type="hidden" data-live-post><p>x</p></form><BUTTON live-click="go" name="_live">Go</BUTTON>',
    )
  })

  it("knows whether a form is open around a button, also across templates and HTML that is no template's", () => {
    const button = () => html`<button live-click="x">x</button>`
    const { seen } = write(
      html`<div>${button()}<form action="/x">${button()}${each3(button)}</form>${button()}${safe("<form><button live-click=y></button></form>")}</div>`,
    )
    expect(seen.filter((line) => line.startsWith("button")).map((line) => line.split(" ")[1])).toEqual([
      "outside",
      "inside",
      "inside",
      "inside",
      "inside",
      "outside",
      "inside",
    ])
  })

  it("leaves what the client would not find untouched: a page without forms and buttons is the same with and without", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        expect(write(tree).text).toBe(marked(tree))
      }),
      { numRuns: 200 },
    )
  })
})

function each3(make: () => Rendered): readonly Rendered[] {
  return [make(), make(), make()]
}
