import { channel } from "node:diagnostics_channel"
import { MemorySnapshots } from "../../../src/snapshot/memory-snapshots.js"
import type { RootClaims } from "../../../src/snapshot/snapshot-owner.js"
import type { SnapshotStore, StoredSnapshot } from "../../../src/snapshot/snapshot-store.js"
import { Snapshots, type SnapshotsParts } from "../../../src/snapshot/snapshots.js"
import { FakeClock } from "../../support/fake-clock.js"
import { RecordingLogger } from "../../support/recording-logger.js"

const COOKIE = "a".repeat(32)
const root: RootClaims = {
  view: "checkout",
  id: "checkout-1",
  identify: "ann",
  session: { user: "ann" },
  params: { shop: "7", page: "2" },
  route: { names: ["shop"] },
}
const voided = new Set<string>()
let clock: FakeClock
let logger: RecordingLogger

beforeEach(() => {
  clock = new FakeClock(1_000_000)
  logger = new RecordingLogger()
  voided.clear()
})

function make(given: Partial<SnapshotsParts> = {}): Snapshots {
  const voids = { now: () => clock.now(), has: (identify: string) => voided.has(identify), ask: () => undefined }
  return new Snapshots({ secrets: ["s"], maxAge: 60_000, size: 2000, voids, clock, logger, ...given })
}

async function sealed(values: Record<string, unknown>, given?: Partial<SnapshotsParts>): Promise<string> {
  return (await make(given).begin(root, COOKIE)).seal({ values, version: 3 })
}

async function opened(
  text: string,
  claims: Partial<RootClaims> = {},
  given?: Partial<SnapshotsParts>,
  cookie = COOKIE,
) {
  return (await make(given).begin({ ...root, ...claims }, cookie, text)).saved?.values
}

const reasons = (): unknown[] =>
  logger.entries.filter(({ level }) => level === "warn").map(({ details }) => details["reason"])

test("what was sealed comes back as it was, with its version", async () => {
  const values = { cart: [{ id: 1, note: "ä" }], step: 2, gone: undefined, nothing: null }
  const series = await make().begin(root, COOKIE, await sealed(values))
  expect(series.saved).toMatchObject({ values, version: 3 })
  expect(Object.keys(series.saved?.values ?? {})).toEqual(["cart", "step", "gone", "nothing"])
  expect(logger.entries).toEqual([])
})

test("a patch of the page's query, and a token that is renewed, take nothing away", async () => {
  const text = await sealed({ step: 2 })
  expect(await opened(text, { params: { shop: "7", page: "3", more: "x" } })).toEqual({ step: 2 })
})

