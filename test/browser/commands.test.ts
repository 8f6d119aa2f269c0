/** Commands in Chromium: menu, dialog and toast by commands alone, and what the server and other scripts do meanwhile. */

import type { Browser, Page, Route } from "playwright-core"
import { js } from "../../src/render/values/commands.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

const told: string[] = []

interface State {
  readonly count: number
}

const shop = liveView<State>({
  name: "shop",
  mount: () => ({ count: 0 }),
  events: {
    opened(params, socket) {
      told.push(`opened ${JSON.stringify(params)}`)
      socket.update("count", (count) => count + 1)
    },
    saved(params, socket) {
      told.push(`saved ${JSON.stringify(params)}`)
      socket.update("count", (count) => count + 1)
    },
  },
  render: ({ count }) => html`
    <style>.fade { opacity: 0.5 }</style>
    <output>${count}</output>
    <button id="toggle" live-click="${js.toggle("#menu", { in: "fade", out: "fade", time: 300 })}">Menu</button>
    <ul id="menu" class="menu" style="display: none" title="n${count}"><li>${count}</li></ul>
    <button id="plain-toggle" live-click="${js.toggle("#box")}">Box</button><div id="box">Box</div>
    <button id="open" live-click="${js
      .pushFocus()
      .setAttribute("open", "", { to: "#dialog" })
      .ignoreAttributes("open", { to: "#dialog" })
      .focusFirst("#dialog")
      .push("opened", { value: { id: 7 }, loading: "#dialog" })}" live-value-page="2">Open</button>
    <dialog id="dialog" open="${count > 99}" data-cancel="${js.removeAttribute("open").popFocus()}">
      <button id="first" live-click="${js.exec("data-cancel", { to: { closest: "dialog" } })}">Close ${count}</button>
    </dialog>
    <button id="toast-on" class="c${count}" live-click="${js
      .addClass("on", { to: "#toast" })
      .dispatch("rung", { to: "#toast", detail: { a: 1 } })
      .push("opened")}">Toast</button>
    <div id="toast" class="toast">Toast</div>
    <form id="form" live-submit="${js.addClass("sent").push("saved", { value: { by: "x" } })}"><input name="who" value="me"><button id="save">Save</button></form>`,
})

let browser: Browser
let served: ServedApp
let visitor: Visitor

beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({
    before(app) {
      app.use((_request, response, next) => {
        response.setHeader(
          "Content-Security-Policy",
          "default-src 'self'; style-src 'self' 'unsafe-inline'; require-trusted-types-for 'script'",
        )
        next()
      })
    },
    behind(_app, live) {
      live.view("/shop", shop)
    },
  })
})

afterAll(async () => {
  await served.close()
  await leaveChromium(browser)
})

beforeEach(async () => {
  told.length = 0
  visitor = await Visitor.arrive(browser)
})
afterEach(() => visitor.leave())

/** Opens the page; `answer` decides what becomes of a request for the part. */
async function open(answer?: (route: Route) => Promise<void>): Promise<Page> {
  const page = await visitor.open("about:blank")
  if (answer) await page.route(/\/commands-[A-Z0-9]{8}\.js/, answer)
  await page.goto(`${served.url}/shop`)
  await page.waitForSelector(".live-connected")
  return page
}

const display = (page: Page, selector: string): Promise<string> =>
  page.locator(selector).evaluate((element) => getComputedStyle(element).display)
const text = (page: Page, selector: string): Promise<string | null> => page.locator(selector).textContent()

