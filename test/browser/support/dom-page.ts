/** A page in Chromium with one live root, bound by the client's DOM half; the server is a tree of values in the test. */

import { join } from "node:path"
import { build } from "esbuild"
import type { Browser, BrowserContext, Page } from "playwright-core"
import type { LiveDom } from "../../../client/dom/live-dom.js"
import type { DomParts } from "../../../client/dom/ports.js"
import type { TemplateStore } from "../../../client/dom/templates/template-store.js"
import type { WireDiff } from "../../../src/protocol/values.js"
import { diff } from "../../../src/render/diff/diff.js"
import { templateById } from "../../../src/render/template/template-registry.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { toMarkedHtml } from "../../../src/render/write/write-html.js"
import { HANG } from "./chromium.js"

const ROOT = join(import.meta.dirname, "../../..")
const ADDRESS = "http://dom.test/"

export interface DomPageOptions {
  /** Sent with the page. */
  readonly csp?: string
  /** Runs before the client binds. */
  readonly before?: string
  /** Runs before the page does. */
  readonly first?: string
}

/**
 * The profile of a file's pages. What they hold is the test's answer to their address; nothing of it is kept. The empty page
 * keeps the process that they are all in: to start one for each costs as much as what is tried there.
 */
const profiles = new WeakMap<Browser, Promise<BrowserContext>>()

async function profileOf(browser: Browser): Promise<BrowserContext> {
  let profile = profiles.get(browser)
  if (profile === undefined) {
    profile = browser.newContext().then(async (context) => {
      context.setDefaultTimeout(HANG)
      await context.newPage()
      return context
    })
    profiles.set(browser, profile)
  }
  return profile
}

export class DomPage {
  readonly page: Page
  readonly #table: TemplateTable
  #current: Rendered

  private constructor(page: Page, table: TemplateTable, current: Rendered) {
    this.page = page
    this.#table = table
    this.#current = current
  }

  static async open(
    browser: Browser,
    first: Rendered,
    { csp = "", before = "", first: early = "" }: DomPageOptions = {},
  ): Promise<DomPage> {
    const pageTable = new TemplateTable()
    const html = toMarkedHtml(first, pageTable)
    const script = await clientScript()
    const page = await (await profileOf(browser)).newPage()
    if (early !== "") await page.addInitScript(early)
    await page.route(`${ADDRESS}**`, (route) => {
      const isScript = route.request().url().endsWith(".js")
      return route.fulfill({
        contentType: isScript ? "text/javascript" : "text/html; charset=utf-8",
        headers: csp === "" ? {} : { "content-security-policy": csp },
        body: isScript ? script : `<!doctype html><body><div id="root">${html}</div><script src="/client.js"></script>`,
      })
    })
    await page.goto(ADDRESS)
    if (before !== "") await page.evaluate(before)
    const texts = pageTable.ids.map((id) => [id, templateById(id)?.text ?? ""])
    await page.evaluate(start, texts as [string, string][])
    return new DomPage(page, new TemplateTable(pageTable.ids), first)
  }

  async update(next: Rendered): Promise<void> {
    const frame = diff(this.#current, next, this.#table)
    this.#current = next
    const added = Object.entries(this.#table.takeAdded() ?? {})
    await this.page.evaluate(write, JSON.stringify([frame ?? {}, added]))
  }

  async close(): Promise<void> {
    await this.page.close()
  }
}

interface Client {
  LiveDom: typeof LiveDom
  TemplateStore: typeof TemplateStore
  domParts: DomParts
  store: TemplateStore
  dom: LiveDom
  warnings: string[]
}

/** Runs in the page. */
function start(texts: [string, string][]): void {
  const client = globalThis as unknown as Client
  client.warnings = []
  client.store = new client.TemplateStore()
  client.dom = new client.LiveDom(
    document.querySelector("#root") as HTMLElement,
    client.store,
    { requestValues: () => client.warnings.push("values requested"), warn: (text) => client.warnings.push(text) },
    { prefix: "live-", development: true, parts: client.domParts },
  )
  texts.forEach(([id, text], n) => {
    client.store.add(id, text)
    client.dom.number(n, id)
  })
  client.dom.bind(undefined)
}

/** Runs in the page. */
function write(message: string): void {
  const [frame, added] = JSON.parse(message) as [WireDiff, [string, string | readonly [string, string]][]]
  const { dom, store } = globalThis as unknown as Client
  for (const [n, entry] of added) {
    if (typeof entry !== "string") store.add(entry[0], entry[1])
    dom.number(Number(n), typeof entry === "string" ? entry : entry[0])
  }
  dom.write(frame)
}

let script: Promise<string> | undefined

function clientScript(): Promise<string> {
  script ??= build({
    stdin: {
      contents: `export { LiveDom } from "./client/dom/live-dom.ts"; export { TemplateStore } from "./client/dom/templates/template-store.ts"; export { domParts } from "./test/support/dom-parts.ts"`,
      resolveDir: ROOT,
      loader: "ts",
    },
    bundle: true,
    format: "iife",
    globalName: "exported",
    footer: { js: "Object.assign(globalThis, exported)" },
    target: "es2022",
    write: false,
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? "")
  return script
}
