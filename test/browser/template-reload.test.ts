/** A template that is edited while its page is open: the page follows, and keeps its state and what the user does. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Application } from "express"
import type { Browser } from "playwright-core"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, hosts, serve } from "../support/http-hosts.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"

let browser: Browser
let folder: string
beforeAll(async () => {
  browser = await launchChromium()
  folder = mkdtempSync(join(tmpdir(), "templates-"))
})
afterAll(async () => {
  await leaveChromium(browser)
  await closeHosts()
  rmSync(folder, { recursive: true })
})

const write = (text: string): void => writeFileSync(join(folder, "counter.njk"), text)

it("is shown in the open page; one that does not compile is shown over it until it is mended", async () => {
  write('<h1>One</h1><button live-click="increment">{{ count }}</button>')
  const [host] = hosts
  if (host === undefined) throw new Error("There is no host.")
  const app = host.make({
    options: { views: folder, development: true },
    setUp: (express: Application) =>
      express.get("/favicon.ico", (_request, response) => void response.status(204).end()),
  })
  app.live.view(
    "/counter",
    liveView<{ count: number }>({
      name: "counter",
      template: "counter.njk",
      mount: () => ({ count: 0 }),
      events: {
        increment(_params, socket) {
          socket.update("count", (count) => count + 1)
        },
      },
    }),
  )
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(`${await serve(app)}/counter`)
  const button = page.getByRole("button", { name: /^\d+$/ })
  const overlay = page.locator("[role=alertdialog]")
  await button.click()
  await eventually(() => button.textContent(), "1")

  write('<h1>Two</h1><input><button live-click="increment">{{ count }}</button>')
  await eventually(() => page.locator("h1").textContent(), "Two")
  expect(await button.textContent()).toBe("1")

  write('<h1>Three</h1>\n<input><button live-click="increment">{{ count </button>')
  await overlay.waitFor()
  expect(await overlay.locator("h2").textContent()).toBe('LV_TEMPLATE_COMPILE in view "counter"')
  expect(await overlay.locator("pre").first().textContent()).toContain("> 2 | <input><button")
  expect(await page.locator("h1").textContent()).toBe("Two")
  await button.click()
  expect(await button.textContent()).toBe("1")

  write('<h1>Four</h1><button live-click="increment">{{ count }}</button>')
  await overlay.waitFor({ state: "detached" })
  expect(await page.locator("h1").textContent()).toBe("Four")
  await eventually(() => button.textContent(), "2")
  await button.click()
  await eventually(() => button.textContent(), "3")
  await visitor.leave()
  expect(visitor.complaints.filter((text) => !text.includes("LV_TEMPLATE_COMPILE"))).toEqual([])
})
