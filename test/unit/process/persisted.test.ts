import { channel } from "node:diagnostics_channel"
import type { Frame } from "../../../src/process/output/frame.js"
import { Persisted, type PersistedState } from "../../../src/process/unit/persisted.js"
import { RootPlace } from "../../../src/process/unit/place/root-place.js"
import { type Stream, stream } from "../../../src/render/stream/stream.js"
import { html } from "../../../src/render/values/html.js"
import type { PageToken } from "../../../src/security/page-token.js"
import { MemorySnapshots } from "../../../src/snapshot/memory-snapshots.js"
import type { SavedValues } from "../../../src/snapshot/snapshot.js"
import type { SnapshotStore } from "../../../src/snapshot/snapshot-store.js"
import { Snapshots } from "../../../src/snapshot/snapshots.js"
import { liveView } from "../../../src/view/live-view.js"
import { allTurns, type HarnessOptions, startView, ViewHarness } from "../../support/view-harness.js"

interface Assigns {
  cart: readonly string[]
  step: number
  note: string
}

const voids = { now: () => 0, has: () => false, ask: () => undefined }
const claims = { view: "checkout", id: "checkout-1", session: {}, params: {}, route: { names: [] } }
const COOKIE = "a".repeat(32)
const clock = { after: () => () => {} }
const logger = { debug() {}, info() {}, warn() {}, error() {} }
const snapshots = new Snapshots({ secrets: ["s"], maxAge: 60_000, size: 65_536, voids, clock, logger })

const saved = async (text: string | undefined): Promise<SavedValues | undefined> =>
  (await snapshots.begin(claims, COOKIE, text)).saved?.values

const sealed = async (values: SavedValues, version = 1): Promise<string> =>
  (await snapshots.begin(claims, COOKIE)).seal({ values, version })

const checkout = liveView<Assigns, string>({
  name: "checkout",
  persist: ["cart", "step"],
  mount: () => ({ cart: [], step: 1, note: "fresh" }),
  events: {
    add: ({ what }, socket) => socket.update("cart", (cart) => [...cart, String(what)]),
    note: (_params, socket) => socket.assign({ note: "other" }),
    same: (_params, socket) => socket.assign({ step: socket.assigns.step }),
    inPlace(_params, socket) {
      ;(socket.assigns.cart as string[]).push("in place")
      socket.assign("cart", socket.assigns.cart)
    },
    later: (_params, socket) => socket.sendAfter(10, "x"),
  },
  handleInfo: (message, socket) => socket.update("cart", (cart) => [...cart, message]),
  render: ({ cart, step, note }) => html`<p>${cart.join()} ${step} ${note}</p>`,
})

async function start(view = checkout, brought?: string, options: HarnessOptions = {}): Promise<ViewHarness> {
  return startView(view, { series: await snapshots.begin(claims, COOKIE, brought), ...options })
}

const inFrame = (frame: Frame | undefined): Promise<SavedValues | undefined> => saved(frame?.extras?.s)

describe("an event", () => {
  it("that changes what is persisted has the new snapshot in its own answer", async () => {
    const { process } = await start()
    expect(await inFrame(await process.event("add", { what: "tea" }))).toEqual({ cart: ["tea"], step: 1 })
    expect(await inFrame(await process.event("inPlace", {}))).toEqual({ cart: ["tea", "in place"], step: 1 })
  })

  it("that changes nothing of it has none", async () => {
    const { process } = await start()
    process.facts.persisted?.seal()
    expect((await process.event("note", {})).extras).toBeUndefined()
    expect((await process.event("same", {})).extras).toBeUndefined()
  })

  it("of a view that persists nothing, or that nobody seals for, has none", async () => {
    const { process } = await startView(checkout)
    expect(process.facts.persisted).toBeUndefined()
    expect((await process.event("add", { what: "tea" })).extras).toBeUndefined()
  })
})

