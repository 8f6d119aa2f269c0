/** What was typed, in a real browser, when its process is gone: the page never shows itself without it. */

import type { Browser, Page } from "playwright-core"
import { html } from "../../src/render/values/html.js"
import type { LiveView } from "../../src/view/definition.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

type Params = Readonly<Record<string, unknown>>
const text = (value: unknown): string => (typeof value === "string" ? value : "")

/** What the views were told, in order. */
const told: string[] = []
/** The handlers' answers wait for it. */
let answered = Promise.resolve()

interface Trip {
  readonly country: string
  readonly city: string
  readonly step: number
  readonly name: string
}

/** Cities depend on the country; the second step stands in the page only once the first is done. */
const trip = liveView<Trip>({
  name: "trip",
  mount: () => ({ country: "", city: "", step: 1, name: "" }),
  events: {
    async edit({ country, city }: Params, socket) {
      told.push(`edit ${text(country)} ${text(city)}`)
      await answered
      return socket.assign({ country: text(country), city: text(city) })
    },
    next: (_params, socket) => socket.assign({ step: 2 }),
    name({ name }: Params, socket) {
      told.push(`name ${text(name)}`)
      return socket.assign({ name: text(name) })
    },
    async resume({ step, name }: Params, socket) {
      told.push(`resume ${text(step)} ${text(name)}`)
      await answered
      return socket.assign({ step: Number(step), name: text(name) })
    },
    crash() {
      throw new Error("It is meant.")
    },
  },
  render: ({ country, city, step, name }) => html`<form id="trip" live-change="edit">
      <select id="country" name="country">${["", "fr"].map((one) => html`<option selected="${one === country}">${one}</option>`)}</select>
      ${country === "" ? null : html`<input id="city" name="city" value="${city}">`}</form>
    <button id="next" live-click="next">Next</button><button id="crash" live-click="crash">!</button>
    ${step === 1 ? null : html`<form id="who" live-change="name" live-auto-recover="resume"><input type="hidden" name="step" value="${String(step)}"><input id="name" name="name" value="${name}"></form>`}
    <output>${country}|${city}|${String(step)}|${name}</output>`,
}) as LiveView

let browser: Browser
let served: ServedApp
let proxy: CuttableProxy
let visitor: Visitor
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({ behind: (_app, live) => live.view("/trip", trip) })
  proxy = await CuttableProxy.start(Number(new URL(served.url).port), "127.0.0.1")
})
afterAll(async () => {
  await leaveChromium(browser)
  await proxy.stop()
  await served.close()
})
beforeEach(async () => {
  told.splice(0)
  answered = Promise.resolve()
  visitor = await Visitor.arrive(browser)
  page = await visitor.open(`${proxy.url.replace("localhost", "127.0.0.1")}/trip`)
  await page.locator(".live-connected").waitFor()
})
afterEach(() => visitor.leave())

const shown = (): Promise<string | null> => page.locator("output").textContent()

/** Notes each element and each text that leaves the page from now on, and each value that a field loses. */
async function watch(): Promise<void> {
  await page.evaluate(() => {
    const seen = Object.assign(window, { lost: [] as string[] })
    new MutationObserver((records) => {
      for (const { removedNodes } of records) {
        for (const node of removedNodes) if (node instanceof Element) seen.lost.push(node.id || node.nodeName)
      }
    }).observe(document.body, { childList: true, subtree: true })
    const look = (): void => {
      const values = ["city", "name"].map(
        (id) => (document.getElementById(id) as HTMLInputElement | null)?.value ?? "-",
      )
      const now = `${values.join()} ${document.querySelector("output")?.textContent ?? ""}`
      if (seen.lost.at(-1) !== now) seen.lost.push(now)
      requestAnimationFrame(look)
    }
    look()
  })
}

const seen = (): Promise<string[]> => page.evaluate(() => (window as unknown as { lost: string[] }).lost)

async function fillIn(): Promise<void> {
  await page.selectOption("#country", "fr")
  await page.locator("#city").fill("Paris")
  await page.locator("#next").click()
  await page.locator("#name").pressSequentially("Ada")
  await eventually(shown, "fr|Paris|2|Ada")
  await page.evaluate(() => (document.getElementById("name") as HTMLInputElement).setSelectionRange(1, 2))
}

it("fields and steps that depend on what was typed are there all the time, with focus and caret", async () => {
  await fillIn()
  await watch()
  const before = await seen()
  let release = (): void => undefined
  answered = new Promise((resolve) => {
    release = resolve
  })
  told.splice(0)
  // A process that has crashed is gone, whatever is kept for connections.
  await page.evaluate(() =>
    document.getElementById("crash")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })),
  )
  await eventually(() => Promise.resolve(told.length > 0), true)
  await page.locator("#name").press("End")
  await page.locator("#name").pressSequentially("!")
  await page.evaluate(() => (document.getElementById("name") as HTMLInputElement).setSelectionRange(1, 2))
  expect([await shown(), await page.inputValue("#city")]).toEqual(["fr|Paris|2|Ada", "Paris"])
  release()
  await eventually(shown, "fr|Paris|2|Ada!")
  expect(told).toEqual(["edit fr Paris", "resume 2 Ada", "name Ada!"])
  // What is seen is looked at frame by frame.
  await eventually(async () => (await seen()).at(-1), "Paris,Ada! fr|Paris|2|Ada!")
  expect(await seen()).toEqual([...before, "Paris,Ada! fr|Paris|2|Ada", "Paris,Ada! fr|Paris|2|Ada!"])
  expect(
    await page.evaluate(() => {
      const { id, selectionStart, selectionEnd } = document.activeElement as HTMLInputElement
      return [id, selectionStart, selectionEnd]
    }),
  ).toEqual(["name", 1, 2])
})
