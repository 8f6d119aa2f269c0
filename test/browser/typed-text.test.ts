/** What a user types, in a real browser over a network that fails: it stays, the server's word is shown, the caret with it. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Application } from "express"
import type { Browser, Page } from "playwright-core"
import { html } from "../../src/render/values/html.js"
import type { Rendered } from "../../src/render/values/values.js"
import type { LiveView } from "../../src/view/definition.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type Host, hosts, serve } from "../support/http-hosts.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"

interface Order {
  readonly code: string
  readonly who: string
  readonly digits: string
  readonly tags: readonly string[]
  readonly size: string
  readonly vip: boolean
  readonly answers: number
}

type Params = Readonly<Record<string, unknown>>

const text = (value: unknown): string => (typeof value === "string" ? value : "")

/** True once there is a new version of the application. */
let isDeployed = false

const order = (body: { readonly template: string } | { readonly render: (order: Order) => Rendered }): LiveView =>
  liveView<Order>({
    name: "order",
    ...(body as { readonly template: string }),
    mount: () => ({ code: "", who: "", digits: "", tags: [], size: "s", vip: false, answers: 0 }),
    events: {
      edit(params: Params, socket) {
        const tags = ["a", "b", "c"].filter((tag) => [params["tags"]].flat().includes(tag))
        socket.assign({
          code: text(params["code"]).toUpperCase(),
          who: text(params["who"]).replace(/\b\w/g, (letter) => letter.toUpperCase()),
          digits: text(params["digits"]).replace(/\D/g, ""),
          size: text(params["size"]),
        })
        if (tags.length <= 2) socket.assign({ tags })
        return socket.update("answers", (count) => count + 1)
      },
      vip: (_params, socket) => socket.update("answers", (count) => count + 1),
      crash() {
        throw new Error("It is meant.")
      },
    },
  }) as LiveView

const rendered = ({ code, who, digits, tags, size, vip, answers }: Order): Rendered => {
  const page = html`<form live-change="edit">
    <input id="code" name="code" value="${code}"><textarea id="who" name="who">${who}</textarea><textarea id="note" name="note"></textarea>
    ${["a", "b", "c"].map((tag) => html`<input type="checkbox" id="${tag}" name="tags" value="${tag}" checked="${tags.includes(tag)}">`)}
    <select id="size" name="size">${["s", "m"].map((option) => html`<option selected="${option === size}">${option}</option>`)}</select>
    </form><input form="other" id="free"><form id="other"></form>
    <input form="digits" id="digit" name="digits" value="${digits}"><form id="digits" live-change="edit"></form>
    <input type="checkbox" id="vip" live-click="vip" checked="${vip}"><button id="crash" live-click="crash">!</button>
    <p>${code}|${who}|${tags.join()}|${size}</p><output>${answers}</output>`
  return isDeployed ? html`<h1>New</h1><main>${page}</main>` : page
}

const nunjucks = `<form live-change="edit">
  <input id="code" name="code" value="{{ code }}"><textarea id="who" name="who">{{ who }}</textarea><textarea id="note" name="note"></textarea>
  {% for tag in ["a", "b", "c"] %}<input type="checkbox" id="{{ tag }}" name="tags" value="{{ tag }}" {{ "checked" if tag in tags }}>{% endfor %}
  <select id="size" name="size">{% for option in ["s", "m"] %}<option {{ "selected" if option == size }}>{{ option }}</option>{% endfor %}</select>
  </form><input form="other" id="free"><form id="other"></form>
  <input form="digits" id="digit" name="digits" value="{{ digits }}"><form id="digits" live-change="edit"></form>
  <input type="checkbox" id="vip" live-click="vip" {{ "checked" if vip }}><button id="crash" live-click="crash">!</button>
  <p>{{ code }}|{{ who }}|{{ tags }}|{{ size }}</p><output>{{ answers }}</output>`

const ejs = `<form live-change="edit">
  <input id="code" name="code" value="<%= code %>"><textarea id="who" name="who"><%= who %></textarea><textarea id="note" name="note"></textarea>
  <% for (const tag of ["a", "b", "c"]) { %><input type="checkbox" id="<%= tag %>" name="tags" value="<%= tag %>" <%= tags.includes(tag) ? "checked" : "" %>><% } %>
  <select id="size" name="size"><% for (const option of ["s", "m"]) { %><option <%= option === size ? "selected" : "" %>><%= option %></option><% } %></select>
  </form><input form="other" id="free"><form id="other"></form>
  <input form="digits" id="digit" name="digits" value="<%= digits %>"><form id="digits" live-change="edit"></form>
  <input type="checkbox" id="vip" live-click="vip" <%= vip ? "checked" : "" %>><button id="crash" live-click="crash">!</button>
  <p><%= code %>|<%= who %>|<%= tags %>|<%= size %></p><output><%= answers %></output>`

