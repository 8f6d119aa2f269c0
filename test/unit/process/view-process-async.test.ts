import { type AsyncOutcome, type AsyncResult, asyncResult, liveView, type Socket } from "../../../src/index.js"
import { html } from "../../../src/render/values/html.js"
import { allTurns, type Deferred, deferred, startView, ViewHarness } from "../../support/view-harness.js"

interface Assigns {
  total: AsyncResult<number>
  log: string
}

/** What a page shows of an async result. */
function shown({ ok, loading, failed, result }: AsyncResult<unknown>): string {
  const state = [loading ? "loading" : "", failed === undefined ? "" : `failed: ${String(failed)}`]
  return [...state, ok ? String(result) : ""].filter((part) => part !== "").join(", ")
}

/** A view whose tasks are in the test's hand: each start adds one to `work`. */
function tasksView(mounted: () => AsyncResult<number> = () => asyncResult.loading()) {
  const work: Deferred<number>[] = []
  const signals: AbortSignal[] = []
  const held: Deferred<void>[] = []
  const task = (signal: AbortSignal): Promise<number> => {
    const next = deferred<number>()
    signals.push(signal)
    work.push(next)
    return next.promise
  }
  const log = (socket: Socket<Assigns>, text: string): void => socket.update("log", (before) => `${before}${text};`)
  const done = (outcome: AsyncOutcome<number>, socket: Socket<Assigns>): void =>
    log(socket, outcome.ok ? String(outcome.value) : String(outcome.reason))
  const view = liveView<Assigns, string>({
    name: "tasks",
    mount: () => ({ total: mounted(), log: "" }),
    render: ({ total, log: text }) => html`<p>${shown(total)}</p><p>${text}</p>`,
    events: {
      load: (_params, socket) => socket.assignAsync("total", task),
      reset: (_params, socket) => socket.assignAsync("total", task, { reset: true }),
      start: (_params, socket) => socket.startAsync("import", task, done),
      cancel: ({ name, reason }, socket) => socket.cancelAsync(name as string, reason),
      throws: (_params, socket) =>
        socket.assignAsync("total", () => {
          throw new Error("at once")
        }),
      crash: (_params, socket) => socket.startAsync("bad", task, () => Promise.reject(new Error("in handleAsync"))),
      crashAfter(_params, socket) {
        socket.assignAsync("total", task)
        throw new Error("after it")
      },
      async slow() {
        const hold = deferred()
        held.push(hold)
        await hold.promise
      },
      promise: (_params, socket) => socket.assignAsync("total", task({} as AbortSignal) as never),
      noHandler: (_params, socket) => socket.startAsync("import", task, undefined as never),
      value: (_params, socket) => socket.assign({ total: asyncResult(task) }),
      ready: (_params, socket) => socket.assign({ total: asyncResult.ok(7) }),
    },
    handleInfo: (message, socket) => log(socket, message),
  })
  return { view, work, signals, held, task }
}

describe("an asyncResult that mount returns", () => {
  it("is loading first, and its value is pushed when it is there", async () => {
    const { view, work, task } = tasksView(() => asyncResult(task))
    const harness = await startView(view)
    expect(harness.shown).toEqual(["loading", ""])
    await allTurns()
    work[0]?.resolve(42)
    await allTurns()
    expect(harness.pushed).toEqual([{ diff: { 0: "42" } }])
    expect(work).toHaveLength(1)
  })

  it("that is shared by many views is loaded by each", async () => {
    const { view, work, task } = tasksView(() => shared)
    const shared = asyncResult((signal) => task(signal))
    await startView(view)
    await startView(view)
    await allTurns()
    expect(work).toHaveLength(2)
  })

  it("starts nothing for a page that is only being written", async () => {
    const { view, work, task } = tasksView(() => asyncResult(task))
    const harness = await startView(view, { isLive: false })
    await harness.process.event("load", {})
    await harness.process.event("start", {})
    await allTurns()
    expect(harness.shown).toEqual(["loading", ""])
    expect(work).toEqual([])
  })

  it("starts nothing when the view was closed while it mounted", async () => {
    const { view, work, task } = tasksView(() => {
      void harness.process.close("leave")
      return asyncResult(task)
    })
    const harness = new ViewHarness(view)
    await expect(harness.process.start()).rejects.toMatchObject({ code: "LV_VIEW_CLOSED" })
    await allTurns()
    expect(work).toEqual([])
  })

  it("may be there before the first render is done", async () => {
    const { view } = tasksView(() => asyncResult(() => 1))
    const renderer = { render: async (assigns: object) => html`<p>${shown((assigns as Assigns).total)}</p>` }
    const harness = await startView(view, { renderer })
    await allTurns()
    expect(harness.shown).toEqual(["1"])
    expect(harness.pushed).toEqual([{ diff: { 0: "1" } }])
  })
})

