/**
 * Views that show other URLs without a page load, in a real browser: along links, back and forward, and as they say
 * themselves, over lines that are slow or missing, and with a host that refuses.
 */

import type { IncomingMessage, ServerResponse } from "node:http"
import type { Browser, Page } from "playwright-core"
import { js } from "../../src/render/values/commands.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type Host, hosts, serve } from "../support/http-hosts.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"

interface Shown {
  readonly film: string
  readonly q: string
  readonly page: string
  readonly count: number
}

const text = (value: unknown): string => (typeof value === "string" ? value : "")

/** What the view was asked to show, in order: joins and first pages, too. */
const handled: string[] = []

const films = liveView<Shown>({
  name: "films",
  mount: () => ({ film: "", q: "", page: "", count: 0 }),
  handleParams({ id, q, page }, uri, socket) {
    if (socket.connected) handled.push(uri)
    if (page === "round") return socket.pushPatch("/films?page=end")
    socket.assign({ film: text(id), q: text(q), page: text(page) })
  },
  events: {
    look({ q }, socket) {
      socket.pushPatch(`?q=${encodeURIComponent(text(q))}`, { replace: true })
    },
    choose: (_params, socket) => socket.pushPatch("/films/7"),
    count: (_params, socket) => socket.update("count", (count) => count + 1),
  },
  render: ({ film, q, page, count }) => html`<p id="shown">${film}|${q}|${page}</p><output>${count}</output>
    <form live-change="look" live-submit="look"><input id="q" name="q" value="${q}"><button id="go">Look</button></form>
    <button id="by-js" live-click="${js.hide("#none").patch("/films/5?page=3")}">5</button><button id="leave" live-click="${js.navigate("/other")}">other</button>
    <button id="choose" live-click="choose">7</button><button id="count" live-click="count">+</button>
    <a id="none" href="/films" live-patch>All</a> <a id="one" href="/films/1" live-patch>1</a>
    <a id="two" href="/films/2?page=2" live-patch>2</a> <a id="eager" href="/films/3" live-patch live-prefetch>3</a>
    <a id="replacing" href="/films/4" live-patch="replace">4</a> <a id="shy" href="/films?page=shy" live-patch live-prefetch="off">shy</a>
    <a id="round" href="/films?page=round" live-patch>round</a> <a id="placed" href="/films/1#place" live-patch>1, place</a>
    ${Array.from({ length: 10 }, (_, n) => html`<a id="${`p${n}`}" href="${`/films?page=${n}`}" live-patch>${n}</a> `)}
    <a id="refused" href="/films/9" live-patch>9</a> <a id="moved" href="/films/8" live-patch>8</a>
    <a id="other" href="/other" live-patch>other</a> <a id="away" href="http://away.test/films/1" live-patch>away</a>
    <a id="blank" href="/films/1" target="_blank" live-patch>1</a> <a id="saved" href="/films/1" download="1" live-patch>1</a>
    <a id="hash" href="#place" live-patch>place</a><div style="height: 3000px"></div><p id="place">The place</p>`,
})

/** It says itself who may see what, and nobody is asked. */
const shelf = liveView<{ readonly book: string }>({
  name: "shelf",
  patch: "socket",
  mount: () => ({ book: "" }),
  handleParams: ({ id }, _uri, socket) => socket.assign({ book: text(id) }),
  render: ({ book }) =>
    html`<p id="shown">${book}</p><a id="one" href="/shelf/1" live-patch>1</a> <a id="two" href="/shelf/2" live-patch>2</a>`,
})

const other = liveView({ name: "other", mount: () => ({}), render: () => html`<p id="shown">other</p>` })

/** Of the host, whichever it is. */
const host = {
  /** All it was asked for but scripts and sockets, in order; tickets with what they were asked for. */
  asked: [] as string[],
  refuses: "/films/9",
  /** Ms that it takes for a ticket. */
  takes: 0,
}

