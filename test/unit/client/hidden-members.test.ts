/**
 * Forms with a control by the name of each of their members. In browsers such a control hides the member (`form.closest`
 * is the text field); jsdom does not do that for all, so here reading any of them from a form is an error.
 */
import { join } from "node:path"
import { toolbox } from "../../../client/dom/toolbox.js"
import { PageEvents } from "../../../client/events/page-events.js"
import * as forms from "../../../client/features/forms/forms.js"
import * as repair from "../../../client/features/morph/repair.js"
import { exchangeBody } from "../../../client/features/pages/exchange.js"
import { ServerPage } from "../../../client/features/pages/server-page.js"
import { shellWriter } from "../../../client/features/pages/shell.js"
import { RateLimit } from "../../../client/features/rate-limits/rate-limit.js"
import type { ViewEvent } from "../../../client/view/view-event.js"
import type { PageView } from "../../../client/view/view-page.js"
import { each, html, raw } from "../../../src/render/values/html.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { contents, expected, LivePage } from "../../support/live-page.js"
import { loaded, openGate } from "../../support/loaded.js"

const names = new Set<string>()
for (let type: object | null = HTMLFormElement.prototype; type !== null; type = Object.getPrototypeOf(type)) {
  for (const name of Object.getOwnPropertyNames(type)) if (name !== "__proto__") names.add(name)
}

/** What was read, and where from. */
const reads: string[] = []
const elementsOf = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "elements")?.get as () => HTMLCollection
const own = Object.getOwnPropertyDescriptors(HTMLFormElement.prototype)

const CLIENT = join(__dirname, "../../../client/")
/** jsdom's forms are proxies: these stand between who reads a member and the member. */
const PROXY = /\bReflect\.[gs]et |ProxyHandler\./

/** What others read is there: jsdom reads members too. */
function real(form: HTMLFormElement, name: string): unknown {
  const { get, value } = own[name as keyof typeof own] ?? {}
  if (get !== undefined || value !== undefined) return get === undefined ? value : get.call(form)
  return Reflect.get(HTMLElement.prototype, name, form)
}

function hideMembers(): void {
  for (const name of names) {
    const get = function (this: HTMLFormElement): unknown {
      const [caller = "", ...callers] =
        new Error().stack
          ?.split("\n")
          .slice(2)
          .filter((line) => !PROXY.test(line)) ?? []
      if (!caller.includes(CLIENT)) return real(this, name)
      reads.push(`form.${name}${caller}${callers.slice(0, 3).join("")}`)
      return "a text field"
    }
    Object.defineProperty(HTMLFormElement.prototype, name, { configurable: true, get, set: get })
  }
}

function showMembers(): void {
  for (const name of names) Reflect.deleteProperty(HTMLFormElement.prototype, name)
  Object.defineProperties(HTMLFormElement.prototype, own)
}

/** The members are hidden only while the client works: the test reads them too. */
function hidden<T>(work: () => T): T {
  hideMembers()
  try {
    return work()
  } finally {
    showMembers()
  }
}

beforeEach(() => {
  reads.length = 0
})
afterEach(() => {
  expect(reads).toEqual([])
})

it("there are members to hide, from the form's own to those of every object", () => {
  expect([...names]).toEqual(expect.arrayContaining(["elements", "closest", "firstChild", "dispatchEvent", "toString"]))
})

interface Shown {
  readonly title: string
  readonly rows: readonly string[]
  readonly note: string | null
}

const steps: readonly Shown[] = [
  { title: "a", rows: ["1", "2", "3"], note: null },
  { title: "b", rows: ["3", "1", "2", "4"], note: "more" },
  { title: "c", rows: ["4"], note: "less" },
  { title: "a", rows: ["2", "4", "1"], note: null },
]

const row = (text: string): Rendered =>
  html`<form class="row ${text}"><input name="closest" value="${text}"> ${text}</form>`
const note = (text: string): Rendered => html`<form><b>${text}</b></form>`

