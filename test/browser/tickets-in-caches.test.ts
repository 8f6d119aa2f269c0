/**
 * Tickets behind a service worker that keeps every answer and looks at nothing but the URL, neither at `Vary` nor at
 * `no-store`: whatever it gives back later, no page shows a ticket.
 */

import type { Browser, Page } from "playwright-core"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

const WORKER = `
addEventListener("install", () => skipWaiting())
addEventListener("activate", (event) => event.waitUntil(clients.claim()))
addEventListener("fetch", (event) => {
  const { request } = event
  if (request.method !== "GET" || !new URL(request.url).pathname.startsWith("/reports")) return
  event.respondWith((async () => {
    const cache = await caches.open("all")
    const held = await cache.match(request.url, { ignoreVary: true })
    if (held !== undefined) return held
    const answer = await fetch(request)
    await cache.put(request.url, answer.clone())
    return answer
  })())
})`

const report = liveView<{ id: string }>({
  name: "report",
  mount: () => ({ id: "" }),
  handleParams({ id }, _uri, socket) {
    socket.assign({ id: String(id) })
  },
  render: ({ id }) =>
    html`<h1>Report ${id}</h1><a href="/reports/5" live-patch>5</a> <a href="/reports/6" live-patch>6</a>`,
})

let browser: Browser
let served: ServedApp
let visitor: Visitor

beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({
    before: (app) => app.get("/worker.js", (_request, response) => void response.type("text/javascript").send(WORKER)),
    behind: (_app, live) => live.view("/reports/:id", report),
  })
})
afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
})
beforeEach(async () => {
  visitor = await Visitor.arrive(browser)
})
afterEach(() => visitor.leave())

/** Opens a page that the worker has the say over. */
async function behindWorker(): Promise<Page> {
  const page = await visitor.open(`${served.url}/reports/1`)
  await page.evaluate(async () => {
    await navigator.serviceWorker.register("/worker.js")
    while (navigator.serviceWorker.controller === null) await new Promise((resolve) => setTimeout(resolve, 10))
  })
  return page
}

/** Asks as the browser's script does. */
const ask = (page: Page, path: string): Promise<{ status: number; type: string | null; text: string }> =>
  page.evaluate(async (to) => {
    const answer = await fetch(`${to}?_live`, {
      headers: { accept: "text/html", "live-patch": "report-1" },
      cache: "no-store",
      redirect: "manual",
    })
    return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() }
  }, path)

it("a page whose ticket is kept is the page when it is loaded", async () => {
  const page = await behindWorker()
  expect(await ask(page, "/reports/2")).toMatchObject({ status: 200, type: "application/vnd.livemount" })
  await page.goto(`${served.url}/reports/2`)
  expect(await page.locator("h1").textContent()).toBe("Report 2")
  // And the ticket that is asked for behind the page is no page: it is the one that was kept.
  expect((await ask(page, "/reports/2")).type).toBe("application/vnd.livemount")
})

it("a page that is kept is no ticket, under any URL", async () => {
  const page = await behindWorker()
  await page.goto(`${served.url}/reports/3`)
  await page.goto(`${served.url}/reports/3?_live`)
  expect(await page.locator("h1").textContent()).toBe("Report 3")
  // What is kept under the marked URL is the page now, so the script finds no ticket there and loads it.
  expect((await ask(page, "/reports/3")).type).toMatch(/^text\/html/)
})

it("a page that goes from one to the other shows pages, loads and ways back included", async () => {
  const page = await behindWorker()
  await page.locator(".live-connected").waitFor()
  const shows = (id: number): Promise<void> => eventually(() => page.locator("h1").textContent(), `Report ${id}`)
  const isPatched = (): Promise<boolean> => page.evaluate(() => Reflect.has(globalThis, "isPatched"))
  await page.evaluate(() => Reflect.set(globalThis, "isPatched", true))
  for (const id of [5, 6]) {
    await page.locator(`a[href="/reports/${id}"]`).click()
    await shows(id)
  }
  expect(await isPatched()).toBe(true)
  await page.goBack()
  await shows(5)
  await page.reload()
  await shows(5)
  expect(await isPatched()).toBe(false)
  await page.goForward()
  await shows(6)
  // The worker gives the ticket that it has kept, which is as good as a new one for a minute.
  await page.locator('a[href="/reports/5"]').click()
  await shows(5)
})

it("a ticket that is opened by hand leaves the page as it is", async () => {
  const page = await behindWorker()
  await ask(page, "/reports/4")
  const download = page.waitForEvent("download")
  await page.goto(`${served.url}/reports/4?_live`).catch(() => {})
  await (await download).cancel()
  expect(await page.locator("h1").textContent()).toBe("Report 1")
})
