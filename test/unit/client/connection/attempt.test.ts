/** By which transport a lost connection is tried again. */
import { Attempt } from "../../../../client/connection/attempt.js"

describe("an attempt to connect", () => {
  it("begins with a WebSocket, and with polling after one that failed", () => {
    const attempt = new Attempt()
    expect(attempt.transports).toEqual(["websocket", "polling"])
    attempt.failed()
    expect(attempt.transports).toEqual(["polling", "websocket"])
    attempt.failed()
    expect(attempt.transports).toEqual(["websocket", "polling"])
  })

  it("begins with polling as long as no WebSocket has got through", () => {
    const attempt = new Attempt()
    attempt.failed()
    attempt.ended("polling")
    expect(attempt.beginsWithPolling).toBe(true)
    attempt.ended("websocket")
    expect(attempt.beginsWithPolling).toBe(false)
  })

  it("begins with a WebSocket after polling that broke, where one had got through: without affinity polling breaks each time", () => {
    const attempt = new Attempt()
    attempt.ended("websocket")
    // By a server that goes away.
    attempt.failed()
    expect(attempt.beginsWithPolling).toBe(true)
    attempt.ended("polling")
    expect(attempt.beginsWithPolling).toBe(false)
  })
})
