/** Views with `adopt` in Chromium: the page goes on with what it shows, over loads, navigation, Back and a second tab. */

import type { Browser, Page } from "playwright-core"
import type { ExpressLive } from "../../adapters/express/index.js"
import { topic } from "../../src/pubsub/topic.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

const news = topic<number>("news")
const mounts: string[] = []

function board(name: string) {
  return liveView<{ items: readonly number[]; zone: string; late: boolean }, number>({
    name,
    adopt: true,
    mount(_params, _session, socket) {
      mounts.push(`${name} ${socket.connected}`)
      socket.subscribe(news)
      return { items: [1, 2], zone: "none", late: false }
    },
    handleConnected: (socket) => socket.assign({ zone: "joined" }),
    handleInfo: (item, socket) => {
      socket.update("items", (items) => [...items, item])
      socket.assign({ late: true })
    },
    events: { add: (_params, socket) => socket.update("items", (items) => [0, ...items]) },
    render: ({
      items,
      zone,
      late,
    }) => html`<h1>${name}</h1><p ${{ id: "zone", title: "zone", class: late ? "late" : undefined }}>${zone}</p>
      <ul>${items.map((item) => html`<li>${item}</li>`)}</ul><button live-click="add">Add</button>
      <a href="/two" live-navigate>Two</a>`,
  })
}

let browser: Browser
let live: ExpressLive
let served: ServedApp
let visitor: Visitor

beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({
    behind(app, made) {
      live = made
      live.view("/one", board("one"))
      live.view("/two", board("two"))
      app.get("/hello", (_request, response) => void response.send("hello"))
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
afterEach(() => visitor.leave())

const joined = (page: Page): Promise<void> => page.locator("[data-live].live-connected").waitFor()
const shown = async (page: Page): Promise<string> => (await page.locator("li").allTextContents()).join()

/** A browser that has been here, with a page whose process waits. */
async function open(path: string): Promise<Page> {
  const page = await visitor.open(`${served.url}/one`)
  await joined(page)
  mounts.length = 0
  await page.goto(served.url + path)
  return page
}

it("a page shows what has come before its script, keeps its nodes, and is mounted once", async () => {
  let begin: () => void = () => {}
  const page = await open("/hello")
  const script = new Promise<void>((resolve) => {
    begin = resolve
  })
  await page.route(/\.js/, async (route) => {
    await script
    await route.continue()
  })
  await page.goto(`${served.url}/one?fresh`, { waitUntil: "commit" })
  await page.locator("li").nth(1).waitFor()
  await page.evaluate(() => Object.assign(window, { first: document.querySelector("li") }))
  live.pubsub.broadcast(news, 3)
  expect(await shown(page)).toBe("1,2")
  begin()
  await joined(page)
  await eventually(() => shown(page), "1,2,3")
  expect(
    await page.locator("#zone").evaluate((zone) => [zone.textContent, zone.getAttribute("title"), zone.className]),
  ).toEqual(["joined", "zone", "late"])
  expect(await page.evaluate(() => (window as unknown as { first: Node }).first === document.querySelector("li"))).toBe(
    true,
  )
  expect(mounts).toEqual(["one false"])
  await page.getByRole("button", { name: "Add" }).click()
  await eventually(() => shown(page), "0,1,2,3")
  live.pubsub.broadcast(news, 4)
  await eventually(() => shown(page), "0,1,2,3,4")
  expect(visitor.complaints).toEqual([])
})

it("a page that navigation fetches is joined by the process that made it; so is that of Back and of a reload", async () => {
  const page = await open("/one")
  await joined(page)
  // From the keyboard: nothing is fetched in advance.
  await page.getByRole("link", { name: "Two" }).press("Enter")
  await page.getByRole("heading", { name: "two" }).waitFor()
  await joined(page)
  await eventually(() => page.locator("#zone").textContent(), "joined")
  expect(mounts.filter((mount) => mount.endsWith("true"))).toEqual([])
  await page.goBack()
  await page.getByRole("heading", { name: "one" }).waitFor()
  await eventually(() => page.locator("#zone").textContent(), "joined")
  await page.reload()
  await joined(page)
  await eventually(() => page.locator("#zone").textContent(), "joined")
  expect(mounts.filter((mount) => mount.endsWith("true"))).toEqual([])
  live.pubsub.broadcast(news, 3)
  await eventually(() => shown(page), "1,2,3")
  expect(visitor.complaints).toEqual([])
})

it("a page that a click of the mouse leads to is mounted once: it is fetched as the button goes down, and shown as it is let go", async () => {
  const page = await open("/one")
  await joined(page)
  mounts.length = 0
  const link = page.getByRole("link", { name: "Two" })
  // Long enough that the page is there before the click.
  await link.click({ delay: 200 })
  await page.getByRole("heading", { name: "two" }).waitFor()
  await eventually(() => page.locator("#zone").textContent(), "joined")
  // "one": the page as it was loaded, to compare.
  expect([...mounts].sort()).toEqual(["one false", "two false"])
  live.pubsub.broadcast(news, 3)
  await eventually(() => shown(page), "1,2,3")
  await page.goBack()
  await page.getByRole("heading", { name: "one" }).waitFor()
  await eventually(() => page.locator("#zone").textContent(), "joined")
  mounts.length = 0
  await link.click()
  await page.getByRole("heading", { name: "two" }).waitFor()
  await eventually(() => page.locator("#zone").textContent(), "joined")
  expect(mounts).toEqual(["two false"])
  expect(visitor.complaints).toEqual([])
})

it("the first page of a browser is mounted at its join, too", async () => {
  mounts.length = 0
  const page = await visitor.open(`${served.url}/one`)
  await joined(page)
  await eventually(() => page.locator("#zone").textContent(), "joined")
  expect(mounts).toEqual(["one false", "one true"])
})
