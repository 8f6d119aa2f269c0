/**
 * Where hooks may stand, and where their classes may come from: portals, lists, streams, regions, pages without a view; pages that
 * start the client by hand; a bundle. All under a policy of nonces.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { buildSync } from "esbuild"
import Koa from "koa"
import type { Browser, Page } from "playwright-core"
import { liveMiddleware } from "../../adapters/koa/index.js"
import type { Hook } from "../../client/hooks.js"
import { components } from "../../src/component/built-in/components.js"
import { type Stream, stream } from "../../src/render/stream/stream.js"
import { each, html, raw } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveApp } from "./support/serve-app.js"

interface Assigns {
  rows: number[]
  lines: Stream<number>
  text: string
  markup: string
  isMore: boolean
}

const markup = (text: string): string => `<p><i id="raw" live-hook="Note">${text}</i></p>`

const places = liveView<Assigns>({
  name: "places",
  mount: () => ({
    rows: [1, 2],
    lines: stream([1, 2], { key: (line) => line }),
    text: "a",
    markup: markup("a"),
    isMore: false,
  }),
  events: {
    rows: ({ rows }, socket) => socket.assign({ rows: rows as number[] }),
    line: ({ line }, socket) => socket.stream("lines").insert(Number(line), { at: "start" }),
    unline: ({ line }, socket) => socket.stream("lines").delete(Number(line)),
    text: ({ text }, socket) => socket.assign({ text: String(text) }),
    markup: ({ text }, socket) => socket.assign({ markup: markup(String(text)) }),
    more: (_params, socket) => socket.assign({ isMore: true }),
    zone: (_params, socket) => String(socket.connectParams?.["zone"]),
  },
  render: ({ rows, lines, text, markup: safe, isMore }) => html`<main>
    <ul>${each(
      rows,
      (row) => row,
      (row) => html`<li id="row-${row}" live-hook="Note">${row}</li>`,
    )}</ul>
    <ol>${lines.map((line) => html`<li id="line-${line}" live-hook="Note">${line}</li>`)}</ol>
    <section>${raw(safe)}</section>
    ${components.portal({ id: "dialog", target: "body" }, html`<b id="portal" live-hook="Note">${text}</b>`)}
    <div id="outer" live-hook="Note"><div id="inner" live-hook="Note">${text}</div></div>
    ${isMore ? html`<u id="more" live-hook="Late"></u>` : null}</main>`,
})

/** Which element the text stands in is not known before the render: the browser gets it as one text. */
const views = mkdtempSync(join(tmpdir(), "livemount-hooks-"))
writeFileSync(
  join(views, "regions.njk"),
  `<div>{% if bold %}<b>{% endif %}<i id="outer" live-hook="Note">{{ text }}</i>{% if bold %}</b>{% endif %}</div>`,
)
const regions = liveView<{ bold: boolean; text: string }>({
  name: "regions",
  template: "regions.njk",
  mount: () => ({ bold: true, text: "a" }),
  events: { text: ({ text }, socket) => socket.assign({ text: String(text) }) },
})

/** What both kinds of scripts do. */
const BODY = `
const log = (globalThis.log = [])
const hooks = (globalThis.hooks = {})
class Note extends Hook {
  note(what) { log.push(this.el.id + " " + what) }
  mounted() { hooks[this.el.id] = this; this.note("mounted") }
  updated() { this.note("updated " + this.el.textContent) }
  destroyed() { this.note("destroyed") }
}
globalThis.late = () => registerHooks({ Late: class extends Note {} })
registerHooks({ Note })
`
const SERVED = `import { createLiveClient, Hook, registerHooks } from "/live/hooks.js"\n${BODY}`
const bundle = buildSync({
  stdin: {
    contents: `import { Hook, registerHooks } from "${join(__dirname, "../../dist/client/index.js")}"\n${BODY}`,
    resolveDir: __dirname,
  },
  bundle: true,
  format: "esm",
  minify: true,
  write: false,
}).outputFiles[0]?.text

let browser: Browser
let served: ServedApp
beforeAll(async () => {
  browser = await launchChromium()
  const app = new Koa()
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const nonce = (): string => "bm9uY2U"
  const live = liveMiddleware({ secret: "a secret of the tests that is long enough", nonce, logger, views })
  const scripts: Readonly<Record<string, string>> = {
    "/served.js": SERVED,
    "/bundle.js": bundle ?? "",
    "/manual.js": `${SERVED}
      const client = createLiveClient({ params: { zone: "Mars" } })
      globalThis.connect = () => client.connect()
      globalThis.disconnect = () => client.disconnect()
      globalThis.isConnected = () => client.connected`,
  }
  app.use(async (context, next) => {
    const script = scripts[context.path]
    context.set(
      "Content-Security-Policy",
      "default-src 'none'; img-src data:; script-src 'nonce-bm9uY2U' 'strict-dynamic'; connect-src 'self'; base-uri 'none'; " +
        "require-trusted-types-for 'script'; trusted-types livemount",
    )
    if (script === undefined) return next()
    context.type = "text/javascript"
    context.body = script
  })
  app.use(live)
  live.register(places)
  live.register(regions)
  const tag = (src: string, rest = ""): string => `<script type="module" nonce="bm9uY2U" src="${src}"${rest}></script>`
  const page = (content: string): string =>
    `<!doctype html><html lang="en"><head><title>t</title><link rel="icon" href="data:,"></head><body>${content}</body></html>`
  app.use(async (context) => {
    const { name } = context.query
    const view = context.path.slice(1)
    const root = view === "none" ? "" : await live.island(context, view)
    const content = `<i id="outside" live-hook="Note"></i>${root}`
    // A page without a view has the tag by hand.
    const client = root === "" ? tag("/live/client.js") : ""
    context.type = "html"
    context.body = page(content + client + tag(`/${name}.js`, name === "manual" ? ' data-live-start="manual"' : ""))
  })
  served = await serveApp(app.callback(), live)
})
afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
  rmSync(views, { recursive: true })
})

