/** Pages that lose their connection while they are used: nothing typed is lost, nothing done twice, and what nobody knows is said. */

import type { Browser, Locator, Page } from "playwright-core"
import { html } from "../../src/render/values/html.js"
import type { LiveView } from "../../src/view/definition.js"
import { liveView } from "../../src/view/live-view.js"
import { FaultProxy } from "../support/fault-proxy.js"
import { type Deferred, deferred } from "../support/view-harness.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

interface Desk {
  readonly count: number
  readonly text: string
  readonly ticks: number
  readonly answer: string
}

/** A server of its own, and what its handlers were given. */
interface Server {
  readonly app: ServedApp
  readonly port: number
  readonly handled: string[]
  readonly ids: (string | undefined)[]
  /** Why its views have ended. */
  readonly ended: string[]
  /** The slow handler waits for it. */
  gate: Deferred<void>
}

const TICK = 100

function desk({ handled, ids, ended }: Omit<Server, "app" | "port" | "gate">, gate: () => Promise<void>): LiveView {
  return liveView<Desk, "tick">({
    name: "desk",
    mount({ slow }, _session, socket) {
      const begun = { count: 0, text: "", ticks: 0, answer: "" }
      if (!socket.connected) return begun
      socket.sendInterval(TICK, "tick")
      if (slow === undefined) return begun
      handled.push("mount")
      return gate().then(() => begun)
    },
    terminate: (reason) => void ended.push(reason),
    handleInfo: (_message, socket) => socket.update("ticks", (ticks) => ticks + 1),
    events: {
      add(_params, socket) {
        handled.push("add")
        socket.update("count", (count) => count + 1)
      },
      type({ text }, socket) {
        handled.push(`type ${String(text)}`)
        socket.assign({ text: String(text) })
      },
      async slow(_params, socket) {
        handled.push("slow")
        ids.push(socket.eventId)
        await gate()
        socket.assign({ answer: "answered" })
      },
    },
    render: ({
      count,
      text,
      ticks,
      answer,
    }) => html`<output id="count">${count}</output><output id="told">${text}</output>
      <ul>${[0, 1, 2].map((row) => html`<li>${ticks + row}</li>`)}</ul><p id="answer">${answer}</p>
      <button id="add" live-click="add">+</button><button id="queue" live-click="add" live-offline="queue">+ later</button>
      <button id="slow" live-click="slow">…</button><button id="retry" live-click="slow" live-retry>… twice</button>
      <form live-change="type"><input id="text" name="text" value="${text}"></form>`,
  })
}

async function serve(): Promise<Server> {
  const given = { handled: [] as string[], ids: [] as (string | undefined)[], ended: [] as string[] }
  const server = { ...given, gate: deferred() }
  const app = await serveQuietly({
    behind: (_app, live) =>
      live.view(
        "/desk",
        desk(given, () => server.gate.promise),
      ),
  })
  return Object.assign(server, { app, port: Number(new URL(app.url).port) })
}

let browser: Browser
let first: Server
let second: Server
let proxy: FaultProxy
let visitor: Visitor

beforeAll(async () => {
  browser = await launchChromium()
  first = await serve()
  second = await serve()
})
afterAll(async () => {
  await leaveChromium(browser)
  await first.app.close()
  await second.app.close()
})
beforeEach(async () => {
  for (const server of [first, second]) {
    server.handled.splice(0)
    server.ids.splice(0)
    server.ended.splice(0)
    server.gate = deferred()
  }
  proxy = await FaultProxy.start(first.port)
  visitor = await Visitor.arrive(browser)
})
afterEach(async () => {
  first.gate.resolve()
  second.gate.resolve()
  await visitor.leave()
  await proxy.stop()
})

const connected = (page: Page): Promise<void> => page.locator(".live-connected").waitFor({ state: "attached" })
const text = (page: Page, id: string): Promise<string | null> => page.locator(`#${id}`).textContent()
const classOf = (element: Locator): Promise<string | null> => element.getAttribute("class")
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function open(): Promise<Page> {
  const page = await visitor.open(`${proxy.url}/desk`)
  await connected(page)
  // What is needed without a connection is there.
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("/standby-")),
  )
  return page
}

/** Has each message wait for up to 300 ms, in both directions; returns what ends that. */
function slowLine(): () => void {
  proxy.hold("to server", "to client")
  const timer = setInterval(() => {
    proxy.release()
    proxy.hold("to server", "to client")
  }, 300)
  return () => {
    clearInterval(timer)
    proxy.release()
  }
}

it("what is typed over a slow line that is cut in the middle is all there, and told", async () => {
  const page = await open()
  const fast = slowLine()
  const keys = "Augusta Ada King of Lovelace"
  const typing = page.locator("#text").pressSequentially(keys, { delay: 150 })
  await pause(1_500)
  proxy.cut("reset")
  await pause(1_200)
  proxy.cut("reset")
  await typing
  await eventually(() => text(page, "told"), keys)
  fast()
  expect(await page.locator("#text").inputValue()).toBe(keys)
  expect(first.handled.at(-1)).toBe(`type ${keys}`)
  // Each change was told after the one before.
  const lengths = first.handled.map((event) => event.length)
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
})

