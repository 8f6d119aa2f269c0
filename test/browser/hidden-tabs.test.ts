/**
 * Pages that nobody sees, in Chromium. One without windows shows every page, so what says that it is hidden is put into the
 * document; all else is as it is.
 */

import type { Browser, Page } from "playwright-core"
import type { ExpressLive } from "../../adapters/express/index.js"
import { topic } from "../../src/pubsub/topic.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

const ticks = topic<number>("ticks")

const ticker = liveView<{ tick: number; clicks: number }, number>({
  name: "ticker",
  mount(_params, _session, socket) {
    socket.subscribe(ticks)
    return { tick: 0, clicks: 0 }
  },
  events: { click: (_params, socket) => socket.update("clicks", (clicks) => clicks + 1) },
  handleInfo: (tick, socket) => socket.assign({ tick }),
  render: ({ tick, clicks }) => html`<p id="tick">${tick}</p><button id="click" live-click="click">${clicks}</button>`,
})

let browser: Browser
let live: ExpressLive
let served: ServedApp
let visitor: Visitor

beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({
    // So long that nothing is told because it is time.
    options: { hiddenTabs: { after: 0, every: 600_000 } },
    behind(_app, made) {
      live = made
      live.view("/", ticker)
    },
  })
})
afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
})
beforeEach(async () => {
  visitor = await Visitor.arrive(browser)
})
afterEach(async () => {
  expect(visitor.complaints).toEqual([])
  await visitor.leave()
})

const read = (page: Page, selector: string): Promise<string | null> => page.textContent(selector)

async function become(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(Document.prototype, "hidden", { configurable: true, get: () => value })
    document.dispatchEvent(new Event("visibilitychange"))
  }, isHidden)
}

/** A click is answered after all that was said before it. */
async function click(page: Page): Promise<void> {
  const clicks = Number(await read(page, "#click"))
  await page.click("#click")
  await eventually(() => read(page, "#click"), String(clicks + 1))
}

async function tellEach(...numbers: readonly number[]): Promise<void> {
  for (const tick of numbers) {
    live.pubsub.broadcast(ticks, tick)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

it("a hidden page is told rarely; what is done in it is answered at once; seen again, it shows the latest", async () => {
  const page = await visitor.open(`${served.url}/`)
  await eventually(() => page.locator(".live-connected").count(), 1)
  await tellEach(1, 2)
  await eventually(() => read(page, "#tick"), "2")
  await become(page, true)
  await click(page)
  await tellEach(3)
  await eventually(() => read(page, "#tick"), "3")
  await tellEach(4, 5, 6)
  expect(await read(page, "#tick")).toBe("3")
  await click(page)
  expect(await read(page, "#tick")).toBe("6")
  await tellEach(7, 8, 9)
  expect(await read(page, "#tick")).toBe("6")
  await become(page, false)
  await eventually(() => read(page, "#tick"), "9")
  await tellEach(10, 11)
  await eventually(() => read(page, "#tick"), "11")
})

it("a page that is hidden from the start is told rarely until it is seen", async () => {
  const page = await visitor.open("about:blank")
  await page.addInitScript(() => {
    Object.defineProperty(Document.prototype, "hidden", { configurable: true, get: () => true })
  })
  await page.goto(`${served.url}/`)
  await eventually(() => page.locator(".live-connected").count(), 1)
  await click(page)
  await tellEach(21, 22, 23)
  await eventually(() => read(page, "#tick"), "21")
  await tellEach(24)
  expect(await read(page, "#tick")).toBe("21")
  await become(page, false)
  await eventually(() => read(page, "#tick"), "24")
})
