/**
 * Pages that take each other's place where little is allowed: nonces and Trusted Types; pages of islands only; shadow roots; a
 * session of the host that is over; a script that does not let the page go.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { RequestHandler } from "express"
import nunjucks from "nunjucks"
import type { Browser, Page } from "playwright-core"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

const LAYOUT = `<!doctype html><html lang="en"><head><title>{{ path }}</title>
<style nonce="{{ nonce }}">h1 { color: rgb(1, 2, 3) }</style>
{% if path == "/second" %}<style nonce="{{ nonce }}">h1 { color: rgb(4, 5, 6) }</style>{% endif %}
<script nonce="{{ nonce }}">window.ran = (window.ran ?? 0) + 1</script>
</head><body>
<nav>{% for to in menu %}<a href="{{ to }}" live-navigate>{{ to }}</a> {% endfor %}</nav>
{% if path == "/shadow" %}<div id="host"><template shadowrootmode="open"><b>in the shadow</b></template></div>{% endif %}
<aside id="kept" live-permanent><input id="radio" live-permanent></aside>
<main>{{ content }}{% block main %}{% endblock %}</main></body></html>`

const ISLANDS = `{% extends "layout.njk" %}{% block main %}<h1>{{ path }}</h1>{{ live("cart", { of: path }) }}{% endblock %}`

const MENU = ["/first", "/second", "/shadow", "/islands", "/other-islands", "/account", "/account/orders", "/log-in"]

let browser: Browser
let served: ServedApp
let visitor: Visitor
let folder: string
/** Whoever comes is logged in. */
let isKnown: boolean
let nonces: number

beforeAll(async () => {
  browser = await launchChromium()
  folder = mkdtempSync(join(tmpdir(), "strict-"))
  writeFileSync(join(folder, "layout.njk"), LAYOUT)
  writeFileSync(join(folder, "islands.njk"), ISLANDS)
  const templates = nunjucks.configure(folder)
  const page = (name: string) =>
    liveView<{ count: number; tab: string }>({
      name,
      mount: () => ({ count: 0, tab: "" }),
      handleParams: (params, _uri, socket) => socket.assign({ tab: String(params["tab"] ?? "none") }),
      events: { more: (_params, socket) => socket.update("count", (count) => count + 1) },
      render: ({ count, tab }) => html`<h1>${name}</h1><p id="tab">${tab}</p>
        <button id="more" live-click="more">${count}</button><a id="patch" href="?tab=open" live-patch>open</a>
        ${count > 0 ? html`<div id="late"><template shadowrootmode="open"><i>late</i></template></div>` : ""}`,
    })
  served = await serveQuietly({
    options: {
      templates,
      layout: "layout.njk",
      nonce: (request) => (request as { nonce?: string }).nonce ?? "",
    },
    before(app) {
      templates.express(app)
      app.use((request, response, next) => {
        const nonce = `n${nonces++}`
        Object.assign(request, { nonce })
        Object.assign(response.locals, { nonce, path: request.path, menu: MENU })
        const scripts = `script-src 'nonce-${nonce}' 'strict-dynamic'; require-trusted-types-for 'script'; trusted-types livemount`
        response.set(
          "Content-Security-Policy",
          `default-src 'none'; connect-src 'self'; style-src 'nonce-${nonce}'; form-action 'self'; ${scripts}`,
        )
        next()
      })
    },
    behind(app, live) {
      live.register(
        liveView<{ of: string; count: number }>({
          name: "cart",
          mount: (_params, session) => ({ of: String((session as { of?: string }).of), count: 0 }),
          events: { add: (_params, socket) => socket.update("count", (count) => count + 1) },
          render: ({ of, count }) => html`<button class="add" live-click="add">${of}: ${count}</button>`,
        }),
      )
      for (const name of ["first", "second", "shadow"]) live.view(`/${name}`, page(name))
      live.view("/log-in", page("log-in"))
      app.get(["/islands", "/other-islands"], (_request, response) => response.render("islands.njk"))
      const guard: RequestHandler = (_request, response, next) => (isKnown ? next() : response.redirect("/log-in"))
      app.get("/account", guard, live.page(page("account")))
      app.get("/account/orders", guard, live.page(page("orders")))
    },
  })
})
afterAll(async () => {
  await served.close()
  await leaveChromium(browser)
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  isKnown = true
  nonces = 0
  visitor = await Visitor.arrive(browser)
})
afterEach(() => visitor.leave())

/** Opens a page; it is the same document as long as that is told of it. */
async function open(path: string, view: string): Promise<Page> {
  const page = await visitor.open(served.url + path)
  await joined(page, view)
  await page.evaluate(() => void Object.assign(window, { mark: true }))
  return page
}

async function joined(page: Page, view: string): Promise<void> {
  await page.locator(`[data-live=${view}].live-connected`).waitFor()
}

