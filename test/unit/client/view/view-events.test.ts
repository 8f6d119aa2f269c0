import type { ViewEvent } from "../../../../client/view/view-event.js"
import { ViewEvents } from "../../../../client/view/view-events.js"

function event(type = "click"): ViewEvent {
  const element = document.body.appendChild(document.createElement("p"))
  return { name: "x", type, source: element, payload: {}, shown: [element] }
}

describe("the events of a view", () => {
  it("show each binding by its own class", () => {
    const [events, click] = [new ViewEvents(), event()]
    const change = { ...click, type: "change" }
    events.send(click)
    events.send(change)
    expect(click.source.className).toBe("live-click-loading live-change-loading")
    events.acknowledge(click)
    expect(click.source.className).toBe("live-change-loading")
    events.acknowledge(click)
    events.forgetSent()
    expect(click.source.className).toBe("")
  })

  it("wait in order, a hundred at most", () => {
    const events = new ViewEvents()
    const all = Array.from({ length: 101 }, () => event())
    expect(all.map((each) => events.wait(each)).lastIndexOf(true)).toBe(99)
    expect(events.takeWaiting()).toEqual(all.slice(0, 100))
    expect(events.takeWaiting()).toEqual([])
  })

  it("know whose are under way", () => {
    const [events, click] = [new ViewEvents(), event()]
    events.wait(click)
    expect(events.hasSent(click.source)).toBe(false)
    events.send(click)
    expect(events.hasSent(click.source)).toBe(true)
  })
})
