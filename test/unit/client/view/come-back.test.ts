/** A view whose connection is lost, and whose process is kept for it meanwhile: what was under way, what comes again, what does not. */
import fc from "fast-check"
import { EventOutbox } from "../../../../client/features/standby/outbox.js"
import type { ViewEvent } from "../../../../client/view/view-event.js"
import type { JoinReply } from "../../../../src/protocol/frames.js"
import type { SentEvent } from "../../../support/fake-connection.js"
import { joinedPage as joined, type ViewTestPage } from "../../../support/view-page.js"

const joinedPage = (): ViewTestPage => joined({ key: "k1", outbox: new EventOutbox({ prefix: "live-", notices: {} }) })

/** The connection is lost, and there again. */
function cut({ connection }: ViewTestPage): void {
  connection.lost()
  connection.opened()
}

beforeEach(() => {
  jest.useFakeTimers()
  jest.spyOn(Math, "random").mockReturnValue(0)
})
afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe("a page that comes back", () => {
  it("says by its key how far it has come", () => {
    const page = joinedPage()
    page.click()
    page.channel.acknowledge({ 0: "1" })
    page.channel.pushDiff(7, { 0: "2" })
    page.click()
    cut(page)
    expect(page.channel.joins.at(-1)?.request.r).toEqual({ k: "k1", f: 2, e: 1 })
    expect(page.channel.joins.at(-1)?.request.a).toBe(true)
  })

  it("without a key says nothing of before", () => {
    const page = joined()
    cut(page)
    expect(page.channel.joins.at(-1)?.request.r).toBeUndefined()
  })

  it("plays what it has missed, settles what that answers, and takes the reply's own difference after it", () => {
    const page = joinedPage()
    const { button, channel, dom, told } = page
    page.click()
    cut(page)
    expect(button.className).toBe("live-click-loading")
    dom.calls.length = 0
    const f = [
      [0, { 0: "5" }],
      [1, { 0: "6" }, { n: "six" }],
    ] as const
    channel.answer({ i: 3, k: "k2", r: { e: 1, f }, d: { 0: "7" }, e: { n: "seven" } })
    expect(dom.calls).toEqual([
      ["write", { 0: "5" }],
      ["acknowledge", 1, { 0: "6" }, false],
      ["write", { 0: "7" }],
    ])
    expect(told.effectsArrived.mock.calls.map(([effects]) => effects.n)).toEqual(["six", "seven"])
    expect(button.className).toBe("")
    expect(told.viewJoined).toHaveBeenLastCalledWith(page.view, true)
    // Those count on.
    cut(page)
    expect(channel.joins.at(-1)?.request.r).toEqual({ k: "k2", f: 2, e: 1 })
  })

  it("takes whole values where not all frames were kept, before the answers that are left, and counts anew", () => {
    const page = joinedPage()
    const { channel, dom } = page
    page.click()
    page.click()
    channel.pushDiff(7, { 0: "1" })
    cut(page)
    dom.calls.length = 0
    const lost = { code: "LV_ANSWER_LOST", message: "done" }
    channel.answer({
      i: 3,
      k: "k2",
      r: {
        e: 2,
        w: 1,
        f: [
          [1, 0, { x: lost }],
          [2, 0],
        ],
      },
      d: { 0: "9" },
    })
    expect(dom.calls).toEqual([
      // What is under way holds its writes until it is answered.
      ["replaceAll", { 0: "9" }, true],
      ["acknowledge", 1, null, false],
      ["acknowledge", 2, null, false],
    ])
    // It was handled: there is nothing that the user should do again.
    expect(page.told.eventFailed).not.toHaveBeenCalled()
    channel.pushDiff(3, { 0: "10" })
    cut(page)
    expect(channel.joins.at(-1)?.request.r).toEqual({ k: "k2", f: 1, e: 2 })
  })

  it("stops where what it plays cannot be written, whether or not it has whole values", () => {
    for (const w of [undefined, 1] as const) {
      const page = joinedPage()
      const { channel, dom, told, view } = page
      page.click()
      page.click("b")
      cut(page)
      told.viewJoined.mockClear()
      // The values can be.
      jest.spyOn(dom, "acknowledge").mockImplementationOnce(() => {
        throw new Error("no place")
      })
      const { length } = channel.confirmed
      channel.answer({ i: 3, k: "k2", r: { e: 1, w, f: [[1, { 0: "5" }]] }, d: { 0: "9" } } as JoinReply)
      expect([view.seat, channel.left, told.viewJoined.mock.calls]).toEqual([undefined, [3], []])
      expect([channel.confirmed.length, channel.events.length]).toEqual([length, 2])
      expect(told.problemArrived.mock.calls.map(([{ code }]) => code)).toEqual(["LV_CLIENT_FAILED"])
    }
  })

  it("sends again what the server was not given, by its numbers, before what was done since", () => {
    const page = joinedPage()
    const { channel } = page
    for (const name of ["a", "b", "c"]) page.click(name)
    cut(page)
    // While it is joined again.
    page.click("d")
    expect(channel.events).toHaveLength(3)
    channel.answer({ i: 3, k: "k2", r: { e: 1, f: [[1, 0]] } })
    expect(channel.events.slice(3).map(({ event, number, instance }) => [event, number, instance])).toEqual([
      ["b", 2, 3],
      ["c", 3, 3],
      ["d", 4, 3],
    ])
  })

  it("sends nothing once more that three connections have ended with, goes on behind it, and says so", () => {
    const page = joinedPage()
    const { channel, told, button, view } = page
    page.click("cursed")
    const answered = jest.fn()
    view.patch("T2", answered)
    for (let life = 1; life <= 3; life++) {
      cut(page)
      channel.answer({ i: 7 + life, k: `k${1 + life}`, r: { e: 0 } })
    }
    expect(channel.events.map(({ event, number }) => [event, number])).toEqual([
      ["cursed", 1],
      ["cursed", 1],
      ["cursed", 1],
    ])
    expect(button.className).toBe("")
    expect(told.eventFailed.mock.calls.map(([, problem]) => problem.code)).toEqual(["LV_EVENT_NOT_SENT"])
    // Whoever has asked for another URL loads its page.
    expect(answered.mock.calls.map(([{ x }]) => x.code)).toEqual(["LV_EVENT_NOT_SENT"])
    page.click("next")
    expect(channel.events.at(-1)).toMatchObject({ event: "next", number: 1, instance: 10 })
  })

  it("has a form tell twice at most what connections end with, until the user changes it", () => {
    const page = joinedPage()
    const { channel, root, told, view } = page
    const form = root.appendChild(document.createElement("form"))
    const type = (text: string): void =>
      view.push({ name: "type", type: "change", source: form, payload: text, shown: [form] })
    told.viewJoined.mockImplementation(() => {
      if (!view.dirtyForms.includes(form)) return
      type("cursed")
    })
    page.dom.dirty.push(form)
    type("cursed")
    for (let life = 1; life <= 12; life++) {
      cut(page)
      channel.answer({ i: 7 + life, k: `k${1 + life}`, r: { e: 0 } })
    }
    expect(channel.events).toHaveLength(6)
    expect(form.className).toBe("")
    type("blessed")
    expect(channel.events.at(-1)).toMatchObject({ payload: "blessed", number: 1 })
  })

  it("waits for the answer to what is still being handled, and sends that not again", () => {
    const page = joinedPage()
    const { button, channel } = page
    page.click("slow")
    cut(page)
    channel.answer({ i: 3, k: "k2", r: { e: 1 } })
    expect([button.className, channel.events.length]).toEqual(["live-click-loading", 1])
    expect(page.told.eventFailed).not.toHaveBeenCalled()
  })

  it("is not told anything by the connection of before", () => {
    const page = joinedPage()
    const { channel, dom } = page
    page.click()
    const [late] = channel.events
    cut(page)
    dom.calls.length = 0
    late?.acknowledge({ 0: "1" })
    channel.pushDiff(7, { 0: "2" })
    expect(dom.calls).toEqual([])
    channel.answer({ i: 3, k: "k2", r: { e: 0 } })
    late?.acknowledge({ 0: "1" })
    expect(dom.calls).toEqual([])
    expect(channel.events).toHaveLength(2)
  })

  it("does not send again what it has learnt to be too large, and goes on with what came behind it", () => {
    const page = joinedPage()
    const { button, channel, told } = page
    page.view.push({ name: "large", type: "click", source: button, payload: "x".repeat(100), shown: [button] })
    page.click("small")
    cut(page)
    channel.limit = 50
    channel.answer({ i: 3, k: "k2", r: { e: 0 } })
    expect(channel.events.slice(2).map(({ event, number }) => [event, number])).toEqual([["small", 1]])
    expect(told.eventFailed.mock.calls[0]?.[1].code).toBe("LV_MESSAGE_TOO_LARGE")
  })

  it("keeps its key while its joins are refused or its token is renewed", () => {
    const page = joinedPage()
    page.click()
    cut(page)
    page.channel.answer({ x: { code: "LV_TOO_MANY_JOINS", message: "wait" } })
    jest.advanceTimersByTime(2_000)
    page.connection.opened()
    expect(page.channel.joins.at(-1)?.request.r?.k).toBe("k1")
    expect(page.button.className).toContain("live-click-loading")
  })

  it("asks once more for values that it was not answered", () => {
    const page = joinedPage()
    const { channel, dom } = page
    dom.delegate?.requestValues([[0, 1]])
    dom.delegate?.requestValues([[2]])
    channel.requests[1]?.reply({ d: ["x"] })
    cut(page)
    channel.requests[0]?.reply({ d: ["late"] })
    channel.answer({ i: 3, k: "k2", r: { e: 0, f: [[0, 0]] } })
    expect(channel.requests.slice(2).map(({ instance, paths }) => [instance, paths])).toEqual([[3, [[0, 1]]]])
    dom.calls.length = 0
    channel.requests[2]?.reply({ d: ["y"] })
    expect(dom.calls).toEqual([["values", [[0, 1]], ["y"]]])
  })

  it("hands a ticket over once more that the server was not given, and is told its answer", () => {
    const page = joinedPage()
    const { channel } = page
    const answered = jest.fn()
    page.click()
    page.view.patch("T", answered)
    cut(page)
    channel.answer({ i: 3, k: "k2", r: { e: 1, f: [[1, 0]] } })
    expect(channel.patches.map(({ ticket, number, instance }) => [ticket, number, instance])).toEqual([
      ["T", 2, 7],
      ["T", 2, 3],
    ])
    channel.patches[1]?.acknowledge({ 0: "1" }, { n: "t" })
    expect(answered).toHaveBeenCalledTimes(1)
  })

  it("joins anew after a frame of those that it has missed could not be written", () => {
    const page = joinedPage()
    const { channel, dom } = page
    page.click()
    cut(page)
    dom.failsWith = new Error("no place")
    channel.answer({
      i: 3,
      k: "k2",
      r: {
        e: 1,
        f: [
          [0, { 0: "5" }],
          [1, { 0: "6" }],
        ],
      },
      d: { 0: "7" },
    })
    dom.failsWith = undefined
    expect(channel.left).toEqual([3])
    jest.advanceTimersByTime(2_000)
    page.connection.opened()
    expect(channel.joins.at(-1)?.request.r).toBeUndefined()
    channel.answer({ i: 0, k: "k3" })
    expect(page.told.eventRefused.mock.calls.map(([, problem]) => problem?.code)).toEqual(["LV_EVENT_UNKNOWN"])
    jest.advanceTimersByTime(10_000)
    expect(channel.confirmed).toEqual([])
  })
})

