/** A server that is stopped while its page is used, and another one that is there: nothing of it is to be seen, nothing is lost or done twice. */

import type { Browser, Page } from "playwright-core"
import { html } from "../../src/render/values/html.js"
import { memorySnapshots } from "../../src/snapshot/memory-snapshots.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

const desk = liveView<{ count: number; text: string; slow: boolean }>({
  name: "desk",
  persist: ["count", "text"],
  mount: () => ({ count: 0, text: "", slow: false }),
  events: {
    count: (_params, socket) => socket.update("count", (count) => count + 1),
    async slow(_params, socket) {
      await new Promise((resolve) => setTimeout(resolve, 300))
      socket.update("count", (count) => count + 100)
    },
    type: ({ text }, socket) => socket.assign({ text: String(text) }),
  },
  render: ({ count, text }) => html`<output>${count}</output> <b>${text}</b>
    <button id="count" live-click="count">Count</button> <button id="slow" live-click="slow">Slow</button>
    <form live-change="type"><input name="text" value="${text}"></form>`,
})

/** One process of the app. */
const serve = (): Promise<ServedApp> =>
  serveQuietly({
    options: { snapshots: { store: memorySnapshots() } },
    behind: (_app, live) => live.view("/", desk),
  })

const portOf = ({ url }: ServedApp): number => Number(new URL(url).port)

let browser: Browser
let visitor: Visitor
let proxy: CuttableProxy
let first: ServedApp
let second: ServedApp

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

beforeEach(async () => {
  first = await serve()
  second = await serve()
  proxy = await CuttableProxy.start(portOf(first), "127.0.0.1")
  visitor = await Visitor.arrive(browser)
})
afterEach(async () => {
  await visitor.leave()
  await proxy.stop()
  await second.close()
})

/** What is seen of a lost connection, and of events that were refused. */
async function watch(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    const look = (): void => {
      if (document.querySelector(".live-refused, .live-error") !== null) seen.push("refused or error")
      const notice = document.querySelector<HTMLElement>("[data-live-notice], live-notice, .live-notice")
      if (notice !== null && !notice.hidden) seen.push(notice.textContent ?? "notice")
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true })
  })
  return () => page.evaluate(() => (window as unknown as { seen: readonly string[] }).seen)
}

it("counts each click once, while the server goes in the middle of them", async () => {
  const page = await visitor.open(proxy.url)
  await page.waitForSelector("[data-live].live-connected")
  const seen = await watch(page)
  // As fast as they can be made, so that some are under way, and some are made between the two servers.
  const clicking = page.evaluate(async () => {
    for (let click = 0; click < 120; click += 1) {
      document.getElementById("count")?.click()
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  })
  await eventually(async () => Number(await page.textContent("output")) > 20, true)
  proxy.retarget(portOf(second))
  await first.close()
  await clicking
  await eventually(() => page.textContent("output"), "120")
  expect(await seen()).toEqual([])
})

it("keeps the word that is being typed, and waits for a handler that is running", async () => {
  const page = await visitor.open(proxy.url)
  await page.waitForSelector("[data-live].live-connected")
  const seen = await watch(page)
  await page.click("#slow")
  await page.click("#count")
  const typing = page.locator("[name=text]").pressSequentially("in the middle of a word", { delay: 30 })
  proxy.retarget(portOf(second))
  await first.close()
  await typing
  await eventually(() => page.textContent("b"), "in the middle of a word")
  expect(await page.inputValue("[name=text]")).toBe("in the middle of a word")
  expect(await page.textContent("output")).toBe("101")
  expect(await seen()).toEqual([])
})
