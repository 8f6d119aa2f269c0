/** What was typed into a live form, after Back: also by a process that knew nothing of it, and into what the form brings late. */

import type { Browser, Page } from "playwright-core"
import { html } from "../../src/render/values/html.js"
import type { LiveView } from "../../src/view/definition.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type Host, hosts, serve } from "../support/http-hosts.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"

interface Trip {
  readonly name: string
  readonly text: string
  readonly more: string
  readonly size: string
  readonly isLoud: boolean
  readonly country: string
  readonly city: string
}

type Params = Readonly<Record<string, unknown>>

const text = (value: unknown): string => (typeof value === "string" ? value : "")

const said = ({ name, text: letter, more, size, isLoud, country, city }: Trip): string =>
  [name, letter, more, size, isLoud, country, city].join("|")

/** True once there is a new version of the application. */
let isDeployed = false

/** Cities depend on the country; `more` is asked for once there is a name. */
const makeTrip = (name: string, kept: { readonly persist?: readonly (keyof Trip)[] } = {}): LiveView =>
  liveView<Trip>({
    name,
    ...kept,
    mount: () => ({ name: "", text: "", more: "", size: "s", isLoud: false, country: "", city: "" }),
    events: {
      edit: ({ name: who, text: said, more, size, loud, country, city }: Params, socket) =>
        socket.assign({
          name: text(who),
          text: text(said),
          more: text(more),
          size: text(size),
          isLoud: loud === "on",
          country: text(country),
          city: text(city),
        }),
      crash() {
        throw new Error("It is meant.")
      },
    },
    render: (trip) => {
      const form = html`<form live-change="edit">
        <input id="name" name="name" value="${trip.name}"><textarea id="text" name="text">${trip.text}</textarea>
        ${["s", "m"].map((size) => html`<input type="radio" id="${size}" name="size" value="${size}" checked="${size === trip.size}">`)}
        <input type="checkbox" id="loud" name="loud" checked="${trip.isLoud}">
        <select id="country" name="country">${["", "fr"].map((one) => html`<option selected="${one === trip.country}">${one}</option>`)}</select>
        <select id="city" name="city">${(trip.country === "" ? [""] : ["", "Lyon"]).map((one) => html`<option selected="${one === trip.city}">${one}</option>`)}</select>
        ${trip.name === "" ? null : html`<input id="more" name="more" value="${trip.more}">`}</form>
        <form id="other"><input id="aside" name="name"></form>
        <a id="away" href="/away" live-navigate>Away</a><button id="crash" live-click="crash">!</button>
        <output>${said(trip)}</output>`
      return isDeployed ? html`<h1>New</h1><main>${form}</main>` : form
    },
  }) as LiveView

/** Sends what has three letters at least. */
const letter = liveView<{ readonly problem: string }>({
  name: "letter",
  mount: () => ({ problem: "" }),
  events: {
    send: ({ note }: Params, socket) =>
      text(note).length < 3 ? socket.assign({ problem: "Too short." }) : socket.pushNavigate("/away"),
  },
  render: ({ problem }) => html`<form live-submit="send"><input id="note" name="note"><button>Send</button></form>
    <p>${problem}</p><a id="away" href="/away" live-navigate>Away</a>`,
}) as LiveView

const away = liveView({ name: "away", mount: () => ({}), render: () => html`<h1>Away</h1>` }) as LiveView

let browser: Browser
let visitor: Visitor
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await leaveChromium(browser)
  await closeHosts()
})
afterEach(async () => {
  isDeployed = false
  await visitor.leave()
})

const urls = new Map<Host, Promise<string>>()

function serveTrips(host: Host): Promise<string> {
  const app = host.make()
  app.live.view("/trip", makeTrip("trip"))
  app.live.view("/kept", makeTrip("kept", { persist: ["name", "more"] }))
  app.live.view("/letter", letter)
  app.live.view("/away", away)
  return serve(app)
}

async function open(host: Host, path = "/trip"): Promise<void> {
  const url = urls.get(host) ?? serveTrips(host)
  urls.set(host, url)
  visitor = await Visitor.arrive(browser)
  page = await visitor.open((await url) + path)
  await page.locator(".live-connected").waitFor()
  await page.evaluate(() => Object.assign(window, { mark: true }))
}

const FILLED = "Ada|Dear Ada|deep|m|true|fr|Lyon"
const shown = (): Promise<string | null> => page.locator("output").textContent()

async function fillIn(): Promise<void> {
  await page.fill("#name", "Ada")
  await page.fill("#text", "Dear Ada")
  await page.check("#m")
  await page.check("#loud")
  await page.selectOption("#country", "fr")
  await page.selectOption("#city", "Lyon")
  await page.fill("#more", "deep")
  await page.fill("#aside", "aside")
  await eventually(shown, FILLED)
}

