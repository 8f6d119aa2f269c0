/** The Express example on two processes, in tabs that land on different ones: over Node's cluster, and over Redis. */

import type { Browser, Page } from "playwright-core"
import { hasProgram } from "../support/engines/program.js"
import { RedisServer } from "../support/engines/redis-server.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { ExampleProcess } from "./support/example-process.js"

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

/** The process that has the page's connection, as the page says. */
async function processOf(page: Page): Promise<string> {
  const name = page.locator(".top .host [data-live].live-connected")
  await name.waitFor()
  return (await name.textContent()) ?? ""
}

describe.each(["cluster", ...(hasProgram("redis-server") ? ["redis"] : [])])(
  "the example on two processes over %s",
  (bus) => {
    let redis: RedisServer | undefined
    let example: ExampleProcess
    let anna: Visitor
    let ben: Visitor

    beforeAll(async () => {
      if (bus === "redis") redis = await RedisServer.start()
      example = await ExampleProcess.start("cluster", 0, redis === undefined ? {} : { REDIS_URL: redis.url })
      anna = await Visitor.arrive(browser)
      ben = await Visitor.arrive(browser)
    })
    afterEach(() => {
      expect([...anna.complaints, ...ben.complaints]).toEqual([])
    })
    afterAll(async () => {
      await anna.leave()
      await ben.leave()
      await example.stop()
      await redis?.close()
    })

    /** The same page, open in two browsers and connected to two processes. */
    const pair = async (path: string): Promise<readonly [Page, Page]> => {
      const one = await anna.open(`${example.url}${path}`)
      const first = await processOf(one)
      for (;;) {
        const two = await ben.open(`${example.url}${path}`)
        if ((await processOf(two)) !== first) return [one, two]
        await two.close()
      }
    }

    it("says in every page which process made it, and which one has its connection", async () => {
      for (const path of ["/", "/counter", "/monitor", "/explorer", "/room", "/guest-book", "/proposals", "/legacy"]) {
        const page = await anna.open(`${example.url}${path}`)
        expect(await page.locator("footer").textContent()).toMatch(/Served by Express, process \d+\./)
        expect(await processOf(page)).toMatch(/^process \d+$/)
        await page.close()
      }
    })

    it("brings what is said in the room to the pages of both, and shows it to whoever comes later", async () => {
      const [one, two] = await pair("/room")
      await one.getByLabel("Message", { exact: true }).fill("From one to two")
      await one.getByRole("button", { name: "Send" }).click()
      await two.locator(".entry p", { hasText: "From one to two" }).waitFor()
      await two.getByLabel("Message", { exact: true }).fill("And back")
      await two.getByRole("button", { name: "Send" }).click()
      await one.locator(".entry p", { hasText: "And back" }).waitFor()
      for (const later of await pair("/room")) {
        expect(await later.locator(".entry p").allTextContents()).toEqual(["From one to two", "And back"])
      }
    })

    it("keeps one guest book", async () => {
      const [one, two] = await pair("/guest-book")
      await one.getByLabel("Name").fill("Anna")
      await one.locator("[name=text]").fill("A fine house")
      await one.getByRole("button", { name: "Sign" }).click()
      await two.locator(".signatures li", { hasText: "A fine house" }).getByRole("button").click()
      await eventually(() => one.locator(".signatures .thanks").textContent(), "1")
    })

    it("counts the votes of both", async () => {
      const [one, two] = await pair("/proposals")
      const votes = (page: Page): Promise<string | null> =>
        page
          .getByRole("button", { name: /^Vote for Playtime/ })
          .locator(".votes")
          .textContent()
      await one.getByRole("button", { name: /^Vote for Playtime/ }).click()
      await eventually(() => votes(two), "2")
      await two.getByRole("button", { name: /^Vote for Playtime/ }).click()
      for (const page of [one, two]) await eventually(() => votes(page), "3")
    })

    it("shows a corrected record in the pages of both", async () => {
      const [one, two] = await pair("/explorer")
      const id = await one.locator("button[live-click=edit][id]").first().getAttribute("id")
      await one.locator(`#${id}`).click()
      await one.getByLabel("Title", { exact: true }).fill(`Corrected over ${bus}`)
      await one.getByRole("button", { name: "Save" }).click()
      await two.getByText(`Corrected over ${bus}`).first().waitFor()
      const later = await ben.open(`${example.url}/explorer?q=corrected+over`)
      await later.getByText(`Corrected over ${bus}`).first().waitFor()
    })

    it("counts applause and readers in one place", async () => {
      const [one, two] = await pair("/")
      await one.getByRole("button", { name: "Applaud" }).click()
      await eventually(() => two.locator(".claps").textContent(), "1")
      await two.getByRole("button", { name: "Applaud" }).click()
      for (const page of [one, two]) {
        await eventually(() => page.locator(".claps").textContent(), "2")
        await eventually(() => page.locator(".readers strong").textContent(), "2")
      }
    })
  },
)
