/** Commands on a page without a server: what they do, to which elements, in which order. */
import { PageCommands } from "../../../../client/features/commands/commands.js"
import type { ViewEvent } from "../../../../client/view/view-event.js"
import { COMMANDS } from "../../../../src/protocol/commands.js"

const pushed: ViewEvent[] = []
const loading: boolean[] = []
const visited: string[] = []
const moved: unknown[] = []
const warned: string[] = []
const ignored: unknown[] = []
let blocked: string[] = []

const view = {
  readiness: "waiting",
  push: (event: ViewEvent) => void pushed.push(event),
  block: (element: Element) => {
    blocked.push(element.id)
    return () => {
      blocked = blocked.filter((id) => id !== element.id)
    }
  },
}

let commands: PageCommands | undefined

function run(list: unknown, source: Element, payload: unknown = { page: "2" }): void {
  commands ??= new PageCommands({
    toolbox: { ignore: (element, names) => void ignored.push([element.id, names]) },
    viewOf: () => view as never,
    pageLoading: (isLoading) => void loading.push(isLoading),
    patches: {
      get: async () => ({
        patchArrived: (patch, by) => void moved.push(["patch", patch, by === (view as unknown)]),
        navigate: (href, replaces) => void moved.push(["navigate", href, replaces]),
      }),
    },
    visit: (url) => void visited.push(url),
    warn: (text) => void warned.push(text),
  })
  const text = COMMANDS + JSON.stringify(list)
  commands.run(text, { name: text, type: "click", source, payload, shown: [source] })
}

function page(html: string): HTMLElement {
  document.body.innerHTML = html
  return document.body.firstElementChild as HTMLElement
}

beforeEach(() => {
  jest.useFakeTimers()
  for (const list of [pushed, loading, visited, moved, warned, ignored]) list.length = 0
  blocked = []
  commands = undefined
  view.readiness = "waiting"
})
afterEach(() => jest.useRealTimers())

it("find their targets", () => {
  const button = page(`<section class="a"><button id="b"><i class="x"></i></button><i class="x"></i></section>`)
  const source = button.firstElementChild as Element
  run(
    [
      ["add-class", { names: "in", to: { inner: ".x" } }],
      ["add-class", { names: "all", to: ".x" }],
    ],
    source,
  )
  run(
    [
      ["add-class", { names: "up", to: { closest: ".a" } }],
      ["add-class", { names: "own" }],
    ],
    source,
  )
  expect(document.body.innerHTML).toBe(
    '<section class="a up"><button id="b" class="own"><i class="x in all"></i></button><i class="x all"></i></section>',
  )
})

it("change classes and attributes", () => {
  const a = page(`<a id="a" class="x" title="1" open=""></a>`)
  run(
    [
      ["toggle-class", { names: "x y" }],
      ["remove-class", { names: "z" }],
    ],
    a,
  )
  expect(a.className).toBe("y")
  run(
    [
      ["set-attribute", { name: "lang", values: ["en"] }],
      ["remove-attribute", { name: "title" }],
    ],
    a,
  )
  run(
    [
      ["toggle-attribute", { name: "open", values: [""] }],
      ["toggle-attribute", { name: "rel", values: ["p", "q"] }],
    ],
    a,
  )
  run([["toggle-attribute", { name: "rel", values: ["p", "q"] }]], a)
  expect(a.outerHTML).toBe('<a id="a" class="y" lang="en" rel="q"></a>')
  run([["ignore-attributes", { values: ["open"] }]], a)
  expect(ignored).toEqual([["a", ["open"]]])
})

it("push with the value over the element's own, and show that it is under way", () => {
  const button = page(`<button id="b"></button>`)
  run([["push", { event: "go", value: { page: 3 }, page: true }]], button)
  expect(pushed[0]).toMatchObject({ name: "go", type: "click", payload: { page: 3 }, shown: [button] })
  pushed[0]?.over?.()
  expect(loading).toEqual([true, false])
  run([["push", { event: "go", value: { by: { a: 1 } } }]], button, "who=me")
  expect(pushed[1]?.payload).toBe("who=me&by=%7B%22a%22%3A1%7D")
})

