/** A server that goes away: what its pages are told, and what it still does for them. */

import { html } from "../../../src/render/values/html.js"
import { drain } from "../../../src/transport/drain.js"
import { PageConnection } from "../../../src/transport/page-connection.js"
import type { CloseReason, LiveView } from "../../../src/view/definition.js"
import { liveView } from "../../../src/view/live-view.js"
import { PeerServer } from "../../support/peer-server.js"
import { allTurns, type Deferred, deferred } from "../../support/view-harness.js"

let hanging: Deferred<void>
let ended: CloseReason[]
const counter = liveView({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: {
    increment: (_params, socket) => socket.update("count", (count) => count + 1),
    async slow(_params, socket) {
      await hanging.promise
      socket.update("count", (count) => count + 10)
    },
  },
  terminate: (reason) => void ended.push(reason),
  render: ({ count }) => html`<p>${count}</p>`,
})
const cart = liveView<{ items: number }, string>({
  name: "cart",
  persist: ["items"],
  mount: (_params, _session, socket) => {
    socket.sendAfter(1000, "more")
    return { items: 0 }
  },
  handleInfo: (_message, socket) => socket.update("items", (items) => items + 1),
  render: ({ items }) => html`<p>${items}</p>`,
})

beforeEach(() => {
  hanging = deferred()
  ended = []
})

async function setUp(view: LiveView<never> | LiveView<string> = counter) {
  const server = new PeerServer({ resumeWindow: 60_000 })
  const page = await server.page(view as LiveView)
  const own = new PageConnection(server.limits, server.clock.now())
  const ends = server.connect(page, own)
  await ends.join(page)
  return { server, page, own, ends, peer: ends.peer }
}

describe("a server that goes away", () => {
  it("tells each page the number of the last event, ends its view for the shutdown, and the connection after it", async () => {
    const { server, ends, peer } = await setUp()
    await ends.event(0, "increment")
    await drain([ends.connection], server.clock)
    expect(peer.sent).toEqual([["g", 0, 1]])
    expect(peer.isDisconnected).toBe(true)
    expect([ended, server.supervisor.count, server.kept?.detachedCount]).toEqual([["shutdown"], 0, 0])
  })

  it("answers what it has taken first, and takes nothing more", async () => {
    const { server, page, ends, peer } = await setUp()
    const slow = ends.event(0, "slow")
    const behind = ends.event(0, "increment")
    const done = drain([ends.connection], server.clock)
    const late: unknown[] = []
    void ends.event(0, "increment").then((answer) => late.push(answer))
    void ends.join(page).then((answer) => late.push(answer))
    await allTurns()
    expect(peer.sent).toEqual([])
    hanging.resolve()
    expect([await slow, await behind]).toEqual([[{ 0: "10" }], [{ 0: "11" }]])
    await done
    expect(peer.sent).toEqual([["g", 0, 2]])
    await allTurns()
    expect(late).toEqual([])
  })

  it("answers it all, though nobody wants to know of the last, and what came before it takes longer", async () => {
    const { server, ends, peer } = await setUp()
    const slow = ends.event(0, "slow")
    ends.connection.event([0, "increment", {}, ends.next(0)], undefined)
    const done = drain([ends.connection], server.clock)
    await allTurns()
    expect(peer.sent).toEqual([])
    hanging.resolve()
    expect(await slow).toEqual([{ 0: "10" }])
    await done
    expect(peer.sent).toEqual([
      ["d", 0, { 0: "11" }],
      ["g", 0, 2],
    ])
  })

  it("ends the connection only when what was said has left", async () => {
    const { server, ends, peer } = await setUp()
    peer.unsentBytes = 10
    const done = drain([ends.connection], server.clock)
    await allTurns()
    peer.take(5)
    await allTurns()
    expect([peer.sent.length, peer.isDisconnected]).toEqual([1, false])
    peer.take(0)
    await done
    expect([peer.isDisconnected, peer.takers.size]).toEqual([true, 0])
  })

  it("waits five seconds for a handler, and not longer", async () => {
    const { server, ends, peer } = await setUp()
    void ends.event(0, "slow")
    const done = drain([ends.connection], server.clock)
    server.clock.pass(4_999)
    expect(peer.sent).toEqual([])
    server.clock.pass(1)
    await done
    expect(peer.sent[0]).toEqual(["g", 0, 1])
  })

  it("brings the page the newest snapshot of what no event has changed", async () => {
    const { server, ends, peer } = await setUp(cart)
    server.clock.pass(1000)
    await allTurns()
    await drain([ends.connection], server.clock)
    const texts = peer.sent.map((message) =>
      message[0] === "d" ? (message[3] as { s?: string } | undefined)?.s : message[0],
    )
    expect(texts).toEqual([undefined, expect.any(String), "g"])
  })

  it("moves one page after the other, and all views of a page together", async () => {
    const { server, page, own, ends, peer } = await setUp()
    const second = server.connect(page, own)
    await second.join(page)
    const other = server.connect(page)
    await other.join(page)
    const done = drain([ends.connection, other.connection, second.connection], server.clock)
    await allTurns()
    expect([peer, second.peer, other.peer].map(({ sent }) => sent.length)).toEqual([1, 1, 0])
    server.clock.pass(5)
    await done
    expect(other.peer.sent).toHaveLength(1)
  })

  it("leaves no timer behind", async () => {
    const { server, ends } = await setUp()
    await drain([ends.connection], server.clock)
    await server.supervisor.close()
    expect(server.clock.waiting).toBe(0)
  })
})
