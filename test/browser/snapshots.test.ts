/** What views persist, in Chromium: over a deploy, a page load, and without a script; and where it is not brought. */

import express from "express"
import type { Browser, Page } from "playwright-core"
import { liveMiddleware } from "../../adapters/express/index.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { RecordingLogger } from "../support/recording-logger.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"
import { type ServedApp, serveApp } from "./support/serve-app.js"

interface Assigns {
  readonly step: number
  readonly notes: readonly string[]
  readonly clicks: number
}

const wizard = liveView<Assigns>({
  name: "wizard",
  persist: ["step", "notes"],
  mount: () => ({ step: 1, notes: [], clicks: 0 }),
  events: {
    next: (_params, socket) => {
      socket.update("step", (step) => step + 1)
      socket.update("clicks", (clicks) => clicks + 1)
    },
    note: ({ text }, socket) => socket.update("notes", (notes) => [...notes, String(text)]),
  },
  render: ({ step, notes, clicks }) => html`<p id="shown">${step} ${clicks} ${notes.join("+")}</p>
    <button live-click="next">Next</button><form live-submit="note"><input name="text"><button id="add">Add</button></form>
    <a id="away" href="/other" live-navigate>Away</a>`,
})

/** The step is persisted; what is typed in it, and the field that a box brings, tells the page. */
const order = liveView<{ step: number; gift: boolean; card: string }>({
  name: "order",
  persist: ["step"],
  mount: () => ({ step: 1, gift: false, card: "" }),
  events: {
    next: (_params, socket) => socket.update("step", (step) => step + 1),
    edit: ({ gift, card }, socket) => socket.assign({ gift: gift === "on", card: String(card ?? "") }),
  },
  render: ({
    step,
    gift,
    card,
  }) => html`<p id="told">${step} ${gift ? "gift" : "none"} ${card}</p><button live-click="next">Next</button>
    ${step === 1 ? null : html`<form live-change="edit"><input type="checkbox" id="gift" name="gift" checked="${gift}">${gift ? html`<input id="card" name="card" value="${card}">` : null}</form>`}`,
})

const other = liveView({ name: "other", mount: () => ({}), render: () => html`<h1>Other</h1>` })

/** An app as another process of it, or another build, would be. */
async function serve(secret: string): Promise<ServedApp & { readonly logger: RecordingLogger }> {
  const logger = new RecordingLogger()
  const app = express()
  app.get("/favicon.ico", (_request, response) => void response.status(204).end())
  const live = liveMiddleware({ secret, development: false, logger })
  app.use(live)
  live.view("/wizard", wizard)
  live.view("/order", order)
  live.view("/other", other)
  return { ...(await serveApp(app, live)), logger }
}

const SECRET = "a secret of the tests that is long enough"

let browser: Browser
let apps: Awaited<ReturnType<typeof serve>>[]
let proxy: CuttableProxy
let visitor: Visitor

const portOf = ({ url }: ServedApp): number => Number(new URL(url).port)

beforeAll(async () => {
  browser = await launchChromium()
  apps = await Promise.all([serve(SECRET), serve(SECRET), serve("another secret, which is long enough, too")])
  proxy = await CuttableProxy.start(portOf(apps[0] as ServedApp), "127.0.0.1")
})

afterAll(async () => {
  await proxy.stop()
  for (const app of apps) await app.close()
  await leaveChromium(browser)
})

beforeEach(async () => {
  proxy.retarget(portOf(apps[0] as ServedApp))
  for (const { logger } of apps) logger.entries.length = 0
})

afterEach(() => visitor.leave())

const shown = (page: Page): Promise<string | null> => page.textContent("#shown")
const isJoined = (page: Page): Promise<unknown> => page.waitForSelector("#wizard-1.live-connected")

async function open(path = "/wizard", options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  visitor = await Visitor.arrive(browser, options)
  const page = await visitor.open(proxy.url + path)
  if (options.javaScriptEnabled !== false) await page.waitForSelector("[data-live].live-connected")
  return page
}

/** To step 3, with a note. */
async function goOn(page: Page): Promise<void> {
  await page.click("text=Next")
  await page.click("text=Next")
  await page.fill("[name=text]", "tea")
  await page.click("#add")
  await eventually(() => shown(page), "3 2 tea")
}

/** The process is gone, and another one is there. */
async function deploy(app: ServedApp): Promise<void> {
  proxy.cut()
  proxy.retarget(portOf(app))
  proxy.restore()
}

const codes = (app: { readonly logger: RecordingLogger } | undefined): unknown[] =>
  (app?.logger.entries ?? []).filter(({ level }) => level === "warn").map(({ details }) => details["code"])

it("another process goes on where the first has ended", async () => {
  const page = await open()
  await goOn(page)
  await deploy(apps[1] as ServedApp)
  // What is not persisted begins anew, and says by that who shows it.
  await eventually(() => shown(page), "3 0 tea")
  await page.click("text=Next")
  await eventually(() => shown(page), "4 1 tea")
  expect(codes(apps[1])).toEqual([])
})

