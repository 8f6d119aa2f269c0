import { each, html, raw } from "../../../../src/render/values/html.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { contents, expected, LivePage, operations } from "../../../support/live-page.js"

type Page = (value: string | null) => Rendered

describe("writing a slot", () => {
  const text: Page = (v) => html`<p>in ${v} km</p>`
  const title: Page = (v) => html`<p title="${v}">x</p>`
  const classes: Page = (v) => html`<p class="static ${v ?? ""}">x</p>`
  const style: Page = (v) => html`<p style="${v}">x</p>`
  const tag = (attributes: Record<string, string | null>): Rendered => html`<p id="own" ${attributes}>x</p>`
  const content = (value: Parameters<typeof html>[1]): Rendered => html`<p>${value}</p>`

  it.each<[string, Rendered, Rendered, string[]]>([
    ["text: one write, static text included", text("1"), text("2"), ['text "in 2 km"']],
    ["equal text: none", text("1"), text("1"), []],
    ["an attribute", title("1"), title("2"), ["p @title"]],
    ["an attribute that goes", title("1"), title(null), ["p @title"]],
    ["an attribute that comes", title(null), title(""), ["p @title"]],
    ["classes: at once, where no script changed them", classes("a b"), classes("b c"), ["p @class"]],
    [
      "a style: only the properties that differ",
      style("color: red; top: 1px"),
      style("color: red; top: 2px"),
      ["p @style"],
    ],
    [
      "a tag slot: only what changed",
      tag({ title: "1", lang: "de" }),
      tag({ title: "2", lang: "de" }),
      ["p#own @title"],
    ],
    ["a tag slot's attribute that goes", tag({ title: "1", lang: "de" }), tag({ lang: "de" }), ["p#own @title"]],
    ["nothing for a branch that stays", content(html`<i>a</i>`), content(html`<i>a</i>`), []],
    ["one text in a branch", content(html`<i>${"a"}</i>`), content(html`<b>${"a"}</b>`), ["- i", "+ b"]],
    ["safe HTML that becomes text", content(raw("<i>a</i>")), content("b"), ["- i", '+ "b"']],
    ["a branch that goes", content(html`<i>a</i>`), content(null), ["- i"]],
  ])("%s", (_, first, second, expectedOperations) => {
    const page = new LivePage(first)
    expect(operations(page.root, () => page.update(second))).toEqual(expectedOperations)
    expect(contents(page.root)).toBe(expected(second))
    page.update(first)
    expect(contents(page.root)).toBe(expected(first))
  })

  it("keeps classes that scripts set, and takes off only the server's own", () => {
    const page = new LivePage(classes("a b"))
    const p = page.root.querySelector("p") as Element
    p.classList.add("theirs")
    p.classList.remove("b")
    page.update(classes("b c"))
    expect([...p.classList].sort()).toEqual(["b", "c", "static", "theirs"])
    page.update(classes(""))
    expect([...p.classList].sort()).toEqual(["static", "theirs"])
  })

  it("keeps style properties that scripts set, and sets the server's one by one", () => {
    const page = new LivePage(style("color: red; top: 1px"))
    const p = page.root.querySelector("p") as HTMLElement
    p.style.setProperty("left", "5px")
    const set = jest.spyOn(Element.prototype, "setAttribute")
    page.update(style("top: 1px !important; --x: 2"))
    expect(set).not.toHaveBeenCalled()
    set.mockRestore()
    expect(p.style.color).toBe("")
    expect(p.style.left).toBe("5px")
    expect(p.style.getPropertyPriority("top")).toBe("important")
    expect(p.style.getPropertyValue("--x")).toBe("2")
    page.update(style(null))
    expect(p.getAttribute("style")).toBe("left: 5px;")
  })

  it("never lets a tag slot take an attribute that the template has", () => {
    const page = new LivePage(tag({ title: "1" }))
    page.dom.write({ 0: { a: { id: "theirs", title: "2" } } })
    expect((page.root.firstElementChild as Element).id).toBe("own")
  })

  it("takes attribute names that setAttribute refuses", () => {
    const page = new LivePage(tag({ title: "1" }))
    page.dom.write({ 0: { a: { "@click": "open = true" } } })
    expect((page.root.firstElementChild as Element).getAttribute("@click")).toBe("open = true")
  })

  it("gives back what a tag slot no longer has after a new mount", () => {
    const page = new LivePage(tag({ title: "1", lang: "de" }))
    page.rejoin(tag({ lang: "en" }))
    expect(contents(page.root)).toBe(expected(tag({ lang: "en" })))
  })

  it("keeps a selection in the text it writes", () => {
    const page = new LivePage(text("one two three"))
    const node = page.root.querySelector("p")?.firstChild as Text
    document.getSelection()?.setBaseAndExtent(node, 0, node, 3)
    document.dispatchEvent(new Event("selectionchange"))
    const replaced = jest.spyOn(node, "replaceData")
    page.update(text("one four three"))
    expect(replaced).toHaveBeenCalledWith(7, 3, "four".slice(0, 4))
    expect(document.getSelection()?.toString()).toBe("in ")
    document.getSelection()?.removeAllRanges()
  })

  it("writes SVG attributes and nested SVG elements in their namespace", () => {
    const chart = (points: readonly number[], box: string): Rendered =>
      html`<svg viewBox="${box}">${points.map((x) => html`<circle cx="${String(x)}" xlink:href="${`#${x}`}"/>`)}</svg>`
    const page = new LivePage(chart([1], "0 0 1 1"))
    page.update(chart([1, 2, 3], "0 0 2 2"))
    expect(contents(page.root)).toBe(expected(chart([1, 2, 3], "0 0 2 2")))
    page.update(chart([4], "0 0 2 2"))
    expect(contents(page.root)).toBe(expected(chart([4], "0 0 2 2")))
    expect(page.root.querySelector("circle")?.getAttributeNS("http://www.w3.org/1999/xlink", "href")).toBe("#4")
  })

  it("writes what stands in a template element", () => {
    const inner = (v: string): Rendered => html`<template><p>${v}</p></template>`
    const page = new LivePage(inner("a"))
    page.update(inner("b"))
    expect(contents(page.root)).toBe(expected(inner("b")))
  })

  it("writes the text of raw elements", () => {
    const area = (v: string): Rendered => html`<textarea>\n${v}</textarea><style>${v}</style>`
    const page = new LivePage(area("a"))
    page.update(area("\nb"))
    expect(contents(page.root)).toBe(expected(area("\nb")))
  })

  it("leaves what a live-update=ignore element holds to its scripts, but makes it once", () => {
    const widget = (v: string): Rendered =>
      html`<div live-update="ignore" data-points="${v}" title="${v}"><b>${v}</b></div>`
    const page = new LivePage(widget("a"))
    const b = page.root.querySelector("b") as Element
    b.textContent = "drawn"
    page.update(widget("c"))
    expect(b.textContent).toBe("drawn")
    expect((page.root.firstElementChild as HTMLElement).dataset["points"]).toBe("c")
    expect(page.root.firstElementChild?.getAttribute("title")).toBe("a")
    const shown = (on: boolean): Rendered => html`<p>${on ? widget("new") : null}</p>`
    const other = new LivePage(shown(false))
    other.update(shown(true))
    expect(other.root.querySelector("b")?.textContent).toBe("new")
  })

  it("writes open only when its slot changed, so that a click on details is not undone", () => {
    const details = (open: boolean, text: string): Rendered =>
      html`<details open="${open}"><summary>${text}</summary></details>`
    const page = new LivePage(details(false, "a"))
    const element = page.root.querySelector("details") as HTMLDetailsElement
    element.open = true
    page.update(details(false, "b"))
    page.rejoin(details(false, "c"))
    expect(element.open).toBe(true)
    page.update(details(true, "c"))
    page.update(details(false, "c"))
    expect(element.open).toBe(false)
  })

  it("closes a dialog that loses its open attribute", () => {
    const dialog = (open: boolean): Rendered => html`<dialog open="${open}">x</dialog>`
    const page = new LivePage(dialog(true))
    const element = page.root.querySelector("dialog") as HTMLDialogElement
    const close = jest.fn()
    element.close = close
    page.update(dialog(false))
    expect(close).toHaveBeenCalledTimes(1)
    expect(element.hasAttribute("open")).toBe(false)
  })

  it("sets muted as a property too", () => {
    const video = (muted: boolean): Rendered => html`<video muted="${muted}"></video>`
    const page = new LivePage(video(false))
    page.update(video(true))
    expect((page.root.querySelector("video") as HTMLVideoElement).muted).toBe(true)
  })

  it("replaces the root if its template is another one", () => {
    const page = new LivePage(html`<p>a</p>`)
    page.update(
      html`<ul>${each(
        [1],
        (n) => n,
        (n) => html`<li>${n}</li>`,
      )}</ul>`,
    )
    expect(contents(page.root)).toBe("<ul><li>1</li></ul>")
    page.rejoin(html`<p>${"c"}</p>`)
    expect(contents(page.root)).toBe("<p>c</p>")
  })
})