async function follow(page: Page, path: string, view: string): Promise<void> {
  await page.getByRole("link", { name: path, exact: true }).click()
  await eventually(async () => new URL(page.url()).pathname, path)
  await joined(page, view)
}

const isSame = (page: Page): Promise<boolean> => page.evaluate(() => "mark" in window)

it("each answer has a nonce of its own: styles of the next page count, its scripts do not run again, nothing is violated", async () => {
  const page = await open("/first", "first")
  const color = (): Promise<string> => page.locator("h1").evaluate((h1) => getComputedStyle(h1).color)
  expect(await color()).toBe("rgb(1, 2, 3)")
  await follow(page, "/second", "second")
  await eventually(color, "rgb(4, 5, 6)")
  await follow(page, "/first", "first")
  await eventually(color, "rgb(1, 2, 3)")
  await page.locator("#more").click()
  await eventually(() => page.locator("#more").textContent(), "1")
  await page.locator("#patch").click()
  await eventually(() => page.locator("#tab").textContent(), "open")
  expect([await isSame(page), await page.evaluate(() => (window as unknown as { ran: number }).ran)]).toEqual([true, 1])
  expect(visitor.complaints).toEqual([])
})

it("pages of islands only exchange the body: islands join, what is permanent stays, back and forward too", async () => {
  const page = await open("/islands", "cart")
  await page.locator(".add").click()
  await eventually(() => page.locator(".add").textContent(), "/islands: 1")
  await page.locator("#radio").fill("on")
  await follow(page, "/other-islands", "cart")
  await eventually(() => page.locator(".add").allTextContents().then(String), "/other-islands: 0")
  await page.locator(".add").click()
  await eventually(() => page.locator(".add").textContent(), "/other-islands: 1")
  await follow(page, "/first", "first")
  await page.locator("#more").click()
  await eventually(() => page.locator("#more").textContent(), "1")
  await page.goBack()
  await joined(page, "cart")
  await eventually(() => page.locator(".add").allTextContents().then(String), "/other-islands: 0")
  await page.goForward()
  await joined(page, "first")
  expect([await isSame(page), await page.locator("#radio").inputValue(), await page.title()]).toEqual([
    true,
    "on",
    "/first",
  ])
  expect(await page.locator("[data-live]").count()).toBe(1)
  expect(visitor.complaints).toEqual([])
})

it("shadow roots that the page brings, and that its view brings later, are there", async () => {
  const page = await open("/first", "first")
  await follow(page, "/shadow", "shadow")
  const inShadow = (selector: string): Promise<string | undefined> =>
    page.evaluate((of) => document.querySelector(of)?.shadowRoot?.textContent ?? undefined, selector)
  expect(await inShadow("#host")).toBe("in the shadow")
  await page.locator("#more").click()
  await eventually(() => inShadow("#late"), "late")
  await follow(page, "/first", "first")
  expect([await isSame(page), await page.locator("#host").count()]).toEqual([true, 0])
  expect(visitor.complaints).toEqual([])
})

describe("when the host's session is over", () => {
  it("a link to another page leads where the guard sends, and so does one to a page that was fetched before", async () => {
    const page = await open("/account", "account")
    isKnown = false
    await page.getByRole("link", { name: "/account/orders" }).click()
    await joined(page, "log-in")
    expect(new URL(page.url()).pathname).toBe("/log-in")
    isKnown = true
    await page.goBack()
    await joined(page, "account")
    expect(await page.locator("h1").textContent()).toBe("account")
  })

  it("a patch of the same page leads there, too", async () => {
    const page = await open("/account", "account")
    isKnown = false
    await page.locator("#patch").click()
    await joined(page, "log-in")
    expect(new URL(page.url()).pathname).toBe("/log-in")
  })

  it("so does the way back", async () => {
    const page = await open("/account", "account")
    await follow(page, "/first", "first")
    isKnown = false
    await page.goBack()
    await joined(page, "log-in")
    expect(new URL(page.url()).pathname).toBe("/log-in")
  })
})

it("a script that holds the page with beforeunload is not asked by what is no load, and where it is the page goes on", async () => {
  const page = await open("/first", "first")
  const asked: string[] = []
  page.on("dialog", (dialog) => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })
  await page.evaluate(() => addEventListener("beforeunload", (event) => event.preventDefault()))
  await page.locator("#more").click()
  await follow(page, "/second", "second")
  await page.goBack()
  await joined(page, "first")
  expect(asked).toEqual([])
  // To be loaded: it is not ours.
  await page.evaluate(() => {
    const link = document.querySelector("nav a") as HTMLAnchorElement
    link.href = "/favicon.ico?no"
  })
  await page.locator("nav a").first().click()
  await eventually(() => Promise.resolve(asked.join()), "beforeunload")
  await page.locator("#more").click()
  await eventually(() => page.locator("#more").textContent(), "1")
  await follow(page, "/second", "second")
  expect([await isSame(page), await page.locator("h1").textContent(), asked]).toEqual([
    true,
    "second",
    ["beforeunload"],
  ])
})
