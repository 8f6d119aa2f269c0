import { MemoryBus } from "../../../src/pubsub/memory-bus.js"
import { busConformance } from "../../support/bus-conformance.js"
import { RecordingLogger } from "../../support/recording-logger.js"

busConformance("memory", { make: (logger) => new MemoryBus(logger) })

describe("the memory bus", () => {
  it("delivers before publish returns, and hands over the object itself", () => {
    const bus = new MemoryBus(new RecordingLogger())
    const message = { a: 1 }
    const heard: unknown[] = []
    bus.subscribe("a", (given) => heard.push(given))
    bus.publish("a", message)
    expect(heard[0]).toBe(message)
  })
})