describe("assignAsync", () => {
  it("shows that it loads with the reply to the event, and the value later", async () => {
    const { view, work } = tasksView()
    const harness = await startView(view)
    await harness.process.event("ready", {})
    expect(await harness.process.event("load", {})).toEqual({ diff: { 0: "loading, 7" } })
    work[0]?.resolve(8)
    await allTurns()
    expect(harness.pushed).toEqual([{ diff: { 0: "8" } }])
  })

  it("keeps the value while it is loaded anew and when that fails, unless it is reset", async () => {
    const { view, work } = tasksView()
    const harness = await startView(view)
    await harness.process.event("ready", {})
    await harness.process.event("load", {})
    work[0]?.reject(new Error("down"))
    await allTurns()
    expect(harness.shown[0]).toBe("failed: Error: down, 7")
    await harness.process.event("load", {})
    expect(harness.shown[0]).toBe("loading, 7")
    await harness.process.event("reset", {})
    expect(harness.shown[0]).toBe("loading")
  })

  it("leaves the view alive when the task fails, and tells the log, but not as a crash", async () => {
    const { view } = tasksView()
    const harness = await startView(view)
    await harness.process.event("throws", {})
    await allTurns()
    expect(harness.shown[0]).toBe("failed: Error: at once")
    expect(harness.process.state).toBe("mounted")
    expect([harness.errors, harness.exits]).toEqual([[], []])
    expect(harness.logger.at("error")).toEqual([expect.stringContaining('The task "total" of the view "tasks" failed')])
  })

  it("takes the latest of two, in whatever order they are done", async () => {
    const { view, work, signals } = tasksView()
    const harness = await startView(view)
    await harness.process.event("load", {})
    await harness.process.event("load", {})
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
    work[1]?.resolve(2)
    await allTurns()
    work[0]?.resolve(1)
    await allTurns()
    expect(harness.shown[0]).toBe("2")
    expect(harness.pushed).toHaveLength(1)
  })

  it("waits with its outcome for the handler that is running", async () => {
    const { view, work, held } = tasksView()
    const harness = await startView(view)
    await harness.process.event("load", {})
    const slow = harness.process.event("slow", {})
    work[0]?.resolve(1)
    await allTurns()
    expect(harness.shown[0]).toBe("loading")
    held[0]?.resolve()
    expect(await slow).toEqual({ diff: null })
    await allTurns()
    expect(harness.pushed).toEqual([{ diff: { 0: "1" } }])
  })

  it("ignores an outcome that has waited if it is started again before that is handled", async () => {
    const { view, work, held } = tasksView()
    const harness = await startView(view)
    await harness.process.event("load", {})
    const slow = harness.process.event("slow", {})
    // Stands in the mailbox before the outcome does.
    const again = harness.process.event("load", {})
    work[0]?.resolve(1)
    await allTurns()
    held[0]?.resolve()
    await Promise.all([slow, again])
    await allTurns()
    expect(harness.shown[0]).toBe("loading")
    work[1]?.resolve(2)
    await allTurns()
    expect(harness.shown[0]).toBe("2")
  })

  it("is refused where it is given something else than a task", async () => {
    for (const event of ["promise", "noHandler"]) {
      const { view } = tasksView()
      const { process } = await startView(view)
      expect((await process.event(event, {})).extras?.x?.code).toBe("LV_ASYNC_INVALID")
    }
  })

  it.each([true, false])(
    "is what an asyncResult of a handler is told to be (in development: %s)",
    async (development) => {
      const { view } = tasksView()
      const harness = await startView(view, { development })
      await harness.process.event("value", {})
      expect(harness.errors).toMatchObject([[{ code: "LV_ASYNC_NOT_STARTED" }, { callback: "events.value" }]])
    },
  )
})

describe("startAsync", () => {
  it("has handleAsync called with the value, or with why there is none", async () => {
    const { view, work } = tasksView()
    const harness = await startView(view)
    expect(await harness.process.event("start", {})).toEqual({ diff: null })
    work[0]?.resolve(1)
    await allTurns()
    await harness.process.event("start", {})
    work[1]?.reject("down")
    await allTurns()
    expect(harness.shown[1]).toBe("1;down;")
    expect(harness.process.state).toBe("mounted")
  })

  it("shows what comes together, infos and outcomes, in one render", async () => {
    const { view, work } = tasksView()
    const harness = await startView(view)
    await harness.process.event("start", {})
    await harness.process.event("load", {})
    const renders = harness.renders.length
    harness.process.info("a")
    work[0]?.resolve(1)
    work[1]?.resolve(2)
    await allTurns()
    expect(harness.pushed).toEqual([{ diff: { 0: "2", 1: "a;1;" } }])
    expect(harness.renders.length - renders).toBe(1)
  })

  it("shows what came with an outcome that is ignored", async () => {
    const { view, work, held } = tasksView()
    const harness = await startView(view)
    await harness.process.event("start", {})
    const slow = harness.process.event("slow", {})
    const again = harness.process.event("start", {})
    harness.process.info("a")
    work[0]?.resolve(1)
    await allTurns()
    held[0]?.resolve()
    await Promise.all([slow, again])
    await allTurns()
    expect(harness.shown[1]).toBe("a;")
  })

  it("holds up what comes after it while its handleAsync awaits", async () => {
    const gate = deferred()
    const order: string[] = []
    const view = liveView<{ n: number }>({
      name: "awaiting",
      mount: () => ({ n: 0 }),
      render: ({ n }) => html`<p>${n}</p>`,
      events: {
        start: (_params, socket) =>
          socket.startAsync(
            "import",
            () => 1,
            async (_outcome, own) => {
              order.push("outcome")
              await gate.promise
              order.push("outcome done")
              own.assign({ n: 1 })
            },
          ),
        next: () => void order.push("event"),
      },
    })
    const harness = await startView(view)
    await harness.process.event("start", {})
    await allTurns()
    const next = harness.process.event("next", {})
    await allTurns()
    gate.resolve()
    expect(await next).toEqual({ diff: null })
    expect(order).toEqual(["outcome", "outcome done", "event"])
    expect(harness.pushed).toEqual([{ diff: { 0: "1" } }])
  })

  it("ends the view when handleAsync throws, with the callback's name", async () => {
    const { view, work } = tasksView()
    const harness = await startView(view)
    await harness.process.event("crash", {})
    work[0]?.resolve(1)
    await allTurns()
    expect(harness.process.state).toBe("ended")
    expect(harness.errors).toMatchObject([[new Error("in handleAsync"), { callback: "handleAsync" }]])
    expect(harness.exits).toHaveLength(1)
  })
})