it("hold what the server says while a transition lasts, and not for longer than five seconds", () => {
  const a = page(`<p id="a"></p>`)
  const seen: string[] = []
  for (const name of ["hide-start", "hide-end", "show-start", "show-end"])
    a.addEventListener(`live:${name}`, () => seen.push(name))
  run([["hide", { transition: { during: "d", from: "f", to: "t" }, time: 100 }]], a)
  expect([a.className, blocked, a.style.display]).toEqual(["d f", ["a"], ""])
  jest.advanceTimersByTime(20)
  expect(a.className).toBe("d t")
  jest.advanceTimersByTime(100)
  expect([a.className, blocked, a.style.display, seen]).toEqual(["", [], "none", ["hide-start", "hide-end"]])
  run([["show", { transition: "x", time: 9_000 }]], a)
  jest.advanceTimersByTime(4_999)
  expect(blocked).toEqual(["a"])
  jest.advanceTimersByTime(1)
  expect([blocked, a.className]).toEqual([[], "x"])
  run([["transition", { transition: "y", blocking: false }]], a)
  expect([blocked, a.className, a.style.display]).toEqual([[], "y", "block"])
  expect(seen).toEqual(["hide-start", "hide-end", "show-start", "show-end"])
})

it("dispatch, with done() where it blocks", () => {
  const a = page(`<p id="a"></p>`)
  let detail: { x?: number; done?: () => void } = {}
  a.addEventListener("ring", (event) => (detail = (event as CustomEvent).detail))
  run([["dispatch", { event: "ring", detail: { x: 1 }, blocking: true }]], a)
  expect([detail.x, blocked]).toEqual([1, ["a"]])
  detail.done?.()
  expect(blocked).toEqual([])
})

it("run what an attribute of the target holds, and nothing that is no list", () => {
  const a = page(`<p id="a"></p>`)
  a.setAttribute("data-x", `${COMMANDS}[["add-class",{"names":"ran"}]]`)
  a.setAttribute("data-y", '[["add-class",{"names":"forged"}]]')
  run(
    [
      ["exec", { attribute: "data-x" }],
      ["exec", { attribute: "data-y" }],
      ["nonsense", {}],
    ],
    a,
  )
  expect(a.className).toBe("ran")
  expect(warned).toEqual(["This is no list of commands.", 'There is no command "nonsense".'])
})

it("tell of an attribute that the target does not have", () => {
  run([["exec", { attribute: "data-x" }]], page(`<p id="a"></p>`))
  expect(warned).toEqual(['js.exec: there is no attribute "data-x" here. Give it a list, by js.'])
})

it("have the view show another address, and go to other pages, without a page load", async () => {
  view.readiness = "ready"
  const a = page(`<p id="a"></p>`)
  run(
    [
      ["navigate", { href: "/there", replace: true }],
      ["patch", { href: "?page=2" }],
      ["navigate", { href: "http://elsewhere.test/" }],
      ["patch", { href: "javascript:x()" }],
    ],
    a,
  )
  await Promise.resolve()
  await Promise.resolve()
  expect(moved).toEqual([
    ["navigate", "http://localhost/there", true],
    ["patch", { to: "http://localhost/?page=2" }, true],
  ])
  expect(visited).toEqual(["http://elsewhere.test/"])
})

it("load other pages where the view is not started, and no script", () => {
  const a = page(`<p id="a"></p>`)
  run(
    [
      ["navigate", { href: "/there" }],
      ["patch", { href: "?page=2" }],
      ["navigate", { href: "javascript:x()" }],
    ],
    a,
  )
  expect(visited).toEqual(["http://localhost/there", "http://localhost/?page=2"])
})

