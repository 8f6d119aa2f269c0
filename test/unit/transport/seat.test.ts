import { html } from "../../../src/render/values/html.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import { bindingDigest } from "../../../src/security/binding-digest.js"
import { Seat, type SeatOwner } from "../../../src/transport/seat.js"
import type { LiveView } from "../../../src/view/definition.js"
import { liveView } from "../../../src/view/live-view.js"
import { PeerServer } from "../../support/peer-server.js"
import { allTurns } from "../../support/view-harness.js"

const closed: string[] = []
const counter = liveView({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: {
    increment: (_params, socket) => socket.update("count", (count) => count + 1),
    crash() {
      throw new Error("broken")
    },
    big: () => 1n,
  },
  handleInfo: (message: number, socket) => socket.assign({ count: message }),
  terminate: (reason) => {
    closed.push(reason)
  },
  render: ({ count }) => html`<p>${count}</p>`,
})

beforeEach(() => {
  closed.length = 0
})

async function joined(view: LiveView = counter) {
  const server = new PeerServer()
  const page = await server.page(view)
  const ends = server.connect(page)
  expect(await ends.join(page)).toMatchObject({ i: 0 })
  return { server, page, peer: ends.peer, connection: ends.connection, ends }
}

describe("a seat's states", () => {
  /** A seat by itself, in each of its states. */
  function seatIn(state: "joining" | "joined" | "vacant"): { seat: Seat; vacated: Seat[] } {
    const vacated: Seat[] = []
    const owner = { seatVacant: (left: Seat) => void vacated.push(left) } as unknown as SeatOwner
    const seat = new Seat(owner, 0, new TemplateTable())
    if (state === "joined") seat.joined()
    if (state === "vacant") seat.vacate()
    expect(seat.state).toBe(state)
    vacated.length = 0
    return { seat, vacated }
  }

  test("joining becomes joined, or vacant; joined becomes vacant", () => {
    for (const state of ["joining", "joined"] as const) {
      const { seat, vacated } = seatIn(state)
      seat.vacate()
      expect(seat.state).toBe("vacant")
      expect(vacated).toEqual([seat])
    }
  })

  test("nobody joins twice, and nobody joins a seat that is vacant", () => {
    expect(() => seatIn("joined").seat.joined()).toThrow('A seat that is "joined" cannot become "joined".')
    expect(() => seatIn("vacant").seat.joined()).toThrow('A seat that is "vacant" cannot become "joined".')
  })

  test("leaving twice is leaving once", () => {
    const { seat, vacated } = seatIn("vacant")
    seat.vacate()
    seat.left("leave")
    seat.exit({ code: "LV_DISCONNECTED", message: "" })
    expect(seat.state).toBe("vacant")
    expect(vacated).toEqual([])
  })

  test.each(["joining", "joined"] as const)("a page that will leave says so while it is there: %s", (state) => {
    const { seat } = seatIn(state)
    expect(seat.isLeaving).toBe(false)
    seat.leaving()
    expect([seat.state, seat.isLeaving]).toEqual([state, true])
    seat.vacate()
    expect([seat.state, seat.isLeaving]).toEqual(["vacant", true])
  })

  test("one that has gone without a word says nothing any more", () => {
    const { seat } = seatIn("vacant")
    seat.leaving()
    expect(seat.isLeaving).toBe(false)
  })
})

describe("a seat whose page has another one", () => {
  test("neither ends the view any more, nor leaves it", async () => {
    const server = new PeerServer({ resumeWindow: 60_000 })
    const page = await server.page(counter)
    const first = server.connect(page)
    const seat = first.connection.takeSeat({ v: 1, t: "", h: [...page.templates], n: [] }) as Seat
    const reply = (await server.connect(page).join(page)) as { readonly k: string }
    const [process] = [...server.supervisor.find("counter", "counter-1")]
    const key = { k: reply.k, f: 0, e: 0 }
    const ledger = server.kept?.find(key.k, bindingDigest(page.cookie))
    if (ledger === undefined) throw new Error("It is not kept.")
    seat.resume(ledger, { taken: 0, templates: page.templates })
    seat.joined()
    server.clock.pass(1000)
    expect(await server.connect(page).join(page, { a: true, n: [], r: key })).toMatchObject({ r: { e: 0 } })
    expect(seat.state).toBe("vacant")
    seat.left("leave")
    seat.end("crash")
    await allTurns()
    expect([process?.state, closed]).toEqual(["mounted", []])
  })
})

describe("a lost connection", () => {
  test("empties the seat; that the process then ends is the supervisor's decision", async () => {
    const { server, page, connection, peer } = await joined()
    const [process] = [...server.supervisor.find("counter", "counter-1")]
    const asked: string[] = []
    server.supervisor.clientLeft = (left, reason) => {
      expect(left).toBe(process)
      asked.push(reason)
      return Promise.resolve()
    }
    connection.left()
    expect(asked).toEqual(["disconnect"])
    expect(process).toMatchObject({ state: "mounted", hasClient: false })
    // It lives on, without anybody to tell until a client is there again.
    process?.info(7)
    await allTurns()
    expect(peer.sent).toEqual([])
    const told: unknown[] = []
    process?.attach({
      table: new TemplateTable(page.templates),
      mayBeTold: () => true,
      push: ({ diff }) => told.push(diff),
      exit: () => {},
    })
    await allTurns()
    expect(told).toEqual([{ 0: "7" }])
    await process?.close("shutdown")
  })

  test("ends the process as things are, for the reason that its client was lost", async () => {
    const { server, connection } = await joined()
    connection.left()
    await allTurns()
    expect(closed).toEqual(["disconnect"])
    expect(server.supervisor.count).toBe(0)
  })

  test("so does a root that leaves", async () => {
    const { server, connection, ends } = await joined()
    connection.leave(0)
    await allTurns()
    expect(closed).toEqual(["leave"])
    expect(server.supervisor.count).toBe(0)
    expect(await ends.event(0, "increment")).toMatchObject([0, { x: { code: "LV_UNKNOWN_INSTANCE" } }])
  })
})

describe("what a process says", () => {
  test("goes to the page while it is seated", async () => {
    const { server, peer, ends } = await joined()
    expect(await ends.event(0, "increment")).toEqual([{ 0: "1" }])
    expect(server.orders.send("counter", "counter-1", 5)).toBe(1)
    await allTurns()
    expect(peer.sent).toEqual([["d", 0, { 0: "5" }]])
  })

  test("of its end comes after the answer to the event that ended it", async () => {
    const { server, peer, ends } = await joined()
    expect(await ends.event(0, "crash")).toMatchObject([0, { x: { code: "LV_CALLBACK_FAILED" } }])
    await allTurns()
    expect(peer.sent).toMatchObject([["x", 0, { code: "LV_CALLBACK_FAILED" }]])
    expect(server.supervisor.count).toBe(0)
    expect(closed).toEqual(["crash"])
  })

  test("to a page that has long stopped reading ends its connection", async () => {
    const { server, peer } = await joined()
    peer.unsentBytes = server.limits.unsentBytes * 16 + 1
    server.orders.send("counter", "counter-1", 5)
    await allTurns()
    expect(peer.isCutOff).toBe(true)
  })
})

describe("a number", () => {
  test("means nothing before the join is answered, and nothing on another connection", async () => {
    const { server, page, ends } = await joined()
    const other = server.connect(page)
    expect(await other.event(0, "increment")).toMatchObject([0, { x: { code: "LV_UNKNOWN_INSTANCE" } }])
    expect(await ends.event(1, "increment")).toMatchObject([0, { x: { code: "LV_UNKNOWN_INSTANCE" } }])
  })
})
