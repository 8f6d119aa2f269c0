import { each, html } from "../../../../src/render/values/html.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { LivePage } from "../../../support/live-page.js"

const field = (value: string, other = ""): Rendered =>
  html`<form><input name="a" value="${value}"><p>${other}</p><button>Send</button></form>`

const get = <E extends Element>(page: LivePage, selector: string): E => {
  const element = page.root.querySelector<E>(selector)
  if (element === null) throw new Error(`no ${selector}`)
  return element
}

function type(control: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  control.value = value
  control.dispatchEvent(new InputEvent("input", { bubbles: true }))
}

function choose(control: Element, change: () => void): void {
  change()
  control.dispatchEvent(new InputEvent("input", { bubbles: true }))
}

describe("the value of a text control", () => {
  it("is shown when the user has not edited it", () => {
    const page = new LivePage(field("a"))
    page.update(field("b"))
    const input = get<HTMLInputElement>(page, "input")
    expect([input.value, input.getAttribute("value")]).toEqual(["b", "b"])
  })

  it("is shown in a focused control too, by its changed middle, which keeps the caret", () => {
    const page = new LivePage(field("one two"))
    const input = get<HTMLInputElement>(page, "input")
    input.focus()
    input.setSelectionRange(3, 3)
    const range = jest.spyOn(input, "setRangeText")
    page.update(field("one 2 two"))
    expect(range).toHaveBeenCalledTimes(1)
    expect(input.value).toBe("one 2 two")
    expect(input.selectionStart).toBe(3)
  })

  it("stays the user's while the edit is not acknowledged, whatever the focus; the attribute is written", () => {
    const page = new LivePage(field("a"))
    const input = get<HTMLInputElement>(page, "input")
    type(input, "typed")
    page.update(field("b"))
    expect([input.value, input.getAttribute("value")]).toEqual(["typed", "b"])
    expect(page.dom.edited(input)).toBe(true)
  })

  it("becomes the server's again with the acknowledgement of the edit", () => {
    const page = new LivePage(field("a"))
    const input = get<HTMLInputElement>(page, "input")
    type(input, " typed ")
    const lock = page.dom.lock(get(page, "form"), { type: "change", control: input })
    page.dom.acknowledge(lock, page.render(field("typed")))
    expect(input.value).toBe("typed")
    expect(page.dom.edited(input)).toBe(false)
  })

  it("stays the user's when it was edited again after the event left", () => {
    const page = new LivePage(field("a"))
    const input = get<HTMLInputElement>(page, "input")
    type(input, "first")
    const lock = page.dom.lock(get(page, "form"), { type: "change", control: input })
    type(input, "first and more")
    page.dom.acknowledge(lock, page.render(field("first")))
    expect(input.value).toBe("first and more")
    expect(page.dom.edited(input)).toBe(true)
  })

  it("is not acknowledged by a click elsewhere in the form", () => {
    const page = new LivePage(field("a"))
    const input = get<HTMLInputElement>(page, "input")
    type(input, "typed")
    const lock = page.dom.lock(get(page, "button"), { type: "click" })
    page.dom.acknowledge(lock, page.render(field("b")))
    expect(input.value).toBe("typed")
  })

  it("empties after a submit though the server's value did not change", () => {
    const page = new LivePage(field(""))
    const input = get<HTMLInputElement>(page, "input")
    type(input, "hello")
    const lock = page.dom.lock(get(page, "form"), { type: "submit", control: get(page, "button") })
    page.dom.acknowledge(lock, page.render(field("", "hello")))
    expect(input.value).toBe("")
  })

  it("stays after a submit where it has no slot, or was edited since", () => {
    const form: Rendered = html`<form><input name="free"><input name="a" value="${""}"></form>`
    const page = new LivePage(form)
    const [free, slot] = page.root.querySelectorAll("input")
    type(free as HTMLInputElement, "free")
    type(slot as HTMLInputElement, "one")
    const lock = page.dom.lock(get(page, "form"), { type: "submit" })
    type(slot as HTMLInputElement, "two")
    page.dom.acknowledge(lock, null)
    expect([free?.value, slot?.value]).toEqual(["free", "two"])
  })

  it("is written at the end of a composition, not in it", () => {
    const page = new LivePage(field("a"))
    const input = get<HTMLInputElement>(page, "input")
    input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }))
    page.update(field("b"))
    expect([input.value, input.getAttribute("value")]).toEqual(["a", "a"])
    input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }))
    expect([input.value, input.getAttribute("value")]).toEqual(["b", "b"])
  })

  it("waits with the type of a control in which something is composed", () => {
    const kind = (type: string): Rendered => html`<input type="${type}">`
    const page = new LivePage(kind("text"))
    const input = get<HTMLInputElement>(page, "input")
    input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }))
    page.update(kind("password"))
    expect(input.type).toBe("text")
    input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }))
    expect(input.type).toBe("password")
  })

  it("is written after the attributes that bound it", () => {
    const range = (max: string, value: string): Rendered => html`<input type="range" value="${value}" max="${max}">`
    const page = new LivePage(range("100", "50"))
    page.update(range("1000", "500"))
    expect(get<HTMLInputElement>(page, "input").value).toBe("500")
  })

  it("survives its type, which is written before", () => {
    const kind = (type: string, value: string): Rendered => html`<input value="${value}" type="${type}">`
    const page = new LivePage(kind("number", "1"))
    page.update(kind("text", "one"))
    expect(get<HTMLInputElement>(page, "input").value).toBe("one")
  })

  it("goes with the type that had it", () => {
    const kind = (attributes: Record<string, string>): Rendered => html`<input ${attributes}>`
    const page = new LivePage(kind({ type: "text", value: "one" }))
    page.update(kind({ type: "checkbox" }))
    const input = get<HTMLInputElement>(page, "input")
    expect([input.outerHTML, input.value]).toEqual(['<input type="checkbox">', "on"])
    page.update(kind({ type: "text", value: "two" }))
    expect(input.value).toBe("two")
  })

  it("is an attribute like others where it is none that the user types", () => {
    const hidden = (v: string): Rendered => html`<input type="hidden" value="${v}"><button value="${v}">x</button>`
    const page = new LivePage(hidden("a"))
    page.update(hidden("b"))
    expect([...page.root.children].map((e) => e.getAttribute("value"))).toEqual(["b", "b"])
  })

  it("goes by a reset of the form", async () => {
    const page = new LivePage(field("a"))
    const input = get<HTMLInputElement>(page, "input")
    type(input, "typed")
    get<HTMLFormElement>(page, "form").reset()
    await page.settled()
    expect(page.dom.edited(input)).toBe(false)
    page.update(field("b"))
    expect(input.value).toBe("b")
  })
})