it("a counter that is clicked while its connection comes and goes counts each click once", async () => {
  const page = await open()
  for (let click = 1; click <= 30; click++) {
    if (click % 10 === 5) proxy.cut(click === 15 ? "end" : "reset")
    await page.locator("#queue").click()
    await pause(20)
  }
  await eventually(() => text(page, "count"), "30")
  expect(first.handled).toHaveLength(30)
  expect(await classOf(page.locator("#queue"))).toBe("")
  // It is the same process, which has gone on meanwhile.
  expect(Number(await page.locator("li").first().textContent())).toBeGreaterThan(5)
})

it.each([
  ["that has not arrived", { direction: "to server", at: { text: /^42.*"add"/ }, does: "reset" }],
  ["that has arrived in part", { direction: "to server", at: { text: /^42.*"add"/ }, does: "half, then reset" }],
  ["that is being handled", { direction: "to server", at: { text: /^42.*"add"/ }, does: "whole, then reset" }],
  ["whose answer is lost", { direction: "to client", at: { text: /^43/ }, does: "reset" }],
  ["whose answer has arrived", { direction: "to client", at: { text: /^43/ }, does: "whole, then end" }],
] as const)("a click %s when the line is cut is handled and answered once", async (_when, fault) => {
  const page = await open()
  proxy.arm({ ...fault, of: "websocket" })
  await page.locator("#add").click()
  await eventually(() => text(page, "count"), "1")
  await eventually(async () => proxy.struck.length, 1)
  // The page may not be back yet.
  await page.locator("#queue").click()
  await eventually(() => text(page, "count"), "2")
  expect(first.handled).toEqual(["add", "add"])
  await eventually(() => classOf(page.locator("#add")), "")
})

it("a click without a connection is refused unless it is to wait, and the notice says what is kept", async () => {
  const page = await open()
  proxy.answers = "refuse"
  proxy.cut("reset")
  await eventually(() => page.locator(".live-connected").count(), 0)
  await page.locator("#queue").click()
  await page.locator("#text").pressSequentially("ab")
  expect(await classOf(page.locator("#queue"))).toBe("live-queued")
  expect(await classOf(page.locator("#text"))).toContain("live-queued")
  await page.locator("#add").click()
  expect(await classOf(page.locator("#add"))).toBe("live-refused")
  expect(await page.locator(".live-notice").textContent()).toBe("Reconnecting… What you have typed and done is kept.")
  proxy.answers = "pass"
  await eventually(() => text(page, "count"), "1")
  await eventually(() => text(page, "told"), "ab")
  expect(first.handled).toEqual(["add", "type ab"])
  expect(await page.locator(".live-notice").isVisible()).toBe(false)
  expect(await classOf(page.locator("#add"))).toBe("")
})

it("what was under way to a server that was killed is told as unknown, or goes to the next one", async () => {
  const page = await open()
  await page.locator("#text").pressSequentially("kept")
  await eventually(() => text(page, "told"), "kept")
  await page.locator("#slow").click()
  await page.locator("#retry").click()
  await eventually(async () => first.handled.includes("slow"), true)
  proxy.target = second.port
  proxy.cut("reset")
  await eventually(() => classOf(page.locator("#slow")), "live-refused")
  expect(await page.locator(".live-failure").textContent()).toBe(
    "The connection was lost. Please check whether that worked.",
  )
  await eventually(async () => second.handled.includes("slow"), true)
  expect(await classOf(page.locator("#retry"))).toBe("live-click-loading")
  second.gate.resolve()
  await eventually(() => text(page, "answer"), "answered")
  expect(await page.locator("#text").inputValue()).toBe("kept")
  expect(second.handled).toEqual(["type kept", "slow"])
  expect(second.ids).toEqual([expect.stringMatching(/^\d{13}/)])
})

it("a page in the back/forward cache wakes where it was, without a word; one that is gone leaves its view", async () => {
  const page = await open()
  await page.locator("#add").click()
  await eventually(() => text(page, "count"), "1")
  const noticed = page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }))
    return new Promise((resolve) => {
      setTimeout(() => {
        window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))
        setTimeout(() => resolve(document.querySelectorAll(".live-notice,.live-error").length), 300)
      }, 300)
    })
  })
  expect(await noticed).toBe(0)
  await connected(page)
  await page.locator("#add").click()
  await eventually(() => text(page, "count"), "2")
  expect([visitor.complaints, first.ended]).toEqual([[], []])
  await page.close()
  await eventually(async () => first.ended.join(), "leave")
})

it("a page that is gone before it has heard of its view leaves it, too", async () => {
  const page = await visitor.open(`${proxy.url}/desk?slow`)
  await eventually(async () => first.handled.join(), "mount")
  // The answer leaves the server, and does not arrive.
  proxy.hold("to client")
  first.gate.resolve()
  await pause(50)
  expect(first.ended).toEqual([])
  await page.close()
  await eventually(async () => first.ended.join(), "leave")
})

it("two tabs come back each to its own", async () => {
  const [one, other] = [await open(), await open()]
  for (const [page, clicks] of [
    [one, 1],
    [other, 2],
  ] as const) {
    for (let click = 0; click < clicks; click++) await page.locator("#add").click()
    await eventually(() => text(page, "count"), String(clicks))
  }
  proxy.cut("reset")
  for (const page of [one, other]) await page.locator("#queue").click()
  await eventually(() => text(one, "count"), "2")
  await eventually(() => text(other, "count"), "3")
  expect(first.handled).toHaveLength(5)
})