/** Returns true if it has answered. */
async function guard(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const { url = "" } = request
  if (url.startsWith("/live/")) return false
  const isTicket = request.headers["live-patch"] !== undefined
  const kind = isTicket ? (request.headers["live-prefetch"] === "1" ? "prefetch" : "ticket") : request.method
  host.asked.push(`${kind} ${url.replace(/[?&]_live$/, "")}`)
  if (isTicket && host.takes > 0) await new Promise((resolve) => setTimeout(resolve, host.takes))
  const [path] = url.split("?")
  const status = path === host.refuses ? 403 : path === "/films/8" ? 302 : path === "/favicon.ico" ? 204 : undefined
  if (status === undefined) return false
  response.writeHead(status, status === 302 ? { location: "/other" } : { "content-type": "text/html" })
  response.end(status === 403 ? "<h1>Refused</h1>" : undefined)
  return true
}

const before = {
  express: [
    async (request: IncomingMessage, response: ServerResponse, next: () => void) =>
      (await guard(request, response)) || next(),
  ],
  koa: [
    async (context: { req: IncomingMessage; res: ServerResponse; respond?: boolean }, next: () => Promise<void>) => {
      if (await guard(context.req, context.res)) context.respond = false
      else await next()
    },
  ],
}

let browser: Browser
let visitor: Visitor

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await closeHosts()
  await leaveChromium(browser)
})
beforeEach(async () => {
  Object.assign(host, { asked: [], refuses: "/films/9", takes: 0 })
  handled.splice(0)
  visitor = await Visitor.arrive(browser)
})
afterEach(async () => {
  jest.restoreAllMocks()
  await visitor.leave()
})

async function start({ make }: Host): Promise<string> {
  const app = make({ before, options: { development: false } })
  app.live.view("/films", films)
  app.live.view("/films/:id", films)
  app.live.view("/shelf", shelf)
  app.live.view("/shelf/:id", shelf)
  app.live.view("/other", other)
  return serve(app)
}

async function open(url: string): Promise<Page> {
  const page = await visitor.open(url)
  await connected(page)
  // What was asked for and handled to get here.
  handled.splice(0)
  host.asked.splice(0)
  await page.evaluate(() => Object.assign(window, { isTheSame: true }))
  return page
}

const connected = (page: Page): Promise<void> => page.locator("[data-live].live-connected").waitFor()
const shows = (page: Page, expected: string): Promise<void> =>
  eventually(() => page.locator("#shown").textContent(), expected)
const address = (page: Page): string => page.url().replace(/^https?:\/\/[^/]+/, "")
const addressIs = (page: Page, expected: string): Promise<void> => eventually(async () => address(page), expected)
const isTheSame = (page: Page): Promise<boolean> => page.evaluate(() => "isTheSame" in window)
const entries = (page: Page): Promise<number> => page.evaluate(() => history.length)
const tickets = (): readonly string[] => host.asked.filter((line) => !line.startsWith("GET "))
/** In the page, as a user does: Playwright's own waits for a load. */
const go = (page: Page, distance: number): Promise<void> => page.evaluate((by) => history.go(by), distance)

const [express, , koa] = hosts as [Host, Host, Host]

