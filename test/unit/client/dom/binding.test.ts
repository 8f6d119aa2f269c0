import { each, html } from "../../../../src/render/values/html.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { contents, expected, LivePage, operations } from "../../../support/live-page.js"

const item = (name: string): Rendered => html`<li>${name}</li>`

const simple = (a: string, b: string): Rendered => html`<p>Hello <b>${a}</b></p><p id="two">${b}</p>`
const run = (a: string, b: string): Rendered => html`<p>${a} and ${b}!</p>`
const branch = (on: boolean, text: string): Rendered =>
  html`<div>${on ? html`<i>${text}</i>` : html`<u>no</u>`}<hr></div>`
const list = (names: readonly string[], after = "end"): Rendered =>
  html`<ul>${each(
    names,
    (name) => name,
    (name) => item(name),
  )}</ul><p>${after}</p>`

/** A template with 1,001 slots. */
const many = (text: string): Rendered => {
  const strings = Array.from({ length: 1_002 }, (_, index) => (index === 0 ? "<b></b>" : "<i></i>"))
  return html(Object.assign(strings, { raw: strings }), ...Array.from(strings.slice(1), () => text))
}

describe("binding to the first HTML", () => {
  it.each<[string, (root: HTMLElement) => void, Rendered, Rendered]>([
    ["an element of an extension before the first", (r) => r.prepend(box()), simple("a", "b"), simple("c", "d")],
    ["eight foreign elements", (r) => r.prepend(...Array.from({ length: 8 }, box)), simple("a", "b"), simple("c", "d")],
    [
      "foreign elements between and behind",
      (r) => r.firstElementChild?.after(box(), "x", box()),
      simple("a", "b"),
      simple("c", "d"),
    ],
    [
      "a foreign element of the same name, told by its id",
      (r) => at(r, "#two").before(document.createElement("p")),
      simple("a", "b"),
      simple("c", "d"),
    ],
    ["text that a script has split", (r) => textIn(at(r, "b")).splitText(1), simple("abc", "b"), simple("c", "d")],
    ["a run of two slots with empty text", () => undefined, run("", ""), run("x", "y")],
    ["a foreign item behind a sole list", (r) => at(r, "ul").append(item_("foreign")), list(["a"]), list(["a", "b"])],
    ["a foreign element in a branch", (r) => at(r, "i").before(box()), branch(true, "a"), branch(true, "b")],
    ["helpers of the plain POST", (r) => at(r, "p").prepend(post()), simple("a", "b"), simple("c", "d")],
  ])("steps over %s", async (_, disturb, first, second) => {
    const page = new LivePage(first, { disturb })
    const foreign = page.root.querySelectorAll("[data-foreign]").length
    page.update(second)
    await page.settled()
    expect(page.warnings).toEqual([])
    expect(page.requests).toEqual([])
    expect(page.root.querySelectorAll("[data-foreign]")).toHaveLength(foreign)
    for (const stranger of page.root.querySelectorAll("[data-foreign],[data-live-post]")) stranger.remove()
    expect(contents(page.root).replace("x<p id", "<p id").replace("<p></p><p id", "<p id")).toBe(expected(second))
  })

  it.each<[string, (root: HTMLElement) => void, Rendered, Rendered, (readonly number[])[]]>([
    ["text wrapped by a translator", (r) => wrap(textIn(at(r, "b"))), simple("a", "b"), simple("c", "d"), [[0]]],
    ["a text run wrapped whole", (r) => wrapAll(at(r, "p")), run("a", "b"), run("c", "d"), [[0], [1]]],
    ["a branch whose element is gone", (r) => at(r, "i").remove(), branch(true, "a"), branch(true, "b"), [[0]]],
    ["a list with an item too few", (r) => at(r, "li").remove(), list(["a", "b"]), list(["b", "c"]), [[0]]],
    ["a list whose items are wrapped", (r) => wrap(at(r, "li")), list(["a", "b"]), list(["b", "c"]), [[0]]],
  ])("confines %s to the slot, and asks for its value once", async (_, disturb, first, second, paths) => {
    const page = new LivePage(first, { disturb, holdRequests: true })
    await page.settled()
    expect(page.warnings.length).toBeGreaterThan(0)
    if (paths.length === 1) expect(page.requests).toEqual([paths])
    // Differences that come before the value are dropped: the value will hold them.
    page.update(second)
    while (page.requests.length > 0) page.answer()
    await page.settled()
    expect(contents(page.root)).toBe(expected(second))
    page.update(first)
    await page.settled()
    expect(contents(page.root)).toBe(expected(first))
    expect(page.requests).toEqual([])
  })

  it("makes the whole view anew if its top level does not fit", async () => {
    const page = new LivePage(simple("a", "b"), { disturb: (root) => at(root, "p").remove() })
    await page.settled()
    expect(page.requests).toEqual([[[-1]]])
    expect(contents(page.root)).toBe(expected(simple("a", "b")))
    page.update(simple("c", "d"))
    expect(contents(page.root)).toBe(expected(simple("c", "d")))
  })

  it("makes it anew also where it has more slots than places may be asked for at once", async () => {
    const page = new LivePage(many("a"), { disturb: (root) => at(root, "b").remove() })
    await page.settled()
    expect(contents(page.root)).toBe(expected(many("a")))
    page.update(many("c"))
    expect(contents(page.root)).toBe(expected(many("c")))
  })

  it("makes nothing of values of a part that were asked for before the whole view was", async () => {
    const top = (text: string): Rendered => html`<p>${text}</p>Hello ${text} <b>${text}</b>`
    const page = new LivePage(top("a"), { disturb: (root) => wrapAll(at(root, "p")), holdRequests: true })
    await page.settled()
    page.root.textContent = "gone"
    page.update(top("c"))
    await page.settled()
    expect(page.requests).toEqual([[[0]], [[-1]]])
    page.answer()
    await page.settled()
    expect(page.root.textContent).toBe("gone")
    page.answer()
    expect(contents(page.root)).toBe(expected(top("c")))
  })

  it("asks for a thousand values at a time, as many as the server gives", async () => {
    const rows = (text: string): Rendered =>
      html`<ul>${each(
        Array.from({ length: 1_002 }, (_row, key) => key),
        (key) => key,
        (key) => html`<li>${`${text} ${key}`}</li>`,
      )}</ul>`
    const disturb = (root: HTMLElement): void => {
      for (const row of root.querySelectorAll("li")) wrap(textIn(row))
    }
    const page = new LivePage(rows("a"), { disturb, holdRequests: true })
    await page.settled()
    expect(page.requests.map(({ length }) => length)).toEqual([1_000, 2])
    page.update(rows("b"))
    while (page.requests.length > 0) page.answer()
    expect(contents(page.root)).toBe(expected(rows("b")))
  })

  it("asks for what lies deep, and for so much at a time as a message may hold", async () => {
    const nest = (depth: number, rows: Rendered): Rendered =>
      depth === 0 ? rows : html`<ul>${each([0], String, () => html`<li>${nest(depth - 1, rows)}</li>`)}</ul>`
    const deep = (text: string): Rendered =>
      nest(
        100,
        html`<div>${each(
          Array.from({ length: 200 }, (_row, key) => key),
          String,
          (key) => html`<b>${`${text} ${key}`}</b>`,
        )}</div>`,
      )
    const disturb = (root: HTMLElement): void => {
      for (const cell of root.querySelectorAll("b")) wrap(textIn(cell))
    }
    const page = new LivePage(deep("a"), { disturb })
    await page.settled()
    expect(page.requests.map(({ length }) => length)).toEqual([105, 95])
    expect(contents(page.root)).toBe(expected(deep("a")))
  })

  it("asks again if the list was reordered while the value was under way", async () => {
    const cell = (key: number, text: string): Rendered =>
      html`<li><b data-k="${key}">${text}</b><i>${key % 2 ? "odd" : "even"}</i></li>`
    const rows = (keys: readonly number[]): Rendered =>
      html`<ul>${each(
        keys,
        (key) => key,
        (key) => cell(key, `text ${key}`),
      )}</ul>`
    const page = new LivePage(rows([1, 2, 3]), {
      disturb: (root) => wrap(textIn(at(root, "[data-k='2']"))),
      holdRequests: true,
    })
    await page.settled()
    expect(page.requests).toEqual([[[0, 1, 1]]])
    page.update(rows([3, 1, 2]))
    page.answer()
    await page.settled()
    expect(page.requests).toEqual([[[0, 2, 1]]])
    page.answer()
    expect(contents(page.root)).toBe(expected(rows([3, 1, 2])))
  })

  it("writes nothing when the first HTML holds", () => {
    const first = list(["a", "b", "c"])
    const page = new LivePage(first)
    const done = operations(page.root, () => page.rejoin(list(["a", "b", "c"])))
    expect(done).toEqual([])
  })
})

