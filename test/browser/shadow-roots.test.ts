/** Shadow roots that a template declares: the page's parser makes them, and so does the client for what a frame brings. */

import type { Browser } from "playwright-core"
import { each, html } from "../../src/render/values/html.js"
import type { Rendered } from "../../src/render/values/values.js"
import { launchChromium, leaveChromium } from "./support/chromium.js"
import { DomPage } from "./support/dom-page.js"

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await leaveChromium(browser)
})

const card = (name: string): Rendered =>
  html`<my-card title="${name}"><template shadowrootmode="open"><b><slot></slot></b><p><template shadowrootmode="open">within</template></p></template>${name}</my-card>`
const page = (names: readonly string[]): Rendered =>
  html`<h1>${names.length}</h1><div>
    <template shadowrootmode="open" shadowrootdelegatesfocus><i></i><slot></slot></template> ${names.join()}
  </div>${each(
    names,
    (name) => name,
    (name) => card(name),
  )}`

/** A custom element finds its root when it is made, as it does in the page's first HTML. */
const define = `customElements.define("my-card", class extends HTMLElement {
  constructor() {
    super()
    this.declared = this.attachInternals().shadowRoot?.mode
  }
})`

/** Runs in the page. */
function seen(): string[] {
  return [...document.querySelectorAll("#root my-card")].map((card) => {
    const { shadowRoot, textContent } = card
    const { declared } = card as Element & { readonly declared?: string }
    const inner = shadowRoot?.querySelector("p")?.shadowRoot
    return [shadowRoot?.firstElementChild?.localName, textContent, declared, inner?.textContent].join(" ")
  })
}

/** The parser makes one text of these two. */
const run = (before: string, behind: string): Rendered =>
  html`<p>${before}<template shadowrootmode="open"><slot></slot></template>${behind}</p>`

it("between two texts cost the first binding, and no text", async () => {
  const tab = await DomPage.open(browser, html`<div>${run("a", "b")}</div>`)
  expect(await tab.page.evaluate("warnings")).toContain("values requested")
  await tab.close()
})

it("are bound where the parser made them, and made for what comes later, nested ones too", async () => {
  const tab = await DomPage.open(browser, page(["a", "b"]), { before: define })
  expect(await tab.page.evaluate(seen)).toEqual(["b a open within", "b b open within"])
  await tab.update(page(["c", "b", "d"]))
  expect(await tab.page.evaluate(seen)).toEqual(["b c open within", "b b open within", "b d open within"])
  expect(await tab.page.locator("#root > div").textContent()).toContain("c,b,d")
  expect(await tab.page.evaluate("warnings")).toEqual([])
  expect(await tab.page.locator("template").count()).toBe(0)
  await tab.close()
})
