/** What controls show once the server has answered an event that told of them, whether or not it sent a difference. */

import { each, html, raw } from "../../../../src/render/values/html.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { LivePage } from "../../../support/live-page.js"

const at = <E extends Element = HTMLInputElement>(page: LivePage, selector: string): E => {
  const element = page.root.querySelector<E>(selector)
  if (element === null) throw new Error(`no ${selector}`)
  return element
}

const input = (): InputEvent => new InputEvent("input", { bubbles: true })

function type(control: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  control.value = value
  control.dispatchEvent(input())
}

function pick(select: HTMLSelectElement, ...values: string[]): void {
  for (const option of select.options) option.selected = values.includes(option.value)
  select.dispatchEvent(input())
}

/** The binding of the form sends all its controls, and the server answers. */
function change(page: LivePage, next: Rendered, control?: Element): void {
  const form = at<HTMLFormElement>(page, "form")
  page.dom.acknowledge(page.dom.lock(form, { type: "change", control: control ?? null }), page.render(next))
}

/** A click whose binding stands on `source` (or on the clicked element) sends it; the answer comes later. */
function click(page: LivePage, control: HTMLInputElement, source: Element = control): number {
  let lock = 0
  const sends = (): void => {
    lock = page.dom.lock(source, { type: "click" })
  }
  document.addEventListener("click", sends, { once: true })
  control.click()
  document.removeEventListener("click", sends)
  return lock
}

describe("a control whose value the server did not take shows the server's", () => {
  it.each<[string, (value: string) => Rendered, string, string]>([
    ["text", (v) => html`<form><input name="a" value="${v}"></form>`, "12", "12a"],
    ["textarea", (v) => html`<form><textarea name="a">${v}</textarea></form>`, "12", "12a"],
    ["text of several lines", (v) => html`<form><textarea name="a">${v}</textarea></form>`, "1\r\n2", "1\n2a"],
    ["number", (v) => html`<form><input type="number" name="a" value="${v}"></form>`, "3", "99"],
    ["range", (v) => html`<form><input type="range" name="a" value="${v}"></form>`, "3", "99"],
    ["date", (v) => html`<form><input type="date" name="a" value="${v}"></form>`, "2026-01-01", "2026-02-02"],
    ["colour", (v) => html`<form><input type="color" name="a" value="${v}"></form>`, "#ff0000", "#00ff00"],
    ["of a form elsewhere", (v) => html`<form id="f"></form><input form="f" name="a" value="${v}">`, "12", "12a"],
    ["with one slot for its attributes", (v) => html`<form><input name="a" ${{ value: v }}></form>`, "12", "12a"],
  ])("%s", (_, page, value, typed) => {
    const live = new LivePage(page(value))
    const control = at(live, "[name=a]")
    type(control, typed)
    change(live, page(value), control)
    expect(control.value).toBe(value.replace("\r\n", "\n"))
    expect(live.dom.edited(control)).toBe(false)
  })

  it("not while it was edited since the event left", () => {
    const page: Rendered = html`<form><input name="a" value="${"12"}"></form>`
    const live = new LivePage(page)
    type(at(live, "input"), "12a")
    const lock = live.dom.lock(at(live, "form"), { type: "change" })
    type(at(live, "input"), "12ab")
    live.dom.acknowledge(lock, null)
    expect(at(live, "input").value).toBe("12ab")
  })

  it("not while a newer event of its form is under way, but then", () => {
    const page: Rendered = html`<form><input name="a" value="${"12"}"></form>`
    const live = new LivePage(page)
    type(at(live, "input"), "12a")
    const first = live.dom.lock(at(live, "form"), { type: "change" })
    const second = live.dom.lock(at(live, "form"), { type: "change" })
    live.dom.acknowledge(first, null)
    expect(at(live, "input").value).toBe("12a")
    live.dom.acknowledge(second, null)
    expect(at(live, "input").value).toBe("12")
  })

  it("not if it has no slot, or one for something else", () => {
    const page: Rendered = html`<form>
      <input id="none" name="a" value="x"><input id="other" name="b" class="${"c"}" ${{ required: true }}>
      <textarea id="area" name="c" rows="${3}"></textarea>
      <input id="box" type="checkbox" name="d" value="${"1"}"><input id="pair" type="checkbox" name="e" ${{ disabled: false }}>
      <select id="select" name="f" class="${"c"}"><option>a<option id="option" ${{ title: "t" }}>b</select>
      <input id="left" live-update="ignore" name="g" value="${"x"}"></form>`
    const live = new LivePage(page)
    for (const id of ["none", "other", "area", "left"]) type(at(live, `#${id}`), "typed")
    for (const id of ["box", "pair"]) at(live, `#${id}`).click()
    pick(at(live, "select"), "b")
    change(live, page)
    change(live, page)
    const shown = ["none", "other", "area", "left", "select"].map((id) => at(live, `#${id}`).value)
    expect(shown).toEqual(["typed", "typed", "typed", "typed", "b"])
    expect(["box", "pair"].map((id) => at(live, `#${id}`).checked)).toEqual([true, true])
  })

  it("not by an event that could not be handled", () => {
    const page: Rendered = html`<form><input name="a" value="${"12"}"></form>`
    const live = new LivePage(page)
    type(at(live, "input"), "12a")
    live.dom.acknowledge(live.dom.lock(at(live, "form"), { type: "change" }), null, true)
    expect([at(live, "input").value, live.dom.edited(at(live, "input"))]).toEqual(["12a", true])
  })

  it("not by an event that did not tell it", () => {
    const page: Rendered = html`<form><input name="a" value="${"12"}"></form><button>x</button>`
    const live = new LivePage(page)
    type(at(live, "input"), "12a")
    live.dom.acknowledge(live.dom.lock(at(live, "button"), { type: "click" }), null)
    expect(at(live, "input").value).toBe("12a")
  })

  it("by an event of its own, in no form", () => {
    const live = new LivePage(html`<input value="${"12"}">`)
    type(at(live, "input"), "12a")
    live.dom.acknowledge(live.dom.lock(at(live, "input"), { type: "keyup" }), null)
    expect(at(live, "input").value).toBe("12")
  })
})

