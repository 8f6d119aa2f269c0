/**
 * What every bus must do (see `Bus`). Run it over each: `busConformance("memory", { make: (logger) => new MemoryBus(logger) })`;
 * over a bus between processes with its `network` too, which stands for several of them.
 */

import type { Bus } from "../../src/pubsub/bus.js"
import { RecordingLogger } from "./recording-logger.js"

export interface BusUnderTest {
  make(logger: RecordingLogger): Bus | Promise<Bus>
  /** One engine, anew for each test, and as many buses on it as asked for: each is another process's. */
  readonly network?: (() => Network | Promise<Network>) | undefined
  /**
   * Topics that the bus listens to at once; fewer where the engine was held to ten thousand with another driver already.
   * @defaultValue 10000
   */
  readonly topics?: number | undefined
  /** What that engine can be made to do here; tests that need it are left out otherwise. */
  readonly can?: { readonly inject?: true; readonly outage?: true } | undefined
}

export interface Network {
  /** A bus that is started; under another prefix, where given. */
  connect(logger: RecordingLogger, prefix?: string): Bus | Promise<Bus>
  /** Brings something to the topic that no bus of ours has written. */
  inject?(topic: string, text: string): void | Promise<void>
  /** The engine goes away, and comes back. */
  readonly outage?: { begin(): void | Promise<void>; end(): void | Promise<void> } | undefined
  close?(): void | Promise<void>
}

export function busConformance(name: string, { make, network, topics = 10_000, can = {} }: BusUnderTest): void {
  describe(`the ${name} bus`, () => {
    let logger: RecordingLogger
    let bus: Bus

    beforeEach(async () => {
      logger = new RecordingLogger()
      bus = await make(logger)
    })

    afterEach(async () => {
      await bus.close()
    })

    it("brings a message to every listener of its topic, and to no other", async () => {
      const heard: string[] = []
      bus.subscribe("a", (message) => heard.push(`1 ${String(message)}`))
      bus.subscribe("a", (message) => heard.push(`2 ${String(message)}`))
      bus.subscribe("b", (message) => heard.push(`3 ${String(message)}`))
      await bus.publish("a", "hello")
      await until(() => heard.length >= 2)
      expect(heard.toSorted()).toEqual(["1 hello", "2 hello"])
    })

    it("brings plain data as it was", async () => {
      const data = { text: "ä\u2028😀", n: [1, 2.5, -0.1], nested: { yes: true, nothing: null }, empty: {}, list: [] }
      const heard: unknown[] = []
      bus.subscribe("a", (message) => heard.push(message))
      await bus.publish("a", data)
      await until(() => heard.length > 0)
      expect(heard).toEqual([data])
    })

    it("brings the messages of one publisher on one topic in order, each once", async () => {
      const heard: unknown[] = []
      bus.subscribe("a", (message) => heard.push(message))
      for (let n = 0; n < 200; n++) send(bus, "a", n)
      await until(() => heard.length >= 200)
      expect(heard).toEqual(Array.from({ length: 200 }, (_, n) => n))
    })

    it("keeps that order for every listener when one of them publishes the answer", async () => {
      const heard: string[] = []
      bus.subscribe("a", (message) => {
        if (message === "question") send(bus, "a", "answer")
      })
      bus.subscribe("a", (message) => heard.push(String(message)))
      await bus.publish("a", "question")
      await until(() => heard.length >= 2)
      expect(heard).toEqual(["question", "answer"])
    })

    it("does not bring what was published before the subscription", async () => {
      const heard: unknown[] = []
      await bus.publish("a", "before")
      bus.subscribe("a", (message) => heard.push(message))
      await bus.publish("a", "after")
      await until(() => heard.length > 0)
      expect(heard).toEqual(["after"])
    })

    it("brings nothing more once a subscription has ended, whichever listener ended it", async () => {
      const heard: string[] = []
      const endFirst = bus.subscribe("a", () => {
        heard.push("first")
        endFirst()
        endFirst()
        endSecond()
      })
      const endSecond = bus.subscribe("a", () => heard.push("second"))
      bus.subscribe("a", () => heard.push("third"))
      await bus.publish("a", 1)
      await bus.publish("a", 2)
      await until(() => heard.filter((who) => who === "third").length === 2)
      expect(heard).toEqual(["first", "third", "third"])
    })

    it("keeps two subscriptions of the same function apart", async () => {
      let calls = 0
      const listener = (): void => {
        calls += 1
      }
      const end = bus.subscribe("a", listener)
      bus.subscribe("a", listener)
      end()
      await bus.publish("a", 1)
      await until(() => calls > 0)
      expect(calls).toBe(1)
    })

    it("serves the others when one listener throws, and logs it", async () => {
      const heard: unknown[] = []
      bus.subscribe("a", () => {
        throw new Error("broken listener")
      })
      bus.subscribe("a", (message) => heard.push(message))
      await bus.publish("a", 1)
      await bus.publish("a", 2)
      await until(() => heard.length >= 2)
      expect(heard).toEqual([1, 2])
      expect(logger.at("error")).toHaveLength(2)
      expect(logger.entries[0]?.details).toMatchObject({ topic: "a", error: expect.any(Error) })
    })

    it("takes any text as a topic", async () => {
      const topics = ["a:*", "posts:1", "__proto__", "ä ö", "*", "x".repeat(300)]
      const heard: string[] = []
      for (const topic of topics) bus.subscribe(topic, () => heard.push(topic))
      for (const topic of topics) await bus.publish(topic, 1)
      await until(() => heard.length >= topics.length)
      expect(heard).toEqual(topics)
    })

    it("brings nothing after it was closed", async () => {
      const heard: unknown[] = []
      bus.subscribe("a", (message) => heard.push(message))
      await bus.close()
      await bus.publish("a", 1)
      expect(heard).toEqual([])
    })
  })

  if (network !== undefined) betweenProcesses(name, network, topics, can)
}

