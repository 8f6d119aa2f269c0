import { notices } from "../../../../src/telemetry/channels.js"
import { type GateOwner, PushGate } from "../../../../src/transport/gate/push-gate.js"
import { defaultLimits } from "../../../../src/transport/limits.js"
import { FakePeer } from "../../../support/peer-server.js"

function page() {
  const peer = new FakePeer(undefined)
  const context = { limits: { ...defaultLimits, unsentMark: 100 }, view: { definition: { name: "prices" } } }
  const owner: GateOwner = { peer, context }
  const gate = new PushGate()
  const opened: string[] = []
  const view = (name: string) => {
    const one = { gateOpened: () => void opened.push(name) }
    return { one, asks: () => gate.isOpenFor(one, owner) }
  }
  return { peer, gate, opened, view }
}

describe("a page's gate", () => {
  it("is open while no more is unread than may be", () => {
    const { peer, view, opened } = page()
    peer.unsentBytes = 100
    expect(view("a").asks()).toBe(true)
    expect([peer.takers.size, opened]).toEqual([0, []])
  })

  it("is shut while more is unread, and tells those who have asked once when the page has read", () => {
    const { peer, view, opened } = page()
    const [a, b, c] = [view("a"), view("b"), view("c")]
    peer.unsentBytes = 101
    expect([a.asks(), b.asks(), a.asks()]).toEqual([false, false, false])
    expect(peer.takers.size).toBe(1)
    peer.take(101)
    expect(opened).toEqual([])
    peer.take(100)
    expect(opened).toEqual(["a", "b"])
    expect([peer.takers.size, c.asks(), a.asks()]).toEqual([0, true, true])
    peer.take(0)
    expect(opened).toEqual(["a", "b"])
  })

  it("shuts again where the first who go through bring too much", () => {
    const { peer, view, opened } = page()
    const [a, b] = [view("a"), view("b")]
    peer.unsentBytes = 200
    a.asks()
    b.asks()
    peer.take(0)
    expect(a.asks()).toBe(true)
    peer.unsentBytes = 150
    expect(b.asks()).toBe(false)
    peer.take(50)
    expect(opened).toEqual(["a", "b", "b"])
  })

  it("forgets who has left, and listens for nobody", () => {
    const { peer, gate, view, opened } = page()
    const [a, b] = [view("a"), view("b")]
    peer.unsentBytes = 200
    a.asks()
    b.asks()
    gate.left(a.one)
    expect(peer.takers.size).toBe(1)
    gate.left(b.one)
    expect(peer.takers.size).toBe(0)
    gate.left(b.one)
    peer.take(0)
    expect(opened).toEqual([])
  })

  it("says once that a page does not read", () => {
    const { peer, view } = page()
    const told: unknown[] = []
    const note = (notice: unknown): void => void told.push(notice)
    notices.limit.subscribe(note)
    peer.unsentBytes = 200
    view("a").asks()
    view("b").asks()
    notices.limit.unsubscribe(note)
    expect(told).toEqual([{ limit: "unsentMark", view: "prices", given: 200 }])
  })
})
