import type { Bus, BusListener } from "../../../src/pubsub/bus.js"
import { MemoryBus } from "../../../src/pubsub/memory-bus.js"
import { PubSub } from "../../../src/pubsub/pubsub.js"
import { topic } from "../../../src/pubsub/topic.js"
import { RecordingLogger } from "../../support/recording-logger.js"
import { Unhandled } from "../../support/unhandled.js"

const news = topic<string>("news")

/** A bus that notes what is asked of it. */
class NotingBus implements Bus {
  readonly calls: string[] = []
  failure: "throws" | "rejects" | "subscribing throws" | "unsubscribing throws" | undefined
  #listener: BusListener = () => {}

  publish(name: string, message: unknown): void | Promise<void> {
    if (this.failure === "throws") throw new Error("no connection")
    if (this.failure === "rejects") return Promise.reject(new Error("no connection"))
    this.calls.push(`publish ${name}`)
    this.#listener(message)
  }

  subscribe(name: string, listener: BusListener): () => void {
    if (this.failure === "subscribing throws") throw new Error("no connection")
    this.calls.push(`subscribe ${name}`)
    this.#listener = listener
    return () => {
      if (this.failure === "unsubscribing throws") throw new Error("no connection")
      this.calls.push(`unsubscribe ${name}`)
    }
  }

  close(): void {
    this.calls.push("close")
  }
}

describe("PubSub", () => {
  it("brings broadcasts to subscribers until they unsubscribe", () => {
    const logger = new RecordingLogger()
    const pubsub = new PubSub(new MemoryBus(logger), logger)
    const heard: string[] = []
    const end = pubsub.subscribe(news, (message) => heard.push(message))
    pubsub.subscribe(news(1), (message) => heard.push(`1: ${message}`))
    pubsub.broadcast(news, "a")
    pubsub.broadcast(news(1), "b")
    end()
    end()
    pubsub.broadcast(news, "c")
    expect(heard).toEqual(["a", "1: b"])
  })

  it("subscribes to the bus once per topic, and no longer than someone listens", () => {
    const bus = new NotingBus()
    const pubsub = new PubSub(bus, new RecordingLogger())
    const ends = [1, 2, 3].map(() => pubsub.subscribe(news, () => {}))
    for (const end of ends) end()
    pubsub.subscribe(news, () => {})
    expect(bus.calls).toEqual(["subscribe news", "unsubscribe news", "subscribe news"])
  })

  it("does not bring a message to who subscribes while it is delivered", () => {
    const logger = new RecordingLogger()
    const pubsub = new PubSub(new MemoryBus(logger), logger)
    const heard: string[] = []
    pubsub.subscribe(news, (message) => {
      if (message === "a") pubsub.subscribe(news, (later) => heard.push(later))
    })
    pubsub.broadcast(news, "a")
    pubsub.broadcast(news, "b")
    expect(heard).toEqual(["b"])
  })

  it("does not bring it either to who has unsubscribed meanwhile", () => {
    const logger = new RecordingLogger()
    const pubsub = new PubSub(new MemoryBus(logger), logger)
    const heard: string[] = []
    pubsub.subscribe(news, () => end())
    const end = pubsub.subscribe(news, (message) => heard.push(message))
    pubsub.broadcast(news, "a")
    expect(heard).toEqual([])
  })

  it("serves the others when a listener throws, and logs it", () => {
    const logger = new RecordingLogger()
    const pubsub = new PubSub(new MemoryBus(logger), logger)
    const heard: string[] = []
    pubsub.subscribe(news, () => {
      throw new Error("no")
    })
    pubsub.subscribe(news, (message) => heard.push(message))
    pubsub.broadcast(news, "a")
    expect(heard).toEqual(["a"])
    expect(logger.at("error")).toEqual(['A listener of the topic "news" failed; the others were served.'])
  })

  it("logs an asynchronous listener that rejects, which nobody else would take", async () => {
    const unhandled = new Unhandled()
    const logger = new RecordingLogger()
    const pubsub = new PubSub(new MemoryBus(logger), logger)
    pubsub.subscribe(news, async () => {
      throw new Error("no")
    })
    pubsub.broadcast(news, "a")
    await new Promise((resolve) => setImmediate(resolve))
    unhandled.stop()
    expect(unhandled.found).toEqual([])
    expect(logger.at("error")).toEqual(['A listener of the topic "news" failed; the others were served.'])
  })

  it.each(["throws", "rejects"] as const)("logs a bus that %s, and the one who broadcasts goes on", async (failure) => {
    const bus = new NotingBus()
    const logger = new RecordingLogger()
    bus.failure = failure
    new PubSub(bus, logger).broadcast(news, "a")
    await Promise.resolve()
    expect(logger.at("error")).toEqual(['A message on the topic "news" could not be published.'])
  })

  it("hands on that the bus took no subscription, and asks it again for the next one", () => {
    const bus = new NotingBus()
    const pubsub = new PubSub(bus, new RecordingLogger())
    const heard: string[] = []
    bus.failure = "subscribing throws"
    expect(() => pubsub.subscribe(news, () => {})).toThrow("no connection")
    bus.failure = undefined
    pubsub.subscribe(news, (message) => heard.push(message))
    pubsub.broadcast(news, "a")
    expect(heard).toEqual(["a"])
  })

  it("logs a bus that fails to unsubscribe, and the one who unsubscribes goes on", () => {
    const bus = new NotingBus()
    const logger = new RecordingLogger()
    const pubsub = new PubSub(bus, logger)
    const heard: string[] = []
    const end = pubsub.subscribe(news, (message) => heard.push(message))
    bus.failure = "unsubscribing throws"
    end()
    pubsub.broadcast(news, "a")
    expect(heard).toEqual([])
    expect(logger.at("error")).toEqual(['The bus could not end the subscription to the topic "news".'])
  })

  it("ends all subscriptions when it is closed, and takes no new ones", async () => {
    const bus = new NotingBus()
    const pubsub = new PubSub(bus, new RecordingLogger())
    const heard: string[] = []
    const end = pubsub.subscribe(news, (message) => heard.push(message))
    await pubsub.close()
    await bus.publish("news", "late")
    pubsub.subscribe(news, (message) => heard.push(message))
    end()
    expect(heard).toEqual([])
    expect(bus.calls).toEqual(["subscribe news", "close", "publish news"])
  })
})

