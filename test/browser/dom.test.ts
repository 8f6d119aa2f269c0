/** What only a real browser shows of the client's DOM half: focus, selection, composition, frames, layout, policies. */

import type { Browser } from "playwright-core"
import { each, html, raw } from "../../src/render/values/html.js"
import type { Rendered } from "../../src/render/values/values.js"
import { launchChromium, leaveChromium } from "./support/chromium.js"
import { DomPage, type DomPageOptions } from "./support/dom-page.js"

let browser: Browser
let live: DomPage
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))
afterEach(() => live.close())

async function open(first: Rendered, options?: DomPageOptions): Promise<DomPage> {
  live = await DomPage.open(browser, first, options)
  return live
}

const evaluate = <T>(script: string): Promise<T> => live.page.evaluate(script) as Promise<T>

const fields = (keys: readonly number[], value = ""): Rendered =>
  html`<ul>${each(
    keys,
    (k) => k,
    (k) => html`<li id="r${k}"><input id="i${k}" value="${value}"></li>`,
  )}</ul>`
const one = (value: string, other = ""): Rendered =>
  html`<form><input id="field" value="${value}"><p>${other}</p></form>`

describe("a list that is reordered", () => {
  it.each(["moveBefore", "insertBefore"])("keeps focus and selection in its items, by %s", async (by) => {
    const before =
      by === "moveBefore" ? "" : "delete Element.prototype.moveBefore; delete DocumentFragment.prototype.moveBefore"
    await open(fields([1, 2, 3, 4, 5]), { before })
    await live.page.fill("#i2", "typed text")
    await evaluate(`document.querySelector("#i2").setSelectionRange(2, 5)`)
    await live.update(fields([5, 4, 3, 2, 1]))
    expect(await evaluate(`[...document.querySelectorAll("li")].map((e) => e.id).join()`)).toBe("r5,r4,r3,r2,r1")
    expect(
      await evaluate(
        `[document.activeElement.id, document.activeElement.selectionStart, document.activeElement.selectionEnd].join()`,
      ),
    ).toBe("i2,2,5")
  })

  it("keeps every focused item where moveBefore is, without blur", async () => {
    await open(fields([1, 2, 3]))
    await evaluate(
      `window.lost = 0; document.querySelector("#i3").addEventListener("blur", () => window.lost++); document.querySelector("#i3").focus()`,
    )
    await live.update(fields([3, 1, 2]))
    await live.update(fields([2, 1, 3]))
    expect(await evaluate(`[window.lost, document.activeElement.id].join()`)).toBe("0,i3")
  })

  it("does not load frames again", async () => {
    const frames = (keys: readonly number[]): Rendered =>
      html`<ul>${each(
        keys,
        (k) => k,
        (k) => html`<li><iframe src="about:blank?${k}"></iframe></li>`,
      )}</ul>`
    await open(frames([1, 2, 3]), {
      before: `for (const f of document.querySelectorAll("iframe")) f.contentWindow.mark = f.src`,
    })
    await live.update(frames([3, 2, 1]))
    expect(
      await evaluate(`[...document.querySelectorAll("iframe")].every((f) => f.contentWindow.mark === f.src)`),
    ).toBe(true)
  })
})