describe("it opens for nobody else and nowhere else, and the log says why", () => {
  test.each<[what: string, reason: string, claims: Partial<RootClaims>, cookie: string]>([
    ["another browser", "unreadable", {}, "b".repeat(32)],
    ["another view", "unreadable", { view: "other" }, COOKIE],
    ["another root", "unreadable", { id: "checkout-2" }, COOKIE],
    ["another user", "user", { identify: "bob" }, COOKIE],
    ["nobody", "user", { identify: undefined }, COOKIE],
    ["another session", "session", { session: { user: "bob" } }, COOKIE],
    ["other params of the path", "params", { params: { shop: "8", page: "2" } }, COOKIE],
    ["other names of params", "params", { route: { names: [] } }, COOKIE],
  ])("%s", async (_what, reason, claims, cookie) => {
    const heard: unknown[] = []
    const hear = (message: unknown): void => void heard.push(message)
    channel("livemount.snapshot").subscribe(hear)
    const text = await sealed({ step: 2 })
    expect(await opened(text, claims, {}, cookie)).toBeUndefined()
    channel("livemount.snapshot").unsubscribe(hear)
    expect(reasons()).toEqual([reason])
    expect(logger.entries[0]?.details["code"]).toBe("LV_SNAPSHOT_REFUSED")
    expect(heard).toEqual([{ view: claims.view ?? "checkout", id: claims.id ?? "checkout-1", reason }])
  })

  test("another secret", async () => {
    expect(await opened(await sealed({ step: 2 }), {}, { secrets: ["t"] })).toBeUndefined()
    expect(reasons()).toEqual(["unreadable"])
    expect(await opened(await sealed({ step: 2 }), {}, { secrets: ["t", "s"] })).toEqual({ step: 2 })
  })

  test("what is no snapshot, was changed, or is too large", async () => {
    const text = await sealed({ step: 2 })
    for (const wrong of [
      "x",
      "1.AAAA",
      `${text.slice(0, -1)}${text.endsWith("A") ? "B" : "A"}`,
      "1.".padEnd(2001, "A"),
    ]) {
      expect(await opened(wrong)).toBeUndefined()
    }
    expect(reasons()).toEqual(["unreadable", "unreadable", "unreadable", "size"])
  })

  test("once for each view and reason: whoever brings a hundred fills no log", async () => {
    const snapshots = make()
    const heard: unknown[] = []
    const hear = (message: unknown): void => void heard.push(message)
    channel("livemount.snapshot").subscribe(hear)
    for (const text of ["x", "y", "1.".padEnd(2001, "A"), "z"]) await snapshots.begin(root, COOKIE, text)
    await snapshots.begin({ ...root, view: "other" }, COOKIE, "x")
    channel("livemount.snapshot").unsubscribe(hear)
    expect(reasons()).toEqual(["unreadable", "size", "unreadable"])
    expect([logger.at("debug").length, heard.length]).toEqual([2, 5])
  })

  test("one that is too old", async () => {
    const text = await sealed({ step: 2 })
    clock.pass(59_999)
    expect(await opened(text)).toEqual({ step: 2 })
    clock.pass(1)
    expect(await opened(text)).toBeUndefined()
    expect(reasons()).toEqual(["age"])
  })

  test("one of a user who was disconnected", async () => {
    const text = await sealed({ step: 2 })
    voided.add("ann")
    expect(await opened(text)).toBeUndefined()
    expect(reasons()).toEqual(["voided"])
  })

  test("one of a user who was disconnected elsewhere, as the store says", async () => {
    const text = await sealed({ step: 2 })
    const voids = { now: () => clock.now(), has: () => false, ask: () => Promise.resolve(true) }
    expect(await opened(text, {}, { voids })).toBeUndefined()
    expect(reasons()).toEqual(["voided"])
  })
})

test("what is too large is not sealed, and the page is to forget what it has", async () => {
  expect(await sealed({ text: "x".repeat(2000) })).toBe("")
  expect(logger.at("warn")).toEqual([expect.stringContaining("(`snapshots.size`) takes 2000")])
  expect(await opened("")).toBeUndefined()
})

test("without a store an older one opens within its age", async () => {
  const series = await make().begin(root, COOKIE)
  const older = series.seal({ values: { step: 1 }, version: 1 })
  series.seal({ values: { step: 2 }, version: 1 })
  expect(await opened(older)).toEqual({ step: 1 })
})

