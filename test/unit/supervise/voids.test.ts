import type { VoidedStore } from "../../../src/pubsub/voided-store.js"
import { Voids } from "../../../src/supervise/voids.js"
import { FakeClock } from "../../support/fake-clock.js"
import { RecordingLogger } from "../../support/recording-logger.js"

/** A store whose clock is ten seconds ahead, and which can be away. */
class MemoryStore implements VoidedStore {
  readonly since_ = new Map<string, number>()
  readonly maxAges: number[] = []
  isAway: false | "fails" | "hangs" = false
  readonly #clock: FakeClock

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  now(): number {
    return this.#clock.now() + 10_000
  }

  add(id: string, maxAge: number): Promise<number> {
    if (this.isAway !== false) return Promise.reject(new Error("away"))
    this.since_.set(id, this.now())
    this.maxAges.push(maxAge)
    return Promise.resolve(this.now())
  }

  since(id: string): Promise<number | undefined> {
    if (this.isAway === "fails") return Promise.reject(new Error("away"))
    return this.isAway === "hangs" ? new Promise(() => {}) : Promise.resolve(this.since_.get(id))
  }
}

function setup(): { clock: FakeClock; store: MemoryStore; logger: RecordingLogger; voids: Voids } {
  const clock = new FakeClock(1_000_000)
  const store = new MemoryStore(clock)
  const logger = new RecordingLogger()
  return { clock, store, logger, voids: new Voids({ maxAge: 3_600_000, store, clock, logger }) }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

describe("voided tokens of several processes", () => {
  it("are known to the store, and to a process that starts later", async () => {
    const { clock, store, logger, voids } = setup()
    const issuedAt = voids.now()
    voids.add("ada")
    expect(voids.has("ada", issuedAt)).toBe(true)
    const later = new Voids({ maxAge: 3_600_000, store, clock, logger })
    expect(later.has("ada", issuedAt)).toBe(false)
    expect(await later.ask("ada", issuedAt)).toBe(true)
    expect(await later.ask("ada", issuedAt + 1_000)).toBe(false)
    expect(await later.ask("bob", issuedAt)).toBe(false)
    expect(store.maxAges).toEqual([3_600_000])
  })

  it("are void as another process says it, whichever clock is ahead", () => {
    const { voids } = setup()
    const now = voids.now()
    voids.heard("ada", now - 5_000)
    expect(voids.has("ada", now)).toBe(true)
    voids.heard("bob", now + 5_000)
    expect(voids.has("bob", now + 5_000)).toBe(true)
    expect(voids.has("bob", now + 6_000)).toBe(false)
  })

  it("are asked for in vain while the store is away: young tokens hold, old ones do not", async () => {
    for (const isAway of ["fails", "hangs"] as const) {
      const { clock, store, voids } = setup()
      store.isAway = isAway
      const young = voids.ask("ada", voids.now() - 59_000)
      const old = voids.ask("ada", voids.now() - 61_000)
      await settled()
      clock.pass(1_000)
      expect([await young, await old]).toEqual([false, true])
      expect(clock.waiting).toBe(0)
    }
  })

  it("end no view that runs while the store is away, however old its token", async () => {
    for (const isAway of ["fails", "hangs"] as const) {
      const { clock, store, voids } = setup()
      store.isAway = isAway
      const old = voids.askOfRunning("ada", voids.now() - 61_000)
      await settled()
      clock.pass(1_000)
      expect(await old).toBe(false)
    }
    const { store, voids } = setup()
    await store.add("ada", 60_000)
    expect(await voids.askOfRunning("ada", voids.now() - 1_000)).toBe(true)
  })

  it("are told to the store when it is back, for as long as they matter", async () => {
    const { clock, store, logger, voids } = setup()
    store.isAway = "fails"
    voids.add("ada")
    await settled()
    clock.pass(1_000)
    await settled()
    expect(store.since_.size).toBe(0)
    expect(logger.at("error")).toHaveLength(1)
    store.isAway = false
    clock.pass(2_000)
    await settled()
    expect(store.since_.has("ada")).toBe(true)
    expect(store.maxAges).toEqual([3_600_000 - 3_000])
    expect(clock.waiting).toBe(0)
  })

  it("leave no timer behind", async () => {
    const { clock, store, voids } = setup()
    store.isAway = "fails"
    voids.add("ada")
    await settled()
    voids.close()
    expect(clock.waiting).toBe(0)
  })

  it("are nobody's to ask without a store", () => {
    const clock = new FakeClock()
    const voids = new Voids({ maxAge: 1000, store: undefined, clock, logger: new RecordingLogger() })
    expect(voids.ask("ada", 0)).toBeUndefined()
  })
})
