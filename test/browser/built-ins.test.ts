/**
 * Portals, focus wraps, questions and titles in Chromium. The views write the HTML of the built-in components by hand:
 * what they have to agree on with the browser's script is src/protocol/markup.ts.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import express from "express"
import type { Browser, Dialog, Page } from "playwright-core"
import { liveMiddleware } from "../../adapters/express/index.js"
import type { LiveFunction } from "../../src/http/live-function.js"
import { each, html } from "../../src/render/values/html.js"
import type { Rendered } from "../../src/render/values/values.js"
import { liveView } from "../../src/view/live-view.js"
import { RecordingLogger } from "../support/recording-logger.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveApp } from "./support/serve-app.js"

declare module "../../src/view/session.js" {
  interface Session {
    readonly isOpen?: boolean
  }
}

const portal = (target: string, content: Rendered): Rendered =>
  html`<template data-live-portal="${target}"><div class="portal">${content}</div></template>`

const focusWrap = (id: string, content: Rendered): Rendered =>
  html`<div id="${id}" data-live-focus-wrap><span tabindex="0" aria-hidden="true" data-live-focus="start"></span>${content}<span tabindex="0" aria-hidden="true" data-live-focus="end"></span></div>`

interface State {
  count: number
  rows: number[]
  isOpen: boolean
  isOver: boolean
  name: string
  unused: string
  saved: string
  target: string
}

/** Everything at once: a dialog in a portal, one over it, a form in a portal, a list of portals. */
const everything = liveView<State>({
  name: "everything",
  mount: (_params, session) => ({
    count: 0,
    rows: [1, 2],
    isOpen: session.isOpen === true,
    isOver: false,
    name: "",
    unused: "",
    saved: "",
    target: "#side",
  }),
  events: {
    open: (_params, socket) => socket.assign({ isOpen: true }),
    close: (_params, socket) => socket.assign({ isOpen: false, isOver: false }),
    over: (_params, socket) => socket.assign({ isOver: true }),
    under: (_params, socket) => socket.assign({ isOver: false }),
    increment: (_params, socket) => socket.update("count", (count) => count + 1),
    reverse: (_params, socket) => socket.update("rows", (rows) => [...rows].reverse()),
    drop: (_params, socket) => socket.update("rows", (rows) => rows.slice(1)),
    check(params, socket) {
      const { name } = params as { name: string }
      const unused = Object.keys(params as object).filter((key) => key.startsWith("_unused_"))
      socket.assign({ name: name.toUpperCase(), unused: unused.join() })
    },
    save: (params, socket) => socket.assign({ saved: (params as { name: string }).name, name: "" }),
    elsewhere: (_params, socket) => socket.assign({ target: "#list" }),
    entitle: (_params, socket) => socket.title("News"),
    untitle: (_params, socket) => socket.title(""),
    crash() {
      throw new Error("it broke")
    },
  },
  render: ({ count, rows, isOpen, isOver, name, unused, saved, target }) => html`
    <button id="open" live-click="open">Open</button>
    <button id="reverse" live-click="reverse">Reverse</button><button id="drop" live-click="drop">Drop</button>
    <button id="delete" live-click="increment" live-confirm="Really?">Count</button>
    <form id="ask" live-submit="increment" live-confirm="Send?"><button id="send">Send</button></form>
    <a id="away" href="/away" live-confirm="Leave?">Away</a>
    <button id="entitle" live-click="entitle">T</button><button id="untitle" live-click="untitle">U</button>
    <button id="crash" live-click="crash">Crash</button>
    <ul>${each(
      rows,
      (row) => row,
      (row) => html`<li>${row}${portal("#list", html`<b>${row}</b>`)}</li>`,
    )}</ul>
    <button id="elsewhere" live-click="elsewhere">Elsewhere</button>
    ${portal(target, html`<form id="form" live-change="check" live-submit="save"><input id="name" name="name" value="${name}"><input id="other" name="other"><button id="save">Save</button></form><p id="told">${name}|${unused}|${saved}</p>`)}
    ${
      isOpen &&
      portal(
        "#dialogs",
        focusWrap(
          "dialog",
          html`<button id="one" live-click="increment">${count}</button><button disabled>no</button><input id="two"><a id="three" href="#three">three</a>
          <button id="over" live-click="over">over</button><button id="close" live-click="close">close</button>
          ${isOver && portal("#dialogs", focusWrap("upper", html`<input id="first"><input id="mine" autofocus><button id="under" live-click="under">under</button>`))}`,
        ),
      )
    }`,
})

