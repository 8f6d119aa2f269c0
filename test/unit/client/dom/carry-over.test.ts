/** What the user typed and chose stays while the page is made anew around it. */

import { each, html } from "../../../../src/render/values/html.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { LivePage, type LivePageOptions } from "../../../support/live-page.js"

const at = <E extends Element = HTMLInputElement>(page: LivePage, selector: string): E => {
  const element = page.root.querySelector<E>(selector)
  if (element === null) throw new Error(`no ${selector}`)
  return element
}

const value = (page: LivePage, selector: string): string => at(page, selector).value

function type(control: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  control.value = text
  control.dispatchEvent(new InputEvent("input", { bubbles: true }))
}

function pick(select: HTMLSelectElement, ...values: string[]): void {
  for (const option of select.options) option.selected = values.includes(option.value)
  select.dispatchEvent(new InputEvent("input", { bubbles: true }))
}

/** The form's event is sent and answered. */
function tell(page: LivePage, type: "change" | "submit", next: Rendered, form = "form"): void {
  page.dom.acknowledge(page.dom.lock(at(page, form), { type }), page.render(next))
}

/** What carries over has been loaded: it waits for the first page with a control. */
async function open(first: Rendered, options?: LivePageOptions): Promise<LivePage> {
  const page = new LivePage(first, options)
  await import("../../../../client/features/used-controls/carry-over.js")
  await page.settled()
  return page
}

interface Person {
  readonly who?: string
  readonly note?: string
  readonly age?: string
  readonly news?: boolean
  readonly size?: string
  readonly tags?: readonly string[]
  readonly kind?: string
  readonly code?: string
}

const person = (p: Person): Rendered => html`<form id="person" live-change="edit">
  <input name="who" value="${p.who ?? ""}"><textarea name="note">${p.note ?? ""}</textarea>
  <input type="number" name="age" value="${p.age ?? ""}">
  <input type="checkbox" name="news" checked="${p.news ?? false}">
  <select name="size">${["s", "m"].map((s) => html`<option selected="${s === (p.size ?? "s")}">${s}</option>`)}</select>
  <select name="tags" multiple>${["x", "y", "z"].map((t) => html`<option selected="${(p.tags ?? []).includes(t)}">${t}</option>`)}</select>
  ${["a", "b"].map((k) => html`<input type="radio" name="kind" value="${k}" checked="${k === (p.kind ?? "a")}">`)}
  <input name="free"></form><input form="person" name="code" value="${p.code ?? ""}">`

function fill(page: LivePage): Person {
  type(at(page, "[name=who]"), "Ada")
  type(at<HTMLTextAreaElement>(page, "[name=note]"), "two\nlines")
  type(at(page, "[name=age]"), "36")
  at(page, "[name=news]").click()
  pick(at(page, "[name=size]"), "m")
  pick(at(page, "[name=tags]"), "x", "z")
  at(page, "[value=b]").click()
  type(at(page, "[name=free]"), "free")
  type(at(page, "[name=code]"), "42")
  return { who: "Ada", note: "two\nlines", age: "36", news: true, size: "m", tags: ["x", "z"], kind: "b", code: "42" }
}

const shown = (page: LivePage): Person & { readonly free: string } => ({
  who: value(page, "[name=who]"),
  note: value(page, "[name=note]"),
  age: value(page, "[name=age]"),
  news: at(page, "[name=news]").checked,
  size: value(page, "[name=size]"),
  tags: Array.from(at<HTMLSelectElement>(page, "[name=tags]").selectedOptions, (o) => o.value),
  kind: value(page, "[name=kind]:checked"),
  free: value(page, "[name=free]"),
  code: value(page, "[name=code]"),
})

