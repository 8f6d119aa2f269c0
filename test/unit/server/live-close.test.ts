/** A server that is being closed: what it still does for the others of its app. */

import type { Joined } from "../../../src/protocol/frames.js"
import { html } from "../../../src/render/values/html.js"
import { type ApiParts, makeApi } from "../../../src/server/live-api.js"
import { liveView } from "../../../src/view/live-view.js"
import { BusHub } from "../../support/bus-hub.js"
import { PeerServer } from "../../support/peer-server.js"
import { allTurns, deferred } from "../../support/view-harness.js"

const cart = liveView<{ items: number }>({
  name: "cart",
  persist: ["items"],
  mount: () => ({ items: 0 }),
  events: { add: (_params, socket) => socket.update("items", (items) => items + 1) },
  render: ({ items }) => html`<p>${items}</p>`,
})

it("hands its views over for as long as its pages are told to go", async () => {
  const hub = new BusHub()
  const one = new PeerServer({ hub, node: "one", resumeWindow: 60_000 })
  const two = new PeerServer({ hub, node: "two", resumeWindow: 60_000 })
  await allTurns()
  const page = await one.page(cart)
  await two.page(cart)
  const ends = one.connect(page)
  const { k = "" } = (await ends.join(page)) as Joined
  await ends.event(0, "add")
  ends.connection.left()

  const drained = deferred<void>()
  const { services, supervisor, orders } = one
  const parts = { context: { services, supervisor }, orders, transport: { close: () => drained.promise } }
  const done = makeApi(parts as unknown as ApiParts).close()
  await allTurns()
  const again = two.connect(page).join(page, { a: true, r: { k, f: 0, e: 0 } })
  expect(await again).toMatchObject({ d: { 0: "1" }, g: 1 })
  drained.resolve()
  await done
})