const beside = liveView<{ count: number }>({
  name: "beside",
  mount: () => ({ count: 0 }),
  events: { increment: (_params, socket) => socket.update("count", (count) => count + 1) },
  render: ({ count }) =>
    html`<p>${count}</p>${portal("#side", html`<button id="beside" live-click="increment">${count}</button>`)}
      ${portal("#others", html`<button id="theirs" live-click="increment">${count}</button>${portal("#dialogs", html`<i id="inner">${count}</i>`)}`)}`,
})

const frame = (content: string): string => `<!doctype html><html lang="en"><head>
  <title data-prefix="A " data-suffix=" - Z" data-default="Home">A Home - Z</title><link rel="icon" href="data:,"></head>
  <body><div id="side"></div><div live-update="ignore"><div id="others"></div></div>${content}<div id="list"></div><div id="dialogs"></div></body></html>`

interface Locals {
  readonly live: LiveFunction
  readonly isOpen: boolean
}

let browser: Browser
let folder: string
let served: ServedApp
let url: string
/** Paths of the browser's script and its chunks that were asked for. */
let scripts: string[]

beforeAll(async () => {
  browser = await launchChromium()
  const app = express()
  app.use((request, _response, next) => {
    if (request.path.endsWith(".js")) scripts.push(request.path)
    next()
  })
  const live = liveMiddleware({
    // One test has a view crash.
    logger: new RecordingLogger(),
    secret: "a secret of the tests that is long enough",
    development: true,
  })
  app.use(live)
  live.register(everything, beside)
  app.get("/away", (_request, response) => void response.send('<link rel="icon" href="data:,"><h1>Away</h1>'))
  folder = mkdtempSync(join(tmpdir(), "pages-"))
  writeFileSync(join(folder, "page.html"), "")
  app.set("views", folder)
  app.engine("html", (_file, locals, done) => {
    const { live: island, isOpen } = locals as Locals
    done(null, frame(`${island("everything", { isOpen })}${island("beside")}`))
  })
  app.get("/", (_request, response) => response.render("page.html", { isOpen: false }))
  app.get("/open", (_request, response) => response.render("page.html", { isOpen: true }))
  served = await serveApp(app, live)
  ;({ url } = served)
})

afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
  rmSync(folder, { recursive: true })
})

let visitor: Visitor
let page: Page
beforeEach(async () => {
  scripts = []
  visitor = await Visitor.arrive(browser)
})
afterEach(async () => {
  await visitor.leave()
  expect(visitor.complaints).toEqual([])
})

async function open(path = "/"): Promise<void> {
  page = await visitor.open(`${url}${path}`)
  await page.locator("#beside").waitFor()
}

const text = (selector: string): Promise<string | null> => page.locator(selector).textContent()
const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? "")
const press = (key: string): Promise<void> => page.keyboard.press(key)

describe("a portal", () => {
  it("stands at the end of its target, in the order of the page, and belongs to its view", async () => {
    await open()
    expect(await page.locator("#side > .portal").count()).toBe(2)
    await eventually(() => text("#list"), "12")
    await page.click("#beside")
    await eventually(() => text("#beside"), "1")
    await page.click("#beside")
    await eventually(() => text("#beside"), "2")
    expect(scripts.filter((path) => path.includes("built-ins"))).toHaveLength(1)
  })

  it("goes with its item, and stays when the item moves", async () => {
    await open()
    await eventually(() => text("#list"), "12")
    await page.click("#reverse")
    await eventually(() => text("ul"), "21")
    expect(await text("#list")).toBe("12")
    await page.click("#drop")
    await eventually(() => text("#list"), "1")
  })

  it("in what is left to other scripts is updated all the same, with the portals in it", async () => {
    await open()
    await eventually(() => text("#inner"), "0")
    await page.click("#theirs")
    await eventually(() => text("#theirs"), "1")
    await eventually(() => text("#inner"), "1")
  })

  it("goes to another target with the focus and what is typed", async () => {
    await open()
    await page.fill("#other", "typed")
    await page.focus("#other")
    await page.evaluate(() => document.querySelector<HTMLElement>("#elsewhere")?.click())
    await page.locator("#list #form").waitFor()
    expect(await focused()).toBe("other")
    expect(await page.inputValue("#other")).toBe("typed")
  })

  it("has forms whose changes and submissions come to its view, with what was not used", async () => {
    await open()
    await page.fill("#name", "ada")
    await eventually(() => text("#told"), "ADA|_unused_other|")
    expect(await page.inputValue("#name")).toBe("ADA")
    await page.click("#save")
    await eventually(() => text("#told"), "|_unused_other|ADA")
    expect(await page.inputValue("#name")).toBe("")
    await page.fill("#name", "bob")
    await eventually(() => text("#told"), "BOB||ADA")
  })

  it("keeps what is typed without a connection, and has it sent after the next join", async () => {
    await open()
    await page.evaluate(() => window.dispatchEvent(new Event("pagehide")))
    await eventually(() => page.locator(".live-connected").count(), 0)
    await page.fill("#name", "typed")
    await page.evaluate(() => window.dispatchEvent(new Event("online")))
    await eventually(() => text("#told"), "TYPED|_unused_other|")
  })
})