describe("commands alone", () => {
  it("open and close a menu, with a transition that may be turned round, and the server's writes wait", async () => {
    const page = await open()
    await page.click("#toggle")
    await eventually(() => display(page, "#menu"), "block")
    await page.locator("#menu.menu:not(.fade)").waitFor()
    const waited = await page.evaluate(async () => {
      const menu = document.querySelector("#menu") as HTMLElement
      const count = document.querySelector("output") as HTMLElement
      const seen: string[] = []
      menu.addEventListener("live:hide-start", () => seen.push("start"))
      menu.addEventListener("live:hide-end", () => seen.push("end"))
      const ended = new Promise((resolve) => menu.addEventListener("live:hide-end", resolve))
      ;(document.querySelector("#toggle") as HTMLElement).click()
      ;(document.querySelector("#toast-on") as HTMLElement).click()
      while (count.textContent === "0") await new Promise((resolve) => setTimeout(resolve, 1))
      if (menu.classList.contains("fade")) seen.push(`${menu.title} ${menu.textContent}`)
      await ended
      await new Promise((resolve) => setTimeout(resolve))
      return [...seen, `${menu.title} ${menu.textContent}`, menu.style.display]
    })
    expect(waited).toEqual(["start", "n0 0", "end", "n1 1", "none"])
    expect(visitor.complaints).toEqual([])
  })

  it("open a dialog, focus into it, and bring the focus back, whatever the server writes meanwhile", async () => {
    const page = await open()
    await page.focus("#open")
    await page.click("#open")
    await eventually(() => text(page, "output"), "1")
    expect(told).toEqual(['opened {"page":"2","id":7}'])
    await eventually(() => page.evaluate(() => document.activeElement?.id ?? ""), "first")
    await page.click("#toast-on")
    await eventually(() => text(page, "output"), "2")
    expect(await page.locator("#dialog").getAttribute("open")).toBe("")
    await page.click("#first")
    expect(await page.locator("#dialog").getAttribute("open")).toBeNull()
    await eventually(() => page.evaluate(() => document.activeElement?.id ?? ""), "open")
  })

  it("show a toast that stays while the server writes around it and other scripts change it", async () => {
    const page = await open()
    await page.evaluate(() => {
      const toast = document.querySelector("#toast") as HTMLElement
      toast.addEventListener("rung", (event) =>
        toast.setAttribute("data-rung", JSON.stringify((event as CustomEvent).detail)),
      )
      toast.classList.add("foreign")
    })
    await page.click("#toast-on")
    await page.locator("#toast-on.c1").waitFor()
    expect(await page.locator("#toast").getAttribute("class")).toBe("toast foreign on")
    expect(await page.locator("#toast").getAttribute("data-rung")).toBe('{"a":1}')
  })

  it("run for a form, whose fields go with what is pushed", async () => {
    const page = await open()
    await page.click("#save")
    await eventually(() => text(page, "output"), "1")
    expect(told).toEqual(['saved {"who":"me","by":"x"}'])
    expect(await page.locator("#form").getAttribute("class")).toContain("sent")
  })

  it("take a fraction of a millisecond", async () => {
    const page = await open()
    const median = await page.evaluate(() => {
      const button = document.querySelector("#plain-toggle") as HTMLElement
      const times = Array.from({ length: 201 }, () => {
        const from = performance.now()
        for (let i = 0; i < 20; i++) button.click()
        return (performance.now() - from) / 20
      })
      return times.sort((a, b) => a - b)[100] as number
    })
    if (process.env["FIGURES"]) console.info(`toggle: ${median} ms`)
    expect(median).toBeLessThan(0.2)
  })
})

describe("the part", () => {
  it("is waited for by a click that comes before it", async () => {
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    const page = await open(async (route) => {
      await released
      await route.continue()
    })
    await page.click("#plain-toggle")
    expect(await display(page, "#box")).toBe("block")
    release()
    await eventually(() => display(page, "#box"), "none")
  })
})

describe("without the script", () => {
  it("a list posts its first push, and a list without one posts nothing", async () => {
    const html = await (await fetch(`${served.url}/shop`)).text()
    expect(html).toMatch(/<button id="toggle"[^>]* type="button"/)
    expect(html).toMatch(/<button id="open"[^>]* name="_live" value="[^"]* opened \?page=2&amp;id=7"/)
  })
})