let browser: Browser
let views: string
let proxy: CuttableProxy
let visitor: Visitor
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  views = mkdtempSync(join(tmpdir(), "livemount-"))
  writeFileSync(join(views, "order.njk"), nunjucks)
  writeFileSync(join(views, "order.ejs"), ejs)
})

afterAll(async () => {
  rmSync(views, { recursive: true })
  await leaveChromium(browser)
})

afterEach(async () => {
  isDeployed = false
  await visitor.leave()
  await proxy.stop()
  await closeHosts()
})

async function open(host: Host, view: LiveView): Promise<void> {
  const app = host.make({
    options: { views },
    ...(host.kind === "express" ? { setUp: ((express: Application) => express.set("views", views)) as never } : {}),
  })
  app.live.view("/", view)
  proxy = await CuttableProxy.start(Number(new URL(await serve(app)).port))
  visitor = await Visitor.arrive(browser)
  page = await visitor.open(`${proxy.url.replace("localhost", "127.0.0.1")}/`)
  await page.locator(".live-connected").waitFor()
}

const answers = async (): Promise<number> => Number(await page.textContent("output"))

/** Does it, and waits until the server has answered. */
async function answered(act: () => Promise<unknown>): Promise<void> {
  const before = await answers()
  await act()
  await eventually(async () => (await answers()) > before, true)
  await eventually(() => page.locator(".live-change-loading, .live-click-loading").count(), 0)
}

async function type(letters: string): Promise<void> {
  for (const letter of letters) await answered(() => page.keyboard.type(letter))
}

/** Runs in the page: value and selection. */
const fieldOf = (id: string): Promise<string> =>
  page.evaluate((name) => {
    const { value, selectionStart, selectionEnd } = document.getElementById(name) as HTMLInputElement
    return [value, selectionStart, selectionEnd].join()
  }, id)

const [express5, express4, koa] = hosts as [Host, Host, Host]

const cases: readonly (readonly [string, Host, () => LiveView])[] = [
  ["html on Express 5", express5, () => order({ render: rendered })],
  ["nunjucks on Express 4", express4, () => order({ template: "order.njk" })],
  ["EJS on Express 5", express5, () => order({ template: "order.ejs" })],
  ["html on Koa", koa, () => order({ render: rendered })],
]

describe.each(cases)("%s", (_, host, view) => {
  it("shows what the server makes of typed text, with the caret where the user types, and takes back what it refuses", async () => {
    await open(host, view())
    await page.click("#code")
    await type("hello")
    expect(await fieldOf("code")).toBe("HELLO,5,5")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowLeft")
    await type("xy")
    expect(await fieldOf("code")).toBe("HELXYLO,5,5")
    await page.click("#who")
    await type("ada l")
    expect(await fieldOf("who")).toBe("Ada L,5,5")

    await page.click("#digit")
    await type("12a")
    expect(await fieldOf("digit")).toBe("12,2,2")
    for (const box of ["#a", "#b", "#c"]) await answered(() => page.click(box))
    expect(await page.locator("[name=tags]:checked").evaluateAll((boxes) => boxes.map(({ id }) => id).join())).toBe(
      "a,b",
    )
    await answered(() => page.click("#vip"))
    await eventually(() => page.isChecked("#vip"), false)
  })

  it("keeps all that was typed through a cut, and what is typed meanwhile, and the server is told", async () => {
    await open(host, view())
    await answered(() => page.fill("#code", "one"))
    await answered(() => page.click("#b"))
    await answered(() => page.selectOption("#size", "m"))
    await page.fill("#note", "note")
    await page.fill("#free", "free")
    proxy.cut()
    await page.locator(".live-connected").waitFor({ state: "detached" })
    await page.fill("#who", "ada")
    isDeployed = true
    proxy.restore()
    await eventually(() => page.textContent("p"), "ONE|Ada|b|m")
    expect(await page.inputValue("#code")).toBe("ONE")
    expect(await page.inputValue("#size")).toBe("m")
    expect(await page.isChecked("#b")).toBe(true)
    expect(await page.inputValue("#note")).toBe("note")
    expect(await page.inputValue("#free")).toBe("free")
  })
})

it("keeps what was typed when a handler throws", async () => {
  await open(express5, order({ render: rendered }))
  await answered(() => page.fill("#code", "one"))
  await page.click("#crash")
  await page.locator(".live-error").waitFor({ state: "attached" })
  await eventually(() => page.textContent("p"), "ONE|||s")
  expect(await page.inputValue("#code")).toBe("ONE")
})

it("keeps what was typed on the way back from another page", async () => {
  await open(express5, order({ render: rendered }))
  await answered(() => page.fill("#code", "one"))
  await answered(() => page.fill("#who", "ada"))
  await answered(() => page.click("#a"))
  await page.goto(`${page.url()}elsewhere`)
  await page.goBack()
  await eventually(() => page.textContent("p"), "ONE|Ada|a|s")
  expect(await page.inputValue("#code")).toBe("ONE")
})
