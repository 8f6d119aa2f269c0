/** Both examples over a network that fails, and through a restart of their server. */

import type { Browser, Page } from "playwright-core"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"
import { type ExampleName, ExampleProcess } from "./support/example-process.js"

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

const connected = (page: Page): Promise<void> => page.locator("[data-live].live-connected").first().waitFor()

describe.each<ExampleName>(["express", "koa"])("the %s example", (name) => {
  let example: ExampleProcess
  let proxy: CuttableProxy
  let visitor: Visitor

  beforeAll(async () => {
    example = await ExampleProcess.start(name)
  })
  afterAll(() => example.stop())
  beforeEach(async () => {
    proxy = await CuttableProxy.start(example.port)
    visitor = await Visitor.arrive(browser)
  })
  afterEach(async () => {
    await visitor.leave()
    await proxy.stop()
  })

  it("says that the connection is lost, and goes on when it is back", async () => {
    const page = await visitor.open(`${proxy.url}/counter`)
    await connected(page)
    proxy.cut()
    await page.locator(".live-notice").waitFor({ state: "visible" })
    expect(await page.locator("[data-live].live-connected").count()).toBe(0)
    proxy.restore()
    await page.locator(".live-notice").waitFor({ state: "hidden" })
    await page.locator("#counter-2").getByRole("button", { name: "Increase" }).click()
    await eventually(() => page.locator("#counter-2 output").textContent(), "525")
    expect(visitor.complaints.filter((text) => !/ERR_|WebSocket connection to/.test(text))).toEqual([])
  })

  it("keeps what is being typed, and the chosen name, when the connection is cut", async () => {
    const page = await visitor.open(`${proxy.url}/room`)
    await page.getByLabel("Name").fill("Anna")
    await page.getByLabel("Message", { exact: true }).fill("First")
    await page.getByRole("button", { name: "Send" }).click()
    await page.locator(".entry p", { hasText: "First" }).waitFor()
    await page.getByLabel("Message", { exact: true }).pressSequentially("Half a sent")
    proxy.cut()
    await eventually(() => page.locator("[data-live].live-connected").count(), 0)
    await page.getByLabel("Message", { exact: true }).pressSequentially("ence")
    proxy.restore()
    await connected(page)
    expect(await page.getByLabel("Message", { exact: true }).inputValue()).toBe("Half a sentence")
    expect(await page.getByLabel("Name").inputValue()).toBe("Anna")
    await page.getByRole("button", { name: "Send" }).click()
    await page.locator(".entry p", { hasText: "Half a sentence" }).waitFor()
    await eventually(() => page.getByLabel("Message", { exact: true }).inputValue(), "")
  })

  it("keeps a dialog open, with all that was typed, when the connection is cut", async () => {
    const page = await visitor.open(`${proxy.url}/proposals`)
    await connected(page)
    await page.getByRole("button", { name: "Propose a film" }).click()
    const dialog = page.getByRole("dialog")
    await dialog.getByLabel("Title").fill("Alphaville")
    await dialog.getByRole("button", { name: "Add an evening" }).click()
    await eventually(() => dialog.getByLabel("Evening", { exact: true }).count(), 2)
    proxy.cut()
    await eventually(() => page.locator("[data-live].live-connected").count(), 0)
    await dialog.getByLabel("Year").fill("1700")
    proxy.restore()
    await connected(page)
    await dialog.getByText("The first film is of 1888.").waitFor()
    expect(await dialog.getByLabel("Title").inputValue()).toBe("Alphaville")
    expect(await dialog.getByLabel("Year").inputValue()).toBe("1700")
    expect(await dialog.getByLabel("Evening", { exact: true }).count()).toBe(2)
    expect(await page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null)).toBe(true)
    await page.keyboard.press("Escape")
    await dialog.waitFor({ state: "detached" })
    expect(visitor.complaints.filter((text) => !/ERR_|WebSocket connection to/.test(text))).toEqual([])
  })

  it("catches up on what happened while the connection was cut", async () => {
    const other = await Visitor.arrive(browser)
    const [page, second] = [await visitor.open(`${proxy.url}/room`), await other.open(`${example.url}/room`)]
    await connected(page)
    proxy.cut()
    await eventually(() => page.locator("[data-live].live-connected").count(), 0)
    await second.getByLabel("Message", { exact: true }).fill("Are you there?")
    await second.getByRole("button", { name: "Send" }).click()
    await second.locator(".entry p", { hasText: "Are you there?" }).waitFor()
    proxy.restore()
    await page.locator(".entry p", { hasText: "Are you there?" }).waitFor()
    await other.leave()
  })

  it("comes back after the server was started anew, with another secret", async () => {
    const page = await visitor.open(`${example.url}/explorer`)
    await connected(page)
    await page.getByLabel("Search in").fill("star")
    await eventually(() => page.locator("tbody tr").filter({ hasNotText: /star/i }).count(), 0)
    const { port } = example
    expect(await example.stop()).toBe(0)
    await eventually(() => page.locator("[data-live].live-connected").count(), 0)
    example = await ExampleProcess.start(name, port)
    await connected(page)
    await page.locator("thead").getByRole("button", { name: "Year" }).click()
    await eventually(() => page.locator("thead th").nth(1).getAttribute("aria-sort"), "ascending")
  })
})
