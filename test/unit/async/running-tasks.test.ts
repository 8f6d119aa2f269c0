import * as fc from "fast-check"
import type { AsyncOutcome } from "../../../src/async/async-result.js"
import { type OutcomeHandler, type RunningTask, RunningTasks } from "../../../src/async/running-tasks.js"
import { spans } from "../../../src/telemetry/channels.js"
import { RecordingLogger } from "../../support/recording-logger.js"
import { allTurns, type Deferred, deferred } from "../../support/view-harness.js"

function setup() {
  const logger = new RecordingLogger()
  const delivered: RunningTask[] = []
  const tasks = new RunningTasks({ view: "v", id: "v-1" }, logger, (task) => delivered.push(task))
  /** What a process would do with all that was delivered. */
  const taken = (): (AsyncOutcome<unknown> | undefined)[] => delivered.splice(0).map((task) => tasks.take(task))
  return { logger, delivered, tasks, taken }
}

const handler: OutcomeHandler = () => {}

describe("running tasks", () => {
  it("do nothing before what runs now is done, then deliver their outcome once", async () => {
    const { tasks, taken, delivered } = setup()
    const started: string[] = []
    tasks.start("a", () => started.push("a"), undefined)
    expect(started).toEqual([])
    await allTurns()
    expect(started).toEqual(["a"])
    const [task] = delivered
    expect(taken()).toEqual([{ ok: true, value: 1 }])
    expect(tasks.take(task as RunningTask)).toBeUndefined()
  })

  it.each<[string, () => Promise<never>]>([
    [
      "throws",
      () => {
        throw new Error("no")
      },
    ],
    ["rejects", () => Promise.reject(new Error("no"))],
  ])("deliver the failure of one that %s, and log it", async (_what, task) => {
    const { tasks, taken, logger } = setup()
    tasks.start("a", task, handler)
    await allTurns()
    expect(taken()).toEqual([{ ok: false, reason: new Error("no") }])
    expect(logger.entries).toMatchObject([
      { level: "error", message: expect.stringContaining('task "a"'), details: { view: "v", id: "v-1", name: "a" } },
    ])
  })

  it("abort the first of a name when a second is started, and ignore what it comes to", async () => {
    const { tasks, taken, logger } = setup()
    const first = deferred<number>()
    let signal: AbortSignal | undefined
    tasks.start(
      "a",
      (own) => {
        signal = own
        return first.promise
      },
      handler,
    )
    await allTurns()
    tasks.start("a", () => 2, handler)
    expect(signal?.aborted).toBe(true)
    first.reject(new Error("aborted"))
    await allTurns()
    expect(taken()).toEqual([{ ok: true, value: 2 }])
    expect(logger.entries).toEqual([])
  })

  it("ignore an outcome that waits to be handled when a second is started", async () => {
    const { tasks, taken } = setup()
    tasks.start("a", () => 1, handler)
    await allTurns()
    tasks.start("a", () => 2, handler)
    await allTurns()
    expect(taken()).toEqual([undefined, { ok: true, value: 2 }])
  })

  it("never call one that was superseded at once", async () => {
    const { tasks, taken } = setup()
    const called: number[] = []
    for (const n of [1, 2, 3]) tasks.start("a", () => called.push(n), handler)
    await allTurns()
    expect(called).toEqual([3])
    expect(taken()).toHaveLength(1)
  })

  it("may be started anew by what listens to the signal: of all that were started one is left", async () => {
    const { tasks, taken } = setup()
    const signals: AbortSignal[] = []
    const never = deferred()
    const work = (signal: AbortSignal): Promise<unknown> => {
      signals.push(signal)
      if (signals.length === 1) signal.addEventListener("abort", () => tasks.start("a", work, handler))
      return never.promise
    }
    tasks.start("a", work, handler)
    await allTurns()
    tasks.start("a", () => 1, handler)
    await allTurns()
    never.resolve()
    await allTurns()
    expect([signals.filter(({ aborted }) => !aborted).length, taken().length]).toEqual([1, 1])
  })

  it("give the value of a thenable whose `then` returns nothing, traced or not", async () => {
    const { tasks, taken } = setup()
    const thenable: PromiseLike<number> = {
      // oxlint-disable-next-line unicorn/no-thenable -- as a query builder has it
      then(resolve) {
        void resolve?.(1)
        return undefined as never
      },
    }
    const traced = (): void => {}
    tasks.start("a", () => thenable, handler)
    await allTurns()
    spans.async.start.subscribe(traced)
    tasks.start("b", () => thenable, handler)
    await allTurns()
    spans.async.start.unsubscribe(traced)
    expect(taken()).toEqual([
      { ok: true, value: 1 },
      { ok: true, value: 1 },
    ])
  })

  it("of the same name go on beside each other if one is for an assign and one for a handler", async () => {
    const { tasks, taken } = setup()
    tasks.start("a", () => 1, undefined)
    tasks.start("a", () => 2, handler)
    await allTurns()
    expect(taken()).toEqual([
      { ok: true, value: 1 },
      { ok: true, value: 2 },
    ])
  })

  it("that are cancelled fail with the reason at once, whether they listen or not", async () => {
    const { tasks, taken, logger } = setup()
    const never = deferred()
    let signal: AbortSignal | undefined
    tasks.start(
      "a",
      (own) => {
        signal = own
        return never.promise
      },
      handler,
    )
    await allTurns()
    tasks.cancel("a", "enough")
    expect(signal).toMatchObject({ aborted: true, reason: "enough" })
    never.resolve()
    await allTurns()
    expect(taken()).toEqual([{ ok: false, reason: "enough" }])
    expect(logger.entries).toEqual([])
  })

  it("that are cancelled without a reason fail with an AbortError", async () => {
    const { tasks, taken } = setup()
    tasks.start("a", () => 1, handler)
    tasks.cancel("a", undefined)
    await allTurns()
    expect(taken()).toEqual([{ ok: false, reason: expect.objectContaining({ name: "AbortError" }) }])
  })

  it("that are cancelled while their outcome waits are cancelled all the same", async () => {
    const { tasks, taken } = setup()
    tasks.start("a", () => 1, handler)
    await allTurns()
    tasks.cancel("a", "enough")
    expect(taken()).toEqual([{ ok: false, reason: "enough" }])
  })

  it("know nothing to cancel under other names, and when they are done", async () => {
    const { tasks, taken } = setup()
    tasks.start("a", () => 1, handler)
    tasks.cancel("b", "enough")
    await allTurns()
    expect(taken()).toEqual([{ ok: true, value: 1 }])
    tasks.cancel("a", "enough")
    expect(taken()).toEqual([])
  })

  it("are all aborted when they are released, and deliver nothing", async () => {
    const { tasks, taken } = setup()
    const signals: AbortSignal[] = []
    const pending = deferred<number>()
    for (const name of ["a", "b"])
      tasks.start(
        name,
        (own) => {
          signals.push(own)
          return pending.promise
        },
        handler,
      )
    await allTurns()
    tasks.start("not started yet", () => 1, undefined)
    tasks.release()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    pending.resolve(1)
    await allTurns()
    expect(taken()).toEqual([])
  })

  it("give, whatever happens in whatever order, at most one outcome for each start: that of the latest", async () => {
    const step = fc.record({
      kind: fc.constantFrom("start", "resolve", "reject", "cancel", "handle", "turn"),
      name: fc.constantFrom("a", "b"),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { tasks, delivered } = setup()
        const started: { name: string; work: Deferred<number>; number: number }[] = []
        const handled: { name: string; number: number; latest: number }[] = []
        const latest = (name: string): number => started.findLast((task) => task.name === name)?.number ?? -1
        const handle = (): void => {
          for (const task of delivered.splice(0)) {
            if (tasks.take(task) !== undefined) task.handler?.({ ok: true, value: 0 }, undefined)
          }
        }
        for (const { kind, name } of steps) {
          const newest = started.findLast((task) => task.name === name)
          if (kind === "start") {
            const work = deferred<number>()
            // Superseded at once it is never asked for, and nobody else listens to it.
            work.promise.catch(() => undefined)
            const number = started.length
            started.push({ name, work, number })
            tasks.start(
              name,
              () => work.promise,
              () => handled.push({ name, number, latest: latest(name) }),
            )
          } else if (kind === "resolve") newest?.work.resolve(1)
          else if (kind === "reject") newest?.work.reject(new Error("no"))
          else if (kind === "cancel") tasks.cancel(name, "enough")
          else if (kind === "handle") handle()
          else await allTurns()
        }
        for (const { work } of started) work.resolve(1)
        await allTurns()
        handle()
        expect(new Set(handled.map(({ number }) => number)).size).toBe(handled.length)
        for (const { number, latest: newest } of handled) expect(number).toBe(newest)
        for (const name of ["a", "b"]) {
          if (latest(name) >= 0) expect(handled.some(({ number }) => number === latest(name))).toBe(true)
        }
        expect(delivered).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