it("end together what began together and takes equally long", () => {
  const list = page("<ul><li></li><li></li><li></li></ul>")
  const timers = jest.spyOn(globalThis, "setTimeout")
  const rows = [...list.children]
  for (const row of rows) run([["hide", { transition: "x", time: 300 }]], row)
  // Of the time, and of the limit to it.
  expect(timers).toHaveBeenCalledTimes(2)
  run([["show", { to: { inner: "li:first-child" } }]], list)
  jest.advanceTimersByTime(100)
  run([["transition", { transition: "y", time: 300 }]], rows[1] as Element)
  jest.advanceTimersByTime(200)
  expect(rows.map(({ outerHTML }) => outerHTML)).toEqual([
    '<li class="" style="display: block;"></li>',
    '<li class="y" style="display: none;"></li>',
    '<li class="" style="display: none;"></li>',
  ])
  jest.advanceTimersByTime(100)
  expect(rows[1]?.className).toBe("")
  timers.mockRestore()
})

it.each([
  ["shows a change as a transition of the browser", false, 1],
  ["shows it at once to who wants less motion", true, 0],
])("%s", (_what, isReduced, transitions) => {
  const start = jest.fn((change: () => void) => {
    change()
    return { ready: Promise.resolve(), finished: Promise.resolve(), updateCallbackDone: Promise.resolve() }
  })
  Object.assign(document, { startViewTransition: start })
  globalThis.matchMedia = (query) => ({ matches: isReduced && query.includes("reduced-motion") }) as MediaQueryList
  const a = page("<p></p>")
  run([["hide", { transition: { view: true } }]], a)
  expect([start.mock.calls.length, a.style.display]).toEqual([transitions, "none"])
  Reflect.deleteProperty(document, "startViewTransition")
})

it("focus a form whose control is called focus, and a drawing", () => {
  const form = page('<form tabindex="-1"><input name="focus"><svg tabindex="0"></svg></form>')
  run([["focus", {}]], form)
  jest.advanceTimersByTime(50)
  expect(document.activeElement).toBe(form)
  run([["focus", { to: "svg" }]], form)
  jest.advanceTimersByTime(50)
  expect(document.activeElement?.localName).toBe("svg")
})

it("tell a developer of a selector that finds nothing, and go on", () => {
  const a = page("<p></p>")
  run(
    [
      ["hide", { to: "#not-here" }],
      ["add-class", { names: "b" }],
    ],
    a,
  )
  expect([warned, a.className]).toEqual([['js: nothing is found for "hide".'], "b"])
})

it("move the focus, and bring it back", () => {
  const a = page(`<div><button id="one"></button><p id="p"><i></i><input id="two"></p></div>`)
  run(
    [
      ["push-focus", { to: "#one" }],
      ["focus-first", { to: "#p" }],
    ],
    a,
  )
  jest.advanceTimersByTime(50)
  expect(document.activeElement?.id).toBe("two")
})

it("close a dialog that loses its attribute, as the browser does", () => {
  const dialog = page("<dialog open></dialog>") as HTMLDialogElement
  const close = jest.fn()
  dialog.close = close
  run([["remove-attribute", { name: "open" }]], dialog)
  run([["toggle-attribute", { name: "open", values: [""] }]], dialog)
  expect(close).toHaveBeenCalledTimes(2)
})

it("push no value over a field of the form", () => {
  const button = page("<button></button>")
  run([["push", { event: "go", value: { who: "x", by: "y" } }]], button, "who=me")
  expect(pushed[0]?.payload).toBe("who=me&by=y")
})

it("show the page loading until the last event that says so is over", () => {
  const button = page("<button></button>")
  for (const event of ["one", "two"]) run([["push", { event, page: true }]], button)
  pushed[0]?.over?.()
  expect(loading).toEqual([true])
  pushed[1]?.over?.()
  expect(loading).toEqual([true, false])
})