describe("messages that no event has sent", () => {
  it("are sealed once, when they have paused", async () => {
    const harness = await start()
    const { process, clock, pushed } = harness
    process.facts.persisted?.seal()
    for (const message of ["a", "b", "c"]) {
      process.info(message)
      await allTurns()
    }
    expect(pushed.map(({ extras }) => extras)).toEqual([undefined, undefined, undefined])
    expect(clock.waiting).toBe(1)
    clock.pass(500)
    await allTurns()
    expect(pushed).toHaveLength(4)
    expect(pushed[3]?.diff).toBeNull()
    expect(await inFrame(pushed[3])).toEqual({ cart: ["a", "b", "c"], step: 1 })
    clock.pass(1000)
    await allTurns()
    expect(pushed).toHaveLength(4)
  })

  it("go along with an event that comes meanwhile", async () => {
    const { process, clock } = await start()
    process.facts.persisted?.seal()
    process.info("a")
    await allTurns()
    expect(await inFrame(await process.event("note", {}))).toEqual({ cart: ["a"], step: 1 })
    expect(clock.waiting).toBe(0)
  })

  it("wait for a client that is away", async () => {
    const { process, clock, client, pushed } = await start()
    process.facts.persisted?.seal()
    process.detach(client)
    process.info("a")
    await allTurns()
    clock.pass(1000)
    process.attach(client)
    await allTurns()
    clock.pass(500)
    await allTurns()
    expect(await inFrame(pushed.at(-1))).toEqual({ cart: ["a"], step: 1 })
  })

  it("leave no timer behind when the view ends", async () => {
    const { process, clock } = await start()
    process.facts.persisted?.seal()
    process.info("a")
    await allTurns()
    await process.close("leave")
    expect(clock.waiting).toBe(0)
  })
})

describe("a server that stops", () => {
  const away = async (store?: SnapshotStore) => {
    const own = new Snapshots({ secrets: ["s"], maxAge: 60_000, size: 65_536, store, voids, clock, logger })
    const harness = await startView(checkout, { series: await own.begin(claims, COOKIE) })
    const text = harness.process.facts.persisted?.seal()
    harness.process.detach(harness.client)
    return { ...harness, process: harness.process, text, own }
  }

  it("has the store keep what a page that is away was not told", async () => {
    const store = new MemorySnapshots(100_000, { now: () => 0 })
    const { process, text, own } = await away(store)
    process.info("late")
    await allTurns()
    expect(process.facts.persisted?.isTold).toBe(false)
    await process.close("shutdown")
    expect((await own.begin(claims, COOKIE, text)).saved?.values).toEqual({ cart: ["late"], step: 1 })
  })

  it("counts what is lost without a store, and nothing where nothing is", async () => {
    const lost: unknown[] = []
    const hear = (message: unknown): void => void lost.push(message)
    channel("livemount.snapshot").subscribe(hear)
    for (const changes of [true, false]) {
      const { process } = await away()
      if (changes) process.info("late")
      await allTurns()
      expect(process.facts.persisted?.isTold).toBe(!changes)
      await process.close("shutdown")
    }
    channel("livemount.snapshot").unsubscribe(hear)
    expect(lost).toEqual([{ view: "checkout", id: "checkout-1", reason: "lost" }])
  })

  it("neither keeps nor counts what no page has heard of, as of a page that was never joined", async () => {
    const store = new MemorySnapshots(100_000, { now: () => 0 })
    const put = jest.spyOn(store, "put")
    const lost: unknown[] = []
    const hear = (message: unknown): void => void lost.push(message)
    channel("livemount.snapshot").subscribe(hear)
    for (const given of [store, undefined]) {
      const own = new Snapshots({ secrets: ["s"], maxAge: 60_000, size: 65_536, store: given, voids, clock, logger })
      const { process } = await startView(checkout, { series: await own.begin(claims, COOKIE), hasClient: false })
      await process.close("shutdown")
    }
    channel("livemount.snapshot").unsubscribe(hear)
    expect([put.mock.calls, lost]).toEqual([[], []])
  })

  it("stores nothing of a view that ends for another reason", async () => {
    const store = new MemorySnapshots(100_000, { now: () => 0 })
    const { process, text, own } = await away(store)
    process.info("late")
    await allTurns()
    process.facts.persisted?.series.drop()
    await process.close("disconnect")
    await allTurns()
    expect((await own.begin(claims, COOKIE, text)).saved).toBeUndefined()
  })
})

