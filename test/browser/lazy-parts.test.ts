/** Parts of the client that are loaded when they are needed, or before, over a network that fails. */

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { each, html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

let browser: Browser
let served: ServedApp
let proxy: CuttableProxy
let visitor: Visitor

const counter = liveView<{ count: number }>({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: {
    add: (_params, socket) => socket.update("count", (count) => count + 1),
    fail: () => {
      throw new Error("meant")
    },
    leave: (_params, socket) => socket.redirect("/next"),
  },
  render: ({ count }) =>
    html`<p>${count}</p><button id="add" live-click="add">+</button><button id="fail" live-click="fail">!</button><button id="leave" live-click="leave">→</button>`,
})

interface Notes {
  readonly text: string
  readonly order: string
}

/** Has a use for most parts: a control with a slot and a limit, a list. */
const notes = liveView<Notes>({
  name: "notes",
  mount: () => ({ text: "", order: "abc" }),
  events: {
    edit: ({ text }: Readonly<Record<string, unknown>>, socket) =>
      socket.assign({ text: typeof text === "string" ? text : "" }),
    turn: (_params, socket) => socket.update("order", (order) => [...order].reverse().join("")),
  },
  render: ({ text, order }) =>
    html`<i>${text}</i><form live-change="edit"><input name="text" value="${text}" live-debounce="100"></form><button live-click="turn">⇅</button><ul>${each(
      [...order],
      (id) => id,
      (id) => html`<li>${id}</li>`,
    )}</ul>`,
})

beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({
    options: { resumeWindow: 0 },
    behind(app, live) {
      app.get("/next", (_request, response) => void response.send("<h1>next</h1>"))
      live.view("/", counter)
      live.view("/notes", notes)
    },
  })
})
afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
})
beforeEach(async () => {
  proxy = await CuttableProxy.start(Number(new URL(served.url).port), "127.0.0.1")
  visitor = await Visitor.arrive(browser)
})
afterEach(async () => {
  await visitor.leave()
  await proxy.stop()
})

/** Opens the page; requests for this part fail until the answer of `fails` is no. Collects what was asked for. */
async function open(part: string, fails: (url: string) => boolean): Promise<{ page: Page; asked: string[] }> {
  const asked: string[] = []
  const page = await visitor.open("about:blank")
  await page.route(new RegExp(`/${part}-[A-Z0-9]{8}\\.js`), async (route) => {
    const url = route.request().url()
    asked.push(url)
    if (fails(url)) await route.abort("connectionreset")
    else await route.continue()
  })
  await page.goto(proxy.url)
  await page.locator(".live-connected").waitFor({ state: "attached" })
  return { page, asked }
}

it("are there before the connection is lost, if they tell of that", async () => {
  const { page } = await open("standby", () => false)
  proxy.cut()
  await page.locator(".live-notice").waitFor({ state: "visible" })
})

it("are asked for by another URL where the browser remembers that the first could not be loaded", async () => {
  const { page, asked } = await open("standby", (url) => !url.includes("?"))
  await page.locator("#fail").click()
  await page.locator(".live-failure").waitFor({ state: "visible" })
  expect(asked.length).toBeGreaterThan(1)
})

it("are asked for again by themselves as long as something waits for them", async () => {
  let isGone = true
  const { page, asked } = await open("standby", () => isGone)
  await page.locator("#fail").click()
  await eventually(() => Promise.resolve(asked.length > 3), true)
  expect(await page.locator(".live-failure").count()).toBe(0)
  isGone = false
  await page.locator(".live-failure").waitFor({ state: "visible" })
  await page.locator("#add").click()
  await eventually(() => page.locator("p").textContent(), "1")
})

it("that cannot be had keep no redirect from being followed", async () => {
  const { page, asked } = await open("standby", () => true)
  await page.locator("#leave").click()
  await page.locator("h1").waitFor()
  expect([new URL(page.url()).pathname, asked.length > 1]).toEqual(["/next", true])
})

it("are there before they are needed, if they send the browser elsewhere", async () => {
  const { page, asked } = await open("standby", () => false)
  await eventually(() => Promise.resolve(asked.length), 1)
  await page.locator("#leave").click()
  await page.locator("h1").waitFor()
  expect(asked).toHaveLength(1)
})

it("of which none can be had leave the page at work, also over a lost connection, but for what knows forms", async () => {
  const page = await visitor.open("about:blank")
  const gone = new Set<string>()
  // A page with a form waits for that one: `late-forms.test.ts`.
  await page.route(/\/(?!livemount-|forms-)[\w-]+-[A-Z0-9]{8}\.js/, async (route) => {
    gone.add(/([\w-]+)-[A-Z0-9]{8}\.js/.exec(route.request().url())?.[1] ?? "")
    await route.fulfill({ status: 404, body: "" })
  })
  await page.goto(`${proxy.url}/notes`)
  await page.locator(".live-connected").waitFor({ state: "attached" })
  const input = page.locator("[name=text]")
  await input.pressSequentially("one")
  await eventually(() => page.locator("i").textContent(), "one")
  await page.locator("button").click()
  await eventually(() => page.locator("ul").textContent(), "cba")
  proxy.cut()
  await page.locator(".live-error").waitFor({ state: "attached" })
  await input.press("End")
  await input.pressSequentially(" two")
  proxy.restore()
  await eventually(() => page.locator("i").textContent(), "one two")
  await page.locator("button").click()
  await eventually(() => page.locator("ul").textContent(), "cba")
  expect(await input.inputValue()).toBe("one two")
  expect([...gone]).toEqual(expect.arrayContaining(["standby", "used-controls", "fewest-moves", "rate-limit"]))
})

it("are all imported so", () => {
  const folder = join(__dirname, "../../dist/browser")
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
  const { client, hooks } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"))
  // Pages name these two themselves.
  const parts = readdirSync(folder).filter((name) => name.endsWith(".js") && name !== client && name !== hooks)
  const all = texts.join("\n")
  for (const part of parts) expect(all).toContain(`"./${part}"`)
  // An import of a name that stands there would be one without a second attempt, unless that follows.
  const plain = all.match(/import\("[^"]*"\)(?!\.catch)/g) ?? []
  expect(plain).toEqual([])
})