describe("after a re-join, whatever the server had seen,", () => {
  it("all controls keep what they hold, and their form has to be told once more", async () => {
    const page = await open(person({}))
    const held = fill(page)
    tell(page, "change", person(held))
    expect(page.dom.dirtyForms()).toEqual([])
    page.rejoin(person({}))
    expect(shown(page)).toEqual({ ...held, free: "free" })
    expect(page.dom.dirtyForms()).toEqual([at(page, "form")])
    tell(page, "change", person(held))
    expect(page.dom.dirtyForms()).toEqual([])
    page.update(person({ ...held, who: "Grace" }))
    expect(value(page, "[name=who]")).toBe("Grace")
  })

  it("the same in a page of another template", async () => {
    const page = await open(person({}))
    const held = fill(page)
    tell(page, "change", person(held))
    page.rejoin(html`<h1>New</h1><main>${person({})}</main>`)
    expect(shown(page)).toEqual({ ...held, free: "free" })
    expect(page.dom.dirtyForms()).toEqual([at(page, "form")])
  })

  it("what nobody used is the server's", async () => {
    const page = await open(person({ who: "a", code: "1" }))
    type(at(page, "[name=who]"), "typed")
    page.rejoin(html`<h1>New</h1>${person({ who: "b", code: "2" })}`)
    expect([value(page, "[name=who]"), value(page, "[name=code]")]).toEqual(["typed", "2"])
  })

  it("a control of no form keeps what it holds", async () => {
    const free = (v: string): Rendered => html`<input live-change="q" value="${v}">`
    const page = await open(free(""))
    type(at(page, "input"), "typed")
    page.dom.acknowledge(page.dom.lock(at(page, "input"), { type: "change" }), page.render(free("typed")))
    page.rejoin(free(""))
    expect(value(page, "input")).toBe("typed")
    expect(page.dom.dirtyForms()).toEqual([at(page, "input")])
  })

  it("a box that tells its click is what the server says, as the click cannot be told once more", async () => {
    const box = (on: boolean): Rendered =>
      html`<p live-click="set"><input type="checkbox" checked="${on}"></p><form><input name="in" type="checkbox" live-click="set" checked="${on}"></form>`
    const page = await open(box(false))
    at(page, "p input").click()
    at(page, "form input").click()
    page.rejoin(box(false))
    expect(at(page, "p input").checked).toBe(false)
    page.update(box(true))
    expect(at(page, "p input").checked).toBe(true)
    expect(at(page, "form input").checked).toBe(true)
  })

  it("a control outside of the root, of a form in it, is told once more", async () => {
    const page = await open(html`<form id="inside" live-change="edit"></form>`)
    document.body.insertAdjacentHTML("beforeend", `<input form="inside" name="out">`)
    const out = document.body.lastElementChild as HTMLInputElement
    type(out, "typed")
    page.dom.used(out)
    page.dom.acknowledge(page.dom.lock(at(page, "form"), { type: "change", control: out }), null)
    expect(page.dom.dirtyForms()).toEqual([])
    page.rejoin(html`<form id="inside" live-change="edit"></form>`)
    expect(page.dom.dirtyForms()).toEqual([at(page, "form")])
    expect(out.value).toBe("typed")
  })

  it("a control that was reset is the server's", async () => {
    const page = await open(person({}))
    fill(page)
    at<HTMLFormElement>(page, "form").reset()
    await page.settled()
    page.rejoin(person({ who: "server" }))
    expect(value(page, "[name=who]")).toBe("server")
  })

  it("a control that its submission emptied stays empty, one that it left is kept", async () => {
    const chat = (text: string, who: string): Rendered =>
      html`<form live-change="draft" live-submit="say"><input name="text" value="${text}"><input name="who" value="${who}"></form>`
    const page = await open(chat("", ""))
    type(at(page, "[name=text]"), "hello")
    type(at(page, "[name=who]"), "Ada")
    tell(page, "change", chat("hello", "Ada"))
    tell(page, "submit", chat("", "Ada"))
    page.rejoin(chat("from the server", ""))
    expect([value(page, "[name=text]"), value(page, "[name=who]")]).toEqual(["from the server", "Ada"])
  })

  it("a submission that was not answered keeps its form", async () => {
    const page = await open(person({}))
    const held = fill(page)
    page.dom.lock(at(page, "form"), { type: "submit" })
    page.rejoin(person({}))
    expect(shown(page)).toEqual({ ...held, free: "free" })
  })
})

