/** What becomes of events whose view is away. */
import { EventOutbox } from "../../../../client/features/standby/outbox.js"
import type { ViewEvent } from "../../../../client/view/view-event.js"
import type { PageView } from "../../../../client/view/view-page.js"

const view = {} as PageView
const keptChanged = jest.fn()

interface Made {
  readonly outbox: EventOutbox
  readonly refused: [name: string, code: string][]
  moveOn(sent?: readonly ViewEvent[]): string[]
}

function make(): Made {
  const outbox = new EventOutbox({ prefix: "live-", notices: { part: { connection: { keptChanged } } } })
  const refused: [name: string, code: string][] = []
  const moveOn = (sent: readonly ViewEvent[] = []): string[] =>
    outbox.moveOn(sent, view, ({ name }, { code }) => refused.push([name, code])).map(({ name }) => name)
  return { outbox, refused, moveOn }
}

function element(attributes = "", tag = "button"): Element {
  document.body.insertAdjacentHTML("beforeend", `<${tag} ${attributes}></${tag}>`)
  return document.body.lastElementChild as Element
}

function event(source: Element, type = "click", more: Partial<ViewEvent> = {}): ViewEvent {
  return { name: type, type, source, payload: {}, shown: [source], over: jest.fn(), ...more }
}

beforeEach(() => {
  document.body.innerHTML = ""
  keptChanged.mockReset()
})

describe("while the view is away", () => {
  it.each([
    ["click", "", false],
    ["submit", "", false],
    ["click", 'live-offline="queue"', true],
    ["submit", 'live-offline="queue"', true],
    ["click", 'live-offline="refuse"', false],
    ["click", 'live-offline="later"', false],
    ["change", "", true],
    ["change", 'live-offline="queue"', true],
    ["change", 'live-offline="refuse"', false],
  ])("a %s with %j is kept: %j", (type, attributes, isKept) => {
    const { outbox } = make()
    const source = element(attributes)
    expect(outbox.takes(event(source, type), view, true)).toBe(isKept)
    expect([outbox.keepsDeeds, source.className, keptChanged.mock.calls.length]).toEqual(
      isKept ? [type !== "change", "live-queued", 1] : [false, "", 0],
    )
    expect(outbox.release(view)).toHaveLength(isKept ? 1 : 0)
    expect([outbox.keepsDeeds, source.className]).toEqual([false, ""])
  })

  it.each(["click", "change", "submit"])("a %s that is to be dropped is forgotten, and over", (type) => {
    const { outbox } = make()
    const settled = jest.fn()
    const dropped = event(element('live-offline="drop"'), type, { settled })
    expect(outbox.takes(dropped, view, true)).toBe(true)
    expect(outbox.release(view)).toEqual([])
    expect(dropped.over).toHaveBeenCalledTimes(1)
    expect(settled.mock.calls).toEqual([["refused"]])
  })

  it("of what a form tells the latest is kept, unless something else was done between", () => {
    const { outbox } = make()
    const [form, button] = [element("", "form"), element('live-offline="queue"')]
    const input = form.appendChild(document.createElement("input"))
    const changes = [1, 2, 3].map((n) => event(form, "change", { payload: n, shown: n === 1 ? [form, input] : [form] }))
    const click = event(button)
    outbox.takes(changes[0] as ViewEvent, view, true)
    outbox.takes(changes[1] as ViewEvent, view, true)
    expect([form.className, input.className]).toEqual(["live-queued", ""])
    outbox.takes(click, view, true)
    outbox.takes(changes[2] as ViewEvent, view, true)
    expect(changes.map(({ over }) => (over as jest.Mock).mock.calls.length)).toEqual([1, 0, 0])
    expect(outbox.release(view)).toEqual([changes[1], click, changes[2]])
    expect([form.className, button.className]).toEqual(["", ""])
  })

  it("a form that is submitted twice alike is submitted once", () => {
    const { outbox } = make()
    const form = element('live-offline="queue"', "form")
    const [first, second, other] = ["a=1", "a=1", "a=2"].map((payload) => event(form, "submit", { payload }))
    for (const one of [first, second, other]) expect(outbox.takes(one as ViewEvent, view, true)).toBe(true)
    expect(second?.over).toHaveBeenCalledTimes(1)
    expect(outbox.release(view)).toEqual([first, other])
  })

  it("a hundred are kept, of each view by itself", () => {
    const { outbox } = make()
    const button = element('live-offline="queue"')
    const other = {} as PageView
    const takes = Array.from({ length: 101 }, () => outbox.takes(event(button), view, true))
    expect(takes.lastIndexOf(true)).toBe(99)
    expect(outbox.takes(event(button), other, true)).toBe(true)
    expect([outbox.release(other).length, outbox.release(view).length]).toEqual([1, 100])
  })

  it("nothing is kept for a process that nobody keeps, but what may go to the next one", () => {
    const { outbox } = make()
    const button = element('live-offline="queue"')
    expect(outbox.takes(event(button), view, false)).toBe(false)
    expect(outbox.takes(event(element("", "form"), "change"), view, false)).toBe(false)
    expect(outbox.takes(event(button, "click", { id: "1" }), view, false)).toBe(true)
  })
})

describe("another process", () => {
  it("gets what may be sent twice, in order, and is not meant by the rest", () => {
    const { outbox, refused, moveOn } = make()
    const button = element('live-offline="queue"')
    outbox.takes(event(button, "click", { name: "kept" }), view, true)
    outbox.takes(event(button, "click", { name: "kept twice", id: "2" }), view, true)
    const change = event(element("", "form"), "change")
    outbox.takes(change, view, true)
    const sent = [event(button, "click", { name: "sent" }), event(button, "click", { name: "sent twice", id: "1" })]
    expect(moveOn(sent)).toEqual(["sent twice", "kept twice"])
    expect(refused).toEqual([
      ["sent", "LV_EVENT_UNKNOWN"],
      ["kept", "LV_EVENT_NOT_SENT"],
    ])
    // Its form tells once more what it holds.
    expect(change.over).toHaveBeenCalledTimes(1)
    expect([button.className, outbox.keepsDeeds]).toEqual(["", false])
  })

  it("is told by forms themselves what was under way of theirs: nothing is said of it", () => {
    const { refused, moveOn } = make()
    const change = event(element("", "form"), "change")
    const submit = event(element("", "form"), "submit", { name: "submit" })
    expect(moveOn([change, submit])).toEqual([])
    expect(refused).toEqual([["submit", "LV_EVENT_UNKNOWN"]])
    expect(change.over).toHaveBeenCalledTimes(1)
  })

  it("is the last one that an event is sent to", () => {
    const { refused, moveOn } = make()
    const twice = event(element(), "click", { name: "twice", id: "1" })
    expect(moveOn([twice])).toEqual(["twice"])
    expect(moveOn([twice])).toEqual([])
    expect(refused).toEqual([["twice", "LV_EVENT_UNKNOWN"]])
  })
})
