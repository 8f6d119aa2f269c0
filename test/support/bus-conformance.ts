/**
 * What every bus must do (see `Bus`). Run it over each: `busConformance("memory", { make: (logger) => new MemoryBus(logger) })`.
 */

import type { Bus } from "../../src/pubsub/bus.js"
import { RecordingLogger } from "./recording-logger.js"

export interface BusUnderTest {
  make(logger: RecordingLogger): Bus | Promise<Bus>
}

export function busConformance(name: string, { make }: BusUnderTest): void {
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
      for (let n = 0; n < 200; n++) void bus.publish("a", n)
      await until(() => heard.length >= 200)
      expect(heard).toEqual(Array.from({ length: 200 }, (_, n) => n))
    })

    it("keeps that order for every listener when one of them publishes the answer", async () => {
      const heard: string[] = []
      bus.subscribe("a", (message) => {
        if (message === "question") void bus.publish("a", "answer")
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
}

/** Waits for a condition, as long as the test may take. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 1))
}