describe("boxes and radio buttons that the server did not take", () => {
  const boxes = (chosen: readonly string[]): Rendered =>
    html`<form>${["a", "b", "c"].map((v) => html`<input type="checkbox" name="t" value="${v}" checked="${chosen.includes(v)}">`)}</form>`
  const radios = (chosen: string): Rendered =>
    html`<form>${["a", "b", "c"].map((v) => html`<input type="radio" name="r" value="${v}" checked="${v === chosen}">`)}</form>`
  const chosen = (page: LivePage): string[] =>
    [...page.root.querySelectorAll("input")].filter(({ checked }) => checked).map(({ value }) => value)

  it("go back to the server's choice: a limit of two", () => {
    const live = new LivePage(boxes(["a"]))
    at(live, "[value=b]").click()
    change(live, boxes(["a", "b"]))
    at(live, "[value=c]").click()
    expect(chosen(live)).toEqual(["a", "b", "c"])
    change(live, boxes(["a", "b"]))
    expect(chosen(live)).toEqual(["a", "b"])
  })

  it.each(["a", ""])("go back to the server's choice: a radio, from %j", (first) => {
    const live = new LivePage(radios(first))
    at(live, "[value=b]").click()
    change(live, radios(first))
    expect(chosen(live)).toEqual(first === "" ? [] : [first])
  })

  it("go back in a part that came with a frame, where one slot has all their attributes", () => {
    const part = (shown: boolean): Rendered =>
      html`<form>${shown ? html`<input type="checkbox" name="c" ${{ checked: true }}>` : null}</form>`
    const live = new LivePage(part(false))
    live.update(part(true))
    at(live, "input").click()
    change(live, part(true))
    expect(at(live, "input").checked).toBe(true)
  })

  it.each(["checkbox", "radio"])("go back from the very first time: a %s of a record", (type) => {
    const page = (on: boolean): Rendered => html`<form><input type="${type}" name="c" ${{ checked: on }}></form>`
    const live = new LivePage(page(false))
    at(live, "input").click()
    change(live, page(false))
    expect(at(live, "input").checked).toBe(false)
  })

  it("stay the user's where a record says nothing of them", () => {
    const page = html`<form><input type="checkbox" name="c" ${{ checked: undefined, title: "t" }}></form>`
    const live = new LivePage(page)
    at(live, "input").click()
    change(live, page)
    expect(at(live, "input").checked).toBe(true)
  })

  it("are no group without a name", () => {
    const live = new LivePage(
      html`<input id="x" type="radio" checked="${false}"><input id="y" type="radio" checked="${false}">`,
    )
    at(live, "#x").click()
    expect([live.dom.edited(at(live, "#x")), live.dom.edited(at(live, "#y"))]).toEqual([true, false])
  })

  it.each(["form", "radio"])("follow the server from a radio with a binding on its %s on", async (where) => {
    const live = new LivePage(radios("a"))
    const b = at(live, "[value=b]")
    if (where === "form") {
      b.click()
      change(live, radios("b"))
    } else live.dom.acknowledge(click(live, b), live.render(radios("b")))
    await live.settled()
    live.update(radios("c"))
    expect(chosen(live)).toEqual(["c"])
  })
})