describe("controls are found again", () => {
  const before = (form: Rendered): Promise<LivePage> => open(html`<section>${form}</section>`)
  const after = (page: LivePage, form: Rendered): void => page.rejoin(html`<h1>New</h1><section>${form}</section>`)

  it.each<[string, Rendered, Rendered]>([
    [
      "by the form's id",
      html`<form id="b"><input name="q"></form>`,
      html`<form id="a"><input name="q"></form><form id="b"><input class="here" name="q"></form>`,
    ],
    [
      "by the form's name",
      html`<form name="b"><input name="q"></form>`,
      html`<form><input name="q"></form><form name="b"><input class="here" name="q"></form>`,
    ],
    [
      "by the form's bindings",
      html`<form live-change="b"><input name="q"></form>`,
      html`<form live-change="a"><input name="q"></form><form live-change="b"><input class="here" name="q"></form>`,
    ],
    [
      "in the only form, whatever its bindings",
      html`<form live-change="a"><input name="q"></form>`,
      html`<form live-change="b"><input class="here" name="q"></form>`,
    ],
    [
      "by the values of the form's bindings",
      html`<form live-value-id="2"><input name="q"></form>`,
      html`<form live-value-id="1"><input name="q"></form><form live-value-id="2"><input class="here" name="q"></form>`,
    ],
    [
      "by the form's hidden fields",
      html`<form><input type="hidden" name="id" value="2"><input name="q"></form>`,
      html`<form><input type="hidden" name="id" value="1"><input name="q"></form><form><input type="hidden" name="id" value="2"><input class="here" name="q"></form>`,
    ],
    [
      "by their order, where nothing else tells",
      html`<form><input name="q"></form>`,
      html`<form><input class="here" name="q"></form><form><input name="q"></form>`,
    ],
    [
      "by their id, where the name is another",
      html`<form><input id="x" name="q"></form>`,
      html`<form><input name="y"><input class="here" id="x" name="r"></form>`,
    ],
    [
      "as a textarea",
      html`<form><input name="q"></form>`,
      html`<form><textarea class="here" name="q"></textarea></form>`,
    ],
    [
      "without a form, by name and binding",
      html`<input name="q" live-change="a" live-value-id="2">`,
      html`<input name="q" live-change="a" live-value-id="1"><input class="here" name="q" live-change="a" live-value-id="2">`,
    ],
  ])("%s", async (_, old, next) => {
    const page = await before(old)
    type(at(page, "[name=q]"), "typed")
    after(page, next)
    const typed = [...page.root.querySelectorAll<HTMLInputElement>("input:not([type=hidden]),textarea")].filter(
      (control) => control.value === "typed",
    )
    expect(typed).toEqual([at(page, ".here")])
  })

  it.each<[string, Rendered, Rendered]>([
    [
      "in another row, of its form",
      html`<form><input type="hidden" name="id" value="2"><input name="q"></form>`,
      html`<form><input type="hidden" name="id" value="1"><input name="q"></form><form><input type="hidden" name="id" value="3"><input name="q"></form>`,
    ],
    [
      "under another value",
      html`<form><input type="checkbox" name="q" value="1"></form>`,
      html`<form><input type="checkbox" name="q" value="2"></form>`,
    ],
    [
      "in another row, of no form",
      html`<input name="q" live-value-id="2">`,
      html`<input name="q" live-value-id="1"><input name="q" live-value-id="3">`,
    ],
  ])("but not %s", async (_, old, next) => {
    const page = await before(old)
    const control = at(page, "[name=q]")
    if (control.type === "checkbox") control.click()
    else type(control, "typed")
    after(page, next)
    expect([...page.root.querySelectorAll("input")].some((c) => c.value === "typed" || c.checked)).toBe(false)
    expect(page.dom.dirtyForms()).toEqual([])
  })

  it("with the focus and what is selected", async () => {
    const page = await before(html`<form><input name="q"></form>`)
    type(at(page, "input"), "typed")
    at(page, "input").focus()
    at(page, "input").setSelectionRange(1, 3)
    after(page, html`<form><input name="q"></form>`)
    const { selectionStart, selectionEnd } = at(page, "input")
    expect([document.activeElement, selectionStart, selectionEnd]).toEqual([at(page, "input"), 1, 3])
  })

  it.each(["a key", "no key"])("in a list with %s that begins with another row after the re-join", async (keyed) => {
    const rows = (ids: readonly number[]): Rendered => {
      const row = (id: number): Rendered =>
        html`<li><input name="qty[${id}]" value="${"0"}"><input name="note[${id}]"></li>`
      return html`<form live-change="edit"><ul>${keyed === "a key" ? each(ids, (id) => id, row) : ids.map(row)}</ul></form>`
    }
    const page = await open(rows([7, 9]))
    type(at(page, `[name="qty[7]"]`), "5")
    type(at(page, `[name="note[7]"]`), "five")
    tell(page, "change", rows([7, 9]))
    type(at(page, `[name="qty[7]"]`), "5")
    page.rejoin(rows([6, 7, 9]))
    const all = [6, 7, 9].map((id) => [value(page, `[name="qty[${id}]"]`), value(page, `[name="note[${id}]"]`)])
    expect(all).toEqual([
      ["0", ""],
      ["5", "five"],
      ["0", ""],
    ])
  })
})

