import { html } from "../../../src/render/values/html.js"
import { Ledger } from "../../../src/transport/ledger/ledger.js"
import { liveView } from "../../../src/view/live-view.js"
import { PeerServer, type PeerServerOptions } from "../../support/peer-server.js"
import { allTurns, type Deferred, deferred } from "../../support/view-harness.js"

let hanging: Deferred<void>
const counter = liveView({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: {
    increment: (_params, socket) => socket.update("count", (count) => count + 1),
    echo: (params) => params,
    hang: () => hanging.promise,
  },
  render: ({ count }) => html`<p>${count}</p>`,
})

beforeEach(() => {
  hanging = deferred()
})

async function setUp(options: PeerServerOptions = {}) {
  const server = new PeerServer(options)
  const page = await server.page(counter)
  const ends = server.connect(page)
  await ends.join(page)
  return { server, page, ends, peer: ends.peer, mark: server.limits.unsentBytes }
}

describe("a page that does not read", () => {
  test("is refused whole values first, then events too; what it reads again is served again", async () => {
    const { page, ends, peer, mark } = await setUp()
    peer.unsentBytes = mark + 1
    expect(await ends.values(0, [[0]])).toMatchObject({ d: [], e: { x: { code: "LV_UNREAD" } } })
    expect(await ends.join(page)).toMatchObject({ x: { code: "LV_UNREAD" } })
    expect(await ends.event(0, "increment")).toEqual([{ 0: "1" }])
    peer.unsentBytes = mark * 4 + 1
    expect(await ends.event(0, "increment")).toMatchObject([0, { x: { code: "LV_UNREAD" } }])
    peer.unsentBytes = 0
    expect(await ends.event(0, "increment")).toEqual([{ 0: "2" }])
    expect(await ends.values(0, [[0]])).toEqual({ d: ["2"] })
    expect(peer.isCutOff).toBe(false)
  })

  test.each(["join", "event", "values"] as const)("is cut off at last, and its %s not answered", async (message) => {
    const { ends, peer, mark } = await setUp()
    peer.unsentBytes = mark * 16 + 1
    const answers: unknown[] = []
    const acknowledge = (...values: readonly unknown[]) => void answers.push(values)
    if (message === "join") ends.connection.join({}, acknowledge)
    else if (message === "event") ends.connection.event([0, "increment", {}, 1], acknowledge)
    else ends.connection.values(0, [[0]], acknowledge)
    expect(peer.isCutOff).toBe(true)
    expect(answers).toEqual([])
  })
})

test("what fails on the way of a message that has no answer is logged, and ends nothing", async () => {
  const { server, ends } = await setUp()
  const [seat] = ends.connection.deafen()
  if (seat === undefined) throw new Error("no seat")
  const fail = (): never => {
    throw new Error("out of order")
  }
  const spies = [
    jest.spyOn(seat, "confirm").mockImplementation(fail),
    jest.spyOn(seat, "left").mockImplementation(fail),
    jest.spyOn(ends.connection.page.gate, "hide").mockImplementation(fail),
  ]
  const { connection } = ends
  connection.confirm(0, 1)
  connection.hidden(1)
  connection.leave(0)
  connection.left()
  const failed = server.logger.entries.filter(({ level }) => level === "error")
  expect(failed.map(({ details }) => details["message"])).toEqual(["c", "h", "l", "disconnect"])
  for (const spy of spies) spy.mockRestore()
})

test("an event that cannot be handed to the process is answered, and nobody waits for it any more", async () => {
  const { server, ends } = await setUp()
  const [process] = [...server.supervisor.find("counter", "counter-1")]
  if (process === undefined) throw new Error("no process")
  jest.spyOn(process, "dispatch").mockImplementationOnce(() => {
    throw new Error("out of order")
  })
  expect(await ends.event(0, "increment")).toMatchObject([0, { x: { code: "LV_CALLBACK_FAILED" } }])
  expect(await ends.event(0, "increment")).toEqual([{ 0: "1" }])
  const { limits } = server
  expect(ends.connection.page.takeWaiting(limits.waitingSize, limits)).toBe(true)
  expect(ends.connection.deafen()[0]?.ledger?.waiting).toBe(0)
})

test.each(["event", "patch"] as const)("an %s whose number cannot be taken is answered", async (message) => {
  const { server, ends } = await setUp()
  jest.spyOn(Ledger.prototype, "takeNumber").mockImplementationOnce(() => {
    throw new Error("out of order")
  })
  expect(await ends[message](0, "increment")).toMatchObject([0, { x: { code: "LV_CALLBACK_FAILED" } }])
  expect(server.logger.at("error")).toEqual(['A message to the view "counter" could not be handled.'])
  jest.restoreAllMocks()
})