async function goAway(): Promise<void> {
  await page.evaluate(() => document.getElementById("away")?.click())
  await page.locator("h1:text-is('Away')").waitFor()
}

async function isAllThere(): Promise<void> {
  await eventually(shown, FILLED)
  const held = await page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLInputElement>("input, textarea, select")]
    return all.map(({ id, type, value, checked }) => (/box|radio/.test(type) ? `${id} ${checked}` : value)).join()
  })
  expect(held).toBe("Ada,Dear Ada,s false,m true,loud true,fr,Lyon,deep,aside")
  // In the same document.
  expect(await page.evaluate(() => "mark" in window)).toBe(true)
}

const [express, , koa] = hosts as [Host, Host, Host]

describe.each([
  ["on Express", express],
  ["on Koa", koa],
])("%s", (_, host) => {
  it("is there again, with what the form brings only when it is told", async () => {
    await open(host)
    await fillIn()
    await goAway()
    await page.goBack()
    await isAllThere()
    // Once more, at once.
    await goAway()
    await page.goBack()
    await isAllThere()
    expect(visitor.complaints).toEqual([])
  })

  it("is there again after the page was made anew around it by another template", async () => {
    await open(host)
    await fillIn()
    isDeployed = true
    await page.evaluate(() => Object.assign(document.getElementById("name") as Element, { isOld: true }))
    await page.click("#crash")
    await page.locator("h1:text-is('New')").waitFor()
    await eventually(shown, FILLED)
    expect(await page.evaluate(() => "isOld" in (document.getElementById("name") as Element))).toBe(false)
    await goAway()
    await page.goBack()
    await isAllThere()
  })
})

it("is there again in a view that persists some of it", async () => {
  await open(express, "/kept")
  await fillIn()
  await goAway()
  await page.goBack()
  await isAllThere()
})

it("is there again where the browser had put it back before", async () => {
  await open(express)
  await fillIn()
  await page.goto("about:blank")
  await page.goBack()
  await eventually(shown, "Ada|Dear Ada||m|true|fr|")
  await page.fill("#more", "deep")
  await page.selectOption("#city", "Lyon")
  await eventually(shown, FILLED)
  await page.evaluate(() => Object.assign(window, { mark: true }))
  await goAway()
  await page.goBack()
  await isAllThere()
})

it("is given back by the browser to a page of before a deploy, from its cache, also what had been carried over", async () => {
  await open(express)
  await page.fill("#name", "Ada")
  await page.fill("#text", "Dear Ada")
  await page.check("#m")
  await eventually(shown, "Ada|Dear Ada||m|false||")
  isDeployed = true
  await page.click("#crash")
  await page.locator("h1:text-is('New')").waitFor()
  await eventually(shown, "Ada|Dear Ada||m|false||")
  await page.goto("about:blank")
  await page.goBack()
  await page.locator("h1:text-is('New')").waitFor()
  await eventually(shown, "Ada|Dear Ada||m|false||")
  expect([await page.inputValue("#name"), await page.inputValue("#text")]).toEqual(["Ada", "Dear Ada"])
})

it("is there again where the view had something against it when it was sent, and not when it was taken", async () => {
  await open(express, "/letter")
  await page.fill("#note", "Hi")
  await page.click("button")
  await page.locator("p:text-is('Too short.')").waitFor()
  await goAway()
  await page.goBack()
  await page.locator("#note").waitFor()
  expect(await page.inputValue("#note")).toBe("Hi")
  await page.locator("[data-live=letter].live-connected").waitFor()
  await page.fill("#note", "Hi there")
  await page.click("button")
  await page.locator("h1:text-is('Away')").waitFor()
  await page.goBack()
  await page.locator("#note").waitFor()
  expect(await page.inputValue("#note")).toBe("")
})

it("gives way to who goes on typing while the page comes back", async () => {
  await open(express)
  await fillIn()
  await goAway()
  await page.evaluate(() => {
    history.back()
    // The moment it is there.
    new MutationObserver(() => {
      const name = document.getElementById("name") as HTMLInputElement | null
      if (name === null || name.value !== "Ada") return
      name.value = "Ada L"
      name.dispatchEvent(new Event("input", { bubbles: true }))
    }).observe(document, { childList: true, subtree: true })
  })
  await eventually(shown, FILLED.replace("Ada|", "Ada L|"))
  expect([await page.inputValue("#name"), await page.inputValue("#more")]).toEqual(["Ada L", "deep"])
})
