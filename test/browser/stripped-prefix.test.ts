/** A live page in a browser, under a prefix that a proxy strips: script, socket, redirects, new tokens, plain POST. */

import express from "express"
import type { Browser } from "playwright-core"
import { type ExpressLive, liveMiddleware } from "../../adapters/express/index.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { type StrippingProxy, stripPrefix } from "../support/stripping-proxy.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveApp } from "./support/serve-app.js"

const counter = liveView<{ count: number }>({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: {
    increment: (_params, socket) => socket.update("count", (count) => count + 1),
    go: (_params, socket) => socket.redirect("/done"),
  },
  render: ({ count }) => html`<button live-click="increment">+</button> <button live-click="go">go</button>
    <output>${count}</output>`,
})

let browser: Browser
let live: ExpressLive
let served: ServedApp
let proxy: StrippingProxy
let visitor: Visitor

beforeAll(async () => {
  browser = await launchChromium()
  const app = express()
  app.set("trust proxy", "loopback")
  live = liveMiddleware({ secret: "a secret of the tests that is long enough", identify: () => "ada" })
  app.use(live)
  live.view("/counter", counter)
  app.get("/done", (_request, response) => void response.send("<h1>Done</h1>"))
  served = await serveApp(app, live)
  proxy = await stripPrefix(served.url, "/app", { "x-forwarded-prefix": "/app" })
})

afterAll(async () => {
  await proxy.close()
  await leaveChromium(browser)
  await served.close()
})

afterEach(() => visitor.leave())

it("is live, follows redirects to paths of the app, and gets a new token where the old one is void", async () => {
  visitor = await Visitor.arrive(browser)
  const page = await visitor.open(`${proxy.url}/counter`)
  await page.locator(".live-connected").waitFor()
  expect(visitor.complaints).toEqual([])
  await page.getByRole("button", { name: "+" }).click()
  await eventually(() => page.locator("output").textContent(), "1")
  // The token is void now; the page fetches itself through the proxy for another.
  const asked = page.waitForResponse(`${proxy.url}/counter`)
  live.disconnect("ada")
  await asked
  await eventually(() => page.locator("output").textContent(), "0")
  await page.getByRole("button", { name: "+" }).click()
  await eventually(() => page.locator("output").textContent(), "1")
  await page.getByRole("button", { name: "go" }).click()
  await page.getByRole("heading", { name: "Done" }).waitFor()
  expect(page.url()).toBe(`${proxy.url}/done`)
})

it("works by plain POST with JavaScript off", async () => {
  visitor = await Visitor.arrive(browser, { javaScriptEnabled: false })
  const page = await visitor.open(`${proxy.url}/counter`)
  await page.getByRole("button", { name: "+" }).click()
  await page.waitForURL(`${proxy.url}/counter?_live`)
  expect(await page.locator("output").textContent()).toBe("1")
  await page.getByRole("button", { name: "go" }).click()
  await page.waitForURL(`${proxy.url}/done`)
})
