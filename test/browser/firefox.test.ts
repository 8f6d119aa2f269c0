/**
 * The main flows in Firefox, where there is one (Debian: apt-get install firefox-esr; or set FIREFOX to its path). The
 * details are tried in Chromium.
 */

import express from "express"
import { liveMiddleware } from "../../adapters/express/index.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { RecordingLogger } from "../support/recording-logger.js"
import { eventually } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"
import { Firefox, type FirefoxPage, firefoxPath } from "./support/firefox.js"
import { type ServedApp, serveApp } from "./support/serve-app.js"

interface Assigns {
  readonly count: number
  readonly code: string
  readonly rows: readonly string[]
}

const page = liveView<Assigns>({
  name: "page",
  mount: () => ({ count: 0, code: "", rows: [] }),
  render: ({ count, code, rows }) => html`
    <button id="add" live-click="add">+</button><output>${count}</output>
    <form live-change="code" live-submit="save"><input name="code" value="${code}"><button id="save">Save</button></form>
    <ul>${rows.map((row) => html`<li>${row}</li>`)}</ul>
    <a id="away" href="/other" live-navigate>Other</a>`,
  events: {
    add(_params, socket) {
      socket.update("count", (count) => count + 1)
    },
    code(params, socket) {
      socket.assign({ code: String(params["code"]).toUpperCase() })
    },
    save(params, socket) {
      socket.update("rows", (rows) => [...rows, String(params["code"])])
      socket.assign({ code: "" })
    },
  },
})

const other = liveView<{ tab: string; count: number }>({
  name: "other",
  mount: () => ({ tab: "", count: 0 }),
  handleParams: (params, _uri, socket) => socket.assign({ tab: String(params["tab"] ?? "none") }),
  events: { more: (_params, socket) => socket.update("count", (count) => count + 1) },
  render: ({ tab, count }) => html`<h1>Other</h1><p id="tab">${tab}</p>
    <button id="more" live-click="more">${count}</button><a id="patch" href="?tab=open" live-patch>Open</a>`,
})

const inFirefox = firefoxPath === undefined ? describe.skip : describe

inFirefox(firefoxPath === undefined ? "Firefox, which is not installed" : "Firefox", () => {
  let firefox: Firefox
  let served: ServedApp
  let proxy: CuttableProxy
  let tab: FirefoxPage

  beforeAll(async () => {
    const app = express()
    const live = liveMiddleware({ secret: "s".repeat(32), logger: new RecordingLogger(), resumeWindow: 0 })
    // Strict: what the script does must not need more.
    app.use((_request, response, next) => {
      response.set("Content-Security-Policy", "default-src 'self'; require-trusted-types-for 'script'")
      next()
    })
    app.get("/favicon.ico", (_request, response) => void response.status(204).end())
    app.use(live)
    live.view("/", page)
    live.view("/other", other)
    served = await serveApp(app, live)
    proxy = await CuttableProxy.start(Number(new URL(served.url).port), "127.0.0.1")
    firefox = await Firefox.launch(firefoxPath as string)
  })
  beforeEach(async () => {
    tab = await firefox.open(proxy.url)
    await eventually(() => tab.evaluate("document.querySelectorAll('.live-connected').length"), 1)
  })
  afterAll(async () => {
    await firefox.close()
    await proxy.stop()
    await served.close()
  })
  afterEach(() => expect(firefox.complaints.splice(0)).toEqual([]))

  it("shows what a click changes", async () => {
    await tab.click("#add")
    await eventually(() => tab.text("output"), "1")
    await tab.click("#add")
    await eventually(() => tab.text("output"), "2")
  })

  it("keeps what is typed while the server writes it in capitals, with the caret behind it", async () => {
    await tab.click("[name=code]")
    await tab.type("hello")
    await eventually(() => tab.evaluate("document.querySelector('[name=code]').value"), "HELLO")
    expect(await tab.evaluate("document.querySelector('[name=code]').selectionStart")).toBe(5)
  })

  it("submits a form, which is emptied, and appends to a list", async () => {
    await tab.click("[name=code]")
    await tab.type("one")
    await eventually(() => tab.evaluate("document.querySelector('[name=code]').value"), "ONE")
    await tab.click("#save")
    await eventually(
      () => tab.evaluate("[...document.querySelectorAll('li')].map((li) => li.textContent).join()"),
      "ONE",
    )
    await eventually(() => tab.evaluate("document.querySelector('[name=code]').value"), "")
  })

  it("goes to another page and along its patches without a load, back and forward", async () => {
    await tab.evaluate("void (window.mark = true)")
    await tab.click("[name=code]")
    await tab.type("typed")
    await tab.click("#away")
    await eventually(() => tab.evaluate("document.querySelectorAll('[data-live=other].live-connected').length"), 1)
    await tab.click("#patch")
    await eventually(() => tab.text("#tab"), "open")
    await tab.click("#more")
    await eventually(() => tab.text("#more"), "1")
    expect(await tab.evaluate("location.pathname + location.search")).toBe("/other?tab=open")
    await tab.evaluate("history.back()")
    await eventually(() => tab.text("#tab"), "none")
    await tab.evaluate("history.back()")
    await eventually(() => tab.evaluate("document.querySelectorAll('[data-live=page].live-connected').length"), 1)
    expect(await tab.evaluate("document.querySelector('[name=code]').value")).toMatch(/^typed$/i)
    await tab.evaluate("history.forward()")
    await eventually(() => tab.evaluate("document.querySelectorAll('[data-live=other].live-connected').length"), 1)
    expect(await tab.evaluate("window.mark === true && document.activeElement.localName")).toBe("h1")
  })

  it("goes on after the connection was lost", async () => {
    await tab.click("#add")
    await eventually(() => tab.text("output"), "1")
    proxy.cut()
    await eventually(() => tab.evaluate("document.querySelectorAll('.live-connected').length"), 0)
    proxy.restore()
    await eventually(() => tab.evaluate("document.querySelectorAll('.live-connected').length"), 1)
    await tab.click("#add")
    await eventually(() => tab.text("output"), "1")
    // That it could not be reached.
    firefox.complaints.length = 0
  })
})