test("an event's id is its handler's while that runs, and no other callback's", async () => {
  const seen: [where: string, id: string | undefined][] = []
  const gates = [deferred(), deferred()]
  const payments = liveView({
    name: "payments",
    mount: () => ({ paid: 0 }),
    events: {
      async pay(_params, socket) {
        seen.push(["before", socket.eventId])
        await gates[seen.length === 1 ? 0 : 1]?.promise
        seen.push(["after", socket.eventId])
      },
    },
    handleInfo(_message, socket) {
      seen.push(["info", socket.eventId])
    },
    render: ({ paid }) => html`<p>${paid}</p>`,
  })
  const server = new PeerServer()
  const page = await server.page(payments)
  const ends = server.connect(page)
  const { connection } = ends
  await ends.join(page)
  const answers: unknown[] = []
  const acknowledge = (...values: readonly unknown[]) => void answers.push(values)
  connection.event([0, "pay", {}, 1, "id-1", acknowledge], acknowledge)
  connection.event([0, "pay", {}, 2, acknowledge], acknowledge)
  for (const process of server.supervisor.find("payments", "payments-1")) process.info({})
  for (const gate of gates) {
    gate.resolve()
    await allTurns()
  }
  expect(seen).toEqual([
    ["before", "id-1"],
    ["after", "id-1"],
    ["before", undefined],
    ["after", undefined],
    ["info", undefined],
  ])
  // What is none is refused, and had its turn.
  connection.event([0, "pay", {}, 3, 7, acknowledge], acknowledge)
  connection.event([0, "pay", {}, 4, "x".repeat(101), acknowledge], acknowledge)
  expect(answers.slice(2)).toMatchObject([
    [0, { x: { code: "LV_BAD_MESSAGE" } }],
    [0, { x: { code: "LV_BAD_MESSAGE" } }],
  ])
})

describe("events that wait", () => {
  test("are as many for a view as the limit says, and as large for the whole page", async () => {
    const { server, page, ends } = await setUp({ limits: { eventsWaiting: 2, waitingSize: 2000 } })
    const waiting = [ends.event(0, "hang"), ends.event(0, "hang")]
    expect(await ends.event(0, "hang")).toMatchObject([0, { x: { code: "LV_TOO_MANY_EVENTS" } }])
    const beside = server.connect(page, ends.connection.page)
    await beside.join(page, { n: [] })
    const large = { text: "x".repeat(1500) }
    expect(await beside.event(0, "echo", large)).toMatchObject([0, { x: { code: "LV_WAITING_TOO_LARGE" } }])
    hanging.resolve()
    await Promise.all(waiting)
    expect(await beside.event(0, "echo", large)).toEqual([0, { y: large }])
  })

  test("are measured by what a form's text is decoded to", async () => {
    const { ends } = await setUp({ limits: { waitingSize: 2000 } })
    void ends.event(0, "hang")
    // Each of these fields is a few units of text, and an entry of a list.
    const form = Array.from({ length: 100 }, (_field, index) => `a[]=${index}`).join("&")
    expect(form.length).toBeLessThan(800)
    expect(await ends.event(0, "echo", form)).toMatchObject([0, { x: { code: "LV_WAITING_TOO_LARGE" } }])
    hanging.resolve()
  })
})

describe("a page", () => {
  test("that leaves one namespace lets go of its views there, and of its entry", async () => {
    const { server, page, ends } = await setUp({ limits: { viewsPerConnection: 1, joinsPerSecond: 1e9 } })
    const second = server.connect(page, ends.connection.page)
    expect(() => server.connect(page, ends.connection.page)).toThrow("too many namespaces")
    server.clock.pass(1000)
    expect(await second.join(page)).toMatchObject({ x: { code: "LV_TOO_MANY_VIEWS" } })
    ends.connection.left()
    server.clock.pass(1000)
    expect(await second.join(page)).toMatchObject({ i: 0 })
    server.connect(page, ends.connection.page)
  })
})

describe("the numbers of events and patches", () => {
  const sent = (ends: Awaited<ReturnType<typeof setUp>>["ends"], ...values: unknown[]) =>
    new Promise((resolve) => ends.connection.event(values, (...answer) => resolve(answer)))

  test("go on by one; one that was had before is dropped, and handled no second time", async () => {
    const { ends } = await setUp()
    expect(await sent(ends, 0, "increment", {}, 1)).toEqual([{ 0: "1" }])
    const again: unknown[] = []
    ends.connection.event([0, "increment", {}, 1], (...answer) => again.push(answer))
    expect(await sent(ends, 0, "increment", {}, 2)).toEqual([{ 0: "2" }])
    expect(again).toEqual([])
  })

  test.each([undefined, null, "1", 0, -1, 1.5, Number.NaN, 2 ** 60])("%p is none", async (number) => {
    const { ends } = await setUp()
    expect(await sent(ends, 0, "increment", {}, number)).toMatchObject([0, { x: { code: "LV_BAD_MESSAGE" } }])
    expect(await sent(ends, 0, "increment", {}, 1)).toEqual([{ 0: "1" }])
  })

  test("are used up by what is refused, too", async () => {
    const { ends } = await setUp()
    expect(await sent(ends, 0, "", {}, 1)).toMatchObject([0, { x: { code: "LV_BAD_MESSAGE" } }])
    expect(await sent(ends, 0, "increment", "a=1&".repeat(40_000), 2)).toMatchObject([
      0,
      { x: { code: "LV_MESSAGE_TOO_LARGE" } },
    ])
    expect(await sent(ends, 0, "increment", {}, 3)).toEqual([{ 0: "1" }])
  })

  test.each(["event", "patch"] as const)("with a gap before a %s end the view", async (kind) => {
    const { ends, peer, server } = await setUp()
    const values = kind === "event" ? [0, "increment", {}, 2] : [0, "ticket", 2]
    const answer = await new Promise((resolve) => ends.connection[kind](values, (...told) => resolve(told)))
    expect(answer).toMatchObject([0, { x: { code: "LV_EVENT_GAP" } }])
    expect(peer.sent).toMatchObject([["x", 0, { code: "LV_EVENT_GAP" }]])
    expect(server.supervisor.count).toBe(0)
  })
})
