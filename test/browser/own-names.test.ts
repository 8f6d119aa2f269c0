/** The names that the build shortens: none is the browser's, and none meets what the page's own scripts bring. */

import { execFileSync } from "node:child_process"
import { join } from "node:path"
import type { Browser } from "playwright-core"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

const form = liveView<{ text: string }>({
  name: "form",
  mount: () => ({ text: "" }),
  events: {
    edit: ({ text }, socket) => socket.assign({ text: String(text) }),
    fail: () => {
      throw new Error("meant")
    },
  },
  render: ({ text }) =>
    html`<form live-change="edit"><own-field><input name="text" live-debounce="10"></own-field></form>
      <own-button live-click="fail">!</own-button><p>${text}</p>`,
})

let browser: Browser
let served: ServedApp
beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({
    behind(_app, live) {
      live.view("/", form)
    },
  })
})
afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
})

it("are none that the browser knows", async () => {
  const script = "import('./scripts/private-names.mjs').then(({ ownNames }) => console.log(JSON.stringify(ownNames)))"
  const names = JSON.parse(
    execFileSync(process.execPath, ["-e", script], { cwd: join(__dirname, "../.."), encoding: "utf8" }),
  ) as string[]
  expect(names.length).toBeGreaterThan(100)
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(served.url)
  const known = await page.evaluate((all) => {
    const members = new Set<string>()
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const { value } = Object.getOwnPropertyDescriptor(globalThis, name) ?? {}
      members.add(name)
      if (typeof value !== "function") continue
      for (const part of [value, value.prototype ?? {}]) {
        for (const member of Object.getOwnPropertyNames(part)) members.add(member)
      }
    }
    return all.filter((name) => members.has(name))
  }, names)
  await visitor.leave()
  expect(known).toEqual([])
})

it("are not looked for on elements whose classes have members of such names", async () => {
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open("about:blank")
  await page.addInitScript(() => {
    const met: string[] = []
    const told: unknown[] = []
    Object.assign(globalThis, { met, told })
    const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$"]
    class Own extends HTMLElement {}
    for (const name of [...letters, ...letters.flatMap((first) => letters.map((second) => first + second))]) {
      if (name in Own.prototype) continue
      Object.defineProperty(Own.prototype, name, {
        get: () => {
          met.push(name)
          throw new Error(`${name} is the page's own`)
        },
        set: () => {
          met.push(name)
        },
      })
    }
    customElements.define("own-field", class extends Own {})
    customElements.define("own-button", class extends Own {})
    addEventListener("live:event-failed", (event) => {
      const { code, message, root } = (event as CustomEvent).detail
      told.push([code, message, root])
    })
    addEventListener("live:page-loading-start", (event) => told.push((event as CustomEvent).detail.kind))
  })
  await page.goto(served.url)
  await page.locator(".live-connected").waitFor()
  await page.locator("input").fill("typed")
  await eventually(() => page.locator("p").textContent(), "typed")
  await page.locator("own-button").click()
  const read = (name: string): Promise<unknown> => page.evaluate((key) => Reflect.get(globalThis, key), name)
  await eventually(async () => ((await read("told")) as unknown[]).length, 2)
  expect(await read("told")).toEqual(["initial", ["LV_CALLBACK_FAILED", expect.any(String), expect.any(String)]])
  expect(await read("met")).toEqual([])
  await visitor.leave()
})