it("between any two keys another process may be there: nobody sees the page without what was chosen and typed", async () => {
  const page = await open("/order")
  await page.click("text=Next")
  await page.waitForSelector("#gift")
  await page.evaluate(() => {
    const lost: string[] = []
    new MutationObserver((records) => {
      for (const { removedNodes } of records)
        for (const node of removedNodes) if (node instanceof Element) lost.push(node.nodeName)
    }).observe(document.querySelector("#order-1") as Element, { childList: true, subtree: true })
    Object.assign(window, { lost })
  })
  await page.click("#gift")
  await page.waitForSelector("#card")
  await page.focus("#card")
  const steps = [..."For Ada"].map((key) => () => page.keyboard.type(key))
  for (const [number, step] of steps.entries()) {
    await step()
    await deploy(apps[(number + 1) % 2] as ServedApp)
  }
  await eventually(() => page.textContent("#told"), "2 gift For Ada")
  await page.waitForSelector("#order-1.live-connected")
  expect(await page.inputValue("#card")).toBe("For Ada")
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("card")
  expect(await page.evaluate(() => (window as unknown as { lost: string[] }).lost)).toEqual([])
  // A page that is loaded anew holds nothing that it could tell, but what is persisted.
  await page.reload()
  await eventually(() => page.textContent("#told"), "2 none ")
  expect(codes(apps[0]).concat(codes(apps[1]))).toEqual([])
})

it("with another secret it begins anew, once, with a warning of what was refused, and goes on", async () => {
  const page = await open()
  await goOn(page)
  await deploy(apps[2] as ServedApp)
  await eventually(() => shown(page), "1 0 ")
  await page.click("text=Next")
  await eventually(() => shown(page), "2 1 ")
  expect(codes(apps[2])).toEqual(["LV_TOKEN_INVALID", "LV_SNAPSHOT_REFUSED"])
})

it("a page that is loaded again has what it had, and one that is gone back to", async () => {
  const page = await open()
  await goOn(page)
  await page.reload()
  await isJoined(page)
  await eventually(() => shown(page), "3 0 tea")
  await page.goto(`${proxy.url}/other`)
  await page.goBack()
  await isJoined(page)
  await eventually(() => shown(page), "3 0 tea")
  expect(codes(apps[0])).toEqual([])
})

it("another tab, and the same address anew, begin anew", async () => {
  const page = await open()
  await goOn(page)
  const second = await visitor.open(`${proxy.url}/wizard`)
  await isJoined(second)
  expect(await shown(second)).toBe("1 0 ")
  await page.goto(`${proxy.url}/other`)
  await page.goto(`${proxy.url}/wizard`)
  await isJoined(page)
  expect(await shown(page)).toBe("1 0 ")
})

it("a page that was left for another one of the app, without a page load, has none when it is come back to", async () => {
  const page = await open()
  await goOn(page)
  await page.click("#away")
  await page.waitForSelector("h1")
  await page.goBack()
  await isJoined(page)
  await eventually(() => shown(page), "1 0 ")
  const kept = await page.evaluate(() => Object.values(sessionStorage).join())
  expect(kept).not.toContain("tea")
})

it("what a page keeps cannot be read", async () => {
  const page = await open()
  await goOn(page)
  const { kept, attribute } = await page.evaluate(() => ({
    kept: Object.entries(sessionStorage).filter(([key]) => key.startsWith("livemount-snapshots:")),
    attribute: document.querySelector("#wizard-1")?.getAttribute("data-live-snapshot") ?? "",
  }))
  expect(kept).toHaveLength(1)
  expect(attribute).toMatch(/^1\.[\w-]+$/)
  expect(Buffer.from(attribute.slice(2), "base64url").toString("latin1")).not.toContain("tea")
})

it("without JavaScript a wizard advances, and keeps what was noted", async () => {
  const page = await open("/wizard", { javaScriptEnabled: false })
  await page.click("text=Next")
  await page.fill("[name=text]", "tea")
  await page.click("#add")
  await page.click("text=Next")
  expect(await shown(page)).toBe("3 1 tea")
  expect(visitor.complaints).toEqual([])
})

it("a page that answered a post is joined as it is, when its script comes", async () => {
  visitor = await Visitor.arrive(browser)
  const page = await visitor.open("about:blank")
  await page.route("**/live/*.js", (route) => route.abort())
  await page.goto(`${proxy.url}/wizard`)
  await page.click("text=Next")
  await page.click("text=Next")
  expect(await shown(page)).toBe("3 1 ")
  await page.unroute("**/live/*.js")
  await page.click("text=Next")
  await isJoined(page)
  expect(await shown(page)).toBe("4 0 ")
  await page.click("text=Next")
  await eventually(() => shown(page), "5 1 ")
  expect(page.url()).not.toContain("_live")
})
