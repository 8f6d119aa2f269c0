/** Streams in Chromium: what is told of them, scrolling through a long one, and all that happens to a page meanwhile. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import express from "express"
import Koa from "koa"
import nunjucks from "nunjucks"
import type { Browser, Page } from "playwright-core"
import { type ExpressLive, liveMiddleware } from "../../adapters/express/index.js"
import { liveMiddleware as koaLive } from "../../adapters/koa/index.js"
import { html, liveView, type Socket, type Stream, stream, topic } from "../../src/index.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"
import { serveApp } from "./support/serve-app.js"

interface Entry {
  readonly id: number
  readonly text: string
}
interface LogAssigns {
  rows: Stream<Entry>
  /** The window of the log that the page shows. */
  first: number
  last: number
}
type Change = (rows: ReturnType<Socket<LogAssigns, Change>["stream"]>) => void

const ALL = 500
const LIMIT = 120
const STEP = 40
const changes = topic<Change>("changes")

const entries = (first: number, last: number): Entry[] =>
  Array.from({ length: Math.max(0, last - first) }, (_, i) => ({ id: first + i, text: `entry ${first + i}` }))

const events = {
  /** As over a slow line: the answer comes when more has been typed. */
  async note({ note, id }: Readonly<Record<string, unknown>>, socket: Socket<LogAssigns, Change>) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    socket.stream("rows").insert({ id: Number(id), text: `entry ${String(note)}` })
  },
  /** More has come to the log than the page knew of. */
  more(_params: unknown, socket: Socket<LogAssigns, Change>) {
    socket.assign({ last: LIMIT + STEP })
    socket.stream("rows").insertMany(entries(LIMIT, LIMIT + STEP))
  },
  older(_params: unknown, socket: Socket<LogAssigns, Change>) {
    const { last } = socket.assigns
    const to = Math.min(ALL, last + STEP)
    socket.stream("rows").insertMany(entries(last, to))
    socket.assign({ last: to, first: Math.max(socket.assigns.first, to - LIMIT) })
  },
  newer(_params: unknown, socket: Socket<LogAssigns, Change>) {
    const { first } = socket.assigns
    const from = Math.max(0, first - STEP)
    socket.stream("rows").insertMany(entries(from, first), { at: "start" })
    socket.assign({ first: from, last: Math.min(socket.assigns.last, from + LIMIT) })
  },
}

const common = {
  mount(params: Readonly<Record<string, unknown>>, _session: object, socket: { subscribe(to: typeof changes): void }) {
    socket.subscribe(changes)
    const first = Number(params["from"] ?? 0)
    const rows = stream(entries(first, first + LIMIT), { key: ({ id }: Entry) => id, limit: LIMIT })
    return { rows, first, last: "still" in params ? ALL : first + LIMIT }
  },
  events,
  handleInfo: (change: Change, socket: Socket<LogAssigns, Change>) => change(socket.stream("rows")),
  restream: (_name: string, { assigns }: Socket<LogAssigns, Change>) => entries(assigns.first, assigns.last),
}

/** The page scrolls, and the browser keeps the place where it can. */
const log = liveView<LogAssigns, Change>({ name: "log", template: "log.njk", ...common })

/** An element scrolls, and the browser keeps no place: as in Safari. */
const box = liveView<LogAssigns, Change>({
  name: "box",
  ...common,
  render: ({
    rows,
    first,
    last,
  }) => html`<style>body { margin: 0 } ol { margin: 0; padding: 0 } li { height: 30px; overflow: hidden; list-style: none }
  #box { height: 600px; overflow: auto; overflow-anchor: none }</style><div id="box">
    <ol live-viewport-top="${first > 0 ? "newer" : ""}" live-viewport-bottom="${last < ALL ? "older" : ""}">${rows.map(
      ({ id, text }) =>
        html`<li id="${`row-${id}`}"><input name="note" live-change="note" live-value-id="${id}" id="${`note-${id}`}"> <b>${text}</b></li>`,
    )}</ol></div>`,
})

const TEMPLATE = `<style>body { margin: 0 } ol { margin: 0; padding: 0 } li { height: 30px; overflow: hidden; list-style: none }
  #box { height: 600px; overflow: auto; overflow-anchor: none }</style>
<ol{% if first %} live-viewport-top="newer"{% endif %}{% if last < 500 %} live-viewport-bottom="older"{% endif %}>
{% for row in rows %}<li id="row-{{ row.id }}"><input id="note-{{ row.id }}"> <b>{{ row.text }}</b></li>{% else %}<li>Nothing yet.</li>{% endfor %}</ol><button live-click="older">Older</button><button live-click="more">More</button>`

