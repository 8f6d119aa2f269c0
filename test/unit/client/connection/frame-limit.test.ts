import { FrameLimit } from "../../../../client/connection/frame-limit.js"

const text = (size: number): string => "x".repeat(size)

function limited(bytes: number): FrameLimit {
  const limit = new FrameLimit()
  limit.announced(bytes)
  return limit
}

describe("a frame's limit", () => {
  it("is none until the server has said one", () => {
    const limit = new FrameLimit()
    expect(limit.admits(text(10_000_000))).toBe(true)
    limit.announced(undefined)
    expect(limit.admits(text(10_000_000))).toBe(true)
  })

  it("is what the server says, in bytes, with room for what stands around a payload", () => {
    const limit = limited(100_000)
    expect(limit.admits(text(99_000))).toBe(true)
    expect(limit.admits(text(100_000))).toBe(false)
    expect(limit.admits({ note: "ü".repeat(49_000) })).toBe(true)
    expect(limit.admits({ note: "ü".repeat(51_000) })).toBe(false)
    // Escaped, a quote takes two.
    expect(limit.admits({ note: '"'.repeat(51_000) })).toBe(false)
    expect(limit.admits({ by: 1 })).toBe(true)
  })

  it("of a connection that ended because of its largest message is less than that", () => {
    const limit = limited(1_000_000)
    limit.sent(text(20_000))
    limit.sent(text(90_000))
    limit.ended(true)
    expect(limit.admits(text(90_000))).toBe(false)
    expect(limit.admits(text(20_000))).toBe(true)
    limit.announced(1_000_000)
    expect(limit.admits(text(90_000))).toBe(false)
  })

  it("is as it was when a connection ends that says nothing of the kind", () => {
    const limit = limited(1_000_000)
    limit.sent(text(90_000))
    limit.ended(false)
    expect(limit.admits(text(90_000))).toBe(true)
  })

  it("is less than a message with which two connections in a row ended", () => {
    const limit = limited(1_000_000)
    for (let connection = 0; connection < 2; connection++) {
      expect(limit.admits(text(90_000))).toBe(true)
      limit.sent(text(90_000))
      limit.ended(false)
    }
    expect(limit.admits(text(90_000))).toBe(false)
    expect(limit.admits(text(80_000))).toBe(true)
  })

  it("is as it was when the message was answered in between, or is a small one, or another", () => {
    const limit = limited(1_000_000)
    limit.sent(text(90_000))
    limit.ended(false)
    limit.answered(limit.sent(text(90_000)))
    limit.ended(false)
    limit.sent(text(90_000))
    limit.ended(false)
    limit.sent(text(95_000))
    limit.ended(false)
    for (let connection = 0; connection < 2; connection++) {
      limit.sent(text(1_000))
      limit.ended(connection === 0)
    }
    expect(limit.admits(text(95_000))).toBe(true)
  })
})
