/** In Chromium: what comes and goes, connections, clicks beside, and forms and buttons while their event is under way. */

import express from "express"
import type { Browser, Page } from "playwright-core"
import { js } from "../../src/render/values/commands.js"
import { each, html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

const told: string[] = []
let answer: Promise<void> | undefined

interface State {
  readonly rows: readonly number[]
  readonly shown: boolean
  readonly count: number
  readonly sent: boolean
}

const fade = js.hide({ transition: { during: "fade", to: "gone" }, time: 400 })

const board = liveView<State>({
  name: "board",
  mount: () => ({ rows: [1, 2, 3], shown: false, count: 0, sent: false }),
  events: {
    told: (params, socket) => {
      told.push(JSON.stringify(params))
      socket.update("count", (count) => count + 1)
    },
    add: (_params, socket) => socket.update("rows", (rows) => [...rows, Math.max(...rows) + 1]),
    drop: ({ id }, socket) => socket.update("rows", (rows) => rows.filter((row) => row !== Number(id))),
    flip: (_params, socket) => socket.update("shown", (shown) => !shown),
    slow: async (params, socket) => {
      told.push(JSON.stringify(params))
      await answer
      socket.update("count", (count) => count + 1)
    },
    check: (_params, socket) => socket.assign({ sent: true }),
  },
  render: ({ rows, shown, count, sent }) => html`
    <output>${count}</output>
    <button id="add" live-click="add">Add</button><button id="flip" live-click="flip">Flip</button>
    <p id="state" live-connected="${js.addClass("up").removeClass("down")}" live-disconnected="${js
      .addClass("down")
      .removeClass("up")}">State</p>
    <form id="list" live-change="told"><ul>${each(
      rows,
      (row) => row,
      (row) => html`<li id="row${row}" live-mounted="${js.addClass("came")}" live-remove="${fade}">
        <input name="row" value="${row}"><button type="button" live-click="drop" live-value-id="${row}">x</button>
      </li>`,
    )}</ul><input name="other"></form>
    ${shown ? html`<aside id="aside" live-mounted="told" live-value-by="aside" live-remove="${js.hide({ transition: "fade" })}"><b live-remove="${js.addClass("never")}">${count}</b></aside>` : ""}
    <div id="menu" live-click-away="${js.addClass("away")}"><button id="in">in</button></div>
    <div id="hidden" style="display: none" live-click-away="told"></div>
    <div id="twice" live-dblclick="told" live-value-by="twice"><span>twice</span></div>
    <button id="slow" live-click="slow" live-disable-with="Wait">Go ${count}</button>
    <form id="save" live-submit="slow"><input name="a" value="1"><button id="submit" live-disable-with="Saving">Save <b>${count}</b></button></form>
    <form id="login" action="/login" method="post" live-submit="check" live-trigger-action="${sent}"><input name="submit" value="me"></form>`,
})

let browser: Browser
let served: ServedApp
let visitor: Visitor

beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({
    before(app) {
      app.post("/login", express.urlencoded({ extended: false }), (request, response) => {
        response.send(`<h1>Hello ${(request.body as { submit: string }).submit}</h1>`)
      })
    },
    behind(_app, live) {
      live.view("/board", board)
    },
  })
})

afterAll(async () => {
  await served.close()
  await leaveChromium(browser)
})

beforeEach(async () => {
  told.length = 0
  answer = undefined
  visitor = await Visitor.arrive(browser)
})
afterEach(async () => {
  expect(visitor.complaints).toEqual([])
  await visitor.leave()
})

async function open(): Promise<Page> {
  const page = await visitor.open(`${served.url}/board`)
  await page.waitForSelector("#state.up")
  return page
}

const classes = (page: Page, selector: string): Promise<string | null> => page.locator(selector).getAttribute("class")

it("what has come runs its commands once, also in the first HTML", async () => {
  const page = await open()
  await eventually(() => classes(page, "#row1"), "came")
  await page.evaluate(() => document.querySelector("#row1")?.classList.remove("came"))
  await page.click("#add")
  await page.locator("#row4.came").waitFor()
  expect(await classes(page, "#row1")).toBe("")
  await page.click("#flip")
  await eventually(async () => told.join(), '{"by":"aside"}')
})

