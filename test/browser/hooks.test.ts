/** Hooks in a real browser, with the built script, under a strict Content-Security-Policy. */

import type { Browser, Page } from "playwright-core"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

interface Assigns {
  zoom: number
  isShown: boolean
}

const chart = liveView<Assigns>({
  name: "chart",
  mount: () => ({ zoom: 1, isShown: true }),
  events: {
    zoom: ({ by }, socket) => {
      socket.update("zoom", (zoom) => zoom * Number(by))
      return { points: [socket.assigns.zoom, new Date(0)] }
    },
    leave: (_params, socket) => {
      socket.redirect("/other")
      return "gone"
    },
    toggle: (_params, socket) => socket.update("isShown", (is) => !is),
    // Never answered as long as the test lasts.
    hang: () => new Promise(() => {}),
    hit: (_params, socket) => socket.pushEvent("hit", { at: 7 }),
  },
  render: ({ zoom, isShown }) =>
    html`<main>${isShown ? html`<div id="chart" live-hook="Chart"><b>${zoom}</b></div>` : null}
      <div live-update="ignore"><i live-hook="Inner"></i></div><button live-click="toggle">toggle</button></main>`,
})

/** Served by the app: no bundler. */
const HOOKS = `
import { Hook, registerHooks } from "/live/hooks.js"
const log = (globalThis.log = [])
class Chart extends Hook {
  own = 1
  mounted() { globalThis.chart = this; this.handleEvent("hit", ({ at }) => log.push("hit " + at)); log.push("mounted " + this.el.textContent) }
  beforeUpdate() { log.push("before " + this.el.textContent) }
  updated() { log.push("updated " + this.el.textContent) }
  destroyed() { log.push("destroyed") }
  disconnected() { log.push("disconnected") }
  reconnected() { log.push("reconnected") }
}
class Inner extends Hook { mounted() { this.el.textContent = "inner" } }
registerHooks({ Chart, Inner })
`

const CSP =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; base-uri 'none'; require-trusted-types-for 'script'"

let browser: Browser
let served: ServedApp
/** Of the page's own script, in ms. */
let delay = 0
beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({
    options: { resumeWindow: 0 },
    before(app) {
      app.use((_request, response, next) => {
        response.setHeader("Content-Security-Policy", CSP)
        next()
      })
      app.get("/hooks.js", (_request, response) => {
        setTimeout(() => response.type("text/javascript").send(HOOKS), delay)
      })
    },
    behind(app, live) {
      live.register(chart)
      const page = (content: string): string =>
        `<!doctype html><html lang="en"><head><title>t</title></head><body>${content}<script type="module" src="/hooks.js"></script></body></html>`
      app.get("/", async (request, response) => void response.send(page(await live.island(request, "chart"))))
      app.get("/other", (_request, response) => void response.send("<!doctype html><title>other</title><p>other"))
    },
  })
})
afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
})
beforeEach(() => {
  delay = 0
})

const logOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as { log?: string[] }).log?.splice(0) ?? [])

/** Waits until all of this has been noted, in this order and nothing else. */
async function logged(page: Page, ...expected: string[]): Promise<void> {
  const seen: string[] = []
  await eventually(async () => seen.push(...(await logOf(page))) >= expected.length, true)
  expect(seen).toEqual(expected)
}

/** What becomes of an event of the hook. */
const push = (page: Page, name: string, payload: unknown = {}): Promise<unknown> =>
  page.evaluate(
    ([event, given]) =>
      (globalThis as unknown as { chart: { pushEvent(name: unknown, payload: unknown): Promise<unknown> } }).chart
        .pushEvent(event, given)
        .catch(({ code }) => ({ code })),
    [name, payload],
  )

describe.each([
  ["as fast as they come", 0],
  ["with a slow script of the page", 1_500],
])("hooks, %s,", (_name, ms) => {
  it("live with their elements, under a strict policy", async () => {
    delay = ms
    const visitor = await Visitor.arrive(browser)
    const page = await visitor.open(served.url)
    await page.locator(".live-connected").waitFor()
    await logged(page, "mounted 1")
    expect(await page.locator("i").textContent()).toBe("inner")
    expect(await push(page, "zoom", { by: 3 })).toEqual({ points: [3, "1970-01-01T00:00:00.000Z"] })
    await logged(page, "before 1", "updated 3")
    await push(page, "hit")
    await logged(page, "hit 7")
    expect(await push(page, "none")).toEqual({ code: "LV_UNKNOWN_EVENT" })
    await page.locator("button").click()
    await logged(page, "destroyed")
    await page.locator("button").click()
    await logged(page, "mounted 3")
    await page.evaluate(() => document.querySelector("#chart")?.remove())
    await logged(page, "destroyed")
    expect(visitor.complaints.filter((text) => !text.includes("LV_UNKNOWN_EVENT"))).toEqual([])
    await visitor.leave()
  })
})

it("hooks are told of a lost connection, and a waiting event rejects", async () => {
  const proxy = await CuttableProxy.start(Number(new URL(served.url).port), "127.0.0.1")
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(proxy.url)
  await logged(page, "mounted 1")
  const hanging = push(page, "hang")
  await page.locator(".live-hook-loading").waitFor()
  proxy.cut()
  expect(await hanging).toEqual({ code: "LV_EVENT_UNANSWERED" })
  await logged(page, "disconnected")
  expect(await push(page, "zoom", { by: 2 })).toEqual({ code: "LV_EVENT_NOT_SENT" })
  proxy.restore()
  await logged(page, "reconnected")
  expect(await push(page, "zoom", { by: 2 })).toMatchObject({ points: [2, expect.any(String)] })
  await visitor.leave()
  await proxy.stop()
})

it("pushEvent resolves where the view leaves the page; the page that comes back has its hook", async () => {
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(served.url)
  await logged(page, "mounted 1")
  // The page may be gone before anybody can ask it.
  await page.evaluate(() => {
    const { chart } = globalThis as unknown as { chart: { pushEvent(name: string): Promise<unknown> } }
    void chart.pushEvent("leave").then((reply) => sessionStorage.setItem("reply", String(reply)))
  })
  await page.waitForURL("**/other")
  expect(await page.evaluate(() => sessionStorage.getItem("reply"))).toBe("gone")
  await page.goBack()
  await eventually(async () => (await logOf(page)).some((entry) => /^(?:mounted|reconnected)/.test(entry)), true)
  expect(await push(page, "zoom", { by: 2 })).toMatchObject({ points: [2, expect.any(String)] })
  await visitor.leave()
})