describe("a composition (IME)", () => {
  const compose = async (text: string): Promise<void> => {
    const session = await live.page.context().newCDPSession(live.page)
    await session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length })
  }

  it("is not broken by a value, a type, a class, or moves around it", async () => {
    const page = (keys: readonly number[], value: string, type: string, hint: string): Rendered =>
      html`<ul>${each(
        keys,
        (k) => k,
        (k) => html`<li><input id="i${k}" class="${hint}" type="${type}" value="${value}"></li>`,
      )}</ul>`
    await open(page([1, 2, 3], "", "text", ""))
    await evaluate(`window.ends = 0; addEventListener("compositionend", () => window.ends++, true)`)
    await live.page.focus("#i2")
    await compose("にほ")
    await live.update(page([3, 2, 1], "server", "search", "busy"))
    expect(
      await evaluate(
        `[window.ends, document.querySelector("#i2").value, document.querySelector("#i2").type, document.querySelector("#i2").className].join()`,
      ),
    ).toBe("0,にほ,text,busy")
    await compose("にほん")
    expect(await evaluate(`[window.ends, document.querySelector("#i2").value].join()`)).toBe("0,にほん")
    const session = await live.page.context().newCDPSession(live.page)
    await session.send("Input.insertText", { text: "日本" })
    await live.page.waitForFunction("window.ends === 1")
    // What the user composed is an edit the server has not seen: it stays; type and default are the server's now.
    expect(
      await evaluate(
        `[document.querySelector("#i2").value, document.querySelector("#i2").type, document.querySelector("#i2").defaultValue].join()`,
      ),
    ).toBe("日本,search,server")
  })
})

describe("a selection and a caret", () => {
  it("stay in a text that is written", async () => {
    const text = (value: string): Rendered => html`<p>${value}</p>`
    await open(text("one two three"))
    await evaluate(`{ const t = document.querySelector("p").firstChild; getSelection().setBaseAndExtent(t, 0, t, 3) }`)
    await live.page.waitForFunction(`getSelection().toString() === "one"`)
    await evaluate(`new Promise((done) => setTimeout(done))`)
    await live.update(text("one four three"))
    expect(await evaluate(`getSelection().toString()`)).toBe("one")
  })

  it("stay in a focused control whose value the server changes", async () => {
    await open(one("one two"))
    await live.page.focus("#field")
    await evaluate(`document.querySelector("#field").setSelectionRange(3, 3)`)
    await live.update(one("one 2 two"))
    expect(
      await evaluate(
        `[document.querySelector("#field").value, document.querySelector("#field").selectionStart].join()`,
      ),
    ).toBe("one 2 two,3")
  })

  it("leave a number alone that cannot be read", async () => {
    const number = (value: string): Rendered => html`<input id="n" type="number" value="${value}">`
    await open(number("1"))
    await live.page.focus("#n")
    await live.page.keyboard.type("e")
    await evaluate(
      `globalThis.dom.acknowledge(globalThis.dom.lock(document.querySelector("#n"), { type: "change" }), null)`,
    )
    await live.update(number("2"))
    expect(await evaluate(`document.querySelector("#n").validity.badInput`)).toBe(true)
  })
})

