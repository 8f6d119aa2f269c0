/** Bindings of what comes and goes, and of forms and buttons, on a page without a server. */

import type { PatchRecord } from "../../../../client/dom/nodes/patch-record.js"
import type { WriteLog } from "../../../../client/dom/nodes/write-log.js"
import type { BindingTools, BoundView } from "../../../../client/features/rare-bindings/bound.js"
import { RareBindings } from "../../../../client/features/rare-bindings/rare-bindings.js"

const happened: string[] = []
const warned: string[] = []
const disowned: Element[] = []
const submitted: Element[] = []
let over: Promise<unknown> | undefined
let areLogsWanted = false
let keeps: (element: Element) => boolean = () => false
const view = { isBound: true, readiness: "ready", frame: (work: () => void) => work() } as unknown as BoundView & {
  isBound: boolean
}

const tools: BindingTools = {
  prefix: "live-",
  toolbox: {
    disown: (element) => void disowned.push(element),
    keepLeaving: (asked) => {
      keeps = asked
    },
    portals: new WeakMap(),
    takeOut: (node) => (node as Element).remove(),
    watchWrites: () => {
      areLogsWanted = true
    },
  },
  viewOf: (element) => (element.closest("main") === null ? undefined : view),
  happened: (element, binding) => {
    happened.push(`${element.id} ${binding}`)
    return over
  },
  userDid: (element, binding) => void happened.push(`${element.id} ${binding}`),
  warn: (text) => void warned.push(text),
}

const patch = ({ added = [], updated = [] }: Partial<Pick<PatchRecord, "added" | "updated">>): WriteLog => [
  ...added.map((element) => ["came", element] as const),
  ...updated,
]
const one = (selector: string): HTMLElement => document.querySelector(selector) as HTMLElement

function page(html: string): RareBindings {
  document.body.innerHTML = `<main>${html}</main>`
  return new RareBindings(tools)
}

beforeEach(() => {
  jest.useFakeTimers()
  jest.spyOn(HTMLFormElement.prototype, "submit").mockImplementation(function (this: HTMLFormElement) {
    submitted.push(this)
  })
  for (const list of [happened, warned, disowned, submitted]) list.length = 0
  over = undefined
  view.isBound = true
})
afterEach(() => jest.useRealTimers())

it("has frames keep logs", () => {
  page("")
  expect(areLogsWanted).toBe(true)
})

it("mounts each element once, and none before its view is bound", () => {
  view.isBound = false
  const bindings = page('<p id="a" live-mounted="x"></p>')
  expect(happened).toEqual([])
  view.isBound = true
  bindings.viewJoined(view)
  bindings.viewJoined(view)
  one("main").insertAdjacentHTML("beforeend", '<div id="b" live-mounted="x"><i id="c" live-mounted="x"></i></div>')
  bindings.pageWritten(patch({ added: [one("#b")] }))
  bindings.pageWritten(patch({ added: [one("#b")] }))
  expect(happened).toEqual(["a mounted", "b mounted", "c mounted"])
})

describe("what goes", () => {
  it("goes with its frame if nothing lasts", () => {
    const bindings = page('<p id="a" live-remove="x"></p><p id="b"></p>')
    expect([keeps(one("#a")), keeps(one("#b"))]).toEqual([true, false])
    bindings.pageWritten(patch({}))
    expect([happened, one("#a"), disowned]).toEqual([["a remove"], null, []])
  })

  it("stays deaf until it is over, five seconds at most, and is not kept twice", async () => {
    over = new Promise(() => {})
    const bindings = page('<form id="f"><p id="a" live-remove="x"><input name="n"></p></form>')
    const element = one("#a")
    expect([keeps(element), keeps(element)]).toEqual([true, true])
    bindings.pageWritten(patch({}))
    bindings.pageWritten(patch({}))
    expect([happened, element.hasAttribute("inert"), disowned]).toEqual([["a remove"], true, [element]])
    const heard = jest.fn()
    document.addEventListener("click", heard)
    element.click()
    document.removeEventListener("click", heard)
    expect(heard).not.toHaveBeenCalled()
    expect((one("#a input") as HTMLInputElement).form).toBeNull()
    jest.advanceTimersByTime(5_000)
    expect(element.isConnected).toBe(false)
  })
})

