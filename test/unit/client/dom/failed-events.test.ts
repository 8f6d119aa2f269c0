/** An event that the server has not handled: what it told is still the user's alone. */
import { html } from "../../../../src/render/values/html.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { LivePage } from "../../../support/live-page.js"

const page = (text: string): Rendered =>
  html`<form live-change="edit"><textarea name="t">${text}</textarea><input name="b" type="checkbox" ${{ checked: false }}></form>`

function edited(): { live: LivePage; form: HTMLFormElement; area: HTMLTextAreaElement; box: HTMLInputElement } {
  const live = new LivePage(page("old"))
  const form = live.root.querySelector("form") as HTMLFormElement
  const [area, box] = Array.from(form.elements) as [HTMLTextAreaElement, HTMLInputElement]
  area.value = "much"
  box.checked = true
  for (const control of [area, box]) control.dispatchEvent(new Event("input", { bubbles: true }))
  return { live, form, area, box }
}

it("leaves text and boxes as they are, and to be told again", () => {
  const { live, form, area, box } = edited()
  const lock = live.dom.lock(form, { type: "change", control: area })
  live.dom.acknowledge(lock, null, true)
  expect([area.value, box.checked]).toEqual(["much", true])
  expect(live.dom.dirtyForms()).toEqual([form])
})

it("does not undo that an earlier one was handled", () => {
  const { live, form, area } = edited()
  const handled = live.dom.lock(form, { type: "change", control: area })
  const failed = live.dom.lock(form, { type: "change", control: area })
  live.dom.acknowledge(handled, null)
  live.dom.acknowledge(failed, null, true)
  expect(live.dom.dirtyForms()).toEqual([])
})

it("releases what was held for it", () => {
  const { live, form, area } = edited()
  const lock = live.dom.lock(form, { type: "change", control: area })
  live.update(page("new"))
  live.dom.acknowledge(lock, null, true)
  expect([area.defaultValue, area.value]).toEqual(["new", "much"])
})

it("says nothing of an earlier one that is still being handled: what that has told stays as it was typed", () => {
  const { live, form, area, box } = edited()
  const slow = live.dom.lock(form, { type: "change", control: area })
  const refused = live.dom.lock(form, { type: "change", control: box })
  live.dom.acknowledge(refused, null, true)
  expect([area.value, box.checked, live.dom.dirtyForms()]).toEqual(["much", true, [form]])
  live.update(page("new"))
  expect([area.defaultValue, area.value]).toEqual(["old", "much"])
  live.dom.acknowledge(slow, live.render(page("MUCH")))
  expect([area.value, live.dom.dirtyForms()]).toEqual(["MUCH", []])
})