describe("frames that were written", () => {
  it("are confirmed after thirty-two, or five seconds after the first", () => {
    const { channel } = joinedPage()
    for (let n = 0; n < 31; n++) channel.pushDiff(7, { 0: `${n}` })
    expect(channel.confirmed).toEqual([])
    channel.pushDiff(7, { 0: "x" })
    expect(channel.confirmed).toEqual([[7, 32]])
    channel.pushDiff(7, { 0: "y" })
    jest.advanceTimersByTime(4_999)
    expect(channel.confirmed).toHaveLength(1)
    jest.advanceTimersByTime(1)
    expect(channel.confirmed).toEqual([
      [7, 32],
      [7, 33],
    ])
    jest.advanceTimersByTime(60_000)
    expect(channel.confirmed).toHaveLength(2)
  })

  it("are not confirmed where nobody keeps them, nor over a connection that is lost", () => {
    const unkept = joined()
    unkept.channel.pushDiff(7, { 0: "1" })
    const page = joinedPage()
    page.channel.pushDiff(7, { 0: "1" })
    page.connection.lost()
    jest.advanceTimersByTime(60_000)
    expect([unkept.channel.confirmed, page.channel.confirmed]).toEqual([[], []])
  })
})

describe("another process", () => {
  it("was not sent what was under way: it is told to be unknown, and its form keeps what it holds", () => {
    const page = joinedPage()
    const { button, channel, dom, told } = page
    const settled = jest.fn()
    page.click()
    page.view.push({ name: "hook", type: "hook", source: button, payload: {}, shown: [button], settled })
    cut(page)
    channel.answer({ i: 0, k: "k2", d: { 0: "0" } })
    expect(channel.events).toHaveLength(2)
    expect(button.className).toBe("live-refused")
    expect(told.eventRefused.mock.calls.map(([, problem]) => problem.code)).toEqual(["LV_EVENT_UNKNOWN"])
    expect(settled.mock.calls.map(([, problem]) => problem.code)).toEqual(["LV_EVENT_UNKNOWN"])
    expect(dom.calls).toContainEqual(["replaceAll", { 0: "0" }])
    // Its numbers, and its frames, are its own.
    page.click()
    expect(channel.events.at(-1)).toMatchObject({ instance: 0, number: 1 })
    cut(page)
    expect(channel.joins.at(-1)?.request.r).toEqual({ k: "k2", f: 0, e: 0 })
  })

  it("gets an event that may be sent twice, before what was done since; a third one does not", () => {
    const page = joinedPage()
    const { button, channel, told } = page
    const retry: ViewEvent = { name: "pay", type: "click", source: button, payload: {}, shown: [button], id: "1" }
    page.view.push(retry)
    cut(page)
    page.click("later")
    channel.answer({ i: 0, k: "k2" })
    expect(channel.events.slice(1).map(({ event, number }) => [event, number])).toEqual([
      ["pay", 1],
      ["later", 2],
    ])
    channel.acknowledge()
    cut(page)
    channel.answer({ i: 0, k: "k3" })
    expect(channel.events).toHaveLength(3)
    expect(told.eventRefused.mock.calls.map(([, problem]) => problem.code)).toEqual(["LV_EVENT_UNKNOWN"])
  })

  it("gets what was done in a page that was its view's though it shows the element no more, but for what forms tell", () => {
    const page = joinedPage()
    const { button, channel, told, view } = page
    const retry: ViewEvent = { name: "pay", type: "click", source: button, payload: {}, shown: [button], id: "1" }
    view.push(retry)
    cut(page)
    page.click("later")
    view.push({ ...retry, name: "edit", type: "change", id: "2" })
    button.remove()
    channel.answer({ i: 0, k: "k2" })
    expect(channel.events.slice(1).map(({ event, number }) => [event, number])).toEqual([
      ["pay", 1],
      ["later", 2],
    ])
    expect(told.eventRefused).not.toHaveBeenCalled()
  })

  it("comes after a crash, too", () => {
    const page = joinedPage()
    const { button, channel, told } = page
    const retry: ViewEvent = { name: "pay", type: "click", source: button, payload: {}, shown: [button], id: "1" }
    page.click()
    page.view.push(retry)
    channel.exit(7, { code: "LV_CALLBACK_FAILED", message: "x" })
    channel.isOpen = true
    jest.advanceTimersByTime(2_000)
    expect(channel.joins.at(-1)?.request.r).toBeUndefined()
    channel.answer({ i: 0, k: "k2" })
    expect(channel.events.slice(2).map(({ event }) => event)).toEqual(["pay"])
    expect(told.eventRefused.mock.calls.map(([, problem]) => problem.code)).toEqual(["LV_EVENT_UNKNOWN"])
  })

  it("that comes where nobody keeps the one before says nothing, as ever", () => {
    const page = joined({ outbox: new EventOutbox({ prefix: "live-", notices: {} }) })
    page.click()
    cut(page)
    page.channel.answer({ i: 0 })
    expect([page.button.className, page.told.eventRefused.mock.calls]).toEqual(["", []])
  })
})

