import { isLiveError } from "../../../src/errors/live-error.js"
import { compileHoles, compileStatics } from "../../../src/render/template/compile-statics.js"

const H = "\uFDD0"

/** Compiles a source in which `@` stands for a hole. */
function compile(source: string) {
  return compileHoles(source.split("@"))
}

describe("compileStatics", () => {
  const cases: readonly [source: string, kinds: string, text: string][] = [
    ["<p>@</p>", "content", "<p><!--$--></p>"],
    ["<p>a @ b @</p>", "content content", "<p>a <!--$--> b <!----><!--$--></p>"],
    ["@<!-- c -->@", "content content", "<!--$--><!-- c --><!--$-->"],
    ['<a class="x @ y @ z">t</a>', "attribute", `<a class="x ${H} z">t</a>`],
    ["<a class='@'>@</a>", "attribute content", `<a class='${H}'><!--$--></a>`],
    ["<input @>", "tag", "<input  $0 >"],
    ["<input @/>", "tag", "<input  $0 />"],
    ['<input @ class="a" @ value="@">', "tag tag attribute", `<input  $0  class="a"  $1  value="${H}">`],
    ['<input data-@="1" b>', "tag", "<input  $0  b>"],
    ['<input data-x="a"@ b>', "tag", '<input data-x="a" $0  b>'],
    ["<textarea>a @ b</textarea>", "raw", `<textarea>${H}</textarea>`],
    ["<title>@</title>", "raw", `<title>${H}</title>`],
    ["<style>a { color: @ }</style>", "raw", `<style>${H}</style>`],
    ['<script type="application/json">@</script>', "raw", `<script type="application/json">${H}</script>`],
    ["<svg><title>@</title></svg>", "content", "<svg><title><!--$--></title></svg>"],
    ["<svg><g/>@</svg>", "content", "<svg><g/><!--$--></svg>"],
    ["<circle r='@'/>", "attribute", `svg:<circle r='${H}'/>`],
    ["<table><tbody>@</tbody></table>", "content", "<table><tbody><!--$--></tbody></table>"],
    ["@", "content", "<!--$-->"],
    ["", "", ""],
  ]
  test.each(cases)("finds the slots of %s", (source, kinds, text) => {
    const { template } = compile(source)
    expect(template.slots.map((slot) => slot.kind).join(" ")).toBe(kinds)
    expect(template.text).toBe(text)
    expect(template.statics).toHaveLength(template.slots.length + 1)
  })

  test("gives an attribute with several holes one slot, with the text between them in its pieces", () => {
    const { template, slots } = compile('<a class="x @ y @ z" id="@">t</a>')
    expect(slots.map((slot) => slot.pieces)).toEqual([[0, " y ", 1], [2]])
    expect(slots[0]?.quote).toBe('"')
    expect(template.slots.map((slot) => slot.name)).toEqual(["class", "id"])
    expect(template.statics).toEqual(['<a class="x ', ' z" id="', '">t</a>'])
  })

  test("gives a raw element's slot its whole text", () => {
    const { template, slots } = compile("<textarea>a @ b</textarea>")
    expect(slots[0]?.pieces).toEqual(["a ", 0, " b"])
    expect(template.slots[0]).toMatchObject({ name: "textarea", first: true })
  })

  test("takes a computed attribute name and its value into one tag slot", () => {
    const { slots } = compile('<input data-@="x @" b @>')
    expect(slots.map((slot) => slot.pieces)).toEqual([
      ["data-", 0, '="x ', 1, '"'],
      ["b ", 2],
    ])
  })

  test("knows which content slot is the only child of its element, and which one is at the start of <pre>", () => {
    expect(compile("<ul>@</ul>").template.slots[0]?.sole).toBe(true)
    expect(compile("<ul> @</ul>").template.slots[0]?.sole).toBe(false)
    expect(compile("<ul>@@</ul>").template.slots.map((slot) => slot.sole)).toEqual([false, false])
    expect(compile("<ul>@<li></li></ul>").template.slots[0]?.sole).toBe(false)
    expect(compile("@").template.slots[0]?.sole).toBe(false)
    expect(compile("<pre>@</pre>").template.slots[0]?.first).toBe(true)
    expect(compile("<pre>a@</pre>").template.slots[0]?.first).toBe(false)
  })

  test("knows a single root, with white space around it at most", () => {
    expect(compileStatics([" <li>", "</li>\n"]).singleRoot).toBe(true)
    expect(compileStatics(["<br>"]).singleRoot).toBe(true)
    expect(compileStatics(["<br>x"]).singleRoot).toBe(false)
    expect(compileStatics(["<b></b><b></b>"]).singleRoot).toBe(false)
    expect(compileStatics(["<b></b>", ""]).singleRoot).toBe(false)
    expect(compileStatics(["<!-- c --><b></b>"]).singleRoot).toBe(false)
  })

  test("notes forms, and buttons that may be clicked, with the positions of their tags", () => {
    const { template } = compile(
      '<form class="@"><button live-click="x">a</button><button>b</button><button @>c</button></form>',
    )
    expect(template.actions).toEqual(
      [
        { kind: "form", part: 0, offset: 0, endPart: 1, endOffset: 1 },
        { kind: "button", part: 1, offset: 2, endPart: 1, endOffset: 24 },
        { kind: "button", part: 1, offset: 55 - 11, endPart: 2, endOffset: 0 },
        { kind: "/form", part: 2, offset: 11, endPart: 2, endOffset: 17 },
      ].map((action) => expect.objectContaining({ kind: action.kind, part: action.part, endPart: action.endPart })),
    )
    for (const { part, offset, endPart, endOffset } of template.actions) {
      expect(template.statics[part]?.[offset]).toBe("<")
      expect(template.statics[endPart]?.[endOffset]).toBe(">")
    }
  })

  test("defuses a static comment that looks like a marker", () => {
    expect(compileStatics(["<!--{7--><!----><!-- {7 -->"]).statics).toEqual(["<!-- {7--><!-- --><!-- {7 -->"])
  })

  test("names equal templates equally, and others not", () => {
    expect(compileStatics(["<p>", "</p>"]).id).toBe(compileStatics(["<p>", "</p>"]).id)
    expect(compileStatics(["<p>", "</p>"]).id).not.toBe(compileStatics(["<b>", "</b>"]).id)
    expect(compileStatics(["<p>", "</p>"]).id).toMatch(/^[\w-]{11}$/)
  })

  const refusals: readonly [source: string, text: RegExp][] = [
    ["<@>", /in the name of a tag/],
    ["<h@>", /in the name of a tag/],
    ["<p></p @>", /in an end tag/],
    ["<!-- @ -->", /in a comment/],
    ["<!doctype @>", /in a doctype/],
    ["<a href=@>", /without quotes: write href="…"/],
    ['<a onclick="@">', /live-click/],
    ['<iframe srcdoc="@">', /srcdoc/],
    ['<script src="@"></script>', /layout/],
    ["<script>@</script>", /application\/json/],
    ['<script type="module">@</script>', /application\/json/],
    ["<noscript>@</noscript>", /noscript/],
  ]
  test.each(refusals)("refuses a hole in %s and says what to do", (source, text) => {
    let error: unknown
    try {
      compile(source)
    } catch (caught) {
      error = caught
    }
    expect(isLiveError(error, "LV_HOLE_PLACE")).toBe(true)
    expect((error as Error).message).toMatch(text)
  })

  test.each(["<div>@", "<li>@", "@</div>", "<div", "<p><div>@</div></p>"])(
    "refuses %s, which does not balance",
    (source) => {
      expect(() => compile(source)).toThrow(/leaves <|closes an element/)
    },
  )
})

