/** Guards of a view that is mounted already: asked again for other params and another session. */

import { NO_PLACE } from "../../../src/process/unit/place/root-place.js"
import { Unit } from "../../../src/process/unit/unit.js"
import { UnitFlash } from "../../../src/process/unit/unit-flash.js"
import type { UnitOwner } from "../../../src/process/unit/unit-owner.js"
import { html } from "../../../src/render/values/html.js"
import { definitionOf } from "../../../src/view/definition.js"
import { liveView } from "../../../src/view/live-view.js"
import type { OnMount } from "../../../src/view/on-mount.js"

const mayRead: OnMount<{ report: string }> = (params, _session, socket) =>
  params["id"] === "secret" ? socket.redirect("/login") : { report: String(params["id"]) }

const view = liveView.onMount(mayRead)({
  name: "report",
  mount: () => ({ open: false }),
  render: ({ report }) => html`<p>${report}</p>`,
})

async function mounted(): Promise<Unit> {
  const definition = definitionOf(view)
  const facts = {
    view: "report",
    id: "report-1",
    isLive: false,
    connectParams: {},
    services: { development: true },
    basePath: "",
    place: NO_PLACE,
  }
  const owner = { facts, isEnded: false, connected: true, mayMiss: false, flash: new UnitFlash() } as UnitOwner
  const renderer = { render: (assigns: object) => definition.render?.(assigns) as never }
  const unit = new Unit(definition, renderer, { params: { id: "1" }, session: {} }, owner)
  await unit.mount()
  return unit
}

describe("Unit.guard", () => {
  it("assigns what the guards return for the new params", async () => {
    const unit = await mounted()
    expect(unit.assigns.values).toEqual({ open: false, report: "1" })
    expect(await unit.guard({ id: "2" }, {})).toBeUndefined()
    expect(unit.assigns.values).toEqual({ open: false, report: "2" })
    expect(unit.assigns.before).toEqual(new Map([["report", "1"]]))
  })

  it("returns where a guard redirects, and leaves the assigns as they are", async () => {
    const unit = await mounted()
    expect(await unit.guard({ id: "secret" }, {})).toBe("/login")
    expect(unit.assigns.values).toEqual({ open: false, report: "1" })
  })
})
