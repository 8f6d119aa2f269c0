/** Forms with controls by the names of their members, all that Chromium has: each hides the member from scripts. */

import express from "express"
import type { Browser, Page } from "playwright-core"
import { liveMiddleware } from "../../adapters/express/index.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveApp } from "./support/serve-app.js"

let browser: Browser
let served: ServedApp
let visitor: Visitor
/** What arrived: `edit closest x`. */
let arrived: string[]
let names: readonly string[] = []

const tell = (event: string) => (params: Readonly<Record<string, unknown>>) => {
  const [name = ""] = Object.keys(params).filter((key) => names.includes(key))
  arrived.push(`${event} ${name} ${String(params[name])}`)
}

const forms = liveView<{ round: number }>({
  name: "forms",
  mount: () => ({ round: 1 }),
  events: {
    edit: tell("edit"),
    save: tell("save"),
    round: (_params, socket) => socket.update("round", (round) => round + 1),
  },
  render: ({ round }) =>
    html`<button id="round" live-click="round">${round}</button>${names.map(
      (name) => html`<form live-submit="save" live-change="edit" class="c${round}">
      <p>${round}</p>${round === 1 ? null : html`<i>${round}</i>`}<input name="${name}"><button>Save</button></form>`,
    )}`,
})

beforeAll(async () => {
  browser = await launchChromium()
  const app = express()
  app.get("/favicon.ico", (_request, response) => void response.status(204).end())
  const live = liveMiddleware({ secret: "a secret of the tests that is long enough", limits: { eventsWaiting: 2_000 } })
  app.use(live)
  live.view("/forms", forms)
  served = await serveApp(app, live)
})
afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
})
beforeEach(async () => {
  arrived = []
  visitor = await Visitor.arrive(browser)
})
afterEach(async () => {
  await visitor.leave()
  expect(visitor.complaints).toEqual([])
})

async function open(): Promise<Page> {
  const page = await visitor.open(`${served.url}/forms`)
  await page.locator(".live-connected").waitFor({ state: "attached" })
  return page
}

it("are bound, written, told and submitted as any other, and put nothing into the address", async () => {
  const blank = await visitor.open("about:blank")
  names = await blank.evaluate(() => {
    const found = new Set<string>()
    for (let type: object | null = HTMLFormElement.prototype; type !== null; type = Object.getPrototypeOf(type)) {
      for (const name of Object.getOwnPropertyNames(type)) if (name !== "__proto__") found.add(name)
    }
    return [...found]
  })
  expect(names.length).toBeGreaterThan(250)
  const page = await open()
  await page.locator("#round").click()
  const texts = (): Promise<string> =>
    page.evaluate(() =>
      [...new Set(Array.from(document.querySelectorAll("form p, form i"), (one) => one.textContent))].join(),
    )
  await eventually(texts, "2")
  const count = (selector: string): Promise<number> =>
    page.evaluate((wanted) => document.querySelectorAll(wanted).length, selector)
  expect([await count("form.c2"), await count("form i")]).toEqual([names.length, names.length])

  await page.evaluate(() => {
    for (const input of document.querySelectorAll<HTMLInputElement>("form input:not([type=hidden])")) {
      input.value = "x"
      input.dispatchEvent(new Event("input", { bubbles: true }))
      ;(input.nextElementSibling as HTMLButtonElement).click()
    }
  })
  await eventually(() => Promise.resolve(arrived.length), names.length * 2)
  // Names that every object has are not taken over into the parameters.
  const told = names.filter((name) => !(name in {}))
  expect(arrived.filter((text) => !text.endsWith("undefined"))).toEqual(
    told.flatMap((name) => [`edit ${name} x`, `save ${name} x`]),
  )
  expect(new URL(page.url()).search).toBe("")
})