describe("a box that tells its click", () => {
  const page = (on: boolean, k = 0): Rendered =>
    html`<p id="row"><input type="checkbox" checked="${on}"> <label>${k}</label></p>`

  it.each(["input", "#row"])("on %s follows the server afterwards", async (source) => {
    const live = new LivePage(page(false))
    const lock = click(live, at(live, "input"), at(live, source))
    await live.settled()
    live.dom.acknowledge(lock, live.render(page(true, 1)))
    expect(at(live, "input").checked).toBe(true)
    live.update(page(false, 2))
    expect(at(live, "input").checked).toBe(false)
  })

  it("goes back if the server does not take it", () => {
    const live = new LivePage(page(false))
    live.dom.acknowledge(click(live, at(live, "input")), live.render(page(false, 1)))
    expect(at(live, "input").checked).toBe(false)
  })

  it("keeps a second click that came before the answer to the first", () => {
    const live = new LivePage(page(false))
    const first = click(live, at(live, "input"))
    const second = click(live, at(live, "input"))
    live.dom.acknowledge(first, live.render(page(true)))
    expect(at(live, "input").checked).toBe(false)
    live.dom.acknowledge(second, live.render(page(false)))
    expect(at(live, "input").checked).toBe(false)
  })

  it("is not edited by a click that a script prevents", async () => {
    const live = new LivePage(page(false))
    at(live, "input").addEventListener("click", (event) => event.preventDefault())
    at(live, "input").click()
    await live.settled()
    expect(live.dom.edited(at(live, "input"))).toBe(false)
    live.update(page(true))
    expect(at(live, "input").checked).toBe(true)
  })

  it("is not edited, as a radio, by a click on the one that is chosen", async () => {
    const radio = (on: boolean): Rendered => html`<input type="radio" name="r" checked="${on}">`
    const live = new LivePage(radio(true))
    at(live, "input").click()
    await live.settled()
    live.update(radio(false))
    expect(at(live, "input").checked).toBe(false)
  })
})

describe("a select that the server did not take", () => {
  const select = (marked: readonly string[], isMultiple: boolean): Rendered =>
    html`<form><select name="s" multiple="${isMultiple}">${each(
      ["a", "b", "c"],
      (v) => v,
      (v) => html`<option value="${v}" selected="${marked.includes(v)}">${v}</option>`,
    )}</select></form>`
  const shown = (page: LivePage): string[] =>
    Array.from(at<HTMLSelectElement>(page, "select").selectedOptions, (o) => o.value)

  it.each<[string, readonly string[], boolean, readonly string[]]>([
    ["goes back to the marked option", ["a"], false, ["a"]],
    ["keeps the choice if none is marked", [], false, ["b"]],
    ["goes back to the marked options", ["a", "c"], true, ["a", "c"]],
    ["of several choices goes back to none", [], true, []],
  ])("%s", (_, marked, isMultiple, expected) => {
    const live = new LivePage(select(marked, isMultiple))
    pick(at(live, "select"), "b")
    change(live, select(marked, isMultiple))
    expect(shown(live)).toEqual(expected)
  })
})

describe("HTML that came whole, of which no slots are known,", () => {
  const region = (form: string): Rendered => html`<div>${raw(form)}</div>`

  it("keeps what the server never wrote to", async () => {
    const form = `<form><input name="a" value="first"><textarea name="b"></textarea><input type="checkbox" name="c"></form>`
    const live = new LivePage(region(form))
    type(at(live, "[name=a]"), "typed")
    type(at(live, "[name=b]"), "typed")
    at(live, "[name=c]").click()
    change(live, region(form))
    await live.settled()
    expect([at(live, "[name=a]").value, at(live, "[name=b]").value, at(live, "[name=c]").checked]).toEqual([
      "typed",
      "typed",
      true,
    ])
  })

  it("has what is marked show the server's state from the very first time", async () => {
    const form = `<form><input name="a" value="1" data-live-value><input type="checkbox" name="c" data-live-checked></form>`
    const live = new LivePage(region(form))
    type(at(live, "[name=a]"), "1x")
    at(live, "[name=c]").click()
    change(live, region(form))
    await live.settled()
    expect([at(live, "[name=a]").value, at(live, "[name=c]").checked]).toEqual(["1", false])
  })

  it("has a box show the server's state that tells its own clicks", async () => {
    const live = new LivePage(region(`<input type="checkbox">`))
    live.dom.acknowledge(click(live, at(live, "input")), null)
    await live.settled()
    await live.settled()
    expect(at(live, "input").checked).toBe(false)
  })
})

describe("a control whose name the server drops, since every object has it", () => {
  it.each(["constructor", "__proto__", "toString", "a[hasOwnProperty]"])("keeps what was typed: %s", (name) => {
    const page = (v: string): Rendered =>
      html`<form><input name="${name}" value="${v}"><input name="b" value="${v}"></form>`
    const live = new LivePage(page(""))
    const [dropped, taken] = live.root.querySelectorAll("input") as unknown as [HTMLInputElement, HTMLInputElement]
    for (const control of [dropped, taken]) type(control, "typed")
    change(live, page(""), dropped)
    expect([dropped.value, taken.value]).toEqual(["typed", ""])
  })
})
