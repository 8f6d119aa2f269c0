import fc from "fast-check"
import { CarriedBus } from "../../../../src/pubsub/between/carried-bus.js"
import type { Carrier } from "../../../../src/pubsub/between/carrier.js"
import { withHops } from "../../../../src/pubsub/between/hops.js"
import type { BusListener } from "../../../../src/pubsub/bus.js"
import { busConformance } from "../../../support/bus-conformance.js"
import { BusHub } from "../../../support/bus-hub.js"
import { FakeClock } from "../../../support/fake-clock.js"
import { RecordingLogger } from "../../../support/recording-logger.js"

for (const ordered of [true, false]) {
  busConformance(`carried (${ordered ? "ordered" : "unordered"})`, {
    make: (logger) => started(new BusHub(), logger, { ordered }),
    can: { inject: true, outage: true },
    network: () => {
      const hub = new BusHub()
      return {
        connect: (logger, prefix) => started(hub, logger, { ordered, prefix }),
        inject: (topic, text) => hub.bring(topic, text),
        outage: { begin: () => hub.goDown(), end: () => hub.comeBack() },
      }
    },
  })
}

interface Settings {
  readonly ordered?: boolean
  readonly clock?: FakeClock
  readonly prefix?: string | undefined
}

function started(
  hub: BusHub,
  logger = new RecordingLogger(),
  { clock, ordered = true, prefix = "" }: Settings = {},
): CarriedBus {
  const bus = new CarriedBus(hub.connect({ ordered, prefix }), { clock })
  bus.start({ logger })
  return bus
}

