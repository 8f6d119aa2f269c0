/** Flash in Chromium, on both hosts: shown once, by the page that was meant, whatever becomes of tabs and connections. */

import Koa from "koa"
import type { Browser, Page } from "playwright-core"
import { liveMiddleware as koaLive } from "../../adapters/koa/index.js"
import { components } from "../../src/component/built-in/components.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"
import { type ServedApp, serveApp, serveQuietly } from "./support/serve-app.js"

/** What a live `mount` waits for. */
let gate: Promise<void> = Promise.resolve()

const shop = liveView<{ count: number }>({
  name: "shop",
  mount: async (_params, _session, socket) => {
    if (socket.connected) await gate
    return { count: 0 }
  },
  events: {
    add: (_params, socket) => socket.update("count", (count) => count + 1),
    save: (_params, socket) => socket.putFlash("info", "Saved."),
    buy: (_params, socket) => {
      socket.putFlash("info", "Bought.")
      socket.redirect("/basket")
    },
  },
  render: ({ count, flash }) =>
    html`${components.flashGroup({ flash })}<p id="count">${count}</p><button live-click="add">Add</button><button live-click="save">Save</button><button live-click="buy">Buy</button>`,
})

const basket = liveView({
  name: "basket",
  mount: async (_params, _session, socket) => {
    if (socket.connected) await gate
    return {}
  },
  render: ({ flash }) => html`${components.flashGroup({ flash })}<a href="/shop">Shop</a>`,
})

const secret = "a secret of the tests that is long enough"
const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** The same two pages on each host. */
const hosts = {
  Express() {
    return serveQuietly({
      options: { resumeWindow: 0 },
      behind(_app, live) {
        live.view("/shop", shop)
        live.view("/basket", basket)
      },
    })
  },
  Koa() {
    const app = new Koa()
    const live = koaLive({ secret, development: false, logger, resumeWindow: 0 })
    app.use(live)
    live.view("/shop", shop)
    live.view("/basket", basket)
    return serveApp(app.callback(), live)
  },
}

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

describe.each(Object.entries(hosts))("flash on %s", (_name, serve) => {
  let served: ServedApp
  let proxy: CuttableProxy
  let visitor: Visitor

  beforeAll(async () => {
    served = await serve()
    proxy = await CuttableProxy.start(Number(new URL(served.url).port), "127.0.0.1")
  })
  afterAll(async () => {
    await proxy.stop()
    await served.close()
  })
  beforeEach(() => {
    gate = Promise.resolve()
  })
  afterEach(() => visitor.leave())

  async function open(path: string): Promise<Page> {
    const page = await visitor.open(proxy.url + path)
    await joined(page)
    return page
  }

  const joined = (page: Page): Promise<void> => page.locator("[data-live].live-connected").waitFor()
  const shown = (page: Page): Promise<string[]> => page.locator(".live-flash p").allTextContents()
  const click = (page: Page, name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click()

  async function buy(page: Page): Promise<void> {
    await click(page, "Buy")
    await page.waitForURL(/basket/)
  }

  it("is shown by the page that a redirect leads to, once: not by a reload, not when the user comes back", async () => {
    visitor = await Visitor.arrive(browser)
    const page = await open("/shop")
    await buy(page)
    await joined(page)
    expect(await shown(page)).toEqual(["Bought."])
    await page.reload()
    await joined(page)
    expect(await shown(page)).toEqual([])

    await page.goto(`${proxy.url}/shop`)
    await joined(page)
    await buy(page)
    expect(await shown(page)).toEqual(["Bought."])
    await page.getByRole("link", { name: "Shop" }).click()
    await page.waitForURL(/shop/)
    await joined(page)
    expect(await shown(page)).toEqual([])
    await page.goBack()
    await page.waitForURL(/basket/)
    await joined(page)
    expect(await shown(page)).toEqual([])
    expect(visitor.complaints).toEqual([])
  })

  it("stays in the page where nothing leads on, and is closed by its button", async () => {
    visitor = await Visitor.arrive(browser)
    const page = await open("/shop")
    await click(page, "Save")
    await eventually(async () => (await shown(page)).join(), "Saved.")
    await click(page, "Add")
    await eventually(() => page.locator("#count").textContent(), "1")
    expect(await shown(page)).toEqual(["Saved."])
    await click(page, "Close")
    await eventually(async () => (await shown(page)).length, 0)
  })

  it("of one tab is not shown by another", async () => {
    visitor = await Visitor.arrive(browser)
    const [page, other] = [await open("/shop"), await open("/shop")]
    await buy(page)
    await other.reload()
    await joined(other)
    expect([await shown(page), await shown(other)]).toEqual([["Bought."], []])
  })

  it("outlives a connection that is lost before its page has joined, and is gone when the page comes back later", async () => {
    visitor = await Visitor.arrive(browser)
    const page = await open("/shop")
    let release: (() => void) | undefined
    gate = new Promise((resolve) => {
      release = resolve
    })
    await buy(page)
    expect(await shown(page)).toEqual(["Bought."])
    proxy.cut()
    release?.()
    proxy.restore()
    await joined(page)
    expect(await shown(page)).toEqual(["Bought."])

    proxy.cut()
    await page.locator("[data-live]:not(.live-connected)").waitFor()
    proxy.restore()
    await joined(page)
    await eventually(async () => (await shown(page)).length, 0)
  })

  it("works without a script: posted, shown once, closed", async () => {
    visitor = await Visitor.arrive(browser, { javaScriptEnabled: false })
    const page = await visitor.open(`${proxy.url}/shop`)
    await buy(page)
    expect(await shown(page)).toEqual(["Bought."])
    await click(page, "Close")
    expect(await shown(page)).toEqual([])
    await page.goto(`${proxy.url}/basket`)
    expect(await shown(page)).toEqual([])
  })
})