describe("what was saved", () => {
  it("is laid over what `mount` returned", async () => {
    const { shown } = await start(checkout, await sealed({ cart: ["tea"], step: 3 }))
    expect(shown).toEqual(["tea", "3", "fresh"])
  })

  it("is laid over as far as the view still persists it", async () => {
    const { shown } = await start(checkout, await sealed({ cart: ["tea"], note: "sealed once", gone: 1 }))
    expect(shown).toEqual(["tea", "1", "fresh"])
  })

  it("comes before `handleParams`, and is what `restore` makes of it", async () => {
    const calls: unknown[] = []
    const view = liveView<Assigns>({
      name: "checkout",
      persist: ["cart", "step"],
      mount: () => ({ cart: [], step: 1, note: "" }),
      async restore(given, socket) {
        await Promise.resolve()
        calls.push(given)
        socket.assign({ cart: (given.cart ?? []).filter((item) => item !== "gone"), note: "restored" })
      },
      handleParams: (_params, _uri, socket) => void calls.push(socket.assigns.note),
      render: ({ cart, step, note }) => html`<p>${cart.join()} ${step} ${note}</p>`,
    })
    const { RootPlace } = await import("../../../src/process/unit/place/root-place.js")
    const place = new RootPlace("/checkout", { names: [] })
    const { shown } = await start(view, await sealed({ cart: ["tea", "gone"], step: 3 }), { place })
    expect(calls).toEqual([{ cart: ["tea", "gone"], step: 3 }, "restored"])
    expect(shown).toEqual(["tea", "1", "restored"])
  })

  it("outlives a mount within the process", async () => {
    const view = liveView<{ lines: Stream<{ id: number }>; step: number; note: string }>({
      name: "checkout",
      persist: ["step"],
      mount: () => ({ lines: stream([{ id: 1 }], { key: ({ id }) => id }), step: 1, note: "fresh" }),
      events: { go: (_params, socket) => socket.assign({ step: 2, note: "other" }) },
      render: ({ lines, step, note }) => html`<p>${step} ${note}</p>${lines.map(({ id }) => html`<i>${id}</i>`)}`,
    })
    const { process } = await start(view)
    await process.event("go", {})
    process.restream()
    await allTurns()
    expect(process.rendered.slice(1, 3)).toEqual(["2", "fresh"])
  })
})

describe("another version", () => {
  const versioned = (upgrade?: (old: SavedValues, from: number) => never) =>
    liveView<Assigns>({
      name: "checkout",
      persist: ["cart", "step"],
      version: 2,
      ...(upgrade && { upgrade }),
      mount: () => ({ cart: [], step: 1, note: "fresh" }),
      render: ({ cart, step, note }) => html`<p>${cart.join()} ${step} ${note}</p>`,
    })

  it("is upgraded", async () => {
    const view = versioned((old, from) => ({ cart: [`${String(old["basket"])} of ${from}`], step: 2 }) as never)
    const { process, shown } = await start(view, await sealed({ basket: "tea" }))
    expect(shown).toEqual(["tea of 1", "2", "fresh"])
    const text = process.facts.persisted?.seal()
    expect((await snapshots.begin(claims, COOKIE, text)).saved?.version).toBe(2)
  })

  it.each<[what: string, why: string, upgrade: (() => never) | undefined]>([
    ["without an `upgrade`", "has no `upgrade", undefined],
    [
      "that cannot be upgraded",
      "`upgrade` threw: no way",
      () => {
        throw new Error("no way")
      },
    ],
    ["that is upgraded to nothing", "returned no object", () => undefined as never],
    ["that is upgraded to other assigns", "returned none of the assigns", () => ({ basket: [] }) as never],
  ])("%s is not taken, and the log says so", async (_what, why, upgrade) => {
    const { logger, shown } = await start(versioned(upgrade), await sealed({ cart: ["tea"], step: 3 }))
    expect(shown).toEqual(["", "1", "fresh"])
    const [entry] = logger.entries
    expect(entry).toMatchObject({ level: "warn", details: { code: "LV_SNAPSHOT_VERSION" } })
    expect(entry?.message).toContain(why)
  })
})