const pages: readonly (readonly [string, (shown: Shown) => Rendered])[] = [
  [
    "a form with slots on it and in it",
    ({ title, note: text }) =>
      html`<p>x</p><form id="f" class="${title}" style="color: ${text === null ? "red" : "blue"}" title="${title}"
        ><input name="attributes" value="${title}">${title}<i>${text}</i></form><p>${title}</p>`,
  ],
  [
    "a form with attributes that come and go",
    ({ title, note: text }) => html`<form ${{ title, hidden: text === null, class: title }}>${text}</form>`,
  ],
  [
    "a list in a form",
    ({ rows }) =>
      html`<form><input name="insertBefore">${each(
        rows,
        (text) => text,
        (text) => html`<p>${text}</p>`,
      )}</form>`,
  ],
  ["a list of forms", ({ rows }) => html`<section>${each(rows, (text) => text, row)}</section>`],
  [
    "a list of forms with text around them",
    ({ rows }) =>
      html`<section>${each(
        rows,
        (text) => text,
        (text) => html`${text}<form>${text}</form>`,
      )}</section>`,
  ],
  ["a form in a branch", ({ note: text }) => html`<div>${text === null ? html`<b>no</b>` : note(text)}</div>`],
  ["a branch in a form", ({ note: text }) => html`<form>${text === null ? null : html`<b>${text}</b>`}<i>x</i></form>`],
  [
    "a form in safe HTML",
    ({ title }) => html`<div>${raw(`<form class="${title}"><input name="firstChild"></form>`)}</div>`,
  ],
]

describe.each(pages)("%s", (_name, render) => {
  it("is bound and written", async () => {
    const live = hidden(() => new LivePage(render(steps[0] as Shown)))
    await live.settled()
    for (const shown of steps) {
      hidden(() => live.update(render(shown)))
      await live.settled()
      expect(contents(live.root)).toBe(expected(render(shown)))
    }
    expect(live.requests).toEqual([])
  })

  it("is made anew after a new join, and found where scripts took nodes away", async () => {
    const live = hidden(() => new LivePage(render(steps[1] as Shown)))
    hidden(() => live.rejoin(render(steps[2] as Shown)))
    for (const inner of live.root.querySelectorAll("i,b,p,input")) inner.remove()
    for (const shown of [...steps, ...steps]) {
      hidden(() => live.update(render(shown)))
      await live.settled()
    }
  })
})

it("what was typed stays after its event and through a new join, in a page made anew too", async () => {
  const form = (value: string): Rendered =>
    html`<form name="f" live-value-id="7" live-change="edit"><input name="id" type="hidden" value="7"><input name="attributes" value="${value}"></form>`
  const live = new LivePage(form(""))
  await import("../../../client/features/used-controls/carry-over.js")
  await live.settled()
  const typed = (): HTMLInputElement => live.root.querySelector("[name=attributes]") as HTMLInputElement
  typed().value = "typed"
  typed().dispatchEvent(new InputEvent("input", { bubbles: true }))
  hidden(() => {
    const lock = live.dom.lock(live.root.querySelector("form") as Element, { type: "change", control: typed() })
    live.dom.acknowledge(lock, live.render(form("TYPED")))
    live.rejoin(form(""))
  })
  expect(typed().value).toBe("TYPED")
  hidden(() => live.rejoin(html`<h1>New</h1>${form("")}`))
  expect(typed().value).toBe("TYPED")
  expect(reads).toEqual([])
  expect(live.dom.dirtyForms()).toEqual([live.root.querySelector("form")])
})