/** Tells of each end that was reached, and has nothing to add. */
const reached: unknown[] = []
const ends = liveView<Pick<LogAssigns, "rows">>({
  name: "ends",
  mount: () => ({ rows: stream(entries(0, 100), { key: ({ id }) => id }) }),
  events: { end: (payload) => void reached.push(payload) },
  render: ({ rows }) => html`<style>body { margin: 0 } li { height: 30px } ol { margin: 0; padding: 2000px 0 0 }</style>
    <ol live-viewport-top="end" live-viewport-bottom="end" live-value-of="log">${rows.map(
      ({ id, text }) => html`<li id="${`row-${id}`}">${text}</li>`,
    )}</ol>`,
})

let browser: Browser
let folder: string
let live: ExpressLive
let served: { readonly url: string; close(): Promise<void> }
let visitor: Visitor

beforeAll(async () => {
  browser = await launchChromium()
  folder = mkdtempSync(join(tmpdir(), "livemount-streams-"))
  writeFileSync(join(folder, "log.njk"), TEMPLATE)
  const made = makeApp()
  live = made.live
  served = await serveApp(made.app, live)
})
afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  visitor = await Visitor.arrive(browser)
})
afterEach(async () => {
  await visitor.leave()
  expect(visitor.complaints).toEqual([])
})

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

function makeApp(): { app: express.Express; live: ExpressLive } {
  const app = express()
  nunjucks.configure(folder, { autoescape: true, express: app })
  const options = { secret: "a secret of the tests that is long enough", development: false, logger }
  const made = liveMiddleware({ views: folder, ...options })
  app.get("/favicon.ico", (_request, response) => void response.status(204).end())
  app.use(made)
  made.view("/log", log)
  made.view("/box", box)
  made.view("/ends", ends)
  return { app, live: made }
}

async function open(path: string, url: string = served.url): Promise<Page> {
  const page = await visitor.open(url + path)
  await page.locator(".live-connected").waitFor({ state: "attached" })
  return page
}

const scrollers: Readonly<Record<string, string>> = { "/log": "html", "/box": "#box" }

/** Scrolls to an end, and says where a row stands then that is in sight. */
function scrollTo(page: Page, path: string, end: "top" | "bottom"): Promise<{ id: string; top: number }> {
  return page.evaluate(
    ([selector, to]) => {
      const scroller = document.querySelector(selector as string) as HTMLElement
      scroller.scrollTop = to === "top" ? 0 : scroller.scrollHeight
      const row = document.elementFromPoint(50, 300)?.closest("li") as HTMLElement
      return { id: row.id, top: row.getBoundingClientRect().top }
    },
    [scrollers[path], end],
  )
}

const topOf = (page: Page, id: string): Promise<number> =>
  page.evaluate((one) => document.getElementById(one)?.getBoundingClientRect().top ?? Number.NaN, id)

const shown = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const rows = [...document.querySelectorAll("li b")].map(({ textContent }) => textContent?.replace("entry ", ""))
    return `${rows.length}: ${rows[0]} to ${rows.at(-1)}`
  })

/** Opens a window within the log. Its first row is in sight: what comes before it is asked for at once. */
async function openWithin(path: string): Promise<Page> {
  const page = await open(`${path}?from=240`)
  await eventually(() => shown(page), "120: 200 to 319")
  return page
}

/** Changes the rows of all pages. */
const change = (how: Change): void => live.pubsub.broadcast(changes, how)

it("shows two rows with one key as one, whichever way they come", async () => {
  const page = await open("/log?still")
  const twice = (...ids: readonly number[]): Entry[] => ids.map((id, index) => ({ id, text: `${id}/${index}` }))
  const texts = async (): Promise<string> => (await page.locator("li b").allTextContents()).join()
  change((rows) => rows.reset(twice(1, 2, 1)))
  await eventually(texts, "1/2,2/1")
  change((rows) => rows.insertMany(twice(3, 2, 3, 2), { at: "start" }))
  await eventually(texts, "3/2,2/3,1/2")
  change((rows) => rows.delete(2))
  await eventually(texts, "3/2,1/2")
})

