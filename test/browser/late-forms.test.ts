/** The part of the client that knows forms, when it comes late or not at all: nothing typed is lost, nothing done twice. */

import type { Browser, Page, Route } from "playwright-core"
import { html } from "../../src/render/values/html.js"
import type { Rendered } from "../../src/render/values/values.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

/** What the views were told, in order. */
const told: string[] = []

interface Order {
  readonly count: number
  readonly who: string
  readonly isOpen: boolean
}

const form = (who: string): Rendered =>
  html`<form live-change="edit" live-submit="save"><input id="who" name="who" value="${who}"><button id="save">Save</button></form>`

const events = {
  add(_params: unknown, socket: { update(name: "count", work: (count: number) => number): unknown }) {
    told.push("add")
    return socket.update("count", (count) => count + 1)
  },
  edit(params: Readonly<Record<string, unknown>>, socket: { assign(values: Partial<Order>): unknown }) {
    told.push(`edit ${String(params["who"])}`)
    return socket.assign({ who: String(params["who"]) })
  },
  save(params: Readonly<Record<string, unknown>>, socket: { assign(values: Partial<Order>): unknown }) {
    told.push(`save ${String(params["who"])}`)
    return socket.assign({ who: "" })
  },
}

const order = liveView<Order>({
  name: "order",
  mount: () => ({ count: 0, who: "", isOpen: true }),
  events: events as never,
  render: ({ count, who }) =>
    html`<p>${count}</p><output>${who}</output><button id="add" live-click="add">+</button>${form(who)}`,
})

const plain = liveView<Order>({
  name: "plain",
  mount: () => ({ count: 0, who: "", isOpen: false }),
  events: {
    ...events,
    open(_params: unknown, socket: { assign(values: Partial<Order>): unknown }) {
      told.push("open")
      return socket.assign({ isOpen: true })
    },
  } as never,
  render: ({ count, who, isOpen }) =>
    html`<p>${count}</p><output>${who}</output><button id="add" live-click="add">+</button><button id="open" live-click="open">…</button>${isOpen ? form(who) : ""}`,
})

let browser: Browser
let served: ServedApp
let visitor: Visitor

beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({
    behind(_app, live) {
      live.view("/order", order)
      live.view("/plain", plain)
    },
  })
})
afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
})
beforeEach(async () => {
  told.splice(0)
  visitor = await Visitor.arrive(browser)
})
afterEach(() => visitor.leave())

/** Opens the page; `answer` decides what becomes of a request for the part. */
async function open(path: string, answer: (route: Route) => Promise<void>): Promise<Page> {
  const page = await visitor.open("about:blank")
  await page.route(/\/forms-[A-Z0-9]{8}\.js/, answer)
  await page.goto(served.url + path)
  return page
}

/** Requests for the part are held until `release`. */
function held(): { hold(route: Route): Promise<void>; release(): void; asked(): number } {
  let release: () => void = () => undefined
  let asked = 0
  const released = new Promise<void>((resolve) => (release = resolve))
  return {
    async hold(route) {
      asked++
      await released
      await route.continue()
    },
    release: () => release(),
    asked: () => asked,
  }
}

const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time))
const value = (page: Page): Promise<string> => page.locator("#who").inputValue()
const connected = (page: Page): Promise<void> => page.locator(".live-connected").waitFor({ state: "attached" })

describe("a page with a form whose part comes three seconds late", () => {
  const late = async (route: Route): Promise<void> => {
    await pause(3_000)
    await route.continue()
  }

  it("keeps what is typed meanwhile, and tells it then", async () => {
    const page = await open("/order", late)
    await page.locator("#who").pressSequentially("ada", { delay: 300 })
    expect(await page.locator(".live-connected").count()).toBe(0)
    await connected(page)
    await eventually(() => page.locator("output").textContent(), "ada")
    expect([await value(page), told]).toEqual(["ada", ["edit ada"]])
    await page.locator("#who").pressSequentially("!")
    await eventually(() => page.locator("output").textContent(), "ada!")
    expect(visitor.complaints).toEqual([])
  })

  it("goes on with what is typed while the part comes", async () => {
    const page = await open("/order", late)
    const keys = "Augusta Ada King, Countess of Lovelace"
    await page.locator("#who").pressSequentially(keys, { delay: 120 })
    await connected(page)
    await eventually(() => page.locator("output").textContent(), keys)
    expect(await value(page)).toBe(keys)
  })

  it("has a click and a submission done once", async () => {
    const page = await open("/order", late)
    await page.locator("#add").click()
    await eventually(() => page.locator("p").textContent(), "1")
    await page.locator("#who").fill("ada")
    await page.locator("#save").click()
    await eventually(() => Promise.resolve(told.includes("save ada")), true)
    await connected(page)
    await page.locator("#who").fill("grace")
    await page.locator("#save").click()
    await eventually(() => Promise.resolve(told.includes("save grace")), true)
    await eventually(() => value(page), "")
    expect(told.filter((event) => !event.startsWith("edit"))).toEqual(["add", "save ada", "save grace"])
  })
})