describe("a textarea", () => {
  const area = (text: string): Rendered => html`<form><textarea name="t">${text}</textarea></form>`

  it("shows the server's text unless edited", () => {
    const page = new LivePage(area("a"))
    const textarea = get<HTMLTextAreaElement>(page, "textarea")
    page.update(area("b"))
    expect([textarea.value, textarea.defaultValue]).toEqual(["b", "b"])
    type(textarea, "typed")
    page.update(area("c"))
    expect([textarea.value, textarea.defaultValue]).toEqual(["typed", "c"])
  })

  it("empties after a submit", () => {
    const page = new LivePage(area(""))
    const textarea = get<HTMLTextAreaElement>(page, "textarea")
    type(textarea, "hello")
    page.dom.acknowledge(page.dom.lock(get(page, "form"), { type: "submit" }), null)
    expect(textarea.value).toBe("")
  })
})

describe("checkboxes and radios", () => {
  const box = (on: boolean): Rendered => html`<form><input type="checkbox" name="c" checked="${on}"></form>`
  const radios = (chosen: string): Rendered =>
    html`<form>${["a", "b", "c"].map((v) => html`<input type="radio" name="r" value="${v}" checked="${v === chosen}">`)}</form>`
  const chosen = (page: LivePage): string[] =>
    [...page.root.querySelectorAll("input")].filter(({ checked }) => checked).map(({ value }) => value)

  it.each([
    [false, true],
    [true, false],
  ])("go from %s to %s as property and attribute", (from, to) => {
    const page = new LivePage(box(from))
    page.update(box(to))
    const input = get<HTMLInputElement>(page, "input")
    expect([input.checked, input.defaultChecked]).toEqual([to, to])
  })

  it("stay as the user left them until acknowledged", () => {
    const page = new LivePage(box(false))
    const input = get<HTMLInputElement>(page, "input")
    choose(input, () => (input.checked = true))
    page.update(box(true))
    page.update(box(false))
    expect(input.checked).toBe(true)
  })

  it("stay indeterminate", () => {
    const page = new LivePage(box(false))
    const input = get<HTMLInputElement>(page, "input")
    input.indeterminate = true
    page.update(box(true))
    expect(input.indeterminate).toBe(true)
  })

  it.each([
    ["a", "c"],
    ["c", "a"],
  ])("move the choice of a group from %s to %s", (from, to) => {
    const page = new LivePage(radios(from))
    page.update(radios(to))
    expect(chosen(page)).toEqual([to])
  })

  it("keep the user's choice of an edited group", () => {
    const page = new LivePage(radios("a"))
    const b = page.root.querySelectorAll("input")[1] as HTMLInputElement
    choose(b, () => (b.checked = true))
    page.update(radios("c"))
    expect(chosen(page)).toEqual(["b"])
    const lock = page.dom.lock(get(page, "form"), { type: "change", control: b })
    page.dom.acknowledge(lock, page.render(radios("a")))
    expect(chosen(page)).toEqual(["a"])
  })
})