describe("a page that takes another's place", () => {
  const mark = { script: "s", liveSession: "", identity: "", policies: "", root: "list-1" }
  const fields = '<input name="contains"><input name="hasAttribute"><input name="children">'
  const markup = (text: string, root: string): string =>
    `<nav>${text}</nav><form live-track></form><form nonce="n" class="${text}"><b id="kept" live-permanent>${text}</b>${fields}</form>
    <form data-live="island" id="island-1" data-live-token="${text}" data-live-given="${text}">${fields}${text}</form>
    <form data-live-post id="post" class="${text}">${fields}</form>${root}`
  const parsed = (text: string, root: string): Document =>
    new DOMParser().parseFromString(markup(text, root), "text/html")

  function texts(): (string | null)[] {
    return [...document.querySelectorAll("nav, #kept, #island-1, #post")].map((element) =>
      element.id === "post" ? element.className : element.textContent,
    )
  }

  beforeAll(() => {
    // Not in jsdom.
    Object.assign(globalThis, { CSS: { escape: String } })
  })

  it("has forms around its root, and forms that are views", async () => {
    document.body.innerHTML = markup("old", '<div id="list-1" data-live="list"></div>')
    const kept = document.querySelector("#kept")
    const get = (): Promise<typeof repair> => Promise.resolve(repair)
    const views = { all: [] }
    const write = await shellWriter({ prefix: "live-", toolbox, repair: { get }, views, rootsChanged: () => {} })
    hidden(() => {
      const [old, next] = ["old", "new"].map(
        (text) => new ServerPage(parsed(text, '<form id="list-1" data-live="list"></form>'), mark, "", "live-"),
      ) as [ServerPage, ServerPage]
      expect(old.mayBecome(next)).toBe(true)
      for (const page of [old, next]) page.emptyRoot(document.querySelector("#list-1") as Element)
      write(old, next)
    })
    expect(texts()).toEqual(["new", "old", "new", "new"])
    expect(document.querySelector("#kept")).toBe(kept)
    expect(document.querySelector("#kept")?.parentElement?.className).toBe("new")
  })

  it("is a form", () => {
    document.body.innerHTML = markup("old", "")
    const kept = document.querySelector("#kept")
    hidden(() => exchangeBody(new ServerPage(parsed("new", ""), { ...mark, root: "" }, "", "live-"), "live-permanent"))
    expect(texts()).toEqual(["new", "old", "new"])
    expect(document.querySelector("#kept")).toBe(kept)
  })
})

describe("a bound form", () => {
  const pushed: ViewEvent[] = []
  let stop: () => void = () => {}

  function page(inner: string, readiness: PageView["readiness"] = "ready"): { form: HTMLFormElement; view: PageView } {
    document.body.innerHTML = `<div data-live="v"><form live-submit="save" live-change="edit" live-value-id="7"
      live-debounce="0" live-confirm="" method="post" ${inner}</form></div>`
    const view: PageView = {
      root: document.querySelector("[data-live]") as HTMLElement,
      dirtyForms: [],
      readiness,
      push: (event) => pushed.push(event),
      patch: () => {},
      isSubmitting: () => false,
      isEdited: () => true,
      block: () => () => {},
      frame: (work) => work(),
    }
    const bindings = new PageEvents(
      "live-",
      { of: () => view },
      { rateLimits: loaded(new RateLimit("live-")), forms: loaded(forms), commands: loaded({ run: () => undefined }) },
      openGate,
    )
    bindings.start()
    stop = () => bindings.stop()
    resend = () => bindings.resendChange(document.querySelector("form") as Element, view)
    return { form: document.querySelector("form") as HTMLFormElement, view }
  }
  let resend: () => void

  /** Neither `form.dispatchEvent` nor `form.reset` is there to call. */
  function fire(target: EventTarget, type: string): boolean {
    return EventTarget.prototype.dispatchEvent.call(target, new Event(type, { bubbles: true, cancelable: true }))
  }

  beforeEach(() => {
    jest.useFakeTimers()
    pushed.length = 0
  })
  afterEach(() => {
    stop()
    jest.useRealTimers()
  })

  const fields = '><input name="elements" value="1"><input type="reset" name="reset"><button name="submit">x</button>'

  it("tells its changes, its submission and its reset", () => {
    const { form } = page(fields)
    const [field] = elementsOf.call(form)
    hidden(() => {
      fire(field as Element, "input")
      jest.runAllTimers()
      fire(form, "submit")
      fire(form, "change")
      fire(form, "reset")
      jest.runAllTimers()
      resend()
      fire(form, "click")
      fire(field as Element, "click")
    })
    expect(pushed.map(({ name, payload }) => `${name} ${String(payload)}`)).toEqual([
      "edit elements=1&id=7&_target=elements",
      "save elements=1&id=7",
      "edit elements=1&id=7",
      "edit _unused_elements=&elements=1&id=7&_target=reset",
      "edit elements=1&id=7",
    ])
  })

  it("that is posted says which event", () => {
    const { form } = page(`${fields}<input type="hidden" name="_live" data-live-post value="old">`, "plain")
    expect(hidden(() => fire(form, "submit"))).toBe(true)
    expect(document.querySelector<HTMLInputElement>("[data-live-post]")?.value).toBe(" save &id=7")
  })
})