describe("a page that scripts change after the bind", () => {
  it("gets a text at its place when its text node was replaced", async () => {
    const page = new LivePage(simple("a", "b"))
    at(page.root, "b").textContent = "by a script"
    page.update(simple("c", "b"))
    await page.settled()
    expect(page.requests).toEqual([])
    expect(contents(page.root)).toBe(expected(simple("c", "b")))
    // Again and again, as a translator does.
    for (const text of ["d", "e", "f"]) {
      wrapAll(at(page.root, "b"))
      page.update(simple(text, "b"))
      await page.settled()
      expect(at(page.root, "b").textContent).toBe(text)
    }
    expect(page.requests).toEqual([])
  })

  it("asks for a branch or list whose comments are gone", async () => {
    const page = new LivePage(branch(true, "a"))
    at(page.root, "div").innerHTML = "<hr>"
    page.update(branch(true, "b"))
    await page.settled()
    expect(page.requests).toEqual([[[0]]])
    expect(contents(page.root)).toBe(expected(branch(true, "b")))
  })

  it("shares a range that breaks twice with the scripts that break it", async () => {
    const page = new LivePage(branch(true, "a"))
    for (const text of ["b", "c"]) {
      at(page.root, "div").innerHTML = "<hr>"
      page.update(branch(true, text))
      await page.settled()
    }
    expect(contents(page.root)).toBe(expected(branch(true, "c")))
    at(page.root, "i").before(box())
    at(page.root, "i").classList.add("theirs")
    page.update(branch(true, "d"))
    await page.settled()
    expect(at(page.root, "i").textContent).toBe("d")
    expect(at(page.root, "i").className).toBe("theirs")
    expect(page.root.querySelectorAll("[data-foreign]")).toHaveLength(1)
    page.update(branch(false, "d"))
    await page.settled()
    at(page.root, "[data-foreign]").remove()
    expect(contents(page.root)).toBe(expected(branch(false, "d")))
    expect(page.requests).toHaveLength(2)
  })

  it("makes the whole view anew if nothing is left of it", async () => {
    const top = (text: string): Rendered => html`Hello ${text} <b>end</b>`
    const page = new LivePage(top("a"))
    page.root.textContent = "gone"
    page.update(top("b"))
    await page.settled()
    expect(contents(page.root)).toBe(expected(top("b")))
  })
})

function at(root: Element, selector: string): Element {
  const element = root.querySelector(selector)
  if (element === null) throw new Error(`no ${selector}`)
  return element
}

function box(): HTMLElement {
  const element = document.createElement("span")
  element.dataset["foreign"] = ""
  return element
}

function item_(text: string): HTMLElement {
  const element = document.createElement("li")
  element.dataset["foreign"] = ""
  element.textContent = text
  return element
}

function post(): HTMLElement {
  const element = document.createElement("input")
  element.dataset["livePost"] = ""
  return element
}

function textIn(element: Element): Text {
  return element.firstChild as Text
}

function wrap(node: ChildNode): void {
  const font = document.createElement("font")
  node.replaceWith(font)
  font.append(node)
}

function wrapAll(element: Element): void {
  const font = document.createElement("font")
  font.append(...element.childNodes)
  element.append(font)
}