describe("broadcastFrom", () => {
  const socketOf = (sender: object): { "~sender": object } => ({ "~sender": sender })

  /** Two servers with one bus, each with two views that listen. */
  function servers() {
    const logger = new RecordingLogger()
    const bus = new MemoryBus(logger)
    const heard: string[] = []
    const views = [1, 2].flatMap((server) => {
      const pubsub = new PubSub(bus, logger)
      return ["a", "b"].map((name) => {
        const view = { id: "the same everywhere" }
        pubsub.listen("news", (message) => heard.push(`${name}${server}: ${JSON.stringify(message)}`), { owner: view })
        return { pubsub, view }
      })
    })
    return { heard, views }
  }

  it("reaches everyone but that view, on all servers", () => {
    const { heard, views } = servers()
    const [{ pubsub, view }] = views as [(typeof views)[number]]
    pubsub.broadcastFrom(socketOf(view), news, "x")
    expect(heard).toEqual(['b1: "x"', 'a2: "x"', 'b2: "x"'])
    heard.length = 0
    pubsub.broadcast(news, "y")
    expect(heard).toHaveLength(4)
  })

  it("tells listeners that are no views", () => {
    const logger = new RecordingLogger()
    const pubsub = new PubSub(new MemoryBus(logger), logger)
    const heard: string[] = []
    pubsub.subscribe(news, (message) => heard.push(message))
    pubsub.broadcastFrom(socketOf({}), news, "x")
    expect(heard).toEqual(["x"])
  })

  it.each<[string, unknown]>([
    ["a message that looks like one with a sender", { "~from": "somebody", "~message": "x" }],
    ["nothing", undefined],
    ["a text", "x"],
  ])("and broadcast bring %s as it was sent", (_what, message) => {
    const logger = new RecordingLogger()
    const pubsub = new PubSub(new MemoryBus(logger), logger)
    const heard: unknown[] = []
    const any = topic<unknown>("any")
    pubsub.subscribe(any, (own) => heard.push(own))
    pubsub.broadcast(any, message)
    pubsub.broadcastFrom(socketOf({}), any, message)
    expect(heard).toEqual([message, message])
  })

  it.each([undefined, null, "socket", {}, { "~sender": "x" }])("refuses %j as a socket", (socket) => {
    const logger = new RecordingLogger()
    const pubsub = new PubSub(new MemoryBus(logger), logger)
    expect(() => pubsub.broadcastFrom(socket as never, news, "x")).toThrow(
      expect.objectContaining({ code: "LV_SENDER_INVALID" }),
    )
  })
})
