/** Views that another process of the app keeps, handed over to the one that their page has reached. */

import type { ViewProcess } from "../../../src/process/view-process.js"
import { type HandedOver, HandOver } from "../../../src/supervise/hand-over.js"
import type { Kept } from "../../../src/supervise/kept-views.js"
import { FakeClock } from "../../support/fake-clock.js"
import { RecordingLogger } from "../../support/recording-logger.js"

const TAG = "vouched-for-"
const uuid = "vouched-for-5d9a1f6e-0b1c-4a54-9a0e-2a8b6f1d3c11"

/** Processes of an app on one line, which loses what is said to those who are gone. */
function app() {
  const clock = new FakeClock(0)
  const all = new Map<string, HandOver>()
  const ended: ViewProcess[] = []
  let asked = 0
  /** The bus; `losesNext`: it goes away with the next question. */
  const line = { isUp: true, losesNext: false }
  const start = (node: string, views: Readonly<Record<string, Kept>> = {}): HandOver => {
    const kept = { node, find: (key: string, browser: string) => views[`${key} ${browser}`] }
    const supervisor = { end: (process: ViewProcess) => Promise.resolve(void ended.push(process)) }
    const handOver = new HandOver(
      { kept, supervisor, clock, logger: new RecordingLogger(), isNode: (_node, tag) => tag === TAG },
      {
        get isUp() {
          return line.isUp
        },
        ask(key, browser, question) {
          asked += 1
          line.isUp &&= !line.losesNext
          line.losesNext = false
          if (!line.isUp) return
          for (const other of all.values()) if (other !== handOver) other.asked(key, browser, question)
        },
        answer(question, handed) {
          for (const other of all.values()) if (other !== handOver) other.answered(question, handed)
        },
      },
    )
    all.set(node, handOver)
    return handOver
  }
  return { clock, all, ended, start, line, askedCount: () => asked }
}

function keptView(came: number, seal?: () => string): Kept {
  const persisted = seal && { seal }
  const process = { view: "cart", facts: { persisted } } as unknown as ViewProcess
  return { process, came, key: "", detached: () => {}, ended: () => {} }
}

/** What a question comes to within this time. */
async function within(clock: FakeClock, ms: number, asked: Promise<HandedOver | undefined> | undefined) {
  let outcome: unknown = "waits"
  void asked?.then((handed) => {
    outcome = handed
  })
  clock.pass(ms)
  await Promise.resolve()
  await Promise.resolve()
  return outcome
}

describe("a view that another process keeps", () => {
  it("is handed over sealed, with the number of its last event, and ends there", async () => {
    const { clock, ended, start } = app()
    const view = keptView(7, () => "sealed")
    start("one", { [`one:${uuid} ann`]: view })
    start("three")
    const two = start("two")
    expect(await within(clock, 0, two.ask(`one:${uuid}`, "ann"))).toEqual({ events: 7, snapshot: "sealed" })
    expect(ended).toEqual([view.process])
    expect(clock.waiting).toBe(0)
  })

  it("that persists nothing, or cannot be sealed, says the number alone", async () => {
    const { clock, start } = app()
    const broken = keptView(2, () => {
      throw new Error("a Map")
    })
    start("one", { [`one:${uuid} ann`]: keptView(1), [`one:${uuid} bob`]: broken })
    const two = start("two")
    expect(await within(clock, 0, two.ask(`one:${uuid}`, "ann"))).toEqual({ events: 1 })
    expect(await within(clock, 0, two.ask(`one:${uuid}`, "bob"))).toEqual({ events: 2 })
  })

  it("is not given to another browser, which is told at once", async () => {
    const { clock, ended, start } = app()
    start("one", { [`one:${uuid} ann`]: keptView(7, () => "sealed") })
    const two = start("two")
    expect(await within(clock, 0, two.ask(`one:${uuid}`, "eve"))).toBeUndefined()
    expect(ended).toEqual([])
  })

  it("is not asked for by names that no process bears: whoever makes them up has nobody told of it", () => {
    const { start, askedCount } = app()
    const two = start("two")
    for (const tag of ["made-up-by-us", "vouched-for", "------------", ""]) {
      expect(two.ask(`one:${tag}${uuid.slice(TAG.length)}`, "ann")).toBeUndefined()
    }
    expect(askedCount()).toBe(0)
  })

  it("is asked for where it can be only: not with keys of one's own, or that are none", () => {
    const { start, askedCount } = app()
    const two = start("two")
    for (const key of [`two:${uuid}`, uuid, "", `:${uuid}`, `${"x".repeat(65)}:${uuid}`, `one two:${uuid}`]) {
      expect(two.ask(key, "ann")).toBeUndefined()
    }
    expect(askedCount()).toBe(0)
  })
})

describe("processes that the bus does not reach just now", () => {
  it("are not asked, as nobody would answer", () => {
    const { start, line, askedCount } = app()
    const two = start("two")
    line.isUp = false
    expect(two.ask(`one:${uuid}`, "ann")).toBeUndefined()
    expect(askedCount()).toBe(0)
  })

  it("are not taken for gone: they are asked as soon as it is back", async () => {
    const { clock, start, line } = app()
    start("one", { [`one:${uuid} ann`]: keptView(7, () => "sealed") })
    const two = start("two")
    line.losesNext = true
    expect(await within(clock, 1_000, two.ask(`one:${uuid}`, "ann"))).toBeUndefined()
    line.isUp = true
    expect(await within(clock, 0, two.ask(`one:${uuid}`, "ann"))).toEqual({ events: 7, snapshot: "sealed" })
  })
})

describe("a process that is gone", () => {
  it("is waited for a second, and then not asked for ten", async () => {
    const { clock, start, askedCount } = app()
    const two = start("two")
    expect(await within(clock, 999, two.ask(`one:${uuid}`, "ann"))).toBe("waits")
    expect(await within(clock, 1, two.ask(`one:${uuid}`, "bob"))).toBe("waits")
    expect(two.ask(`one:${uuid}`, "cleo")).toBeUndefined()
    // The second question has run out meanwhile.
    clock.pass(11_000)
    expect(two.ask(`one:${uuid}`, "cleo")).toBeDefined()
    expect(askedCount()).toBe(3)
  })

  it("is known as gone however many others were asked for that never were", async () => {
    const { clock, start, askedCount } = app()
    const two = start("two")
    for (let node = 0; node < 1_000; node += 1) void two.ask(`n${node}:${uuid}`, "eve")
    clock.pass(1_000)
    void two.ask(`one:${uuid}`, "ann")
    clock.pass(1_000)
    expect(two.ask(`one:${uuid}`, "bob")).toBeUndefined()
    expect(askedCount()).toBe(1_001)
  })

  it("answers too late for anybody", () => {
    const { start } = app()
    const two = start("two")
    expect(() => two.answered("an old question", { events: 1 })).not.toThrow()
  })

  it("cannot have any number of questions wait", () => {
    const { start, askedCount } = app()
    const two = start("two")
    for (let node = 0; node < 1_100; node += 1) void two.ask(`n${node}:${uuid}`, "ann")
    expect(askedCount()).toBe(1_000)
  })
})