function betweenProcesses(
  name: string,
  network: NonNullable<BusUnderTest["network"]>,
  many: number,
  can: NonNullable<BusUnderTest["can"]>,
): void {
  describe(`the ${name} bus between processes`, () => {
    let net: Network
    let logger: RecordingLogger
    let near: Bus
    let far: Bus
    const opened = new Set<Bus>()

    const connect = async (prefix?: string): Promise<Bus> => {
      const bus = await net.connect(logger, prefix)
      opened.add(bus)
      return bus
    }

    beforeEach(async () => {
      net = await network()
      logger = new RecordingLogger()
      near = await connect()
      far = await connect()
      await until(() => isUp(near) && isUp(far))
    })

    afterEach(async () => {
      await Promise.all([...opened].map((bus) => bus.close()))
      opened.clear()
      await net.close?.()
    })

    /** Subscribes in the other process, and waits until it is heard there. */
    const listen = async (bus: Bus, topic: string, gap?: () => void): Promise<unknown[]> => {
      const heard: unknown[] = []
      const subscription = bus.subscribe(topic, (message) => heard.push(message), gap)
      await subscription.confirmed
      return heard
    }

    it("brings messages to the other processes in order, each once, and to its own at once", async () => {
      const here = await listen(near, "a")
      const there = await listen(far, "a")
      await reached(near, far, "warm-up")
      const numbers = Array.from({ length: 300 }, (_, n) => n)
      for (const n of numbers) send(near, "a", n)
      expect(here).toEqual(numbers)
      await until(() => there.length >= numbers.length)
      expect(there).toEqual(numbers)
      // What comes last on another topic came after all else.
      await reached(near, far, "last")
      expect(here).toEqual(numbers)
      expect(there).toEqual(numbers)
    })

    it("keeps the order of each of several publishers", async () => {
      const third = await connect()
      const heard = (await listen(third, "a")) as [who: string, n: number][]
      await reached(near, third, "warm-up")
      await reached(far, third, "warm-up too")
      for (let n = 0; n < 100; n++) {
        send(near, "a", ["near", n])
        send(far, "a", ["far", n])
      }
      await until(() => heard.length >= 200)
      for (const who of ["near", "far"]) {
        expect(heard.filter(([from]) => from === who).map(([, n]) => n)).toEqual(
          Array.from({ length: 100 }, (_, n) => n),
        )
      }
    })

    it("brings plain data as it was, under any topic", async () => {
      const data = {
        text: "ä\u2028😀\u0000",
        n: [1, 2.5, -0.1],
        nested: { yes: true, nothing: null },
        empty: {},
        list: [],
      }
      const topics = ["a:*", "posts:1", "__proto__", "ä ö 😀", "*", "{tag}", "x".repeat(300), "a\nb"]
      await reached(near, far, "warm-up")
      const heard = await Promise.all(topics.map((topic) => listen(far, topic)))
      for (const topic of topics) await near.publish(topic, { topic, data })
      await until(() => heard.every((messages) => messages.length > 0))
      expect(heard).toEqual(topics.map((topic) => [{ topic, data }]))
    })

    it("brings a message of a megabyte, and the one after it in its place", async () => {
      const heard = await listen(far, "a")
      await reached(near, far, "warm-up")
      const large = "ä😀x".repeat(150_000)
      send(near, "a", large)
      send(near, "a", "small")
      await until(() => heard.length >= 2)
      expect(heard[0] === large).toBe(true)
      expect(heard[1]).toBe("small")
    })

    it("hears what is published right after the subscription was confirmed", async () => {
      await reached(near, far, "warm-up")
      for (let n = 0; n < 20; n++) {
        const heard = await listen(far, `topic ${n}`)
        await near.publish(`topic ${n}`, n)
        await until(() => heard.length > 0)
        expect(heard).toEqual([n])
      }
    })

    it("hears a topic again that it has left and come back to at once", async () => {
      await reached(near, far, "warm-up")
      const end = far.subscribe("a", () => {})
      end()
      const heard = await listen(far, "a")
      await near.publish("a", 1)
      await until(() => heard.length > 0)
      expect(heard).toEqual([1])
    })

    it("leaves no other topic with one, whatever its name", async () => {
      const heard = await listen(far, "a")
      for (const topic of ["", "a:", ":a", "*"]) {
        const end = far.subscribe(topic, () => {})
        await end.confirmed
        end()
      }
      await reached(near, far, "warm-up")
      await near.publish("a", "still there")
      await until(() => heard.length > 0)
      await reached(near, far, "last")
      expect(heard).toEqual(["still there"])
    })

    it("brings nothing more once a subscription has ended", async () => {
      const heard: unknown[] = []
      const end = far.subscribe("a", (message) => heard.push(message))
      await end.confirmed
      await reached(near, far, "warm-up")
      end()
      await near.publish("a", 1)
      await reached(near, far, "last")
      expect(heard).toEqual([])
    })

    it("serves the others where a listener throws, and where one is slow", async () => {
      far.subscribe("a", () => {
        throw new Error("broken listener")
      })
      far.subscribe("a", () => {
        const end = performance.now() + 5
        while (performance.now() < end);
      })
      const heard = await listen(far, "a")
      await reached(near, far, "warm-up")
      for (let n = 0; n < 20; n++) send(near, "a", n)
      await until(() => heard.length >= 20)
      expect(heard).toEqual(Array.from({ length: 20 }, (_, n) => n))
    })

    it("tells of no gap while nothing is lost", async () => {
      let gaps = 0
      const heard = await listen(far, "a", () => {
        gaps += 1
      })
      await reached(near, far, "warm-up")
      for (let n = 0; n < 50; n++) {
        send(near, "a", n)
        send(near, "b", n)
      }
      await until(() => heard.length >= 50)
      expect(gaps).toBe(0)
    })

    it("keeps two buses with other prefixes apart on one engine", async () => {
      const other = await connect("another")
      const otherFar = await connect("another")
      await until(() => isUp(other) && isUp(otherFar))
      const heard = await listen(far, "a")
      const heardByOther = await listen(otherFar, "a")
      await reached(other, otherFar, "warm-up")
      await reached(near, far, "warm-up")
      send(other, "a", "theirs")
      send(near, "a", "ours")
      await until(() => heard.length > 0 && heardByOther.length > 0)
      await reached(other, otherFar, "last")
      await reached(near, far, "last")
      expect(heard).toEqual(["ours"])
      expect(heardByOther).toEqual(["theirs"])
    })

    it(`listens to ${many} topics`, async () => {
      await reached(near, far, "warm-up")
      let count = 0
      const subscriptions = Array.from({ length: many }, (_, n) =>
        far.subscribe(`topic ${n}`, (message) => {
          if (message === n) count += 1
        }),
      )
      await Promise.all(subscriptions.map(({ confirmed }) => confirmed))
      const asked = Array.from({ length: 100 }, (_, n) => Math.floor((n * many) / 100))
      for (const n of asked) send(near, `topic ${n}`, n)
      await until(() => count >= 100)
      for (const end of subscriptions) end()
      await reached(near, far, "last")
      expect(count).toBe(100)
    })

    it("closes with messages under way, and brings nothing afterwards", async () => {
      const heard = await listen(far, "a")
      await reached(near, far, "warm-up")
      for (let n = 0; n < 100; n++) send(near, "a", n)
      const closing = far.close()
      const count = heard.length
      await closing
      await near.close()
      expect(heard).toHaveLength(count)
    })

    const itCan = (ability: keyof typeof can): jest.It | (() => void) => (can[ability] === true ? it : () => {})

    itCan("inject")("drops what is not of ours: hostile texts, another version, repeated messages", async () => {
      const heard = await listen(far, "a")
      await reached(near, far, "warm-up")
      const strangers = [
        "",
        "{",
        "null",
        "[]",
        '[2,"p",1,0,5,0,"later"]',
        '[1,"p",1,0,5,0]',
        '{"__proto__":1}',
        "\u0000",
        "x".repeat(70_000),
      ]
      for (const text of strangers) await net.inject?.("a", text)
      await net.inject?.("a", '[1,"someone",1,0,5,0,"taken"]')
      await net.inject?.("a", '[1,"someone",1,0,5,0,"taken"]')
      await net.inject?.("a", '[1,"someone",2,1,5,0,"the next"]')
      await until(() => heard.length >= 2)
      await reached(near, far, "last")
      expect(heard).toEqual(["taken", "the next"])
    })

    itCan("outage")(
      "goes on within its process while the engine is away, comes back, and tells of the gap",
      async () => {
        let gaps = 0
        const here = await listen(near, "a")
        const there = await listen(far, "a", () => {
          gaps += 1
        })
        await reached(near, far, "warm-up")
        await net.outage?.begin()
        await until(() => !isUp(near) && !isUp(far))
        send(near, "a", "during")
        expect(here).toEqual(["during"])
        const told = logger.at("error").filter((text) => text.includes("out of reach"))
        await net.outage?.end()
        await until(() => isUp(near) && isUp(far) && gaps > 0)
        await near.publish("a", "after")
        await until(() => there.includes("after"))
        expect(here).toEqual(["during", "after"])
        expect(told).toHaveLength(2)
        expect(there.filter((message) => message === "after")).toHaveLength(1)
      },
      300_000,
    )
  })
}

function isUp(bus: Bus): boolean {
  return bus.health?.().state === "up"
}

/** Publishes; a bus that is closed meanwhile may say that it has not left. */
function send(bus: Bus, topic: string, message: unknown): void {
  Promise.resolve(bus.publish(topic, message)).catch(() => {})
}

/** Waits until the one hears the other: engines do not all say when they are ready. */
async function reached(from: Bus, to: Bus, topic: string): Promise<void> {
  let isReached = false
  const end = to.subscribe(topic, () => {
    isReached = true
  })
  await end.confirmed
  while (!isReached) {
    await from.publish(topic, "are you there?")
    for (let turn = 0; turn < 20 && !isReached; turn++) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  end()
}

/** Waits for a condition, as long as the test may take. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 1))
}
