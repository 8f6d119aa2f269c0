/** What a new view cannot show before it is told of the rest: fields that depend on others. */

import { html } from "../../../../src/render/values/html.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { LivePage } from "../../../support/live-page.js"

interface Trip {
  readonly country?: string
  readonly cities?: readonly string[]
  readonly city?: string
  readonly more?: boolean
  readonly note?: string
}

const trip = ({
  country = "",
  cities = [],
  city,
  more = false,
  note = "",
}: Trip): Rendered => html`<form live-change="edit">
  <select name="country">${["", "fr"].map((c) => html`<option value="${c}" selected="${c === country}">${c}</option>`)}</select>
  <select name="city">${cities.map((c) => html`<option value="${c}" selected="${c === city}">${c}</option>`)}</select>
  <input type="checkbox" name="more" checked="${more}">${more ? html`<input name="note" value="${note}">` : null}</form>`

const told: Trip = { country: "fr", cities: ["paris", "lyon"], city: "lyon", more: true, note: "typed" }
/** What the server makes of a change that could not tell the rest. */
const answered: Trip = { ...told, city: "paris", note: "" }

const at = <E extends Element = HTMLInputElement>(page: LivePage, selector: string): E => {
  const element = page.root.querySelector<E>(selector)
  if (element === null) throw new Error(`no ${selector}`)
  return element
}

const shown = (page: LivePage): string[] => ["city", "note"].map((name) => at(page, `[name=${name}]`).value)

function type(control: HTMLInputElement, text: string): void {
  control.value = text
  control.dispatchEvent(new InputEvent("input", { bubbles: true }))
}

function pick(select: HTMLSelectElement, value: string): void {
  select.value = value
  select.dispatchEvent(new InputEvent("input", { bubbles: true }))
}

function answer(page: LivePage, next: Trip, work: () => void = () => undefined): void {
  const lock = page.dom.lock(at(page, "form"), { type: "change" })
  work()
  page.dom.acknowledge(lock, page.render(trip(next)))
}

/** A form that was filled in and told, with the names of the controls of which the client tells late. */
async function filled(): Promise<{ page: LivePage; late: string[] }> {
  const page = new LivePage(trip({}))
  await import("../../../../client/features/used-controls/carry-over.js")
  await page.settled()
  pick(at(page, "[name=country]"), "fr")
  at(page, "[name=more]").click()
  answer(page, answered)
  pick(at(page, "[name=city]"), "lyon")
  type(at(page, "[name=note]"), "typed")
  answer(page, told)
  await page.settled()
  const late: string[] = []
  page.root.addEventListener("input", ({ target }) => late.push((target as HTMLInputElement).name))
  return { page, late }
}

describe("fields that depend on others", () => {
  it("are put back and told once the answer to the form's change has made room for them", async () => {
    const { page, late } = await filled()
    page.rejoin(trip({}))
    expect(page.dom.dirtyForms()).toEqual([at(page, "form")])
    answer(page, answered)
    expect(shown(page)).toEqual(["lyon", "typed"])
    await page.settled()
    expect(late).toEqual(["city", "note"])
    expect(page.dom.edited(at(page, "[name=city]"))).toBe(true)
    answer(page, told)
    expect(shown(page)).toEqual(["lyon", "typed"])
    expect(page.dom.dirtyForms()).toEqual([])
  })

  it("wait for a later frame too, and over another re-join", async () => {
    const { page, late } = await filled()
    page.rejoin(trip({}))
    answer(page, { ...answered, cities: [], more: false })
    page.rejoin(trip({}))
    answer(page, { country: "fr" })
    page.update(trip({ ...answered, more: false }))
    expect(at(page, "[name=city]").value).toBe("lyon")
    page.update(trip(answered))
    expect(at(page, "[name=note]").value).toBe("typed")
    await page.settled()
    expect(late).toEqual(["city", "note"])
  })

  it("are left alone where the user has gone on", async () => {
    const { page } = await filled()
    page.rejoin(trip({}))
    page.update(trip({ ...answered, city: "" }))
    answer(page, { ...answered, note: "" })
    pick(at(page, "[name=city]"), "paris")
    type(at(page, "[name=note]"), "other")
    page.update(trip({ ...answered, country: "" }))
    expect(shown(page)).toEqual(["paris", "other"])
  })

  it("stay as the server says where it never has room for them", async () => {
    const { page, late } = await filled()
    page.rejoin(trip({}))
    answer(page, { ...answered, cities: ["nice", "paris"] })
    await page.settled()
    expect(shown(page)).toEqual(["paris", "typed"])
    expect(late).toEqual(["note"])
  })

  it("come back no more once they have been gone for ten seconds", async () => {
    const { page, late } = await filled()
    page.rejoin(trip({}))
    const now = performance.now()
    const clock = jest.spyOn(performance, "now").mockReturnValue(now + 10_001)
    answer(page, answered)
    clock.mockRestore()
    await page.settled()
    expect([shown(page), late]).toEqual([["paris", ""], []])
  })

  it("are told three times at most, though they are shown", async () => {
    const { page, late } = await filled()
    for (let i = 0; i < 5; i++) {
      page.rejoin(trip({}))
      answer(page, { ...answered, more: false })
      await page.settled()
      expect(at(page, "[name=city]").value).toBe("lyon")
    }
    expect(late.filter((name) => name === "city")).toEqual(["city", "city", "city"])
  })
})