describe("what goes", () => {
  it("stays, deaf and no part of its form, until its transition is over", async () => {
    const page = await open()
    const going = await page.evaluate(async () => {
      const row = document.querySelector("#row2") as HTMLElement
      const drop = row.querySelector("button") as HTMLElement
      const form = document.querySelector("#list") as HTMLFormElement
      drop.click()
      while (!row.classList.contains("fade")) await new Promise((resolve) => setTimeout(resolve, 1))
      drop.click()
      const seen = [row.inert, String(new URLSearchParams(new FormData(form) as never)), row.nextElementSibling?.id]
      while (row.isConnected) await new Promise((resolve) => setTimeout(resolve, 5))
      return [...seen, document.querySelectorAll("li").length]
    })
    expect(going).toEqual([true, "row=1&row=3&other=", "row3", 2])
    await page.click("#row3 button")
    await page.click("#add")
    await page.locator("#row3").waitFor({ state: "detached" })
    await eventually(() => page.locator("li").evaluateAll((rows) => rows.map(({ id }) => id).join()), "row1,row2")
  })

  it("may come back as another element before it has gone; what stands in it does nothing", async () => {
    const page = await open()
    await page.click("#flip")
    await page.locator("#aside").waitFor()
    const seen = await page.evaluate(async () => {
      const first = document.querySelector("#aside") as HTMLElement
      const flip = document.querySelector("#flip") as HTMLElement
      const until = async (ready: () => boolean): Promise<void> => {
        while (!ready()) await new Promise((resolve) => setTimeout(resolve, 1))
      }
      flip.click()
      await until(() => first.inert)
      flip.click()
      await until(() => document.querySelectorAll("#aside").length === 2)
      flip.click()
      await until(() => document.querySelectorAll("#aside[inert]").length === 2)
      await until(() => document.querySelector("#aside") === null)
      return [first.querySelector("b")?.className, first.isConnected]
    })
    expect(seen).toEqual(["", false])
  })
})

it("a lost connection and its return run commands, after half a second", async () => {
  const page = await visitor.open("about:blank")
  let isDown = false
  const cuts: (() => void)[] = []
  await page.routeWebSocket(/.*/, (socket) => {
    if (isDown) return void socket.close()
    socket.connectToServer()
    cuts.push(() => void socket.close())
  })
  await page.goto(`${served.url}/board`)
  await page.waitForSelector("#state.up")
  cuts.splice(0).forEach((cut) => cut())
  await page.waitForSelector(".live-loading")
  await page.waitForSelector(".live-connected")
  expect(await classes(page, "#state")).toBe("up")
  isDown = true
  await page.route("**/*", (route) => route.abort())
  cuts.splice(0).forEach((cut) => cut())
  await page.waitForSelector("#state.down")
  isDown = false
  await page.unroute("**/*")
  await page.waitForSelector("#state.up")
  visitor.complaints.length = 0
})

it("a click beside an element is told, but none in it, and none of what is hidden", async () => {
  const page = await open()
  await page.click("#in")
  await page.mouse.move(...(await center(page, "#in")))
  await page.mouse.down()
  await page.mouse.move(...(await center(page, "output")))
  await page.mouse.up()
  expect(await classes(page, "#menu")).toBeNull()
  await page.click("output")
  await page.locator("#menu.away").waitFor()
  // That of the hidden one.
  expect(told).toEqual([])
})

it("a second click at once is a binding of its own", async () => {
  const page = await open()
  await page.dblclick("#twice span")
  await eventually(async () => told.filter((one) => one.includes("twice")).join(), '{"by":"twice"}')
})

it("a button says that its event is under way, and keeps its slots and the focus", async () => {
  const page = await open()
  let release: () => void = () => undefined
  answer = new Promise((resolve) => (release = resolve))
  await page.focus("#slow")
  await page.click("#slow")
  await page.locator("#slow:disabled").waitFor()
  expect(await page.locator("#slow").textContent()).toBe("Wait")
  release()
  await eventually(() => page.locator("#slow").textContent(), "Go 1")
  expect(await page.locator("#slow").isDisabled()).toBe(false)
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("slow")
  answer = new Promise((resolve) => (release = resolve))
  await page.click("#submit")
  await eventually(() => page.locator("#submit").innerHTML(), "Saving")
  await page.locator("#submit:disabled").waitFor()
  release()
  await eventually(() => page.locator("#submit").textContent(), "Save 2")
  expect(await page.locator("#submit").isDisabled()).toBe(false)
})

it("a form that the server has checked is sent to its own action", async () => {
  const page = await open()
  await page.locator("#login input").press("Enter")
  await page.locator("h1").waitFor()
  expect(await page.locator("h1").textContent()).toBe("Hello me")
})

async function center(page: Page, selector: string): Promise<[number, number]> {
  const box = await page.locator(selector).boundingBox()
  if (box === null) throw new Error(`${selector} is not shown`)
  return [box.x + box.width / 2, box.y + box.height / 2]
}