it("in a page made anew while it is connected the server's newer value is shown where it has seen the user's", async () => {
  const page = await open(html`<form><input name="who" value="${""}"><input name="free"></form>`)
  type(at(page, "[name=who]"), "typed")
  type(at(page, "[name=free]"), "free")
  tell(page, "change", html`<form><input name="who" value="${"typed"}"><input name="free"></form>`)
  page.update(html`<h1>New</h1><form><input name="who" value="${"newer"}"><input name="free"></form>`)
  expect(page.root.querySelector("h1")).not.toBeNull()
  expect([value(page, "[name=who]"), value(page, "[name=free]")]).toEqual(["newer", "free"])
})

describe("where the page did not fit its template", () => {
  it("what was typed before the script came stays, in the whole root made anew", async () => {
    const form: Rendered = html`<form live-change="edit"><input name="who" value="${""}"></form><p>${"x"}</p>`
    const page = await open(form, {
      disturb: (root) => {
        ;(root.querySelector("input") as HTMLInputElement).value = "typed"
        root.querySelector("p")?.remove()
      },
    })
    await page.settled()
    expect(page.root.querySelector("p")).not.toBeNull()
    expect(value(page, "input")).toBe("typed")
    expect(page.dom.dirtyForms()).toEqual([at(page, "form")])
  })

  it("what was typed stays in a part made anew, and is acknowledged by the event that told it", async () => {
    const part = (who: string): Rendered =>
      html`<div>${html`<form live-change="edit"><input name="who" value="${who}"></form><p>${"x"}</p>`}</div>`
    const page = await open(part(""), {
      holdRequests: true,
      disturb: (root) => {
        ;(root.querySelector("input") as HTMLInputElement).value = "typed"
        root.querySelector("p")?.remove()
      },
    })
    await page.settled()
    const old = at(page, "input")
    const lock = page.dom.lock(at(page, "form"), { type: "change" })
    page.answer()
    await page.settled()
    expect(at(page, "input")).not.toBe(old)
    expect(value(page, "input")).toBe("typed")
    page.dom.acknowledge(lock, page.render(part("TYPED")))
    expect(value(page, "input")).toBe("TYPED")
  })
})

describe("rows whose forms are alike are told apart by the id of the row", () => {
  const rows = (...ids: readonly string[]): Rendered =>
    html`<ul>${each(
      ids,
      (id) => id,
      (id) =>
        html`<li id="row-${id}"><form live-change="edit"><textarea name="note"></textarea></form><input name="free"></li>`,
    )}</ul>`
  const notes = (page: LivePage): readonly string[] =>
    Array.from(page.root.querySelectorAll("li"), (row) => {
      const held = Array.from(row.querySelectorAll<HTMLInputElement>("textarea, input"), (control) => control.value)
      return `${row.id}: ${held.join(", ")}`
    })
  const typeInto = (page: LivePage, row: string): void => {
    type(at<HTMLTextAreaElement>(page, `#row-${row} textarea`), `note ${row}`)
    type(at(page, `#row-${row} input`), `free ${row}`)
  }

  it("after a re-join that has fewer before them", async () => {
    const page = await open(rows("new", "newer", "1", "2", "3"))
    typeInto(page, "2")
    page.rejoin(rows("1", "2", "3"))
    expect(notes(page)).toEqual(["row-1: , ", "row-2: note 2, free 2", "row-3: , "])
  })

  it("and what was typed into one that is gone is under no other; it is back with its row", async () => {
    const page = await open(rows("1", "2", "3"))
    typeInto(page, "2")
    page.rejoin(rows("1", "3", "4"))
    expect(notes(page)).toEqual(["row-1: , ", "row-3: , ", "row-4: , "])
    page.update(rows("1", "3", "4", "2"))
    expect(notes(page)).toEqual(["row-1: , ", "row-3: , ", "row-4: , ", "row-2: note 2, free 2"])
  })

  it("but by their order, where all rows are called otherwise by now", async () => {
    const page = await open(rows("1", "2", "3"))
    typeInto(page, "2")
    page.rejoin(rows("a", "b", "c"))
    expect(notes(page)).toEqual(["row-a: , ", "row-b: note 2, free 2", "row-c: , "])
  })
})

