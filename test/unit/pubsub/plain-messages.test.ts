import { topic } from "../../../src/index.js"
import { CarriedBus } from "../../../src/pubsub/between/carried-bus.js"
import { MemoryBus } from "../../../src/pubsub/memory-bus.js"
import { PubSub } from "../../../src/pubsub/pubsub.js"
import { BusHub } from "../../support/bus-hub.js"
import { RecordingLogger } from "../../support/recording-logger.js"

const anything = topic<unknown>("anything")

describe("a broadcast in development", () => {
  it("that JSON would change is told of, with the place, once for each topic", () => {
    const cases: readonly [unknown, string][] = [
      [{ born: new Date(0) }, "has `born`, an instance of Date"],
      [{ list: [1, Number.NaN] }, "has `list[1]`, NaN"],
      [new Map(), "is an instance of Map"],
      [undefined, "is undefined"],
      [() => 1, "is a function"],
    ]
    for (const [message, words] of cases) {
      const logger = new RecordingLogger()
      const pubsub = new PubSub(new MemoryBus(logger), logger, { development: true })
      pubsub.broadcast(anything, message)
      pubsub.broadcast(anything, message)
      expect(logger.at("warn")).toEqual([expect.stringContaining(words)])
    }
  })

  it("of plain data is not, nor anything in production, nor where the bus refuses it", () => {
    const logger = new RecordingLogger()
    const memory = new PubSub(new MemoryBus(logger), logger, { development: true })
    memory.broadcast(anything, { text: "a", n: [1, { deep: null }], gone: undefined })
    new PubSub(new MemoryBus(logger), logger).broadcast(anything, new Date(0))
    new PubSub(new CarriedBus(new BusHub().connect()), logger, { development: true }).broadcast(anything, "text")
    expect(logger.at("warn")).toEqual([])
  })
})
