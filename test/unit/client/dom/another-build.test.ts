/** A page that one build of the app has made, and that another one takes over: of its templates nobody has the text any more. */

import { LiveDom } from "../../../../client/dom/live-dom.js"
import { TemplateStore } from "../../../../client/dom/templates/template-store.js"
import type { WirePath } from "../../../../src/protocol/values.js"
import { wireNested } from "../../../../src/render/diff/wire-value.js"
import { templateById } from "../../../../src/render/template/template-registry.js"
import { html } from "../../../../src/render/values/html.js"
import { TemplateTable } from "../../../../src/render/values/template-table.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { toMarkedHtml } from "../../../../src/render/write/write-html.js"
import { domParts } from "../../../support/dom-parts.js"
import { LivePage } from "../../../support/live-page.js"

/** The page of `first`, with the texts of `next` alone. */
function pageOf(first: Rendered, next: Rendered) {
  const table = new TemplateTable()
  const root = document.createElement("div")
  root.innerHTML = toMarkedHtml(first, table)
  document.body.replaceChildren(root)
  const store = new TemplateStore()
  const requests: (readonly WirePath[])[] = []
  const delegate = { requestValues: (paths: readonly WirePath[]) => void requests.push(paths), warn: () => {} }
  const dom = new LiveDom(root, store, delegate, { prefix: "live-", development: true, parts: domParts })
  const values = wireNested(next, table)
  const known = new TemplateTable()
  wireNested(next, known)
  for (const id of known.ids) store.add(id, templateById(id)?.text ?? "")
  table.ids.forEach((id, number) => dom.number(number, id))
  return { root, dom, requests, values }
}

it("shows what the view is now where its root template is another one", () => {
  const { root, dom, requests, values } = pageOf(html`<p>${"one"}</p>`, html`<h2>${"two"}</h2>`)
  dom.bind({ [-1]: values })
  expect([root.querySelector("h2")?.textContent, root.querySelector("p"), requests]).toEqual(["two", null, []])
  dom.write({ 0: "three" })
  expect(root.querySelector("h2")?.textContent).toBe("three")
})

it("makes anew what was left to scripts, as all else: nothing says where it would stand now", () => {
  const map = (title: string): Rendered => html`<h1>${title}</h1><div id="map" live-update="ignore"></div>`
  const page = new LivePage(map("one"))
  const { root } = page
  const before = root.querySelector("#map")
  before?.append("their map")
  page.update(map("one and a half"))
  expect(root.textContent).toBe("one and a halftheir map")
  page.update(html`<main>${map("two")}</main>`)
  expect(root.querySelector("#map")).not.toBe(before)
  expect(root.textContent).toBe("two")
})

it("shows it where that comes once more, as what came first could not be written", () => {
  const { root, dom, values } = pageOf(html`<p>${"one"}</p>`, html`<h2>${"two"}</h2>`)
  dom.replaceAll({ [-1]: values })
  expect(root.textContent).toBe("two")
})

it("asks for all values where a template within is another one", () => {
  const view = (part: Rendered): Rendered => html`<main>${part}<b>${"same"}</b></main>`
  const { root, dom, requests, values } = pageOf(view(html`<p>${"one"}</p>`), view(html`<i>${"two"}</i>`))
  dom.bind({ 0: values[1] as never })
  expect(requests).toEqual([[[-1]]])
  dom.valuesArrived(requests[0] ?? [], [values])
  expect([root.querySelector("i")?.textContent, root.querySelector("b")?.textContent]).toEqual(["two", "same"])
  expect(root.querySelectorAll("p")).toHaveLength(0)
})

it("keeps what was typed before the script came, or put back by the browser, also where what keeps it has yet to come", async () => {
  const form = (note: string): Rendered =>
    html`<form><input name="note" value="${note}"><input type="checkbox" name="loud"></form>`
  const { root, dom, requests, values } = pageOf(form(""), html`<main>${form("")}</main>`)
  const control = (name: string) => root.querySelector(`[name=${name}]`) as HTMLInputElement
  control("note").value = "typed"
  control("loud").checked = true
  dom.bind({ [-1]: values })
  // The page as it was, until then.
  expect([control("note").value, root.querySelector("main"), requests]).toEqual(["typed", null, []])
  for (let i = 0; requests.length === 0 && i < 1_000; i++) await new Promise((resolve) => setTimeout(resolve))
  expect(requests).toEqual([[[-1]]])
  dom.valuesArrived(requests[0] ?? [], [values])
  expect(root.querySelector("main")).not.toBeNull()
  expect([control("note").value, control("loud").checked]).toEqual(["typed", true])
  expect(dom.dirtyForms()).toEqual([root.querySelector("form")])
})