describe.each([express, koa])("on $name", (kind) => {
  let url: string
  beforeAll(async () => {
    url = await start(kind)
  })

  it("commands patch and navigate as links do, without a page load", async () => {
    const page = await open(`${url}/films`)
    const length = await entries(page)
    await page.click("#by-js")
    await shows(page, "5||3")
    await addressIs(page, "/films/5?page=3")
    await page.click("#leave")
    await shows(page, "other")
    await addressIs(page, "/other")
    expect(await entries(page)).toBe(length + 2)
    expect(await isTheSame(page)).toBe(true)
    expect(visitor.complaints).toEqual([])
  })

  it("a link, back, forward and a reload show what their URL says, and ask the host", async () => {
    const page = await open(`${url}/films`)
    const length = await entries(page)
    await page.click("#two")
    await shows(page, "2||2")
    await addressIs(page, "/films/2?page=2")
    await page.click("#one")
    await shows(page, "1||")
    await go(page, -1)
    await shows(page, "2||2")
    await go(page, -1)
    await shows(page, "||")
    await addressIs(page, "/films")
    await go(page, 1)
    await shows(page, "2||2")
    expect(await entries(page)).toBe(length + 2)
    expect(handled).toEqual(["/films/2?page=2", "/films/1", "/films/2?page=2", "/films", "/films/2?page=2"])
    // The ticket of a link is good again for a minute.
    expect(tickets().map((line) => line.replace("prefetch", "ticket"))).toEqual([
      "ticket /films/2?page=2",
      "ticket /films/1",
      "ticket /films",
    ])
    expect(await isTheSame(page)).toBe(true)
    await page.reload()
    await connected(page)
    await shows(page, "2||2")
    await page.evaluate(() => Object.assign(window, { isTheSame: true }))
    await go(page, -1)
    await shows(page, "||")
    expect(await isTheSame(page)).toBe(true)
    expect(visitor.complaints).toEqual([])
  })

  it("a view that patches itself while the user types says so with its answer: one frame each, nothing is lost", async () => {
    const page = await visitor.open("about:blank")
    const frames: string[] = []
    await page.routeWebSocket(/socket/, (socket) => {
      const server = socket.connectToServer()
      socket.onMessage((message) => setTimeout(() => server.send(message), 150))
      server.onMessage((message) => {
        if (/^4[23]/.test(String(message))) frames.push(String(message))
        setTimeout(() => socket.send(message), 150)
      })
    })
    await page.goto(`${url}/films?page=3`)
    await connected(page)
    const length = await entries(page)
    frames.splice(0)
    host.asked.splice(0)
    await page.locator("#q").pressSequentially("amélie & co", { delay: 40 })
    await shows(page, "|amélie & co|")
    expect(await page.locator("#q").inputValue()).toBe("amélie & co")
    await addressIs(page, "/films?q=am%C3%A9lie%20%26%20co")
    expect(await entries(page)).toBe(length)
    // Answers alone, as many as there were events.
    expect(frames.every((frame) => frame.startsWith("43"))).toBe(true)
    expect(frames).toHaveLength(handled.filter((uri) => uri.includes("?q=")).length)
    expect(tickets()).toEqual([])
    await page.reload()
    await shows(page, "|amélie & co|")
  })

  it("a view that leads to another path has the host asked", async () => {
    const page = await open(`${url}/films`)
    await page.click("#choose")
    await shows(page, "7||")
    await addressIs(page, "/films/7")
    expect(tickets()).toEqual(["ticket /films/7"])
    await go(page, -1)
    await shows(page, "||")
    expect(await isTheSame(page)).toBe(true)
  })

  it("a view that says itself who may see what goes to its own paths, and nobody is asked", async () => {
    const page = await open(`${url}/shelf`)
    await page.click("#one")
    await shows(page, "1")
    await addressIs(page, "/shelf/1")
    await page.click("#two")
    await shows(page, "2")
    await go(page, -2)
    await shows(page, "")
    await go(page, 1)
    await shows(page, "1")
    await addressIs(page, "/shelf/1")
    expect(host.asked).toEqual([])
    expect(await isTheSame(page)).toBe(true)
    await page.reload()
    await shows(page, "1")
  })

  it("what the host refuses, redirects or has another view for is loaded", async () => {
    const page = await open(`${url}/films`)
    await page.click("#refused")
    await page.getByRole("heading", { name: "Refused" }).waitFor()
    expect(address(page)).toBe("/films/9")
    await page.goto(`${url}/films`)
    await connected(page)
    await page.click("#moved")
    await shows(page, "other")
    expect(address(page)).toBe("/other")
    await page.goto(`${url}/films`)
    await connected(page)
    host.asked.splice(0)
    await page.click("#other")
    await shows(page, "other")
    expect(host.asked).toContain("GET /other")
    expect(visitor.complaints.filter((text) => !/403|409/.test(text))).toEqual([])
  })

  it("works without JavaScript, by links and by posts", async () => {
    await visitor.leave()
    visitor = await Visitor.arrive(browser, { javaScriptEnabled: false })
    const page = await visitor.open(`${url}/films`)
    await page.click("#two")
    await shows(page, "2||2")
    expect(address(page)).toBe("/films/2?page=2")
    await page.fill("#q", "rosebud")
    await page.click("#go")
    await shows(page, "2|rosebud|")
    expect(address(page)).toBe("/films/2?q=rosebud")
    await page.click("#choose")
    await shows(page, "7||")
    expect(address(page)).toBe("/films/7")
  })
})