describe("cancelAsync", () => {
  it("fails the assign with the reason, and keeps its value", async () => {
    const { view, work, signals } = tasksView()
    const harness = await startView(view)
    await harness.process.event("ready", {})
    await harness.process.event("load", {})
    await harness.process.event("cancel", { name: "total", reason: "enough" })
    expect(signals[0]?.aborted).toBe(true)
    work[0]?.resolve(1)
    await allTurns()
    expect(harness.shown[0]).toBe("failed: enough, 7")
    expect(harness.logger.at("error")).toEqual([])
  })

  it("tells handleAsync of a name", async () => {
    const { view } = tasksView()
    const harness = await startView(view)
    await harness.process.event("start", {})
    await harness.process.event("cancel", { name: "import" })
    await allTurns()
    expect(harness.shown[1]).toMatch(/^AbortError/)
  })

  it("does nothing where there is nothing to cancel", async () => {
    const { view } = tasksView()
    const { process, pushed } = await startView(view)
    expect(await process.event("cancel", { name: "other" })).toEqual({ diff: null })
    await allTurns()
    expect([process.state, pushed]).toEqual(["mounted", []])
  })
})

describe("the end of a view", () => {
  it("aborts its tasks, and nothing comes of them", async () => {
    const { view, work, signals } = tasksView()
    const harness = await startView(view)
    await harness.process.event("load", {})
    await harness.process.event("start", {})
    await harness.process.close("leave")
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    work[0]?.resolve(1)
    work[1]?.reject(new Error("aborted"))
    await allTurns()
    expect([harness.pushed, harness.logger.entries]).toEqual([[], []])
  })

  it("comes before the start of what its last handler asked for", async () => {
    const { view, work } = tasksView()
    const harness = await startView(view)
    await harness.process.event("crashAfter", {})
    await allTurns()
    expect(work).toEqual([])
  })

  it("drops outcomes that wait to be handled", async () => {
    const { view, work, held } = tasksView()
    const harness = await startView(view)
    await harness.process.event("start", {})
    const slow = harness.process.event("slow", {})
    work[0]?.resolve(1)
    await allTurns()
    const closing = harness.process.close("leave")
    held[0]?.resolve()
    await Promise.all([slow, closing])
    await allTurns()
    expect(harness.shown[1]).toBe("")
  })

  it("lets terminate ask for tasks, which are not started", async () => {
    const started: string[] = []
    const view = liveView<Assigns>({
      name: "ending",
      mount: () => ({ total: asyncResult.loading(), log: "" }),
      render: () => html`a`,
      terminate(_reason, socket) {
        socket.assignAsync("total", () => started.push("assign"))
        socket.startAsync(
          "import",
          () => started.push("start"),
          () => {},
        )
        socket.cancelAsync("import")
      },
    })
    const { process, errors } = await startView(view)
    await process.close("leave")
    await allTurns()
    expect([started, errors]).toEqual([[], []])
  })
})

describe("a task that is started while no callback runs", () => {
  it("is shown all the same", async () => {
    let socket: Socket<Assigns> | undefined
    const view = liveView<Assigns>({
      name: "outside",
      mount: () => ({ total: asyncResult.ok(0), log: "" }),
      render: ({ total }) => html`<p>${shown(total)}</p>`,
      events: {
        keep(_params, own) {
          socket = own
        },
      },
    })
    const harness = await startView(view)
    await harness.process.event("keep", {})
    const work = deferred<number>()
    socket?.assignAsync("total", () => work.promise)
    await allTurns()
    expect(harness.pushed).toEqual([{ diff: { 0: "loading, 0" } }])
    work.resolve(1)
    await allTurns()
    expect(harness.pushed.at(-1)).toEqual({ diff: { 0: "1" } })
  })
})