describe.each([["/log"], ["/box"]])("a long list at %s", (path) => {
  it("is scrolled through to its end and back, and what is read stays in its place", async () => {
    const page = await open(path)
    for (let last = LIMIT + STEP; last <= ALL; last = last === ALL ? ALL + 1 : Math.min(ALL, last + STEP)) {
      const { id, top } = await scrollTo(page, path, "bottom")
      await eventually(() => shown(page), `${LIMIT}: ${last - LIMIT} to ${last - 1}`)
      expect(Math.abs((await topOf(page, id)) - top)).toBeLessThan(1)
    }
    for (let first = ALL - LIMIT - STEP; first > -STEP; first -= STEP) {
      const { id, top } = await scrollTo(page, path, "top")
      await eventually(() => shown(page), `${LIMIT}: ${Math.max(0, first)} to ${Math.max(0, first) + LIMIT - 1}`)
      expect(Math.abs((await topOf(page, id)) - top)).toBeLessThan(1)
    }
  })

  it("keeps its place as rows come, change and go elsewhere", async () => {
    const page = await openWithin(path)
    const { id, top } = await page.evaluate((selector) => {
      ;(document.querySelector(selector) as HTMLElement).scrollTop = 1500
      const row = document.elementFromPoint(50, 300)?.closest("li") as HTMLElement
      return { id: row.id, top: row.getBoundingClientRect().top }
    }, scrollers[path] as string)
    const stays = async (): Promise<void> => expect(Math.abs((await topOf(page, id)) - top)).toBeLessThan(1)
    change((rows) => rows.insertMany(entries(1000, 1010), { at: "start" }))
    await eventually(() => shown(page), "120: 1000 to 309")
    await stays()
    change((rows) => rows.delete(203))
    await eventually(() => page.locator("#row-203").count(), 0)
    await stays()
    change((rows) => rows.insert({ id: 204, text: "entry changed" }))
    await page.locator("#row-204 b", { hasText: "changed" }).waitFor({ state: "attached" })
    await stays()
    change((rows) => rows.insertMany(entries(2000, 2004)))
    await eventually(() => shown(page), "120: 1003 to 2003")
    await stays()
    change((rows) => rows.reset(entries(220, 300)))
    await eventually(() => shown(page), "80: 220 to 299")
    await stays()
  })

  it("keeps the text and the focus of who types in a row", async () => {
    const page = await openWithin(path)
    const input = page.locator("#row-245 input")
    await input.focus()
    const top = await topOf(page, "row-245")
    await page.keyboard.type("abc")
    change((rows) => rows.insertMany(entries(1000, 1003), { at: "start" }))
    await page.keyboard.type("def")
    await eventually(() => shown(page), "120: 1000 to 316")
    change((rows) => rows.insert({ id: 245, text: "entry changed" }, { at: 60 }))
    await page.locator("#row-245 b", { hasText: "changed" }).waitFor()
    await page.keyboard.type("ghi")
    expect(await input.inputValue()).toBe("abcdefghi")
    if (path === "/box") expect(Math.abs((await topOf(page, "row-245")) - top)).toBeLessThan(1)
    change((rows) => rows.delete(245))
    await eventually(() => page.evaluate(() => document.activeElement?.localName), "ol")
  })

  it("is mended when a script has moved or removed its rows", async () => {
    const page = await open(path)
    await page.evaluate(() => {
      const list = document.querySelector("ol") as HTMLElement
      list.prepend(list.children[5] as Element)
    })
    change((rows) => rows.insert({ id: 900, text: "entry 900" }, { at: "start" }))
    await eventually(() => shown(page), "120: 900 to 118")
    await page.evaluate(() => document.querySelector("ol")?.replaceChildren())
    change((rows) => rows.insert({ id: 901, text: "entry 901" }, { at: "start" }))
    await eventually(() => shown(page), "120: 0 to 119")
    change((rows) => rows.insert({ id: 902, text: "entry 902" }, { at: "start" }))
    await eventually(() => shown(page), "120: 902 to 118")
  })
})

it("tells of an end once, with values, and of the room beyond it; again when it was lost on the way", async () => {
  const proxy = await CuttableProxy.start(Number(new URL(served.url).port), "127.0.0.1")
  const page = await open("/ends", proxy.url)
  const scroll = (to: number): Promise<void> =>
    page.evaluate((top) => void (document.documentElement.scrollTop = top), to)
  const top = { of: "log", id: "row-0" }
  // The page begins at the end of the room above.
  await eventually(() => Promise.resolve(reached.length), 1)
  await scroll(9_999)
  await eventually(() => Promise.resolve(reached.length), 2)
  await scroll(1_500)
  await eventually(() => Promise.resolve(reached.length), 3)
  await scroll(1_400)
  await scroll(0)
  await eventually(() => Promise.resolve(reached.length), 4)
  expect(reached).toEqual([{ ...top, _overran: true }, { of: "log", id: "row-99" }, top, { ...top, _overran: true }])
  await scroll(3_000)
  proxy.cut()
  await page.locator(".live-loading").waitFor({ state: "attached" })
  await scroll(9_999)
  await new Promise((resolve) => setTimeout(resolve, 100))
  proxy.restore()
  await eventually(() => Promise.resolve(reached.length), 5)
  await proxy.stop()
  visitor.complaints.length = 0
})

