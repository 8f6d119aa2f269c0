/** Views of other engines in a real browser: what scripts and the user did to the page stays when the server changes it. */

import type { Application } from "express"
import type { Browser, Page } from "playwright-core"
import type { LiveView } from "../../src/view/definition.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, hosts, serve } from "../support/http-hosts.js"
import { addEngines, type EngineName, engines } from "../support/other-engines.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))
afterEach(closeHosts)

const guests = (engine: EngineName): LiveView =>
  liveView<{ title: string; names: readonly string[]; error: string }>({
    name: "guests",
    template: `guests.${engine}`,
    mount: () => ({ title: "Guests", names: ["Ada", "Grace"], error: "" }),
    events: {
      sign({ name }, socket) {
        if (typeof name !== "string" || name === "") return socket.assign({ error: "Who are you?" })
        return socket.assign({ names: [name, ...socket.assigns.names], error: "" })
      },
    },
  })

/** What a page's other scripts do: a class, a node between the server's, a wrapper. */
function disturb(): void {
  const [ada, grace] = Array.from(document.querySelectorAll("li"))
  ada?.classList.add("seen")
  ada?.after(Object.assign(document.createElement("li"), { className: "advertisement", textContent: "Buy!" }))
  Object.assign(grace as object, { mark: "the same node" })
  const wrapper = document.createElement("section")
  const heading = document.querySelector("h2")
  heading?.replaceWith(wrapper)
  wrapper.append(heading as Element)
}

async function sign(page: Page, name: string): Promise<void> {
  await page.fill("input[name=name]", name)
  await page.click("button")
}

const list = (page: Page): Promise<string> =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll("li"), (item) => `${item.className}:${item.textContent}`).join("|"),
  )

it.each(Object.keys(engines) as EngineName[])("a view by %s keeps what scripts did to its page", async (engine) => {
  const [host] = hosts
  if (host === undefined) throw new Error("There is no host.")
  const app = host.make({
    options: { development: true },
    setUp: (express: Application) => {
      addEngines(express as never)
      express.get("/favicon.ico", (_request, response) => void response.status(204).end())
    },
  })
  app.live.view("/guests", guests(engine))
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(`${await serve(app)}/guests`)
  await sign(page, "a=b `c` <d> & \"e\" 'f'")
  await eventually(() => list(page), ":a=b `c` <d> & \"e\" 'f'|:Ada|:Grace")
  await page.evaluate(disturb)
  await sign(page, "Alan")
  await eventually(() => list(page), ":Alan|seen:a=b `c` <d> & \"e\" 'f'|advertisement:Buy!|:Ada|:Grace")
  expect(await page.evaluate(() => Reflect.get(document.querySelectorAll("li")[3] as object, "mark"))).toBe(
    "the same node",
  )
  expect(await page.locator("section > h2").textContent()).toBe("Guests")
  expect(await page.inputValue("input[name=name]")).toBe("")
  await sign(page, "")
  await eventually(() => page.locator("p").textContent(), "Who are you?")
  expect(await page.locator(".advertisement").count()).toBe(1)
  await visitor.leave()
  expect(visitor.complaints).toEqual([])
})
