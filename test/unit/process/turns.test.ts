import { AsyncLocalStorage } from "node:async_hooks"
import { type TurnTaker, takeTurnNow, takeTurnSoon } from "../../../src/process/messages/turns.js"
import { html } from "../../../src/render/values/html.js"
import { liveView } from "../../../src/view/live-view.js"
import { answering } from "../../support/asker.js"
import { deferred, startView } from "../../support/view-harness.js"

/** Milliseconds that work has taken, and nothing else: what the machine does meanwhile does not count. */
let time = 0

beforeEach(() => {
  jest.spyOn(performance, "now").mockImplementation(() => time)
})

afterEach(() => {
  jest.restoreAllMocks()
})

function nextRound(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

function taker(log: string[], name: string, ms = 0): TurnTaker {
  return {
    takeTurn(until) {
      log.push(name)
      expect(until).toBe(time + 8)
      time += ms
    },
  }
}

/** Begins a round in which nothing is spent yet. */
async function freshRound(): Promise<void> {
  takeTurnSoon(taker([], "first"))
  await nextRound()
}

describe("turns", () => {
  it("that are taken now run at once", async () => {
    await freshRound()
    const log: string[] = []
    takeTurnNow(taker(log, "a"))
    expect(log).toEqual(["a"])
  })

  it("that are taken soon run when the loop has gone round, in order", async () => {
    const log: string[] = []
    for (const name of ["a", "b", "c"]) takeTurnSoon(taker(log, name))
    expect(log).toEqual([])
    await nextRound()
    expect(log).toEqual(["a", "b", "c"])
  })

  it("wait for the next round when turns have taken long", async () => {
    await freshRound()
    const log: string[] = []
    takeTurnNow(taker(log, "long", 20))
    takeTurnNow(taker(log, "next"))
    expect(log).toEqual(["long"])
    await nextRound()
    expect(log).toEqual(["long", "next"])
  })

  it("let others come between when many take long", async () => {
    await freshRound()
    const log: string[] = []
    for (const name of ["a", "b", "c"]) takeTurnSoon(taker(log, name, 20))
    await nextRound()
    log.push("others")
    await nextRound()
    await nextRound()
    await nextRound()
    expect(log).toEqual(["a", "others", "b", "c"])
  })
})

describe("a turn that waits for its round", () => {
  it("is nobody's, whoever has asked for the round, also where what runs in it enters a context", async () => {
    const storage = new AsyncLocalStorage<string>()
    const seen: [name: string, context: string | undefined][] = []
    const seeing = (name: string, andThen = () => {}): TurnTaker => ({
      takeTurn: () => {
        seen.push([name, storage.getStore()])
        andThen()
      },
    })
    storage.run("a tenant", () => takeTurnSoon(seeing("one")))
    storage.run("another", () => takeTurnSoon(seeing("two", () => storage.enterWith("for good"))))
    await nextRound()
    takeTurnSoon(seeing("three"))
    await nextRound()
    expect(seen).toEqual([
      ["one", undefined],
      ["two", undefined],
      ["three", undefined],
    ])
  })

  it("is nobody's where the round before had no time for it", async () => {
    await freshRound()
    const storage = new AsyncLocalStorage<string>()
    const seen: (string | undefined)[] = []
    takeTurnSoon({ takeTurn: () => void storage.run("inner", () => (time += 20)) })
    takeTurnSoon({ takeTurn: () => void seen.push(storage.getStore()) })
    storage.run("outer", () => takeTurnSoon({ takeTurn: () => void seen.push(storage.getStore()) }))
    await nextRound()
    expect(seen).toEqual([])
    await nextRound()
    expect(seen).toEqual([undefined, undefined])
  })
})

describe("a view with much to do", () => {
  /** A view that takes 3 ms for each message, and lets others in after its first. */
  async function crowded(log: string[], gate: Promise<void>) {
    const handle = (): void => {
      if (log.push("message") === 1) setImmediate(() => log.push("others"))
      time += 3
    }
    const view = liveView<object, string>({
      name: "crowded",
      mount: () => ({}),
      render: () => html`<p>crowded</p>`,
      events: { wait: () => gate, work: handle },
      handleInfo: handle,
    })
    return startView(view)
  }

  it.each(["infos", "events"])("lets others come between the %s that wait for it", async (kind) => {
    const log: string[] = []
    const gate = deferred()
    const { process } = await crowded(log, gate.promise)
    let answered = 0
    if (kind === "events")
      process.dispatch(
        { name: "wait", params: {} },
        answering(() => {}),
        0,
      )
    for (let count = 0; count < 12; count++) {
      if (kind === "infos") process.info("work")
      else
        process.dispatch(
          { name: "work", params: {} },
          answering(() => (answered += 1)),
          0,
        )
    }
    gate.resolve()
    while (log.length < 13) await nextRound()
    // Without a slice of time all twelve would have been handled before anybody else.
    expect(log.indexOf("others")).toBeGreaterThan(0)
    expect(log.indexOf("others")).toBeLessThan(12)
    expect(answered).toBe(kind === "events" ? 12 : 0)
  })
})