it("what began to go together and is over together goes in one frame of its view", async () => {
  over = new Promise((resolve) => setTimeout(resolve, 200))
  const bindings = page('<p id="a" live-remove="x"></p><p id="b" live-remove="x"></p>')
  const frames = jest.spyOn(view, "frame")
  for (const id of ["#a", "#b"]) keeps(one(id))
  bindings.pageWritten(patch({}))
  await jest.advanceTimersByTimeAsync(200)
  expect([one("main").childElementCount, frames.mock.calls.length]).toEqual([0, 1])
  frames.mockRestore()
})

describe("a form with live-trigger-action", () => {
  it("is sent once for each time that it says so", () => {
    const bindings = page('<form id="f" action="/login"></form>')
    const form = one("#f")
    for (const value of ["", "true", null, "false", ""]) {
      if (value === null) form.removeAttribute("live-trigger-action")
      else form.setAttribute("live-trigger-action", value)
      bindings.pageWritten(patch({ updated: [form] }))
    }
    expect(submitted).toEqual([form, form])
  })

  it("needs an action", () => {
    page("<form live-trigger-action></form>")
    expect(submitted).toEqual([])
    expect(warned).toEqual(["A form with live-trigger-action needs an action."])
  })

  it("needs one of its own: what the server wrote for a page without the script posts to the view", () => {
    page(
      '<form live-trigger-action method="post" action="/login?_live"><input type="hidden" name="_live" data-live-post></form>',
    )
    expect(submitted).toEqual([])
    expect(warned).toEqual(["A form with live-trigger-action needs an action."])
  })
})

describe("a button with live-disable-with", () => {
  it("is disabled, with its own nodes kept, until the last event is over", () => {
    const bindings = page('<form id="f"><button id="b" live-disable-with="Wait">Go <b>1</b></button></form>')
    const [form, button, inner] = [one("#f"), one("#b") as HTMLButtonElement, one("b")]
    bindings.eventShown(form, "submit", true)
    bindings.eventShown(button, "submit", true)
    expect([button.textContent, button.disabled]).toEqual(["Wait", true])
    bindings.eventShown(form, "submit", false)
    expect(button.disabled).toBe(true)
    bindings.eventShown(button, "submit", false)
    expect([button.innerHTML, button.disabled, one("b")]).toEqual(["Go <b>1</b>", false, inner])
  })

  it("keeps what the server says meanwhile of whether it can be pressed", () => {
    const bindings = page(
      '<form id="f"><button id="a" live-disable-with></button><button id="b" live-disable-with disabled></button><button id="c" live-disable-with disabled></button></form>',
    )
    bindings.eventShown(one("#f"), "submit", true)
    one("#a").setAttribute("disabled", "")
    one("#b").removeAttribute("disabled")
    bindings.eventShown(one("#f"), "submit", false)
    const buttons = [...document.querySelectorAll("button")]
    expect(buttons.map(({ disabled }) => disabled)).toEqual([true, false, true])
  })

  it("is left alone by changes of its form", () => {
    const bindings = page('<form id="f"><input id="b" type="submit" value="Go" live-disable-with="Wait"></form>')
    bindings.eventShown(one("#f"), "change", true)
    expect((one("#b") as HTMLInputElement).disabled).toBe(false)
    bindings.eventShown(one("#f"), "submit", true)
    expect((one("#b") as HTMLInputElement).value).toBe("Wait")
    bindings.eventShown(one("#f"), "submit", false)
    expect((one("#b") as HTMLInputElement).value).toBe("Go")
  })
})
