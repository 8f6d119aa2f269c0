/** Pages whose token is refused: after a log-out, from another browser, without cookies. None of them ends in a loop. */

import express from "express"
import session from "express-session"
import type { Browser, Page, Route } from "playwright-core"
import { type ExpressLive, liveMiddleware } from "../../adapters/express/index.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveApp } from "./support/serve-app.js"

declare module "express-session" {
  interface SessionData {
    user: string
  }
}

const counter = liveView<{ count: number }>({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: {
    increment: (_params, socket) => socket.update("count", (count) => count + 1),
  },
  render: ({ count }) => html`<button live-click="increment">${count}</button>`,
})

/** What was typed, by whoever is told. */
const told: string[] = []
const note = liveView<{ text: string }>({
  name: "note",
  mount: () => ({ text: "" }),
  events: {
    edit({ text }, socket) {
      told.push(String(text))
      return socket.assign({ text: String(text) })
    },
  },
  render: ({ text }) => html`<form live-change="edit"><input name="text" value="${text}"></form><p>${text}</p>`,
})

let browser: Browser
let served: ServedApp
let live: ExpressLive
let url: string
/** Paths of all pages asked for, in order. */
let asked: string[]

beforeAll(async () => {
  browser = await launchChromium()
  const app = express()
  app.get("/favicon.ico", (_request, response) => void response.status(204).end())
  app.use((request, _response, next) => {
    if (!request.path.startsWith("/live/")) asked.push(`${request.method} ${request.path}`)
    next()
  })
  app.use(session({ secret: "of the host", resave: false, saveUninitialized: false }))
  app.get("/login", (_request, response) => void response.send("<h1>Log in</h1>"))
  app.get("/enter", (request, response) => {
    request.session.user = "ada"
    response.redirect("/account")
  })
  app.get("/leave", (request, response) => {
    request.session.destroy(() => {
      live.disconnect("ada")
      response.send("<h1>Gone</h1>")
    })
  })
  live = liveMiddleware({
    secret: "a secret of the tests that is long enough",
    development: false,
    identify: (request) => (request as express.Request).session.user,
  })
  app.use(live)
  live.view("/open", counter)
  live.view("/note", note)
  app.get(
    "/account",
    (request, response, next) => (request.session.user === undefined ? response.redirect("/login") : next()),
    live.page(counter),
  )
  served = await serveApp(app, live)
  ;({ url } = served)
})

afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
})

let visitor: Visitor
beforeEach(async () => {
  asked = []
  visitor = await Visitor.arrive(browser)
})
afterEach(() => visitor.leave())

const connected = (page: Page): Promise<void> => page.locator(".live-connected").waitFor()
const asks = (path: string): number => asked.filter((line) => line === `GET ${path}`).length

it("after a log-out in another tab, the page follows the host's redirect to its log-in", async () => {
  const page = await visitor.open(`${url}/enter`)
  await connected(page)
  await page.getByRole("button").click()
  await eventually(() => page.getByRole("button").textContent(), "1")
  await visitor.open(`${url}/leave`)
  await page.getByRole("heading", { name: "Log in" }).waitFor()
  expect(new URL(page.url()).pathname).toBe("/login")
  // Once to enter, once for a token, and once more at the most: the page load that followed the redirect.
  expect(asks("/account")).toBeLessThanOrEqual(3)
})

it("what one user has typed the next one in the same browser is neither shown nor told as theirs", async () => {
  await visitor.open(`${url}/enter`)
  const page = await visitor.open(`${url}/note`)
  await connected(page)
  await page.locator("input").fill("of ada")
  await eventually(() => page.locator("p").textContent(), "of ada")
  told.splice(0)
  await visitor.open(`${url}/leave`)
  await eventually(() => page.locator("p").textContent(), "")
  await connected(page)
  expect([await page.locator("input").inputValue(), told]).toEqual(["", []])
  // The page itself, a token, and the page for who is there now.
  expect(asks("/note")).toBe(3)
})

it("a page that was made for another browser gets a token of its own, and goes on", async () => {
  const foreign = await (await fetch(`${url}/open`)).text()
  const page = await visitor.open("about:blank")
  await page.route(`${url}/open`, (route: Route) => route.fulfill({ contentType: "text/html", body: foreign }), {
    times: 1,
  })
  await page.goto(`${url}/open`)
  await connected(page)
  await page.getByRole("button").click()
  await eventually(() => page.getByRole("button").textContent(), "1")
  // By the test, and for the token.
  expect(asks("/open")).toBe(2)
})

it("without cookies the page stays as it is, says why, and asks for one token only", async () => {
  const page = await visitor.open("about:blank")
  await page.route(`${url}/open`, async (route) => {
    await route.fulfill({ contentType: "text/html", body: await (await fetch(route.request().url())).text() })
  })
  const said = new Promise<string>((resolve) => {
    page.on("console", (message) => {
      if (message.text().includes("LV_TOKEN_FOREIGN")) resolve(message.text())
    })
  })
  await page.goto(`${url}/open`)
  expect(await said).toContain("cookie")
  expect(await page.getByRole("button").textContent()).toBe("0")
  expect(await page.locator(".live-connected").count()).toBe(0)
  expect(asks("/open")).toBe(2)
})
