/** A join that takes over the process of its page, which has messages to handle first. */

import { RootPlace } from "../../../src/process/unit/place/root-place.js"
import { functionRenderer } from "../../../src/render/function-renderer.js"
import { html } from "../../../src/render/values/html.js"
import { liveView } from "../../../src/view/live-view.js"
import { ViewRegistry } from "../../../src/view/view-registry.js"
import { PeerServer } from "../../support/peer-server.js"
import { allTurns } from "../../support/view-harness.js"

let mounts = 0
const board = liveView<{ mounted: number }, string>({
  name: "board",
  adopt: true,
  mount: () => ({ mounted: ++mounts }),
  handleInfo: () => new Promise<void>(() => {}),
  render: ({ mounted }) => html`<p>${mounted}</p>`,
})

/** A page whose process waits for its join. */
async function parked() {
  const server = new PeerServer({ resumeWindow: 60_000 })
  const { parking } = server.supervisor
  const place = parking.reserve({ browser: "b", address: "a" }, "board")
  if (place === undefined) throw new Error("There is no room.")
  const registry = new ViewRegistry(({ render }) => functionRenderer(render as NonNullable<typeof render>))
  const { definition, renderer } = registry.add(board)
  const page = await server.page(board, { parked: place.key })
  const { services } = server
  const process = server.supervisor.spawn({
    definition,
    renderer,
    id: "board-1",
    isLive: true,
    params: {},
    session: {},
    place: new RootPlace("/board", { names: [] }),
    services,
  })
  parking.occupy(place, process)
  await process.start()
  parking.park(place)
  mounts = 0
  return { server, parking, page, process }
}

it("ends what waits for a page that was left before its join came to that", async () => {
  const { server, parking, page, process } = await parked()
  const ends = server.connect(page)
  void ends.join(page)
  ends.connection.leave(-1)
  await allTurns()
  expect([process.state, server.supervisor.count, parking.count, mounts]).toEqual(["ended", 0, 0, 0])
})

it("mounts another in the same join where that is busy for half a minute", async () => {
  const { server, parking, page, process } = await parked()
  process.info("never")
  await allTurns()
  mounts = 6

  const ends = server.connect(page)
  const coming = ends.join(page)
  await allTurns()
  server.clock.pass(30_000)
  expect(await coming).toMatchObject({ i: 0, d: { 0: "7" }, k: expect.any(String) })
  expect([process.state, server.supervisor.count, parking.count]).toEqual(["ended", 1, 0])
  expect(server.logger.entries.at(-1)).toMatchObject({ level: "error", details: { code: "LV_VIEW_BUSY" } })
})