interface Globals {
  readonly log?: string[]
  readonly hooks: Record<string, Pick<Hook, "pushEvent" | "js">>
  late(): void
  connect(): void
  disconnect(): void
  isConnected(): boolean
}

/** Waits until all of this has been noted, in this order and nothing else. */
async function logged(page: Page, ...expected: string[]): Promise<void> {
  const seen: string[] = []
  await eventually(async () => {
    const more = await page.evaluate(() => (globalThis as unknown as Globals).log?.splice(0) ?? [])
    return seen.push(...more) >= expected.length
  }, true)
  expect(seen).toEqual(expected)
}

/** The same in any order: a portal's content comes and goes when the part that moves it has looked. */
async function noted(page: Page, ...expected: string[]): Promise<void> {
  const length = (): Promise<number | undefined> => page.evaluate(() => (globalThis as unknown as Globals).log?.length)
  await eventually(length, expected.length)
  const log = await page.evaluate(() => (globalThis as unknown as Globals).log?.splice(0))
  expect(log?.sort()).toEqual(expected.sort())
}

const push = (page: Page, name: string, payload: unknown = {}): Promise<unknown> =>
  page.evaluate(
    ([event, given]) => (globalThis as unknown as Globals).hooks["outer"]?.pushEvent(event as string, given),
    [name, payload],
  )

const inView = "row-1 row-2 line-1 line-2 raw outer inner portal".split(" ").map((id) => `${id} mounted`)

async function lives(page: Page): Promise<void> {
  await push(page, "rows", { rows: [3, 2, 1] })
  await logged(page, "row-3 mounted")
  await push(page, "rows", { rows: [3, 1] })
  await logged(page, "row-2 destroyed")
  await push(page, "line", { line: 3 })
  await logged(page, "line-3 mounted")
  await push(page, "line", { line: 2 })
  await push(page, "unline", { line: 1 })
  await logged(page, "line-1 destroyed")
  await push(page, "text", { text: "b" })
  await logged(page, "outer updated b", "inner updated b", "portal updated b")
  // Safe HTML is made anew when it is another one.
  await push(page, "markup", { text: "c" })
  await logged(page, "raw destroyed", "raw mounted")
  await push(page, "more")
  await logged(page)
  await page.evaluate(() => (globalThis as unknown as Globals).late())
  await logged(page, "more mounted")
  await page.evaluate(() => {
    const { hooks } = globalThis as unknown as Globals
    hooks["outer"]?.js().addClass("own").hide({ inner: "#inner" }).setAttribute("title", "t", { to: "main" })
  })
  await page.locator("main[title=t] .own #inner").waitFor({ state: "hidden" })
  // A host's own script takes it all away, and hooks with it.
  await page.evaluate(() => document.querySelector("main")?.remove())
  const ids = ["row-1", "row-3", "line-2", "line-3", "raw", "outer", "inner", "more", "portal"]
  await noted(page, ...ids.map((id) => `${id} destroyed`))
}

it.each(["served", "bundle"])("hooks live wherever their elements are, %s", async (name) => {
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(`${served.url}/places?name=${name}`)
  await noted(page, "outside mounted", ...inView)
  await lives(page)
  expect(visitor.complaints).toEqual([])
  await visitor.leave()
})

it("hooks live in regions", async () => {
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(`${served.url}/regions?name=served`)
  await logged(page, "outside mounted", "outer mounted")
  await push(page, "text", { text: "b" })
  await logged(page, "outer updated b")
  await push(page, "text", { text: "c" })
  await logged(page, "outer updated c")
  expect(visitor.complaints).toEqual([])
  await visitor.leave()
})

it("hooks live on a page without a view", async () => {
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(`${served.url}/none?name=served`)
  await logged(page, "outside mounted")
  await page.evaluate(() => {
    const one = document.createElement("b")
    one.id = "one"
    one.setAttribute("live-hook", "Note")
    document.body.append(one)
  })
  await logged(page, "one mounted")
  await page.evaluate(() => document.querySelector("#outside")?.remove())
  await logged(page, "outside destroyed")
  expect(visitor.complaints).toEqual([])
  await visitor.leave()
})

it("a page may start the client by hand, with options", async () => {
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(`${served.url}/places?name=manual`)
  await eventually(() => page.evaluate(() => "connect" in globalThis), true)
  await page.waitForTimeout(300)
  await logged(page)
  expect(await page.locator("[data-live]").first().getAttribute("class")).toBe(null)
  await page.evaluate(() => (globalThis as unknown as Globals).connect())
  await noted(page, "outside mounted", ...inView)
  expect(await push(page, "zone")).toBe("Mars")
  expect(await page.evaluate(() => (globalThis as unknown as Globals).isConnected())).toBe(true)
  await page.evaluate(() => (globalThis as unknown as Globals).disconnect())
  expect(await page.evaluate(() => (globalThis as unknown as Globals).isConnected())).toBe(false)
  expect(visitor.complaints).toEqual([])
  await visitor.leave()
})