describe("with a store", () => {
  let store: SnapshotStore

  beforeEach(() => {
    store = new MemorySnapshots(1_000_000, clock)
  })

  test("the newest opens, whichever of its series is brought", async () => {
    const series = await make({ store }).begin(root, COOKIE)
    const older = series.seal({ values: { step: 1 }, version: 1 })
    series.seal({ values: { step: 2 }, version: 1 })
    const newest = series.seal({ values: { step: 3 }, version: 1 })
    await series.told
    expect(await opened(older, {}, { store })).toEqual({ step: 3 })
    expect(await opened(newest, {}, { store })).toEqual({ step: 3 })
    expect(await opened(older, { session: {} }, { store })).toBeUndefined()
  })

  test("a series goes on where it was brought, and what it went on from opens no more", async () => {
    const first = await make({ store }).begin(root, COOKIE)
    const brought = first.seal({ values: { step: 1 }, version: 1 })
    await first.told
    const next = await make({ store }).begin(root, COOKIE, brought)
    next.seal({ values: { step: 2 }, version: 1 })
    await next.told
    expect(await opened(brought, {}, { store })).toEqual({ step: 2 })
  })

  test("what the store has not heard of yet, because the process died, opens", async () => {
    const series = await make({ store }).begin(root, COOKIE)
    series.seal({ values: { step: 1 }, version: 1 })
    await series.told
    const put = store.put
    store.put = () => new Promise(() => {})
    const unheard = series.seal({ values: { step: 2 }, version: 1 })
    store.put = put
    expect(await opened(unheard, {}, { store })).toEqual({ step: 2 })
  })

  test("what was dropped opens no more; a page that has left has a minute to come back", async () => {
    const series = await make({ store }).begin(root, COOKIE)
    const text = series.seal({ values: { step: 1 }, version: 1 })
    series.left()
    await series.told
    expect(await opened(text, {}, { store, maxAge: 600_000 })).toEqual({ step: 1 })
    clock.pass(60_000)
    expect(await opened(text, {}, { store, maxAge: 600_000 })).toBeUndefined()
    expect(reasons()).toEqual(["dropped"])

    const other = await make({ store }).begin(root, COOKIE)
    const dropped = other.seal({ values: { step: 1 }, version: 1 })
    other.drop()
    await other.told
    expect(await opened(dropped, {}, { store })).toBeUndefined()
  })

  test("a page that was loaded anew goes on with it, also where the one before is left later", async () => {
    const before = await make({ store }).begin(root, COOKIE)
    const text = before.seal({ values: { step: 1 }, version: 1 })
    await before.told
    const anew = await make({ store, maxAge: 600_000 }).begin(root, COOKIE, text)
    const newest = anew.seal({ values: { step: 1 }, version: 1 })
    await anew.told
    before.left()
    await before.told
    clock.pass(60_000)
    expect(await opened(newest, {}, { store, maxAge: 600_000 })).toEqual({ step: 1 })
  })

  test("one that has lost what it held takes what is brought, and goes on from there", async () => {
    const series = await make({ store }).begin(root, COOKIE)
    const text = series.seal({ values: { step: 1 }, version: 1 })
    await series.told
    // As memory that ended with its process, and Redis that was started anew without its data.
    const emptied = new MemorySnapshots(1_000_000, clock)
    const next = await make({ store: emptied }).begin(root, COOKIE, text)
    expect(next.saved?.values).toEqual({ step: 1 })
    const newest = next.seal({ values: { step: 2 }, version: 1 })
    await next.told
    expect(await opened(text, {}, { store: emptied })).toEqual({ step: 2 })
    next.drop()
    await next.told
    expect(await opened(newest, {}, { store: emptied })).toBeUndefined()
    expect(reasons()).toEqual(["dropped"])
  })

  test("what is too large takes the last one with it", async () => {
    const series = await make({ store }).begin(root, COOKIE)
    const text = series.seal({ values: { step: 1 }, version: 1 })
    series.seal({ values: { text: "x".repeat(2000) }, version: 1 })
    await series.told
    expect(await opened(text, {}, { store })).toBeUndefined()
  })

  test("while it does not answer, what is brought is taken, and the log says so once", async () => {
    const away: SnapshotStore = { epoch: fail, put: fail, newest: fail, drop: fail }
    const series = await make({ store: away }).begin(root, COOKIE)
    const text = series.seal({ values: { step: 1 }, version: 1 })
    await series.told
    series.drop()
    await series.told
    expect(logger.entries.map(({ details }) => details["code"])).toEqual(["LV_SNAPSHOT_STORE"])
    expect(await opened(text, {}, { store: away })).toEqual({ step: 1 })
  })

  test("a join does not wait for it for ever", async () => {
    const silent: SnapshotStore = { ...store, epoch: () => store.epoch(), newest: () => new Promise(() => {}) }
    const text = await sealed({ step: 2 })
    const opening = opened(text, {}, { store: silent })
    await new Promise((resolve) => setImmediate(resolve))
    clock.pass(1000)
    expect(await opening).toEqual({ step: 2 })
    expect(clock.waiting).toBe(0)
  })

  test.each<[what: string, answers: Partial<Record<"newest" | "epoch", unknown>>, why: RegExp]>([
    ["an object without what belongs to it", { newest: {} }, /`newest` answered an object/],
    ["a text", { newest: "1.AAAA" }, /`newest` answered a string/],
    ["a number that is a text", { newest: { counter: "9", text: "1.AAAA" } }, /`newest` answered an object/],
    ["no name of what it holds", { epoch: undefined }, /`epoch` answered undefined/],
    ["a name that is a number", { epoch: 7 }, /`epoch` answered the number "7"/],
  ])("one that answers with %s counts as one that does not answer", async (_what, { newest, epoch }, why) => {
    const series = await make({ store }).begin(root, COOKIE)
    const text = series.seal({ values: { step: 1 }, version: 1 })
    await series.told
    const odd: SnapshotStore = {
      ...store,
      put: (...given) => store.put(...given),
      newest: async (name) => (newest === undefined ? store.newest(name) : (newest as StoredSnapshot)),
      epoch: async () => (newest === undefined ? (epoch as string) : store.epoch()),
    }
    expect(await opened(text, {}, { store: odd })).toEqual({ step: 1 })
    expect(logger.at("warn")).toEqual([expect.stringMatching(why)])
    expect(await opened(await sealed({ step: 2 }, { store: odd }), {}, { store: odd })).toEqual({ step: 2 })
  })

  test("one that has nothing of a series may say null", async () => {
    const text = await sealed({ step: 1 })
    const nothing: SnapshotStore = {
      ...store,
      epoch: () => store.epoch(),
      newest: async () => null as unknown as undefined,
    }
    expect(await opened(text, {}, { store: nothing })).toEqual({ step: 1 })
    expect(logger.entries).toEqual([])
  })

  test.each<[what: string, put: SnapshotStore["put"]]>([
    ["refuses what it is told (no memory, read only)", fail],
    ["does not say whether it has it", () => new Promise(() => {})],
  ])("what one lacks that %s was not dropped, and the log says so once", async (_what, put) => {
    const full: SnapshotStore = {
      epoch: () => store.epoch(),
      newest: (name) => store.newest(name),
      put,
      drop: async () => {},
    }
    const snapshots = make({ store: full })
    const series = await snapshots.begin(root, COOKIE)
    series.seal({ values: { step: 1 }, version: 1 })
    await new Promise((resolve) => setImmediate(resolve))
    clock.pass(1000)
    await new Promise((resolve) => setImmediate(resolve))
    const text = series.seal({ values: { step: 2 }, version: 1 })
    for (let load = 0; load < 3; load++) {
      const again = await snapshots.begin(root, COOKIE, text)
      expect(again.saved?.values).toEqual({ step: 2 })
      again.left()
      await again.told
    }
    const other = (await snapshots.begin(root, COOKIE)).seal({ values: { step: 3 }, version: 1 })
    expect((await snapshots.begin(root, COOKIE, other)).saved?.values).toEqual({ step: 3 })
    expect(logger.entries.map(({ details }) => details["code"])).toEqual(["LV_SNAPSHOT_STORE"])
  })

  test("one that is slow is told the newest alone", async () => {
    const told: number[] = []
    let done = (): void => {}
    const slow: SnapshotStore = {
      ...store,
      epoch: () => store.epoch(),
      put: (_series, { counter }) => {
        told.push(counter)
        return new Promise((resolve) => {
          done = resolve
        })
      },
    }
    const series = await make({ store: slow }).begin(root, COOKIE)
    for (let step = 0; step < 10; step++) series.seal({ values: { step }, version: 1 })
    done()
    await new Promise((resolve) => setImmediate(resolve))
    done()
    await series.told
    expect(told).toEqual([1, 10])
  })
})

/** As a store may that an app has written. */
function fail(): never {
  throw new Error("away")
}