describe("a form that was split", () => {
  const whole = html`<form id="f" live-change="edit"><input id="a" name="a"><input id="b" name="b"><input name="c"></form>`
  const split = (second: Rendered): Rendered =>
    html`<form id="f" live-change="edit"><input id="a" name="a"></form>${second}`

  it.each<[string, Rendered]>([
    ["in two", html`<form id="g" live-change="edit"><p><input id="b" name="b"><input name="c"></p></form>`],
    ["into what stands in no form", html`<p><input id="b" name="b"><input name="c"></p>`],
  ])("%s gives the controls what they held, by id and name", async (_, second) => {
    const page = await open(whole)
    for (const name of ["a", "b", "c"]) type(at(page, `[name=${name}]`), name)
    page.rejoin(split(second))
    await page.settled()
    expect(["a", "b", "c"].map((name) => value(page, `[name=${name}]`))).toEqual(["a", "b", ""])
  })

  it("does not give what is called the same in another way", async () => {
    const page = await open(whole)
    type(at(page, "#b"), "typed")
    page.rejoin(split(html`<form id="g"><input id="b" name="other"></form>`))
    await page.settled()
    expect(value(page, "#b")).toBe("")
  })
})

it("what a script has chosen, and said by a change alone, is the user's as well", async () => {
  const page = await open(person({}))
  const select = at<HTMLSelectElement>(page, "[name=size]")
  select.value = "m"
  select.dispatchEvent(new Event("change", { bubbles: true }))
  page.dom.used(select)
  tell(page, "change", person({ size: "m" }))
  page.rejoin(person({}))
  expect(select.value).toBe("m")
  expect(page.dom.dirtyForms()).toEqual([at(page, "form")])
})

it("a text that was told is as it was when the page itself is back, and nothing has to write it", async () => {
  const page = await open(person({}))
  type(at(page, "[name=who]"), "Ada")
  tell(page, "change", person({ who: "Ada" }))
  const held = (): string[] => {
    const control = at(page, "[name=who]")
    return [control.value, control.defaultValue]
  }
  expect(held()).toEqual(["Ada", "Ada"])
  window.dispatchEvent(new Event("pagehide"))
  // Else a browser would not give it back on the way back to a page that it has loaded anew.
  expect(held()[1]).not.toBe("Ada")
  window.dispatchEvent(new Event("pageshow"))
  expect(held()).toEqual(["Ada", "Ada"])
})

it("a text that was carried over is given back by the browser, too: it is another one than its default", async () => {
  const page = await open(person({}))
  type(at(page, "[name=who]"), "Ada")
  type(at<HTMLTextAreaElement>(page, "[name=note]"), "Dear")
  tell(page, "change", person({ who: "Ada", note: "Dear" }))
  // As after a recovery: the server has seen it, and the page is made anew.
  page.whole(html`<main>${person({ who: "Ada", note: "Dear" })}</main>`)
  const held = (): string[] => {
    const controls = ["who", "note"].map((name) => at(page, `[name=${name}]`))
    return controls.flatMap(({ value, defaultValue }) => [value, defaultValue])
  }
  window.dispatchEvent(new Event("pagehide"))
  expect(held()).toEqual(["Ada", "Ada ", "Dear", "Dear "])
  window.dispatchEvent(new Event("pageshow"))
  expect(held()).toEqual(["Ada", "Ada", "Dear", "Dear"])
})