it("a view that is left settles all that was under way", () => {
  const page = joinedPage()
  const settled = jest.fn()
  page.view.push({ name: "hook", type: "hook", source: page.button, payload: {}, shown: [page.button], settled })
  page.click()
  page.connection.lost()
  page.view.stop()
  expect(settled.mock.calls).toEqual([["lost"]])
  expect(page.button.className).toBe("")
  expect(page.told.eventRefused).not.toHaveBeenCalled()
})

/** What a server does that keeps the process, or loses it; and what the user does meanwhile. */
type Step = "click" | "handle" | "answer" | "push" | "lose" | "open" | "reply" | "die"
const STEPS: readonly Step[] = ["click", "handle", "answer", "push", "lose", "open", "reply", "die"]

/** The other end, as simple as can be: takes numbers in order, keeps all frames until the page says that it has them. */
class KeepingServer {
  readonly handled: string[] = []
  readonly #page: ViewTestPage
  #process = 1
  #last = 0
  #frames = 0
  #kept: (readonly [answers: number, diff: 0])[] = []
  /** Events that were sent over the connection, and are not read. */
  #read: number
  #pending: number[] = []
  #answers = new Map<number, SentEvent>()
  isDead = false

  constructor(page: ViewTestPage) {
    this.#page = page
    this.#read = page.channel.events.length
  }