describe("a focus wrap", () => {
  it("takes the focus when it appears, keeps Tab inside, and gives the focus back", async () => {
    await open()
    await page.click("#open")
    await eventually(focused, "one")
    const way: string[] = []
    for (let i = 0; i < 6; i++) {
      await press("Tab")
      way.push(await focused())
    }
    expect(way).toEqual(["two", "three", "over", "close", "one", "two"])
    await press("Shift+Tab")
    await press("Shift+Tab")
    expect(await focused()).toBe("close")
    await press("Shift+Tab")
    expect(await focused()).toBe("over")
    await page.click("#close")
    await eventually(focused, "open")
    expect(await page.locator("#dialog").count()).toBe(0)
  })

  it("over another one gives the focus back to it", async () => {
    await open()
    await page.click("#open")
    await eventually(focused, "one")
    await page.focus("#over")
    await press("Enter")
    await eventually(focused, "mine")
    await press("Shift+Tab")
    await press("Shift+Tab")
    expect(await focused()).toBe("under")
    await press("Enter")
    await eventually(focused, "over")
    await press("Tab")
    await press("Enter")
    await eventually(focused, "open")
  })

  it("on the first page takes the focus; one that comes from outside enters at the near end", async () => {
    await open("/open")
    await eventually(focused, "one")
    // As the Tab key does when it comes from outside; the page has nothing behind the dialog.
    const enter = (from: string, end: string): Promise<string> =>
      page.evaluate(
        (selectors) => {
          for (const selector of selectors) document.querySelector<HTMLElement>(selector)?.focus()
          return document.activeElement?.id ?? ""
        },
        [from, `[data-live-focus=${end}]`],
      )
    expect(await enter("#open", "end")).toBe("close")
    expect(await enter("#open", "start")).toBe("one")
  })
})

describe("a question", () => {
  let answer: boolean
  let asked: string[]
  const answering = (dialog: Dialog): void => {
    asked.push(dialog.message())
    void (answer ? dialog.accept() : dialog.dismiss())
  }
  beforeEach(async () => {
    asked = []
    await open("/open")
    page.on("dialog", answering)
  })

  it("that is denied keeps an event, a submission and a link from happening", async () => {
    answer = false
    await page.click("#delete")
    await page.click("#send")
    await page.click("#away")
    answer = true
    await page.click("#delete")
    await eventually(() => text("#one"), "1")
    await page.click("#send")
    await eventually(() => text("#one"), "2")
    await page.click("#away")
    await eventually(() => text("h1"), "Away")
    expect(asked).toEqual(["Really?", "Send?", "Leave?", "Really?", "Send?", "Leave?"])
  })
})

it("a title is written with what its element says stands around it", async () => {
  await open()
  await page.click("#entitle")
  await eventually(() => page.title(), "A News - Z")
  await page.click("#untitle")
  await eventually(() => page.title(), "A Home - Z")
})

it("a crash is told once", async () => {
  await open()
  await page.click("#crash")
  await page.locator("[role=alertdialog]").waitFor()
  await page.locator(".live-connected#everything-1").waitFor()
  expect(visitor.complaints.splice(0).filter((line) => line.includes("it broke"))).toHaveLength(1)
})