it("shows the same in a second tab, and after a way forth and back", async () => {
  const page = await open("/log?still")
  const second = await open("/log?still")
  change((rows) => rows.insert({ id: 900, text: "entry 900" }))
  for (const tab of [page, second]) await eventually(() => shown(tab), "120: 1 to 900")
  await page.goto(`${served.url}/box`)
  await page.goBack()
  await page.locator(".live-connected").waitFor({ state: "attached" })
  await eventually(() => shown(page), "120: 0 to 119")
  change((rows) => rows.reset([]))
  await page.getByText("Nothing yet.").waitFor()
  change((rows) => rows.insert({ id: 1, text: "entry 1" }))
  await eventually(() => shown(page), "1: 1 to 1")
})

it("asks for more as soon as there is more, also where the first page had nothing to ask for", async () => {
  const page = await open("/log?still")
  expect(await page.locator("[live-viewport-bottom]").count()).toBe(0)
  await page.getByText("More").click()
  await page.locator("[live-viewport-bottom]").waitFor()
  await scrollTo(page, "/log", "bottom")
  await eventually(() => shown(page), "120: 80 to 199")
})

it("keeps what is typed in a row over a slow line", async () => {
  const page = await openWithin("/box")
  const input = page.locator("#note-245")
  await input.focus()
  await page.keyboard.type("abc", { delay: 30 })
  change((rows) => rows.insertMany(entries(1000, 1002), { at: "start" }))
  await page.keyboard.type("def", { delay: 60 })
  change((rows) => rows.insert({ id: 245, text: "entry 245" }, { at: 60 }))
  await page.keyboard.type("ghi", { delay: 60 })
  await page.locator("#row-245 b", { hasText: "abcdefghi" }).waitFor()
  expect(await input.inputValue()).toBe("abcdefghi")
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("note-245")
})

it("is an ordinary list without JavaScript", async () => {
  const plain = await Visitor.arrive(browser, { javaScriptEnabled: false })
  const page = await plain.open(`${served.url}/log?from=10`)
  expect(await page.locator("li").count()).toBe(LIMIT)
  expect(await page.locator("li").first().textContent()).toBe(" entry 10")
  await page.getByText("Older").click()
  await page.locator("#row-50").waitFor()
  expect([await page.locator("li").count(), await page.locator("#row-49").count()]).toEqual([LIMIT, 0])
  await plain.leave()
})

it("joins again after a restart, also with another template, and goes on", async () => {
  const listenOn = async (port: number): Promise<{ server: Server; live: ExpressLive }> => {
    const made = makeApp()
    const server = createServer(made.app)
    made.live.attach(server)
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
    return { server, live: made.live }
  }
  const stop = async ({ server, live: ending }: Awaited<ReturnType<typeof listenOn>>): Promise<void> => {
    await ending.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const first = await listenOn(0)
  const { port } = first.server.address() as AddressInfo
  const page = await open("/log", `http://127.0.0.1:${port}`)
  await page.locator("#row-3 input").fill("typed")
  first.live.pubsub.broadcast(changes, (rows) => rows.insert({ id: 700, text: "entry 700" }))
  await eventually(() => shown(page), "120: 1 to 700")
  await stop(first)
  writeFileSync(join(folder, "log.njk"), TEMPLATE.replace("<b>", "<i>new</i> <b>"))
  const second = await listenOn(port)
  await page.locator("li i").first().waitFor()
  await eventually(() => shown(page), "120: 0 to 119")
  expect(await page.locator("#row-3 input").inputValue()).toBe("typed")
  second.live.pubsub.broadcast(changes, (rows) => rows.insert({ id: 700, text: "entry 700" }))
  await eventually(() => shown(page), "120: 1 to 700")
  await stop(second)
  writeFileSync(join(folder, "log.njk"), TEMPLATE)
  visitor.complaints.length = 0
})

it("scrolls on Koa", async () => {
  const app = new Koa()
  const other = koaLive({ secret: "a secret of the tests that is long enough", development: false, logger })
  app.use((context, next) => (context.path === "/favicon.ico" ? void (context.status = 204) : next()))
  app.use(other)
  other.view("/box", box)
  const onKoa = await serveApp(app.callback(), other)
  const page = await open("/box", onKoa.url)
  await scrollTo(page, "/box", "bottom")
  await eventually(() => shown(page), "120: 40 to 159")
  await onKoa.close()
  visitor.complaints.length = 0
})