  handle(): void {
    const sent = this.#page.channel.events[this.#read]
    if (sent === undefined || this.isDead) return
    this.#read++
    if (sent.number !== this.#last + 1) throw new Error(`A gap: ${sent.number} after ${this.#last}`)
    this.#last = sent.number
    this.handled.push(sent.event)
    this.#pending.push(sent.number)
    this.#answers.set(sent.number, sent)
  }

  answer(): void {
    const number = this.#pending.shift()
    if (number === undefined) return
    this.#frames++
    this.#kept.push([number, 0])
    this.#answers.get(number)?.acknowledge(0)
  }

  push(): void {
    this.#frames++
    this.#kept.push([0, 0])
    this.#page.channel.pushDiff(7, 0)
  }

  /** What was sent and not read is gone with the connection; what is being handled is answered later. */
  lose(): void {
    this.#read = this.#page.channel.events.length
    this.#answers.clear()
    // All is handled by when the page is back: how a late answer travels is the transport's matter.
    while (this.#pending.length > 0) this.answer()
  }

  die(): void {
    this.isDead = true
  }

  reply(): void {
    const { channel } = this.#page
    const { r } = channel.joins.at(-1)?.request ?? {}
    this.#read = channel.events.length
    if (r?.k === `k${this.#process}` && !this.isDead) {
      const f = this.#kept.slice(this.#kept.length - (this.#frames - r.f))
      channel.answer({ i: 7, k: r.k, r: { e: this.#last, f } })
      return
    }
    this.#process++
    this.isDead = false
    this.#last = this.#frames = 0
    this.#kept = []
    this.#pending = []
    channel.answer({ i: 7, k: `k${this.#process}` })
  }
}

it("settles each event once, and has none handled twice, wherever the connection is cut", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STEPS), { maxLength: 60 }), (steps) => {
      jest.clearAllTimers()
      const page = joinedPage()
      const server = new KeepingServer(page)
      const fates = new Map<string, string[]>()
      let clicks = 0
      let state = "open" as "open" | "joining" | "closed"
      const lose = (): void => {
        if (state === "closed") return
        server.lose()
        page.connection.lost()
        state = "closed"
      }
      const open = (): void => {
        if (state !== "closed") return
        page.connection.opened()
        state = "joining"
      }
      const reply = (): void => {
        if (state !== "joining") return
        server.reply()
        state = "open"
      }
      const acts: Readonly<Record<Step, () => void>> = {
        click: () => {
          const name = `e${++clicks}`
          const fate: string[] = []
          fates.set(name, fate)
          const settled = (how: string, problem?: { code: string }): unknown => fate.push(problem?.code ?? how)
          page.view.push({ name, type: "hook", source: page.button, payload: {}, shown: [page.button], settled })
        },
        handle: () => state === "open" && server.handle(),
        answer: () => state === "open" && server.answer(),
        push: () => state === "open" && server.push(),
        lose,
        open,
        reply,
        die: () => {
          lose()
          server.die()
        },
      }
      for (const step of steps) acts[step]()
      // In the end the line is good.
      if (state === "closed") open()
      reply()
      for (let n = 0; n <= clicks; n++) {
        server.handle()
        server.answer()
      }
      for (const [name, fate] of fates) {
        expect([name, fate.length]).toEqual([name, 1])
        const times = server.handled.filter((handled) => handled === name).length
        expect(times).toBeLessThanOrEqual(1)
        // Confirmed ones exactly once; those that were refused never; of the others it was said that nobody knows.
        if (fate[0] === "answered") expect(times).toBe(1)
        else if (fate[0] === "refused") expect(times).toBe(0)
        else expect(fate[0]).toBe("LV_EVENT_UNKNOWN")
      }
      expect(server.handled).toEqual([...server.handled].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1))))
      page.view.stop()
    }),
    { numRuns: 300 },
  )
})
