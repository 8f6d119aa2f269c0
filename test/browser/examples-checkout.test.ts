/** The checkout of both examples in Chromium, while their server is killed and started again between any two keys. */

import type { Browser, Page } from "playwright-core"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ExampleName, ExampleProcess } from "./support/example-process.js"

const secret = { LIVE_SECRET: "a secret of the tests that both processes have" }

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

describe.each<ExampleName>(["express", "koa"])("the checkout of the %s example", (name) => {
  let example: ExampleProcess
  let visitor: Visitor

  beforeAll(async () => {
    example = await ExampleProcess.start(name, 0, secret)
  })
  afterAll(() => example.stop())
  beforeEach(async () => {
    visitor = await Visitor.arrive(browser)
  })
  afterEach(() => visitor.leave())

  const restart = async (): Promise<void> => {
    const { port } = example
    await example.kill()
    example = await ExampleProcess.start(name, port, secret)
  }
  const connected = (page: Page): Promise<void> => page.locator("[data-live].live-connected").waitFor()

  it("goes on where it was: step, what was chosen, and the word that was being typed", async () => {
    const page = await visitor.open(`${example.url}/checkout`)
    await connected(page)
    await page.getByLabel("Matinee pass").check()
    await page.getByLabel("How many?").fill("3")
    await page.getByRole("button", { name: "Continue" }).click()
    await page.getByLabel("Your name").pressSequentially("Anna Ber")
    await restart()
    await page.getByLabel("Your name").pressSequentially("g")
    await connected(page)
    await page.getByLabel("Your name").pressSequentially("er")
    expect(await page.getByLabel("Your name").inputValue()).toBe("Anna Berger")
    await page.getByLabel("Your e-mail address").fill("anna@example.org")
    await page.getByRole("button", { name: "Continue" }).click()
    await page.getByLabel("By post").check()
    await page.getByLabel("Street and number").fill("Long Road 5")
    await eventually(() => page.getByLabel("Postcode and city").isVisible(), true)
    await page.reload()
    await connected(page)
    expect(await page.getByLabel("Street and number").inputValue()).toBe("Long Road 5")
    await page.getByLabel("Postcode and city").fill("1010 Vienna")
    await page.getByRole("button", { name: "Continue" }).click()
    await page.getByRole("button", { name: "Place the order" }).waitFor()
    await restart()
    await connected(page)
    await page.getByRole("button", { name: "Place the order" }).click()
    await page.getByText("Thank you, Anna Berger").waitFor()
    expect(await page.locator(".checkout").innerText()).toContain("3 × Matinee pass, 108 € in all")
    // Each restart is a lost connection, which the browser says in its console.
    const others = visitor.complaints.filter(
      (complaint) => !/WebSocket|ERR_CONNECTION_REFUSED|Failed to load/.test(complaint),
    )
    visitor.complaints.length = 0
    expect(others).toEqual([])
  })
})
