/** Parts that are wanted long before they are needed, and have not come yet when they are. */

import type { DomParts } from "../../../../client/dom/ports.js"
import { RootFrames } from "../../../../client/dom/root-frames.js"
import * as forms from "../../../../client/features/forms/forms.js"
import * as usedControls from "../../../../client/features/used-controls/used-controls.js"
import { Lazy } from "../../../../client/util/lazy.js"
import { each, html } from "../../../../src/render/values/html.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { domParts } from "../../../support/dom-parts.js"
import { contents, expected, LivePage } from "../../../support/live-page.js"

const list = (ids: string): Rendered =>
  html`<ul>${each(
    ids.split(""),
    (id) => id,
    (id) => html`<li>${id}</li>`,
  )}</ul>`
const form = (value: string): Rendered => html`<form><input name="a" value="${value}"></form>`

/** A page whose part for controls comes when `arrive` says so. */
function late(first: Rendered): { page: LivePage; input: HTMLInputElement; arrive(): Promise<void> } {
  let arrive: (part: typeof usedControls) => void = () => undefined
  const parts: DomParts = { ...domParts, settling: new Lazy(() => new Promise((resolve) => (arrive = resolve))) }
  const page = new LivePage(first, { parts })
  const input = page.root.querySelector("input") as HTMLInputElement
  return {
    page,
    input,
    arrive: async () => {
      arrive(usedControls)
      await page.settled()
    },
  }
}

function type(input: HTMLInputElement, value: string): void {
  input.value = value
  input.dispatchEvent(new Event("input", { bubbles: true }))
}

it("a list has the server's order before it is known which of its items need not move", () => {
  const never = new Lazy<never>(() => new Promise(() => undefined))
  const page = new LivePage(list("abcdef"), { parts: { ...domParts, fewestMoves: never } })
  expect(never.isWanted).toBe(true)
  const a = page.root.querySelector("li")
  for (const ids of ["fedcba", "axbyc", "ycba", "abcy"]) {
    page.update(list(ids))
    expect(contents(page.root)).toBe(expected(list(ids)))
  }
  expect(page.root.querySelector("li")).toBe(a)
})

it("a control shows the server's state after an answer, once the part for it has come", async () => {
  const { page, input, arrive } = late(form("1"))
  type(input, "2")
  page.dom.acknowledge(page.dom.lock(input.form as Element, { type: "submit" }), null)
  expect(input.value).toBe("2")
  await arrive()
  expect(input.value).toBe("1")
})

it("what was typed since the answer stays, when the part comes", async () => {
  const { page, input, arrive } = late(form("1"))
  type(input, "2")
  page.dom.acknowledge(page.dom.lock(input.form as Element, { type: "submit" }), null)
  type(input, "23")
  await arrive()
  expect(input.value).toBe("23")
})

it("the value of a control that has the focus waits; what is typed meanwhile stays", async () => {
  const typed = late(form("1"))
  typed.input.value = "1"
  typed.input.focus()
  typed.page.dom.acknowledge(typed.page.dom.lock(typed.input, { type: "change" }), null)
  type(typed.input, "12")
  typed.page.dom.acknowledge(typed.page.dom.lock(typed.input, { type: "change" }), null)
  typed.page.update(form("A"))
  expect(typed.input.value).toBe("12")
  type(typed.input, "123")
  await typed.arrive()
  expect(typed.input.value).toBe("123")

  const read = late(form("1"))
  read.input.focus()
  type(read.input, "12")
  read.page.dom.acknowledge(read.page.dom.lock(read.input, { type: "change" }), null)
  read.page.update(form("A"))
  await read.arrive()
  expect(read.input.value).toBe("A")
})