describe("tags that are nested wrongly", () => {
  test.each([
    ["<div>a {{}}", "div"],
    ["<p>{{}}</p></div>", "/div"],
    ["<main><div><p>{{}}</p></main>", "div"],
    ["<ul><li><b>{{}}</li></ul>", "b"],
    ["<p><b>one</p><p>{{}}</b></p>", "b"],
    ["<b><i>x</b></i>{{}}", "i"],
    ["<li><math><mi>{{}}</li>", "mi"],
    ["<p>{{}}</p></br>", "/br"],
    ["<div><input></input>{{}}</div>", "/input"],
  ])("%s is an error", (text, name) => {
    const compile = (): unknown => compileStatics(text.split("{{}}"))
    expect(compile).toThrow(expect.objectContaining({ code: "LV_TEMPLATE_UNBALANCED" }))
    if (name !== "") expect(compile).toThrow(`<${name}>`)
  })

  test.each([
    "<noscript><!-- x</noscript>{{}}",
    '<a href="/{{}}"><p>t</a></p>',
    "<table><div>{{}}</div></table>",
    '<form><form class="{{}}"></form>',
  ])("a value in %s is refused", (text) => {
    expect(() => compileStatics(text.split("{{}}"))).toThrow(
      /LV_HOLE_PLACE|LV_TEMPLATE_UNBALANCED|A value cannot stand/,
    )
  })

  test.each([
    "<ul><li>{{}}<li>b</ul>",
    "<dl><dt>{{}}<dd>b</dl>",
    "<table><tr><td>{{}}<tr><td>x</table>",
    "<a href='{{}}'><p>t</p></a>",
  ])("%s needs no other tags", (text) => {
    expect(() => compileStatics(text.split("{{}}"))).not.toThrow()
  })
})