/** Lets everything that is under way in memory arrive. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

describe("a carried bus", () => {
  function pair({ ordered = true } = {}): {
    hub: BusHub
    clock: FakeClock
    logger: RecordingLogger
    near: CarriedBus
    far: CarriedBus
    heard: unknown[]
    gaps: { count: number }
    listen(listener?: BusListener): void
  } {
    const hub = new BusHub()
    const clock = new FakeClock(1_000_000)
    const logger = new RecordingLogger()
    const near = started(hub, logger, { ordered, clock })
    const far = started(hub, logger, { ordered, clock })
    const heard: unknown[] = []
    const gaps = { count: 0 }
    return {
      hub,
      clock,
      logger,
      near,
      far,
      heard,
      gaps,
      listen: (listener = (message) => heard.push(message)) => {
        far.subscribe("a", listener, () => {
          gaps.count += 1
        })
      },
    }
  }

  it("drops what arrives twice", async () => {
    const { hub, near, far, heard, listen } = pair()
    listen()
    await settled()
    hub.route = (text) => [text, text]
    void near.publish("a", 1)
    void near.publish("a", 2)
    await settled()
    expect(heard).toEqual([1, 2])
    expect(far.health().dropped).toBe(2)
  })

  it("tells of a gap where a message is missing, and goes on", async () => {
    const { hub, near, heard, gaps, listen } = pair()
    listen()
    await settled()
    void near.publish("a", 1)
    hub.route = () => []
    void near.publish("a", 2)
    hub.route = (text) => [text]
    void near.publish("a", 3)
    await settled()
    expect(heard).toEqual([1, 3])
    expect(gaps.count).toBe(1)
  })

  it("tells of no gap for what other topics were sent meanwhile", async () => {
    const { near, heard, gaps, listen } = pair()
    listen()
    await settled()
    for (let n = 0; n < 5; n++) {
      void near.publish("a", n)
      void near.publish("b", n)
    }
    await settled()
    expect(heard).toEqual([0, 1, 2, 3, 4])
    expect(gaps.count).toBe(0)
  })

  it("puts what was overtaken in its place, also the first of all", async () => {
    const { hub, near, heard, gaps, listen } = pair({ ordered: false })
    listen()
    await settled()
    const kept: string[] = []
    hub.route = (text) => {
      kept.push(text)
      return []
    }
    for (let n = 1; n <= 4; n++) void near.publish("a", n)
    hub.route = (text) => [text]
    for (const index of [1, 3, 0, 2]) hub.bring("a", kept[index])
    await settled()
    expect(heard).toEqual([1, 2, 3, 4])
    expect(gaps.count).toBe(0)
  })

  it("waits a moment for what was overtaken, then tells of the gap", async () => {
    const { hub, clock, near, heard, gaps, listen } = pair({ ordered: false })
    listen()
    await settled()
    void near.publish("a", 1)
    hub.route = () => []
    void near.publish("a", 2)
    hub.route = (text) => [text]
    void near.publish("a", 3)
    await settled()
    expect(heard).toEqual([1])
    clock.pass(250)
    expect(heard).toEqual([1, 3])
    expect(gaps.count).toBe(1)
  })

  it("keeps the order of every process for any shuffling within the moment", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), async (seeds) => {
        const { hub, near, heard, gaps, listen } = pair({ ordered: false })
        listen()
        await settled()
        const kept: string[] = []
        hub.route = (text) => {
          kept.push(text)
          return []
        }
        for (let n = 0; n < seeds.length; n++) void near.publish("a", n)
        hub.route = (text) => [text]
        const order = kept
          .map((text, index) => ({ text, by: seeds[index] as number }))
          .sort((one, two) => one.by - two.by)
        for (const { text } of order) hub.bring("a", text)
        await settled()
        expect(heard).toEqual(seeds.map((_, n) => n))
        expect(gaps.count).toBe(0)
      }),
    )
  })

  it("serves the listeners of its own process before publish returns, and once", async () => {
    const { near } = pair()
    const heard: unknown[] = []
    near.subscribe("a", (message) => heard.push(message))
    await settled()
    void near.publish("a", 1)
    expect(heard).toEqual([1])
    await settled()
    expect(heard).toEqual([1])
  })

  it("drops what is damaged, too large, or of another version, and counts it", async () => {
    const { hub, near, far, heard, listen } = pair()
    listen()
    await settled()
    const good = '[1,"p",1,0,5,0,"yes"]'
    const bad = [
      "",
      "{",
      "null",
      "[]",
      '"text"',
      "[1]",
      '[2,"p",1,0,5,0,"later version"]',
      '[1,7,1,0,5,0,"x"]',
      '[1,"",1,0,5,0,"x"]',
      '[1,"p",0,0,5,0,"x"]',
      '[1,"p",1,2,5,0,"x"]',
      '[1,"p",1.5,0,5,0,"x"]',
      '[1,"p",1,-1,5,0,"x"]',
      '[1,"p",1,0,null,0,"x"]',
      '[1,"p",1,0,5,"0","x"]',
      '[1,"p",1,0,5,0]',
      '[1,"p",1,0,5,0,1,2]',
      `[1,"${"p".repeat(65)}",1,0,5,0,"x"]`,
      `[1,"p",1,0,5,0,"${"x".repeat(2_000_000)}"]`,
      5,
      null,
      undefined,
      {},
      Buffer.from(good),
    ]
    for (const text of bad) hub.bring("a", text)
    hub.bring("a", good)
    await settled()
    expect(heard).toEqual(["yes"])
    expect(far.health().dropped).toBe(bad.length)
    expect(near.health().dropped).toBe(0)
  })

  it("refuses what JSON has nothing for, and what is too large, before anyone hears it", () => {
    const { near } = pair()
    const heard: unknown[] = []
    near.subscribe("a", (message) => heard.push(message))
    const circle: { self?: object } = {}
    circle.self = circle
    for (const message of [undefined, () => 1, Symbol("s"), 10n, circle, "x".repeat(2_000_001)]) {
      expect(() => near.publish("a", message)).toThrow(expect.objectContaining({ code: "LV_BUS_MESSAGE_INVALID" }))
    }
    expect(heard).toEqual([])
  })

  it("serves its own process while the engine is away, sends the rest late if it is young, and says it once", async () => {
    const { hub, clock, logger, near, heard, listen } = pair()
    const here: unknown[] = []
    near.subscribe("a", (message) => here.push(message))
    listen()
    await settled()
    hub.goDown()
    hub.goDown()
    const lost = expect(near.publish("a", "old")).rejects.toMatchObject({ code: "LV_BUS_LOST" })
    clock.pass(4_000)
    void near.publish("a", "young")
    clock.pass(1_000)
    await lost
    expect(near.health()).toMatchObject({ state: "down", waiting: 1, lost: 1, reason: "someone pulled the plug" })
    hub.comeBack()
    await settled()
    expect(here).toEqual(["old", "young"])
    // It left before the others listened again: they are told of a gap.
    expect(heard.filter((message) => message === "old")).toEqual([])
    expect(near.health()).toMatchObject({ state: "up", waiting: 0, lost: 1 })
    expect(logger.at("error").filter((text) => text.includes("out of reach"))).toHaveLength(2)
    expect(logger.at("info").filter((text) => text.includes("is back"))).toHaveLength(2)
  })

  it("keeps a bounded number of messages while the engine is away", async () => {
    const { hub, near } = pair()
    hub.goDown()
    const outcomes = Array.from({ length: 10_050 }, (_, n) =>
      Promise.resolve(near.publish("a", n)).catch((error: unknown) => error),
    )
    expect(near.health()).toMatchObject({ waiting: 10_000, lost: 50 })
    await near.close()
    expect((await Promise.all(outcomes)).every((error) => (error as { code?: string }).code === "LV_BUS_LOST")).toBe(
      true,
    )
  })

  it("tells of a gap once it listens again after an outage, but not when it listens for the first time", async () => {
    const { hub, gaps, listen } = pair()
    listen()
    await settled()
    expect(gaps.count).toBe(0)
    hub.goDown()
    hub.comeBack()
    await settled()
    expect(gaps.count).toBe(1)
  })

  it("confirms a subscription when the engine has, and not before", async () => {
    const { hub, far } = pair()
    let confirm = (): void => {}
    hub.confirming = new Promise((resolve) => {
      confirm = resolve
    })
    let isConfirmed = false
    const { confirmed } = far.subscribe("a", () => {})
    void confirmed?.then(() => {
      isConfirmed = true
    })
    await settled()
    expect(isConfirmed).toBe(false)
    confirm()
    await settled()
    expect(isConfirmed).toBe(true)
  })

  it("asks again, later each time, for a subscription that the engine refuses, and logs it once", async () => {
    const { hub, clock, logger, near, heard, listen } = pair()
    hub.refused.add("a")
    listen()
    await settled()
    clock.pass(1_000)
    await settled()
    expect(logger.at("error")).toHaveLength(1)
    hub.refused.clear()
    clock.pass(2_000)
    await settled()
    void near.publish("a", 1)
    await settled()
    expect(heard).toEqual([1])
  })

  it("drops a message that 16 processes have passed on, one because of the other", async () => {
    const { near, far, logger, heard } = pair()
    // Both answer whatever they hear from the other.
    near.subscribe("pong", () => void near.publish("ping", 1))
    far.subscribe("ping", (message) => {
      heard.push(message)
      void far.publish("pong", 1)
    })
    await settled()
    void near.publish("ping", 1)
    for (let turn = 0; turn < 40; turn++) await settled()
    expect(heard).toHaveLength(8)
    expect(logger.entries.some(({ details }) => (details["error"] as { code?: string }).code === "LV_BUS_LOOP")).toBe(
      true,
    )
  })

  it("hands the hops of a message on to what its listener awaits", async () => {
    const { near, far } = pair()
    const heard: unknown[] = []
    near.subscribe("b", (message) => heard.push(message))
    far.subscribe("a", async () => {
      await settled()
      await far.publish("b", "answer")
    })
    await settled()
    withHops(14, () => void near.publish("a", 1))
    for (let turn = 0; turn < 4; turn++) await settled()
    expect(heard).toEqual(["answer"])
    expect(() => withHops(16, () => near.publish("a", 1))).toThrow(expect.objectContaining({ code: "LV_BUS_LOOP" }))
  })

  it("belongs to one livemount", () => {
    const { near, logger } = pair()
    expect(() => near.start({ logger })).toThrow(expect.objectContaining({ code: "LV_BUS_IN_USE" }))
  })

  it("is down until it is started, and after it was closed", async () => {
    const bus = new CarriedBus(new BusHub().connect())
    expect(bus.health().state).toBe("down")
    bus.start({ logger: new RecordingLogger() })
    expect(bus.health().state).toBe("up")
    await bus.close()
    await bus.close()
    expect(bus.health().state).toBe("down")
  })

  it("leaves no timer behind when it is closed", async () => {
    const { hub, clock, near, far, listen } = pair({ ordered: false })
    hub.refused.add("b")
    far.subscribe("b", () => {})
    listen()
    await settled()
    void near.publish("a", 1)
    hub.route = () => []
    void near.publish("a", 2)
    hub.route = (text) => [text]
    void near.publish("a", 3)
    hub.goDown()
    Promise.resolve(near.publish("a", 4)).catch(() => {})
    await settled()
    await near.close()
    await far.close()
    expect(clock.waiting).toBe(0)
  })
})

describe("the way to other processes", () => {
  type State = "new" | "connecting" | "up" | "down" | "closed"
  type Move = "start" | "up" | "down" | "close"

  /** By state and move: what it becomes; or, in words, that it cannot. A carrier may speak late, and never early. */
  const NEXT: Readonly<Record<State, Readonly<Record<Move, string>>>> = {
    new: {
      start: "connecting",
      up: 'A bus that is "new" cannot become "up".',
      down: 'A bus that is "new" cannot become "down".',
      close: "closed",
    },
    connecting: { start: "LV_BUS_IN_USE", up: "up", down: "down", close: "closed" },
    up: { start: "LV_BUS_IN_USE", up: "up", down: "down", close: "closed" },
    down: { start: "LV_BUS_IN_USE", up: "up", down: "down", close: "closed" },
    closed: { start: "LV_BUS_IN_USE", up: "closed", down: "closed", close: "closed" },
  }
  const WAYS: Readonly<Record<State, readonly Move[]>> = {
    new: [],
    connecting: ["start"],
    up: ["start", "up"],
    down: ["start", "down"],
    closed: ["start", "up", "close"],
  }
  const isState = (text: string): text is State => Object.hasOwn(NEXT, text)

  /** A bus whose carrier says nothing by itself. */
  function at(state: State) {
    const carrier: Carrier = {
      ordered: true,
      engine: "It",
      limit: 1000,
      start: () => {},
      send: async () => {},
      listen: async () => {},
      unlisten: async () => {},
      close: async () => {},
    }
    const clock = new FakeClock()
    const logger = new RecordingLogger()
    const bus = new CarriedBus(carrier, { clock })
    const moves: Readonly<Record<Move, () => void>> = {
      start: () => bus.start({ logger }),
      up: () => bus.up(),
      down: () => bus.down("it is away"),
      close: () => void bus.close(),
    }
    for (const move of WAYS[state]) moves[move]()
    clock.pass(5)
    return { bus, moves, clock, logger }
  }

  const REASONS: Readonly<Record<State, string | undefined>> = {
    new: undefined,
    connecting: "it is connecting",
    up: undefined,
    down: "it is away",
    closed: "it is closed",
  }
  const expectState = (bus: CarriedBus, state: State): void => {
    expect(bus.health()).toMatchObject({ state: state === "up" ? "up" : "down" })
    expect((bus.health() as { reason?: string }).reason).toBe(REASONS[state])
    expect(bus.isUp).toBe(state === "up")
  }

  it.each(
    Object.entries(NEXT).flatMap(([from, moves]) =>
      Object.entries(moves).map(([move, to]) => [from as State, move as Move, to] as const),
    ),
  )("that is %s, %s: %s", (from, move, to) => {
    const { bus, moves } = at(from)
    expectState(bus, from)
    if (isState(to)) moves[move]()
    else expect(moves[move]).toThrow(to === "LV_BUS_IN_USE" ? expect.objectContaining({ code: to }) : to)
    expectState(bus, isState(to) ? to : from)
  })

  it("is down since it was first said so, and says it once", () => {
    const { bus, moves, clock, logger } = at("up")
    moves.down()
    clock.pass(10)
    moves.down()
    expect(bus.health().since).toBe(5)
    expect(logger.at("error")).toHaveLength(1)
  })

  it("takes nothing of what waits until it is up", async () => {
    const { bus, moves } = at("connecting")
    let hasLeft = false
    void Promise.resolve(bus.publish("a", 1)).then(() => {
      hasLeft = true
    })
    await settled()
    expect([hasLeft, bus.health().waiting]).toEqual([false, 1])
    moves.up()
    await settled()
    expect([hasLeft, bus.health().waiting]).toEqual([true, 0])
  })
})
