/** What is the browser's own in live forms, and what other scripts have moved, in Chromium on both hosts. */

import express from "express"
import Koa from "koa"
import type { Browser, Page } from "playwright-core"
import { liveMiddleware as expressLive } from "../../adapters/express/index.js"
import { liveMiddleware as koaLive } from "../../adapters/koa/index.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveApp } from "./support/serve-app.js"

let browser: Browser
/** The forms that arrived: field `a`. */
let saved: unknown[] = []

const save = ({ a }: Readonly<Record<string, unknown>>): void => void saved.push(a)

const dialogs = liveView<Record<string, never>>({
  name: "dialogs",
  mount: () => ({}),
  events: { save },
  render: () => html`<dialog id="one" open><form live-submit="save" live-confirm="Sure?">
      <input name="a" required><button formmethod="dialog" formnovalidate>Cancel</button></form></dialog>
    <dialog id="two" open><form method="dialog" live-submit="save"><button name="a" value="ok">OK</button></form></dialog>
    <iframe name="preview"></iframe>
    <form id="three" live-submit="save" target="preview"><button name="a" value="frame">Show</button></form>`,
})

const modal = liveView<{ count: number; text: string }>({
  name: "modal",
  mount: () => ({ count: 0, text: "" }),
  events: {
    add: (_params, socket) => socket.update("count", (count) => count + 1),
    edit: ({ a }, socket) => socket.assign({ text: String(a) }),
  },
  render: ({ count, text }) => html`<p>${count} ${text}</p><div id="modal"><button live-click="add">+</button>
    <i>${count}</i><form live-change="edit"><input name="a" value="${text}"></form></div>`,
})

const secret = "a secret of the tests that is long enough"
const hosts: Readonly<Record<string, () => Promise<ServedApp>>> = {
  express: () => {
    const app = express()
    const live = expressLive({ secret })
    app.get("/favicon.ico", (_request, response) => void response.status(204).end())
    app.use(live)
    live.view("/dialogs", dialogs)
    live.view("/modal", modal)
    return serveApp(app, live)
  },
  koa: () => {
    const app = new Koa()
    const live = koaLive({ secret })
    app.use((context, next) => (context.path === "/favicon.ico" ? void (context.status = 204) : next()))
    app.use(live)
    live.view("/dialogs", dialogs)
    live.view("/modal", modal)
    return serveApp(app.callback(), live)
  },
}

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

describe.each(Object.keys(hosts))("on %s", (host) => {
  let served: ServedApp
  let visitor: Visitor

  beforeAll(async () => {
    served = await (hosts[host] as () => Promise<ServedApp>)()
  })
  afterAll(() => served.close())
  beforeEach(async () => {
    saved = []
    visitor = await Visitor.arrive(browser)
  })
  afterEach(async () => {
    await visitor.leave()
    expect(visitor.complaints).toEqual([])
  })

  async function open(path: string): Promise<Page> {
    const page = await visitor.open(served.url + path)
    await page.locator(".live-connected").first().waitFor({ state: "attached" })
    return page
  }

  it("a dialog's buttons close it, and only the one that submits is told", async () => {
    const page = await open("/dialogs")
    const isOpen = (id: string): Promise<boolean> =>
      page.evaluate((one) => document.querySelector(one)?.hasAttribute("open") === true, id)
    await page.click("#one button")
    await eventually(() => isOpen("#one"), false)
    await page.click("#two button")
    await eventually(() => isOpen("#two"), false)
    await eventually(() => Promise.resolve(saved.join()), "ok")
  })

  it("a form whose target is a frame is posted into it", async () => {
    const page = await open("/dialogs")
    await page.click("#three button")
    await page.frameLocator("iframe").locator("#three").waitFor({ state: "attached" })
    expect(saved).toEqual(["frame"])
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe("/dialogs")
  })

  it("a dialog that a script has put elsewhere is the view's still", async () => {
    const page = await open("/modal")
    await page.evaluate(() => document.body.append(document.querySelector("#modal") as Element))
    await page.click("#modal button")
    await eventually(() => page.innerText("#modal i"), "1")
    await page.fill("#modal input", "abc")
    await eventually(() => page.innerText("p"), "1 abc")
    expect(new URL(page.url()).search).toBe("")
  })
})