describe("a page with a form whose part has not come yet", () => {
  /** The page stays: nothing was posted. */
  const stays = (page: Page): Promise<boolean> =>
    page.evaluate(() => (window as { isMarked?: boolean }).isMarked === true)
  const openMarked = async (hold: (route: Route) => Promise<void>): Promise<Page> => {
    const page = await open("/order", hold)
    await page.evaluate(() => Object.assign(window, { isMarked: true }))
    return page
  }

  it("keeps a click and what is typed before it, until it has come", async () => {
    const { hold, release } = held()
    const page = await openMarked(hold)
    await page.locator("#who").pressSequentially("ada")
    await page.locator("#add").click()
    await page.locator("#who").press("End")
    await page.locator("#who").pressSequentially("!")
    release()
    await eventually(() => page.locator("p").textContent(), "1")
    await eventually(() => page.locator("output").textContent(), "ada!")
    expect([await value(page), await stays(page)]).toEqual(["ada!", true])
    expect(told.filter((event) => !event.startsWith("edit"))).toEqual(["add"])
    expect(visitor.complaints).toEqual([])
  })

  it("keeps a submission, with its text, and makes it once", async () => {
    const { hold, release } = held()
    const page = await openMarked(hold)
    await page.locator("#add").click()
    await page.locator("#who").fill("ada")
    await page.locator("#save").click()
    release()
    await eventually(() => Promise.resolve(told.includes("save ada")), true)
    await eventually(() => value(page), "")
    expect(await stays(page)).toBe(true)
    expect(told.filter((event) => !event.startsWith("edit"))).toEqual(["add", "save ada"])
    expect(visitor.complaints).toEqual([])
  })
})

describe("a submission that waits for the part", () => {
  it("is heard by other scripts once, when it is made", async () => {
    const { hold, release } = held()
    const page = await open("/order", hold)
    await page.evaluate(() => {
      const heard = Object.assign(window, { heard: 0 })
      document.querySelector("form[live-submit]")?.addEventListener("submit", () => heard.heard++)
    })
    const heard = (): Promise<number> => page.evaluate(() => (window as unknown as { heard: number }).heard)
    await page.locator("#who").fill("ada")
    await page.locator("#save").click()
    expect(await heard()).toBe(0)
    release()
    await eventually(() => Promise.resolve(told.includes("save ada")), true)
    expect([await heard(), visitor.complaints]).toEqual([1, []])
  })

  it("is made without its button, where a script has made that one of another kind", async () => {
    const { hold, release } = held()
    const page = await open("/order", hold)
    await page.locator("#who").fill("ada")
    await page.locator("#save").click()
    await page.evaluate(() => document.querySelector("#save")?.setAttribute("type", "button"))
    release()
    await eventually(() => Promise.resolve(told.includes("save ada")), true)
    expect(visitor.complaints).toEqual([])
  })
})

describe("a page with a form whose part cannot be had", () => {
  it("once, submits by the browser what has waited for it", async () => {
    const { hold, release } = held()
    let asked = 0
    const page = await open("/order", async (route) => {
      if (++asked > 1) return route.continue()
      await hold({ continue: () => route.fulfill({ status: 404 }) } as Route)
    })
    await page.locator("#who").fill("ada")
    await page.locator("#save").click()
    expect(told).toEqual([])
    release()
    await eventually(() => Promise.resolve(told.join()), "save ada")
  })

  it("once, asks for it again", async () => {
    let asked = 0
    const page = await open("/order", async (route) => {
      if (++asked === 1) await route.fulfill({ status: 404 })
      else await route.continue()
    })
    await page.locator("#who").fill("ada")
    await connected(page)
    await eventually(() => page.locator("output").textContent(), "ada")
    expect([await value(page), asked]).toEqual(["ada", 2])
  })

  it("ever, works by posting, and says a word of it", async () => {
    const page = await open("/order", (route) => route.fulfill({ status: 404 }))
    await page.locator("#who").fill("ada")
    await pause(6_000)
    expect([await value(page), await page.locator(".live-connected").count()]).toEqual(["ada", 0])
    await page.locator("#save").click()
    await eventually(() => Promise.resolve(told.join()), "save ada")
    await page.locator("#add").click()
    await eventually(() => Promise.resolve(told.join()), "save ada,add")
    expect(visitor.complaints.some((text) => text.includes("[livemount]"))).toBe(true)
    expect(visitor.complaints.filter((text) => !/404|\[livemount\]/.test(text))).toEqual([])
  })
})

describe("a page without a form", () => {
  it("waits for the part where an event brings one; what is clicked meanwhile is sent, once", async () => {
    const { hold, release, asked } = held()
    const page = await open("/plain", hold)
    await connected(page)
    await page.locator("#add").click()
    await eventually(() => page.locator("p").textContent(), "1")
    expect(asked()).toBe(1)
    await page.locator("#open").click()
    await page.locator("#add").click()
    await eventually(() => Promise.resolve(told.join()), "add,open,add")
    await pause(300)
    expect([await page.locator("p").textContent(), await page.locator("form:not([data-live-post])").count()]).toEqual([
      "1",
      0,
    ])
    release()
    await page.locator("#who").waitFor()
    await eventually(() => page.locator("p").textContent(), "2")
    await page.locator("#who").pressSequentially("ada")
    await eventually(() => page.locator("output").textContent(), "ada")
    await page.locator("#save").click()
    await eventually(() => value(page), "")
    expect(told.filter((event) => !event.startsWith("edit"))).toEqual(["add", "open", "add", "save ada"])
    expect(visitor.complaints).toEqual([])
  })

  it("works without the part, and gets the form when it can be had", async () => {
    let isGone = true
    const page = await open("/plain", (route) => (isGone ? route.fulfill({ status: 404 }) : route.continue()))
    await connected(page)
    await page.locator("#add").click()
    await eventually(() => page.locator("p").textContent(), "1")
    await page.locator("#open").click()
    await eventually(() => Promise.resolve(told.join()), "add,open")
    isGone = false
    await page.locator("#who").fill("ada")
    await eventually(() => page.locator("output").textContent(), "ada")
    expect(await value(page)).toBe("ada")
  })
})