describe("a select", () => {
  const options = (values: readonly string[], chosen: readonly string[], multiple = false): Rendered =>
    html`<form><select name="s" multiple="${multiple}">${each(
      values,
      (v) => v,
      (v) => html`<option value="${v}" selected="${chosen.includes(v)}">${v}</option>`,
    )}</select></form>`
  const chosen = (page: LivePage): string[] =>
    Array.from(get<HTMLSelectElement>(page, "select").selectedOptions, (o) => o.value)
  const pick = (page: LivePage, ...values: string[]): void => {
    const select = get<HTMLSelectElement>(page, "select")
    choose(select, () => {
      for (const option of select.options) option.selected = values.includes(option.value)
    })
  }

  it("follows the server while not edited, also when value and option come together", () => {
    const page = new LivePage(options(["a", "b"], ["a"]))
    page.update(options(["a", "b"], ["b"]))
    expect(chosen(page)).toEqual(["b"])
    page.update(options(["a", "b", "c"], ["c"]))
    expect(chosen(page)).toEqual(["c"])
  })

  it.each<[string, readonly string[], readonly string[], string[]]>([
    ["an inserted option that is selected does not steal it", ["a", "b", "c", "d"], ["d"], ["b"]],
    ["it survives reordering", ["c", "b", "a"], ["a"], ["b"]],
    ["it survives the list made anew around it", ["x", "b"], ["x"], ["b"]],
    ["without its option the first is shown", ["a", "c"], [], ["a"]],
  ])("keeps the user's choice: %s", (_, values, selected, expected) => {
    const page = new LivePage(options(["a", "b", "c"], ["a"]))
    pick(page, "b")
    page.update(options(values, selected))
    expect(chosen(page)).toEqual(expected)
  })

  // docs/decisions/0017
  it.each<[string, readonly string[], string[]]>([
    ["when the order is turned round", ["c", "b", "a"], ["a"]],
    ["when one is put in front", ["x", "a", "b", "c"], ["a"]],
    ["until it goes", ["b", "c"], ["b"]],
  ])("of which no option is marked keeps the one that it shows, %s", (_, values, expected) => {
    const page = new LivePage(options(["a", "b", "c"], []))
    page.update(options(values, []))
    expect(chosen(page)).toEqual(expected)
  })

  it("of which no option is marked keeps what the user chose, also after its event was acknowledged", () => {
    const page = new LivePage(options(["a", "b", "c"], []))
    pick(page, "b")
    page.dom.acknowledge(page.dom.lock(get(page, "form"), { type: "change" }), null)
    page.update(options(["x", "c", "b", "a"], []))
    expect(chosen(page)).toEqual(["b"])
    page.update(options(["x", "c", "b", "a"], ["x"]))
    expect(chosen(page)).toEqual(["x"])
  })

  it("keeps each choice of a multiple select", () => {
    const page = new LivePage(options(["a", "b", "c"], ["a"], true))
    pick(page, "b", "c")
    page.update(options(["d", "a", "c", "b"], ["a", "d"], true))
    expect(chosen(page).sort()).toEqual(["b", "c"])
  })

  it("shows the server's choice after a submit", () => {
    const page = new LivePage(options(["a", "b"], ["a"]))
    pick(page, "b")
    page.dom.acknowledge(page.dom.lock(get(page, "form"), { type: "submit" }), null)
    expect(chosen(page)).toEqual(["a"])
  })
})

describe("what the user did before the bind", () => {
  it("counts as edited, and its form as dirty", () => {
    const first: Rendered = html`<form><input name="a" value="${"x"}"></form><input id="free" value="${"y"}"><form id="clean"><input></form>`
    const page = new LivePage(first, {
      disturb: (root) => {
        for (const input of root.querySelectorAll<HTMLInputElement>("[value]")) input.value = "typed"
      },
    })
    expect(page.dom.dirtyForms()).toEqual([get(page, "form"), get(page, "#free")])
    expect(page.dom.edited(get(page, "#free"))).toBe(true)
  })

  it("is nothing where controls show their default", () => {
    const first: Rendered = html`<form><input type="number" value="x"><input type="color"><input type="range">
      <select><option disabled>none</option><option>a</option></select><select></select><textarea>
a</textarea><input type="checkbox" checked></form>`
    expect(new LivePage(first).dom.dirtyForms()).toEqual([])
  })
})
