/** What stands in `<noscript>`, in Chromium: where scripts run, none of it loads or shows, whichever way it came. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import express from "express"
import type { Browser, Page } from "playwright-core"
import { liveMiddleware } from "../../adapters/express/index.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveApp } from "./support/serve-app.js"

const LAYOUT = `<!doctype html><html><head><title>{{ title }}</title>
{% if title == "second" %}<noscript><link rel="stylesheet" href="/pixel?head"></noscript>{% endif %}</head><body>
<nav><a href="/second" live-navigate>second</a></nav>{{ content }}
{% if title == "second" %}<noscript><img src="/pixel?layout"></noscript>{% endif %}</body></html>`

const VIEW = `<h1>{{ count }}</h1><button live-click="add">+</button>
<noscript><style>i { display: none }</style><img src="/pixel?region-{{ count }}"></noscript>{{ markup | safe }}
{% if count > 1 %}<noscript><img src="/pixel?branch"></noscript>{% endif %}<i>{{ count }}</i>`

interface Assigns {
  readonly count: number
  readonly markup: string
}

const view = (name: string) =>
  liveView<Assigns>({
    name,
    title: name,
    template: "view.njk",
    mount: () => ({ count: 0, markup: "" }),
    events: {
      add: (_params, socket) => {
        const count = socket.assigns.count + 1
        socket.assign({ count, markup: `<b>${count}</b><noscript><img src="/pixel?safe-${count}"></noscript>` })
      },
    },
  })

let browser: Browser
let served: ServedApp
let folder: string
const asked: string[] = []

beforeAll(async () => {
  browser = await launchChromium()
  folder = mkdtempSync(join(tmpdir(), "noscript-"))
  writeFileSync(join(folder, "layout.njk"), LAYOUT)
  writeFileSync(join(folder, "view.njk"), VIEW)
  const app = express()
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const secret = "a secret of the tests that is long enough"
  const live = liveMiddleware({ secret, views: folder, layout: "layout.njk", logger: silent })
  app.use((request, response, next) => {
    if (request.path === "/pixel") asked.push(request.url)
    if (request.path === "/pixel" || request.path === "/favicon.ico") response.status(204).end()
    else next()
  })
  app.use(live)
  live.view("/first", view("first"))
  live.view("/second", view("second"))
  served = await serveApp(app, live)
})
afterAll(async () => {
  await served.close()
  await leaveChromium(browser)
  rmSync(folder, { recursive: true })
})

const click = async (page: Page, count: string): Promise<void> => {
  await page.click("button")
  await eventually(() => page.innerText("h1"), count)
  await eventually(() => page.innerText("b"), count)
  // By its style in `<noscript>` it would be gone.
  await eventually(() => page.locator("i").isVisible(), true)
}

it("values in it, safe HTML that has one, and one that comes later", async () => {
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(`${served.url}/first`)
  await page.locator(".live-connected").waitFor()
  for (const count of ["1", "2", "3"]) await click(page, count)
  await page.waitForLoadState("networkidle")
  expect([asked, visitor.complaints]).toEqual([[], []])
  await visitor.leave()
})

it("a page that takes the place of another: root, layout and head", async () => {
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(`${served.url}/first`)
  await page.locator("[data-live=first].live-connected").waitFor()
  await page.evaluate(() => Object.assign(window, { isSame: true }))
  await page.click("a")
  await page.locator("[data-live=second].live-connected").waitFor()
  expect(await page.evaluate(() => "isSame" in window)).toBe(true)
  expect(await page.locator("i").isVisible()).toBe(true)
  await click(page, "1")
  await page.waitForLoadState("networkidle")
  expect([asked, visitor.complaints]).toEqual([[], []])
  await visitor.leave()
})