describe("whatever the host", () => {
  let url: string
  beforeAll(async () => {
    url = await start(express)
  })

  it("of ten clicks in a second the last wins, with one entry", async () => {
    host.takes = 300
    const page = await open(`${url}/films`)
    const length = await entries(page)
    await page.evaluate(() => {
      for (let n = 0; n < 10; n++) setTimeout(() => document.getElementById(`p${n}`)?.click(), n * 90)
    })
    await shows(page, "||9")
    await addressIs(page, "/films?page=9")
    expect(handled).toEqual(["/films?page=9"])
    expect(await entries(page)).toBe(length + 1)
    await go(page, -1)
    await shows(page, "||")
    expect(await isTheSame(page)).toBe(true)
  })

  it("a patch that patches again has one entry", async () => {
    const page = await open(`${url}/films`)
    const length = await entries(page)
    await page.click("#round")
    await shows(page, "||end")
    await addressIs(page, "/films?page=end")
    expect(await entries(page)).toBe(length + 1)
    await go(page, -1)
    await shows(page, "||")
  })

  it("a link with replace has no entry of its own", async () => {
    const page = await open(`${url}/films`)
    const length = await entries(page)
    await page.click("#replacing")
    await shows(page, "4||")
    await addressIs(page, "/films/4")
    expect(await entries(page)).toBe(length)
  })

  it("a stale ticket is fetched anew, once", async () => {
    const page = await open(`${url}/films`)
    const now = Date.now
    await page.focus("#p2")
    await eventually(async () => tickets().length, 1)
    await page.waitForLoadState("networkidle")
    jest.spyOn(Date, "now").mockImplementation(() => now() + 61_000)
    await page.click("#p2")
    await shows(page, "||2")
    expect(tickets()).toEqual(["prefetch /films?page=2", "ticket /films?page=2"])
    expect(await isTheSame(page)).toBe(true)
  })

  it("a refused way back is loaded", async () => {
    const page = await open(`${url}/films/1`)
    await page.click("#two")
    await shows(page, "2||2")
    host.refuses = "/films/1"
    await go(page, -1)
    await page.getByRole("heading", { name: "Refused" }).waitFor()
    expect(address(page)).toBe("/films/1")
  })

  it("who goes back while the connection is missing gets there when it is back", async () => {
    const proxy = await CuttableProxy.start(Number(new URL(url).port), "127.0.0.1")
    try {
      const page = await open(`${proxy.url}/films`)
      await page.click("#two")
      await shows(page, "2||2")
      proxy.cut()
      await eventually(() => page.locator(".live-connected").count(), 0)
      await go(page, -1)
      await addressIs(page, "/films")
      expect(await page.locator("#shown").textContent()).toBe("2||2")
      proxy.restore()
      await shows(page, "||")
      expect(await isTheSame(page)).toBe(true)
      // Joined anew, by the token of what it showed.
      expect(handled.slice(-2)).toEqual(["/films/2?page=2", "/films"])
    } finally {
      await proxy.stop()
    }
  })

  it("a server that was started anew shows what the page has come to, and takes its next steps", async () => {
    const [first, second] = [await start(express), await start(express)]
    const proxy = await CuttableProxy.start(Number(new URL(first).port), "127.0.0.1")
    try {
      const page = await open(`${proxy.url}/films`)
      await page.click("#two")
      await shows(page, "2||2")
      await page.click("#count")
      await eventually(() => page.locator("output").textContent(), "1")
      proxy.cut()
      proxy.retarget(Number(new URL(second).port))
      proxy.restore()
      // Of the new process: it counts from nothing.
      await eventually(() => page.locator("output").textContent(), "0")
      expect(await page.locator("#shown").textContent()).toBe("2||2")
      await go(page, -1)
      await shows(page, "||")
      await page.click("#one")
      await shows(page, "1||")
      expect(await isTheSame(page)).toBe(true)
    } finally {
      await proxy.stop()
    }
  })

  it("clicks that are the browser's are left to it", async () => {
    const page = await open(`${url}/films`)
    const opened = async (act: () => Promise<void>): Promise<string> => {
      const [tab] = await Promise.all([page.context().waitForEvent("page"), act()])
      await tab.waitForURL(/films/)
      const path = address(tab)
      await tab.close()
      return path
    }
    expect(await opened(() => page.click("#one", { modifiers: ["ControlOrMeta"] }))).toBe("/films/1")
    expect(await opened(() => page.click("#one", { modifiers: ["Shift"] }))).toBe("/films/1")
    expect(await opened(() => page.click("#one", { button: "middle" }))).toBe("/films/1")
    expect(await opened(() => page.click("#blank"))).toBe("/films/1")
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#saved")])
    expect(download.suggestedFilename()).toContain("1")
    await download.cancel()
    await page.click("#hash")
    await addressIs(page, "/films#place")
    expect(await page.evaluate(() => scrollY > 1000)).toBe(true)
    await go(page, -1)
    await addressIs(page, "/films")
    expect(handled.filter((uri) => uri !== "/films/1")).toEqual([])
    expect(await page.locator("#shown").textContent()).toBe("||")
    expect(tickets().filter((line) => line.startsWith("ticket"))).toEqual([])
    await page.route("http://away.test/**", (route) =>
      route.fulfill({ contentType: "text/html", body: "<h1>Away</h1>" }),
    )
    await page.click("#away")
    await page.getByRole("heading", { name: "Away" }).waitFor()
  })

  it("a patch scrolls to the place it names, and else not at all", async () => {
    const page = await open(`${url}/films`)
    await page.evaluate(() => scrollTo(0, 50))
    await page.evaluate(() => document.getElementById("two")?.click())
    await shows(page, "2||2")
    expect(await page.evaluate(() => scrollY)).toBe(50)
    await page.evaluate(() => document.getElementById("placed")?.click())
    await addressIs(page, "/films/1#place")
    await eventually(() => page.evaluate(() => scrollY > 1000), true)
  })

  it("tickets are fetched as soon as they may be wanted: the page's own path early, others when the button goes down", async () => {
    const page = await open(`${url}/films`)
    await page.hover("#p1")
    await eventually(async () => tickets().join(), "prefetch /films?page=1")
    await page.focus("#p2")
    await eventually(async () => tickets().at(-1), "prefetch /films?page=2")
    await page.hover("#eager")
    await eventually(async () => tickets().at(-1), "prefetch /films/3")
    await page.hover("#one")
    await page.focus("#one")
    await page.hover("#shy")
    await page.waitForTimeout(150)
    expect(tickets()).toHaveLength(3)
    await page.hover("#one")
    await page.mouse.down()
    await eventually(async () => tickets().at(-1), "prefetch /films/1")
    await page.mouse.up()
    await shows(page, "1||")
    expect(tickets()).toHaveLength(4)
    await page.click("#p1")
    await shows(page, "||1")
    expect(tickets()).toHaveLength(4)
    await page.click("#shy")
    await shows(page, "||shy")
    expect(tickets().slice(4)).toEqual(["ticket /films?page=shy"])
  })

  it("what was fetched early is dropped when an event has been sent since", async () => {
    const page = await open(`${url}/films`)
    await page.focus("#p1")
    await eventually(async () => tickets().length, 1)
    await page.evaluate(() => document.getElementById("count")?.click())
    await eventually(() => page.locator("output").textContent(), "1")
    await page.evaluate(() => document.getElementById("p1")?.click())
    await shows(page, "||1")
    expect(tickets()).toEqual(["prefetch /films?page=1", "ticket /films?page=1"])
  })

  it("who saves data fetches nothing early", async () => {
    const page = await visitor.open("about:blank")
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "connection", { value: { saveData: true } })
    })
    await page.goto(`${url}/films`)
    await connected(page)
    await page.hover("#p1")
    await page.waitForTimeout(150)
    await page.click("#p1")
    await shows(page, "||1")
    expect(tickets()).toEqual(["ticket /films?page=1"])
  })
})
