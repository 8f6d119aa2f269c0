/** The script as it is served, its names shortened, over each way of its connection: WebSocket, polling, from one to the other. */

import express from "express"
import type { Browser, Page } from "playwright-core"
import { liveMiddleware } from "../../adapters/express/index.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveApp } from "./support/serve-app.js"

/** Views that have ended, by why. */
const ended: string[] = []

const counter = liveView<{ count: number }>({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: { increment: (_params, socket) => socket.update("count", (count) => count + 1) },
  terminate: (reason) => void ended.push(reason),
  render: ({ count }) => html`<button live-click="increment">${count}</button>`,
})

let browser: Browser
let served: ServedApp
let url: string
/** What the socket.io endpoint was asked for by the page. */
let asked: string[]

beforeAll(async () => {
  browser = await launchChromium()
  const app = express()
  app.get("/favicon.ico", (_request, response) => void response.status(204).end())
  const live = liveMiddleware({ secret: "a secret of the tests that is long enough", development: false })
  app.use(live)
  live.view("/counter", counter)
  served = await serveApp(app, live)
  ;({ url } = served)
})

afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
})

let visitor: Visitor
beforeEach(async () => {
  asked = []
  visitor = await Visitor.arrive(browser)
})
afterEach(async () => {
  await visitor.leave()
  expect(visitor.complaints.filter((text) => !text.includes("WebSocket connection to"))).toEqual([])
})

/** Opens the page in a browser whose first WebSockets, so many of them, lead nowhere; "all": none can even be made. */
async function open(refused: number | "all", isPartGone = false): Promise<Page> {
  const page = await visitor.open("about:blank")
  page.on("request", (request) => request.url().includes("transport=polling") && asked.push("polling"))
  page.on("websocket", (socket) => socket.url().startsWith(url.replace("http", "ws")) && asked.push("websocket"))
  await page.addInitScript((count) => {
    const Real = WebSocket
    let left = Number(count)
    globalThis.WebSocket = function made(address: string): WebSocket {
      if (count === "all") throw new DOMException("Not here.", "SecurityError")
      return new Real(left-- > 0 ? "ws://127.0.0.1:1/" : address)
    } as unknown as typeof WebSocket
  }, refused)
  await page.route(/\/polling-line-[A-Z0-9]{8}\.js/, async (route) => {
    asked.push("part")
    if (isPartGone) await route.abort("connectionreset")
    else await route.continue()
  })
  await page.goto(`${url}/counter`)
  if (isPartGone) await page.getByRole("button").click()
  // Sooner than the time within which a connection has to open.
  await page.locator(".live-connected").waitFor()
  return page
}

it.each<[string, number | "all", boolean, boolean]>([
  ["by WebSocket", 0, false, true],
  ["by polling, where there is no WebSocket", 1e9, true, false],
  ["by polling, where making a WebSocket fails", "all", true, false],
  ["by polling first, then by WebSocket", 1, true, true],
])("connects %s", async (_, refused, polls, upgrades) => {
  const page = await open(refused)
  const button = page.getByRole("button")
  for (const count of ["1", "2", "3"]) {
    await button.click()
    await eventually(() => button.textContent(), count)
  }
  await eventually(async () => asked.includes("websocket"), upgrades)
  expect(asked.includes("polling")).toBe(polls)
  const before = asked.length
  await button.click()
  await eventually(() => button.textContent(), "4")
  // Over a WebSocket events make no requests.
  if (upgrades && !polls) expect(asked).toHaveLength(before)
})

it("asks for one WebSocket and nothing else where there is one", async () => {
  const page = await open(0)
  await page.getByRole("button").click()
  await eventually(() => page.getByRole("button").textContent(), "1")
  expect(asked).toEqual(["websocket"])
})

it.each<[string, number]>([
  ["by WebSocket", 0],
  ["by polling", 1e9],
])("a page that is closed says so %s: its view does not wait for it", async (_, refused) => {
  const page = await open(refused)
  ended.length = 0
  await page.close({ runBeforeUnload: true })
  await eventually(async () => ended.length, 1)
})

it("goes on with the next WebSocket where polling cannot be loaded, and loses no event", async () => {
  const page = await open(1, true)
  await eventually(() => page.getByRole("button").textContent(), "1")
  expect(asked).toContain("part")
  expect(asked).not.toContain("polling")
  const complaints = visitor.complaints.splice(0)
  // The browser's own word, which names the file.
  expect(complaints.filter((text) => text.includes("ERR_CONNECTION_RESET"))).not.toEqual([])
})