describe("a callback that does not return", () => {
  const never = (): Promise<never> => new Promise(() => {})

  /** A process that is being brought back. */
  async function begin(
    callbacks: object,
    version: number,
  ): Promise<{ harness: ViewHarness; started: Promise<unknown> }> {
    const view = liveView<Assigns>({
      name: "checkout",
      persist: ["cart", "step"],
      version: 2,
      ...callbacks,
      mount: () => ({ cart: [], step: 1, note: "fresh" }),
      render: ({ cart, step, note }) => html`<p>${cart.join()} ${step} ${note}</p>`,
    })
    const series = await snapshots.begin(claims, COOKIE, await sealed({ cart: ["tea"], step: 3 }, version))
    const harness = new ViewHarness(view, { series })
    const started = harness.process.start()
    await allTurns()
    return { harness, started }
  }

  it("is waited for ten seconds where it upgrades: then its view begins anew, and the log says so", async () => {
    const { harness, started } = await begin({ upgrade: never }, 1)
    harness.clock.pass(9_999)
    await allTurns()
    expect(harness.logger.entries).toEqual([])
    harness.clock.pass(1)
    await started
    expect(harness.shown).toEqual(["", "1", "fresh"])
    const [entry] = harness.logger.entries
    expect(entry).toMatchObject({ level: "warn", details: { code: "LV_SNAPSHOT_VERSION" } })
    expect(entry?.message).toContain("`upgrade` has not returned for 10 seconds")
  })

  it("is waited for ten seconds where it restores: then its view has failed with what was brought", async () => {
    const { harness, started } = await begin({ restore: never }, 2)
    harness.clock.pass(10_000)
    await expect(started).rejects.toMatchObject({
      code: "LV_MOUNT_LATE",
      message: expect.stringContaining("`restore`"),
    })
    expect(harness.process.state).toBe("ended")
  })

  it.each([["late"], [Promise.resolve("late")]])(
    "is not taken for late by what its callbacks return: %p",
    async (returned) => {
      const restored = await begin({ restore: () => returned as never }, 2)
      expect(await restored.started).toMatchObject({ kind: "rendered" })
      const { harness, started } = await begin({ upgrade: () => returned as never }, 1)
      await started
      expect(harness.logger.entries[0]?.message).toContain("`upgrade` returned no object of assigns")
    },
  )
})

describe("what is brought back to nothing by mistake", () => {
  const codes = async (view: typeof checkout, values: SavedValues): Promise<unknown[]> =>
    (await start(view, await sealed(values))).logger.entries.map(({ details }) => details?.["code"])

  it("is told once where an assign was renamed and the version was not", async () => {
    const view = liveView<Assigns, string>({
      name: "checkout",
      persist: ["cart", "step"],
      mount: () => ({ cart: [], step: 1, note: "fresh" }),
      render: ({ step }) => html`<p>${step}</p>`,
    })
    expect(await codes(view, { basket: ["tea"], step: 3 })).toEqual(["LV_SNAPSHOT_NAMES"])
    expect(await codes(view, { basket: ["tea"], step: 3 })).toEqual([])
    expect(await codes(checkout, { step: 3 })).toEqual([])
    expect(await codes(checkout, { cart: [], step: 3, old: 1 })).toEqual([])
  })

  it("is told once where `restore` returns assigns", async () => {
    const view = liveView<Assigns>({
      name: "checkout",
      persist: ["step"],
      mount: () => ({ cart: [], step: 1, note: "fresh" }),
      restore: (({ step }: Assigns) => ({ step })) as never,
      render: ({ step }) => html`<p>${step}</p>`,
    })
    expect(await codes(view as typeof checkout, { step: 3 })).toEqual(["LV_RESTORE_RESULT"])
    expect(await codes(view as typeof checkout, { step: 3 })).toEqual([])
  })
})

describe("what cannot be persisted", () => {
  const of = (value: unknown, persist: readonly string[] = ["value"]) =>
    liveView<{ value: unknown }>({
      name: "checkout",
      persist: persist as ["value"],
      mount: () => ({ value }),
      events: { set: (_params, socket) => socket.assign({ value: new Date(0) }) },
      render: () => html`<p>x</p>`,
    })

  it.each<[what: string, value: unknown, got: string]>([
    ["a Date", new Date(0), "`value`, which holds"],
    ["a Map in a list", [{ a: new Map() }], "`value[0].a`, which holds"],
    ["NaN", { n: Number.NaN }, "`value.n`, which holds"],
    ["a function", { f: () => 1 }, "`value.f`, which holds"],
    ["a hole in a list", [undefined], "`value[0]`, which holds"],
  ])("%s is refused with its place when the view mounts, in development", async (_what, value, got) => {
    await expect(start(of(value))).rejects.toMatchObject({
      code: "LV_PERSIST_UNPLAIN",
      message: expect.stringContaining(got),
    })
  })

  it("ends the view where it is sealed: its page has the last good one", async () => {
    const { process, exits } = await start(of("text"), undefined, { development: false })
    const { extras } = await process.event("set", {})
    expect(extras?.x?.code).toBe("LV_CALLBACK_FAILED")
    expect(extras?.s).toBeUndefined()
    await allTurns()
    expect(exits).toHaveLength(1)
  })

  it("is an assign that is not there", async () => {
    await expect(start(of(1, ["valve"]))).rejects.toMatchObject({ code: "LV_PERSIST_KEY" })
  })

  it("is an assign of a guard", async () => {
    const view = liveView.onMount(() => ({ user: "ann" }))({
      name: "checkout",
      persist: ["user" as never],
      mount: () => ({}),
      render: () => html`<p>x</p>`,
    })
    await expect(start(view)).rejects.toMatchObject({
      code: "LV_PERSIST_KEY",
      message: expect.stringContaining("guard"),
    })
  })
})