describe("elements with a state of their own", () => {
  it("a select keeps the user's choice when options are put before, after and away", async () => {
    const select = (values: readonly string[], chosen: string): Rendered =>
      html`<select id="s">${each(
        values,
        (v) => v,
        (v) => html`<option value="${v}" selected="${v === chosen}">${v}</option>`,
      )}</select>`
    await open(select(["a", "b", "c"], "a"))
    await live.page.selectOption("#s", "b")
    await live.update(select(["x", "c", "b", "y"], "y"))
    expect(await evaluate(`document.querySelector("#s").value`)).toBe("b")
    await live.update(select(["x", "y"], "y"))
    expect(await evaluate(`document.querySelector("#s").value`)).toBe("x")
  })

  it("radios move the choice and keep the user's", async () => {
    const radios = (chosen: string): Rendered =>
      html`<form>${["a", "b", "c"].map((v) => html`<input type="radio" id="${v}" name="r" checked="${v === chosen}">`)}</form>`
    await open(radios("c"))
    await live.update(radios("a"))
    expect(await evaluate(`document.querySelector(":checked").id`)).toBe("a")
    await live.page.check("#b")
    await live.update(radios("c"))
    expect(await evaluate(`document.querySelector(":checked").id`)).toBe("b")
  })

  it("a modal dialog that closes leaves the page alive", async () => {
    const dialog = (isOpen: boolean, text: string): Rendered =>
      html`<dialog open="${isOpen}">${text}</dialog><button>x</button>`
    await open(dialog(false, "a"))
    await evaluate(`document.querySelector("dialog").showModal()`)
    await live.update(dialog(true, "b"))
    expect(await evaluate(`document.querySelector("dialog").matches(":modal")`)).toBe(true)
    await live.update(dialog(false, "b"))
    expect(await evaluate(`document.querySelector("dialog").open`)).toBe(false)
    await live.page.click("button")
  })

  it("details stay as the user left them", async () => {
    const details = (isOpen: boolean, text: string): Rendered =>
      html`<details open="${isOpen}"><summary>s</summary>${text}</details>`
    await open(details(false, "a"))
    await live.page.click("summary")
    await live.update(details(false, "b"))
    expect(await evaluate(`document.querySelector("details").open`)).toBe(true)
  })

  it("a range is not clamped by its old maximum", async () => {
    const range = (max: string, value: string): Rendered => html`<input type="range" value="${value}" max="${max}">`
    await open(range("100", "50"))
    await live.update(range("1000", "500"))
    expect(await evaluate(`document.querySelector("input").value`)).toBe("500")
  })

  it("video is muted in fact", async () => {
    const video = (muted: boolean): Rendered => html`<video muted="${muted}"></video>`
    await open(video(false))
    await live.update(video(true))
    expect(await evaluate(`document.querySelector("video").muted`)).toBe(true)
  })

  it("new SVG elements are drawn, new custom elements upgraded at once", async () => {
    const shapes = (count: number): Rendered =>
      html`<svg viewBox="0 0 90 90">${Array.from({ length: count }, (_, i) => html`<circle cx="${String(i)}" r="9"/>`)}</svg><p>${count > 1 ? html`<x-live name="${"set"}"></x-live>` : null}</p>`
    await open(shapes(1), {
      before: `customElements.define("x-live", class extends HTMLElement { constructor() { super(); window.made = true } connectedCallback() { window.named = this.getAttribute("name") } })`,
    })
    await live.update(shapes(3))
    expect(await evaluate(`[...document.querySelectorAll("circle")].map((c) => c.getBBox().width).join()`)).toBe(
      "18,18,18",
    )
    expect(await evaluate(`[window.made, window.named].join()`)).toBe("true,set")
  })
})

describe("a strict Content-Security-Policy", () => {
  const page = (on: boolean, style: string): Rendered =>
    html`<p style="${style}">a</p>${on ? html`<b>${"new"}</b>` : null}<i>${raw(on ? "<u>x</u>" : "")}</i>`

  it("with Trusted Types is kept, by the policy livemount", async () => {
    await open(page(false, ""), { csp: "require-trusted-types-for 'script'; trusted-types livemount" })
    await live.update(page(true, ""))
    expect(await evaluate(`document.querySelector("b").textContent + document.querySelector("u").textContent`)).toBe(
      "newx",
    )
  })

  it("that does not list the policy is named in the error", async () => {
    await expect(
      open(page(false, ""), { csp: "require-trusted-types-for 'script'; trusted-types other" }),
    ).rejects.toThrow('add "trusted-types livemount"')
  })

  it("lets styles be written, and tells of those it blocks in the first HTML", async () => {
    await open(page(false, "color: rgb(1, 2, 3)"), { csp: "style-src 'self'" })
    expect(await evaluate(`getComputedStyle(document.querySelector("p")).color`)).toBe("rgb(0, 0, 0)")
    await live.page.waitForFunction("warnings.length > 0")
    expect(await evaluate(`warnings.join()`)).toContain("Content-Security-Policy blocks this style")
    await live.update(page(true, "color: rgb(4, 5, 6)"))
    expect(await evaluate(`getComputedStyle(document.querySelector("p")).color`)).toBe("rgb(4, 5, 6)")
  })
})
