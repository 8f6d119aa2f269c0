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

  it("begins with polling where that has brought something, and no WebSocket got through", () => {
    const attempt = new Attempt()
    attempt.failed()
    attempt.isProven = true
    attempt.ended("polling")
    expect(attempt.beginsWithPolling).toBe(true)
    attempt.ended("websocket")
    expect(attempt.beginsWithPolling).toBe(false)
  })

  it("begins with a WebSocket where polling broke before it brought anything, as it does without affinity", () => {
    const attempt = new Attempt()
    // The one before has.
    attempt.isProven = true
    attempt.failed()
    attempt.ended("polling")
    expect(attempt.beginsWithPolling).toBe(false)
  })
})