test("what the page was told goes through its states", async () => {
  const { process } = await start()
  const persisted = process.facts.persisted
  const note = (key: string): void => persisted?.note({ dirty: new Set([key]), mutated: new Set() })
  const never = (): void => {
    throw new Error("too early")
  }
  expect(persisted?.state).toBe("changed")
  persisted?.seal()
  expect(persisted?.state).toBe("told")
  note("note")
  expect(persisted?.take(true, never)).toBeUndefined()
  note("cart")
  note("step")
  expect(persisted?.state).toBe("changed")
  expect(persisted?.take(false, never)).toBeUndefined()
  expect(persisted?.take(true, never)).toBeDefined()
  expect(persisted?.state).toBe("told")
  expect(persisted?.take(true, never)).toBeUndefined()
})

describe("what the page was told has three states", () => {
  /** By the state that it is in and the one that it would become: what comes of it. `undefined`: that cannot be. */
  const NEXT: Readonly<Record<PersistedState, Readonly<Record<PersistedState, PersistedState | undefined>>>> = {
    told: { told: "told", changed: "changed", due: undefined },
    // What has changed changes again: that is one change more of those that wait.
    changed: { told: "told", changed: "changed", due: "due" },
    due: { told: "told", changed: "due", due: undefined },
  }

  async function at(state: PersistedState) {
    const runs: (() => void)[] = []
    const clock = {
      after(_ms: number, run: () => void) {
        runs.push(run)
        return () => {}
      },
    }
    const persisted = new Persisted({
      view: "checkout",
      persist: { keys: ["cart"], version: 1 },
      series: await snapshots.begin(claims, COOKIE),
      place: new RootPlace("/checkout", undefined),
      services: { clock, logger, development: true },
    })
    persisted.holds({ values: { cart: [] }, before: undefined, mutated: undefined }, {})
    const moves: Readonly<Record<PersistedState, () => void>> = {
      told: () => void persisted.seal(),
      changed: () => persisted.note({ dirty: new Set(["cart"]), mutated: new Set() }),
      // The moment is over that changes wait: also once more, though it was stopped.
      due: () => runs[0]?.(),
    }
    moves.changed()
    persisted.take(false, () => {})
    if (state !== "changed") moves[state]()
    expect([persisted.state, runs.length]).toEqual([state, 1])
    return { persisted, moves }
  }

  it.each(
    Object.entries(NEXT).flatMap(([from, tos]) =>
      Object.entries(tos).map(([to, next]) => [from as PersistedState, to as PersistedState, next] as const),
    ),
  )("%s → %s: %s", async (from, to, next) => {
    const { persisted, moves } = await at(from)
    if (next === undefined) {
      expect(moves[to]).toThrow(`What is persisted is "${from}" and cannot become "${to}".`)
    } else {
      moves[to]()
    }
    expect(persisted.state).toBe(next ?? from)
  })

  it("goes along with whatever is told once the page stands elsewhere: what was sealed does not open there", async () => {
    const of = (session: object) => ({ ...claims, session, url: "/", digests: "" })
    const vouch = (session: object, issuedAt: number) => ({ token: of(session) as PageToken, issuedAt, maxAge: 60 })
    const place = RootPlace.movable(vouch({}, 1), 1000)
    for (const state of ["told", "changed"] as const) {
      const persisted = new Persisted({
        view: "checkout",
        persist: { keys: ["cart"], version: 1 },
        series: await snapshots.begin(claims, COOKIE),
        place,
        services: { clock, logger, development: true },
      })
      persisted.holds({ values: { cart: ["tea"] }, before: undefined, mutated: undefined }, {})
      if (state === "changed") persisted.note(undefined)
      expect(persisted.take(false, () => {})).toBeUndefined()
      place.arrive(vouch({ user: state }, 2))
      expect(persisted.take(false, () => {})).toEqual(expect.any(String))
      expect([persisted.state, persisted.take(false, () => {})]).toEqual(["told", undefined])
    }
  })
})
