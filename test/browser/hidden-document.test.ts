/** Forms by the names of the document's members, all that Chromium has: each hides the member from scripts. */

import type { Browser, Page } from "playwright-core"
import { each, html, raw } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

let browser: Browser
let served: ServedApp
let visitor: Visitor
let names: readonly string[] = []

const rows = liveView<{ round: number; name: string }>({
  name: "rows",
  mount: () => ({ round: 1, name: "" }),
  events: {
    round: (_params, socket) => {
      socket.update("round", (round) => round + 1)
      socket.title("Next")
    },
    edit: (params, socket) => socket.assign({ name: String(params.text) }),
    fail: () => {
      throw new Error("meant")
    },
  },
  render: ({ round, name }) =>
    html`<a id="link" href="/other" live-navigate>Other</a><button id="round" live-click="round">${round}</button><button id="fail" live-click="fail">!</button>
    <form id="own" live-change="edit"><input name="text"></form><p id="name">${name}</p>
    <ul>${each(
      Array.from({ length: round }, (_, n) => ({ id: n })),
      (row) => row.id,
      (row) => html`<li class="c${round}">${row.id}</li>`,
    )}</ul>
    <div id="markup">${raw(`<b>${"x".repeat(round)}</b>`)}</div>${round === 1 ? null : html`<i id="new">${round}</i>`}`,
})

const other = liveView({ name: "other", mount: () => ({}), render: () => html`<h1 id="other">Other</h1>` })

beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({
    behind(_app, live) {
      live.view("/", rows)
      live.view("/other", other)
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

/** Reads past what is hidden; the tools of the browser's driver would not. */
const textOf = (page: Page, selector: string): Promise<string | null> =>
  page.evaluate(
    (wanted) => Document.prototype.querySelector.call(document, wanted)?.textContent?.trim() ?? null,
    selector,
  )
const click = (page: Page, selector: string): Promise<void> =>
  page.evaluate((wanted) => (Document.prototype.querySelector.call(document, wanted) as HTMLElement).click(), selector)

function membersOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>()
    for (let type: object | null = Document.prototype; type !== null; type = Object.getPrototypeOf(type)) {
      for (const name of Object.getOwnPropertyNames(type)) if (name !== "__proto__") found.add(name)
    }
    return [...found]
  })
}

/** Has each member of the document be a form in the page at this path. */
function hideAll(page: Page, path: string): Promise<unknown> {
  return page.route(served.url + path, async (route) => {
    const response = await route.fetch()
    const hiding = names.map((name) => `<form name="${name}" action="${path}"></form>`).join("")
    await route.fulfill({
      response,
      body: (await response.text()).replace(/<body[^>]*>|(?=<div[^>]*data-live)/, `$&${hiding}`),
    })
  })
}

it("leave a page that is bound, written and told as any other", async () => {
  const page = await visitor.open("about:blank")
  names = await membersOf(page)
  expect(names.length).toBeGreaterThan(250)
  expect(names).toEqual(expect.arrayContaining(["querySelector", "createTextNode", "addEventListener", "importNode"]))
  await hideAll(page, "/")
  const complaints: string[] = []
  page.on("pageerror", (error) => complaints.push(String(error)))
  await page.goto(`${served.url}/`, { waitUntil: "commit" })
  await eventually(() => textOf(page, ".live-connected #round"), "1")
  expect(await page.evaluate(() => typeof document.createTextNode + typeof document.querySelector)).toBe("objectobject")

  for (const round of [2, 3]) {
    await click(page, "#round")
    await eventually(() => textOf(page, "#round"), String(round))
    expect(await textOf(page, "#markup")).toBe("x".repeat(round))
    expect(await textOf(page, "#new")).toBe(String(round))
    expect((await textOf(page, "ul"))?.replace(/\s/g, "")).toBe("012".slice(0, round))
  }
  await eventually(() => textOf(page, "title"), "Next")
  await page.evaluate(() => {
    const input = Document.prototype.querySelector.call(document, "#own input") as HTMLInputElement
    input.value = "typed"
    input.dispatchEvent(new Event("input", { bubbles: true }))
  })
  await eventually(() => textOf(page, "#name"), "typed")
  await click(page, "#fail")
  await eventually(() => textOf(page, ".live-failure"), "That did not work. Please try again.")
  expect(complaints).toEqual([])
})

it("do not hinder another page from taking the place of one", async () => {
  const page = await visitor.open("about:blank")
  names = await membersOf(page)
  for (const path of ["/", "/other"]) await hideAll(page, path)
  await page.goto(`${served.url}/`, { waitUntil: "commit" })
  await eventually(() => textOf(page, ".live-connected #round"), "1")
  // It is prefetched as soon as what follows links is there.
  const asked: string[] = []
  page.on("request", (request) => asked.push(new URL(request.url()).pathname))
  await eventually(async () => {
    await page.evaluate(() => {
      const link = Document.prototype.querySelector.call(document, "#link") as Element
      link.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }))
    })
    return asked.includes("/other")
  }, true)
  await page.evaluate(() => {
    Object.assign(window, { mark: true })
    Reflect.set(Document.prototype, "cookie", "livemount_flash=held; Path=/", document)
  })
  await click(page, "#link")
  await eventually(() => textOf(page, ".live-connected #other"), "Other")
  const shown = await page.evaluate(() => ({
    isSame: "mark" in window,
    cookies: Reflect.get(Document.prototype, "cookie", document),
    form: (Document.prototype.querySelector.call(document, "form[name=body]") as Element).getAttribute("action"),
  }))
  expect(shown).toEqual({ isSame: true, cookies: "", form: "/other" })
})
