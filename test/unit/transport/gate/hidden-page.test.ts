/** Pages that nobody sees: by themselves, and through the whole of the server's half. */

import { html } from "../../../../src/render/values/html.js"
import { HiddenPage } from "../../../../src/transport/gate/hidden-page.js"
import { PageConnection } from "../../../../src/transport/page-connection.js"
import { liveView } from "../../../../src/view/live-view.js"
import { FakeClock } from "../../../support/fake-clock.js"
import { PeerServer } from "../../../support/peer-server.js"
import { allTurns } from "../../../support/view-harness.js"

describe("a hidden page", () => {
  function hidden(pace = { after: 30_000, every: 5_000 }) {
    const clock = new FakeClock(1_000)
    const page = new HiddenPage(pace, clock)
    const opened: string[] = []
    const view = (name: string) => ({ gateOpened: () => void opened.push(name) })
    return { clock, page, opened, a: view("a"), b: view("b") }
  }

  it("is told as often as ever for a while", () => {
    const { clock, page, a } = hidden()
    for (let second = 0; second < 30; second++) {
      expect(page.isOpenFor(a)).toBe(true)
      page.told(a)
      clock.pass(1_000)
    }
    expect(page.isOpenFor(a)).toBe(false)
  })

  it("then lets each view through once in a while, and wakes it once", () => {
    const { clock, page, opened, a, b } = hidden()
    clock.pass(30_000)
    for (const view of [a, b]) {
      expect(page.isOpenFor(view)).toBe(true)
      page.told(view)
    }
    clock.pass(1_000)
    expect([page.isOpenFor(a), page.isOpenFor(a), clock.waiting]).toEqual([false, false, 1])
    clock.pass(3_999)
    expect(opened).toEqual([])
    clock.pass(1)
    expect(opened).toEqual(["a"])
    expect([page.isOpenFor(a), page.isOpenFor(b)]).toEqual([true, true])
  })

  it("lets a view through that was let through before and had nothing to tell", () => {
    const { clock, page, a } = hidden({ after: 0, every: 5_000 })
    expect([page.isOpenFor(a), page.isOpenFor(a)]).toEqual([true, true])
    page.told(a)
    clock.pass(5_000)
    expect(page.isOpenFor(a)).toBe(true)
  })

  it("wakes those that wait when it is seen, and no others; those who left are forgotten", () => {
    const { clock, page, opened, a, b } = hidden({ after: 0, every: 5_000 })
    for (const view of [a, b]) page.told(view)
    expect([page.isOpenFor(a), page.isOpenFor(b)]).toEqual([false, false])
    page.left(b)
    expect(clock.waiting).toBe(1)
    page.end()
    expect([opened, clock.waiting]).toEqual([["a"], 0])
  })

  it("waits no longer than that where the clock is set back", () => {
    const { clock, page, opened, a } = hidden({ after: 0, every: 5_000 })
    clock.pass(3_600_000)
    page.told(a)
    const late = jest.spyOn(clock, "now").mockReturnValue(2_000)
    expect(page.isOpenFor(a)).toBe(false)
    late.mockRestore()
    clock.pass(5_000)
    expect(opened).toEqual(["a"])
  })
})

const counter = liveView({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: { increment: (_params, socket) => socket.update("count", (count) => count + 1) },
  handleInfo: (message: number, socket) => {
    socket.assign({ count: message })
    socket.pushEvent("counted", message)
  },
  render: ({ count }) => html`<p>${count}</p>`,
})
const other = liveView({ name: "other", mount: () => ({}), render: () => html`<p>other</p>` })

/** Two views of one page, over one connection: their ends, and what is said to the first. */
async function joined() {
  const server = new PeerServer()
  const own = new PageConnection(server.limits, server.clock.now())
  const page = await server.page(counter)
  const ends = server.connect(page, own)
  await ends.join(page)
  const second = await server.page(other, { cookie: page.cookie })
  const others = server.connect(second, own)
  const say = async (count: number): Promise<void> => {
    server.orders.send("counter", "counter-1", count)
    await allTurns()
  }
  const told = (): unknown[] => ends.peer.sent.map(([, , diff]) => (diff as { 0: string })[0])
  return { ...server, server, ends, others, say, told, clock: server.clock }
}

describe("the views of a page", () => {
  it("that is hidden for half a minute are told once in five seconds, by what is latest", async () => {
    const { clock, others, say, told, ends } = await joined()
    // Said in the namespace of another view: it holds for all of the page's.
    others.connection.hidden(1)
    await say(1)
    clock.pass(30_000)
    await say(2)
    for (const count of [3, 4, 5]) await say(count)
    expect(told()).toEqual(["1", "2"])
    clock.pass(5_000)
    await allTurns()
    expect(told()).toEqual(["1", "2", "5"])
    expect(ends.peer.sent[2]?.[3]).toEqual({
      e: [
        ["counted", 3],
        ["counted", 4],
        ["counted", 5],
      ],
    })
    clock.pass(60_000)
    await allTurns()
    expect(told()).toHaveLength(3)
    await say(6)
    expect(told()).toHaveLength(4)
  })

  it("are told at once when it is seen again, and as often as ever", async () => {
    const { clock, ends, say, told } = await joined()
    ends.connection.hidden(1)
    clock.pass(30_000)
    for (const count of [1, 2]) await say(count)
    ends.connection.hidden(1)
    ends.connection.hidden(0)
    await allTurns()
    expect(told()).toEqual(["1", "2"])
    for (const count of [3, 4]) await say(count)
    expect(told()).toEqual(["1", "2", "3", "4"])
    expect(clock.waiting).toBe(0)
  })

  it("are answered at once, with all that has waited", async () => {
    const { clock, ends, say, told } = await joined()
    ends.connection.hidden(1)
    clock.pass(30_000)
    for (const count of [1, 2]) await say(count)
    expect(await ends.event(0, "increment")).toEqual([{ 0: "3" }, { e: [["counted", 2]] }])
    clock.pass(5_000)
    await allTurns()
    expect(told()).toEqual(["1"])
  })

  it("leave nothing behind when they go", async () => {
    const { clock, ends, say, told } = await joined()
    ends.connection.hidden(1)
    clock.pass(30_000)
    for (const count of [1, 2]) await say(count)
    expect(clock.waiting).toBe(1)
    ends.connection.leave(0)
    await allTurns()
    clock.pass(60_000)
    expect([clock.waiting, told()]).toEqual([0, ["1"]])
  })

  it("are seen where what is said is not that they are hidden", async () => {
    const { clock, ends, say, told } = await joined()
    for (const said of [undefined, true, "1", {}, [1], 2]) ends.connection.hidden(said)
    clock.pass(30_000)
    for (const count of [1, 2]) await say(count)
    expect(told()).toEqual(["1", "2"])
  })
})
