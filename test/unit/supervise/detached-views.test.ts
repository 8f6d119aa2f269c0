import { channel } from "node:diagnostics_channel"
import type { ViewProcess } from "../../../src/process/view-process.js"
import { type DetachedLimits, DetachedViews, defaultDetachedLimits } from "../../../src/supervise/detached-views.js"
import { KeptViews } from "../../../src/supervise/kept-views.js"
import type { DetachedContext } from "../../../src/telemetry/channels.js"
import { FakeClock } from "../../support/fake-clock.js"

let ended: string[]
let told: DetachedContext[]
const note = (context: unknown) => void told.push(context as DetachedContext)

beforeEach(() => {
  ended = []
  told = []
  channel("livemount.detached").subscribe(note)
})
afterEach(() => {
  channel("livemount.detached").unsubscribe(note)
})

function processOf(id: string, size = 100): ViewProcess {
  const close = (reason: string) => void ended.push(`${id} ${reason}`)
  return { view: "v", id, close, roughSize: () => size } as unknown as ViewProcess
}

function setUp(limits: Partial<DetachedLimits> = {}) {
  const clock = new FakeClock(0)
  const views = new DetachedViews({ window: 1000, clock, limits: { ...defaultDetachedLimits, ...limits } })
  const add = (id: string, address = "a", browser = id, size?: number) =>
    views.add(processOf(id, size), { browser, address })
  return { clock, views, add }
}

describe("views whose pages are away", () => {
  test("end when they have waited long enough, each at its time, by one timer", () => {
    const { clock, views, add } = setUp()
    add("1")
    clock.pass(400)
    add("2")
    expect(clock.waiting).toBe(1)
    clock.pass(599)
    expect(ended).toEqual([])
    clock.pass(1)
    expect(ended).toEqual(["1 disconnect"])
    expect([clock.waiting, views.count]).toEqual([1, 1])
    clock.pass(400)
    expect(ended).toEqual(["1 disconnect", "2 disconnect"])
    expect([clock.waiting, views.count]).toEqual([0, 0])
    expect(told.map(({ id, became, code }) => [id, became, code])).toEqual([
      ["1", "detached", undefined],
      ["2", "detached", undefined],
      ["1", "ended", "LV_DETACHED_TOO_LONG"],
      ["2", "ended", "LV_DETACHED_TOO_LONG"],
    ])
  })

  test("wait no more when they are taken, and the timer is not missed", () => {
    const { clock, views } = setUp()
    const [one, two] = [processOf("1"), processOf("2")]
    views.add(one, { browser: "b", address: "a" })
    clock.pass(500)
    views.add(two, { browser: "b", address: "a" })
    views.take(one)
    views.take(one)
    clock.pass(999)
    expect([ended, views.count]).toEqual([[], 1])
    clock.pass(1)
    expect(ended).toEqual(["2 disconnect"])
  })

  test.each<[string, Partial<DetachedLimits>, string]>([
    ["of one browser", { detachedViewsPerBrowser: 2 }, "detachedViewsPerBrowser"],
    ["of one address", { detachedViewsPerAddress: 2 }, "detachedViewsPerAddress"],
    ["of all, by number", { detachedViews: 2 }, "detachedViews"],
    ["of all, by size", { detachedSize: 250 }, "detachedSize"],
  ])("are bounded: too many %s, and the oldest ends", (_what, limits, limit) => {
    const { views, add } = setUp(limits)
    for (const id of ["1", "2", "3"]) add(id, "a", "b")
    expect(ended).toEqual(["1 disconnect"])
    expect(views.count).toBe(2)
    expect(told.at(-1)).toEqual({ view: "v", id: "1", became: "ended", code: "LV_DETACHED_TOO_MANY", limit })
  })

  test("end where most are held: ten thousand of one address do not take the place of another's", () => {
    const { views, add } = setUp({ detachedViews: 1000, detachedViewsPerAddress: 1e6 })
    add("mine", "good")
    for (let n = 0; n < 10_000; n++) add(`${n}`, "bad")
    expect(views.count).toBe(1000)
    expect(ended).toHaveLength(9001)
    expect(ended).not.toContain("mine disconnect")
  })

  test("end where most is held, by size: one large view goes before many small ones of others", () => {
    const { views, add } = setUp({ detachedSize: 1000 })
    for (let n = 0; n < 5; n++) add(`${n}`, `small${n}`)
    add("large", "other", "x", 600)
    expect(ended).toEqual(["large disconnect"])
    expect(views.count).toBe(5)
  })

  test("that are larger than all may be end at once", () => {
    const { views, add } = setUp({ detachedSize: 50 })
    add("1")
    expect([ended, views.count]).toEqual([["1 disconnect"], 0])
  })

  test("that are larger than all may be take nobody's place, of the same address neither", () => {
    const { views, add } = setUp({ detachedSize: 500 })
    for (let n = 0; n < 3; n++) add(`${n}`, "proxy")
    add("huge", "proxy", "x", 501)
    expect([ended, views.count]).toEqual([["huge disconnect"], 3])
    expect(told.at(-1)).toMatchObject({ id: "huge", code: "LV_DETACHED_TOO_MANY", limit: "detachedSize" })
  })
})

describe("keys", () => {
  const kept = (id: string) => {
    const process = processOf(id)
    return {
      process,
      key: undefined as string | undefined,
      came: 0,
      states: [] as string[],
      detached() {
        this.states.push("detached")
      },
      ended() {
        this.states.push("ended")
      },
    }
  }

  test("open for their browser, until their page has said that it has another", () => {
    const views = new KeptViews({ window: 1000, clock: new FakeClock(0) })
    const one = kept("1")
    const opening = (...keys: string[]) => keys.filter((key) => views.find(key, "ann") === one)
    const first = views.keep(one, "ann")
    expect(views.find(first, "bob")).toBeUndefined()
    expect(views.find(`${first}x`, "ann")).toBeUndefined()
    expect(opening(first)).toEqual([first])
    // It comes back, and comes again before it was answered.
    expect([views.take(one, first), views.take(one, first)]).toEqual([true, true])
    const lost = views.renew(one)
    expect(opening(first, lost)).toEqual([first, lost])
    // Once more with what it has: the answer was lost, and its key with it.
    expect(views.take(one, first)).toBe(false)
    expect(opening(first, lost)).toEqual([first])
    const second = views.renew(one)
    expect([views.heard(one), views.heard(one)]).toEqual([true, false])
    expect(opening(first, second)).toEqual([second])
    // A key that is brought is one that the page has.
    const third = views.renew(one)
    expect(views.take(one, third)).toBe(true)
    expect(opening(first, second, third)).toEqual([third])
  })

  test("open nothing when the process has ended; whoever keeps it is told once", () => {
    const views = new KeptViews({ window: 1000, clock: new FakeClock(0) })
    const one = kept("1")
    const key = views.keep(one, "ann")
    views.left(one.process, "a")
    views.ended(one.process)
    views.ended(one.process)
    expect([one.states, views.detachedCount, views.find(key, "ann")]).toEqual([["detached", "ended"], 0, undefined])
    expect(views.left(one.process, "a")).toBe(false)
    expect(views.left(processOf("2"), "a")).toBe(false)
  })
})