describe("a root that has to be made anew", () => {
  const place = (value: string): Rendered => html`<p>${value}</p><form><input name="a" value="${"1"}"></form>`

  /** A page without its paragraph, in whose field something was typed before the script came. */
  function misfit(carryOver: DomParts["carryOver"]): LivePage {
    return new LivePage(place("x"), {
      parts: { ...domParts, carryOver },
      holdRequests: true,
      disturb: (root) => {
        root.querySelector("p")?.remove()
        ;(root.querySelector("input") as HTMLInputElement).value = "2"
      },
    })
  }

  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  it("waits for the part that keeps what was typed in it", async () => {
    const page = misfit(domParts.carryOver)
    expect(page.requests).toEqual([])
    await jest.advanceTimersByTimeAsync(0)
    page.answer()
    expect([page.root.querySelector("p")?.textContent, page.root.querySelector("input")?.value]).toEqual(["x", "2"])
    await jest.advanceTimersByTimeAsync(10_000)
    expect(page.requests).toEqual([])
  })

  it("is made anew without it, where it cannot be had", async () => {
    const page = misfit(() => Promise.reject(new Error("gone")))
    await jest.advanceTimersByTimeAsync(4_000)
    expect(page.requests).toEqual([])
    await jest.advanceTimersByTimeAsync(1_000)
    expect(page.requests).toHaveLength(1)
    page.answer()
    expect(contents(page.root)).toBe(expected(place("x")))
    page.update(place("y"))
    expect(page.root.querySelector("p")?.textContent).toBe("y")
  })
})

it("nothing breaks where nothing is written", () => {
  const frame = new RootFrames({} as ConstructorParameters<typeof RootFrames>[0])
  expect(() => frame.broke()).toThrow("Nothing breaks where nothing is written.")
})

describe("before the part that knows controls has come", () => {
  const text = (value: string): Rendered => html`<p title="${value}">${value}</p><div live-update="ignore"></div>`

  /** A page without a control of its own. */
  function early(): { page: LivePage; arrive(): Promise<void> } {
    let arrive: (part: typeof forms) => void = () => undefined
    const late = new Lazy<typeof forms>(() => new Promise((resolve) => (arrive = resolve)))
    late.want()
    const page = new LivePage(text("1"), { parts: { ...domParts, forms: late } })
    return {
      page,
      arrive: async () => {
        arrive(forms)
        await page.settled()
      },
    }
  }

  it("a page without one is written, and its events are answered", async () => {
    const { page, arrive } = early()
    const first = page.dom.lock(page.root.querySelector("p") as Element, { type: "click" })
    page.update(text("2"))
    expect(contents(page.root)).toBe(expected(text("2")))
    await arrive()
    const second = page.dom.lock(page.root.querySelector("p") as Element, { type: "click" })
    expect(second).toBeGreaterThan(first)
    page.dom.acknowledge(first, null)
    page.dom.acknowledge(second, page.render(text("3")))
    expect(contents(page.root)).toBe(expected(text("3")))
    page.rejoin(text("4"))
    expect([contents(page.root), page.dom.dirtyForms()]).toEqual([expected(text("4")), []])
  })

  it("what the user typed into a field that another script has put there is his own, once it has come", async () => {
    const { page, arrive } = early()
    const input = document.createElement("input")
    page.root.querySelector("div")?.append(input)
    type(input, "ada")
    expect(page.dom.edited(input)).toBe(false)
    await arrive()
    expect([page.dom.edited(input), page.dom.dirtyForms()]).toEqual([true, [input]])
    type(input, "ada l")
    expect(input.value).toBe("ada l")
  })

  it("a page that gets one with the part follows it from then on", async () => {
    const { page, arrive } = early()
    const frame = page.render(html`<b>${form("1")}</b>`)
    await arrive()
    page.dom.write(frame ?? {})
    const input = page.root.querySelector("input") as HTMLInputElement
    type(input, "12")
    page.update(html`<b>${form("2")}</b>`)
    expect([input.value, page.dom.edited(input)]).toEqual(["12", true])
    page.dom.acknowledge(
      page.dom.lock(input.form as Element, { type: "change" }),
      page.render(html`<b>${form("3")}</b>`),
    )
    expect(input.value).toBe("3")
  })
})
