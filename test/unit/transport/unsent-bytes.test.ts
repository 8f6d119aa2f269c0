import { EventEmitter } from "node:events"
import { defaultLimits, refusesAnswers, refusesValues } from "../../../src/transport/limits.js"
import {
  cutOffIfFlooded,
  type EngineSocket,
  noteAnswer,
  onTaken,
  type TellingSocket,
  unsentBytes,
} from "../../../src/transport/socket-io/unsent-bytes.js"

const limits = { ...defaultLimits, unsentBytes: 10_000 }

/** A connection for which packets of these lengths wait, and bytes in its transport. */
function connection(lengths: readonly number[], bufferedAmount?: number) {
  const calls: string[] = []
  const socket = bufferedAmount === undefined ? undefined : { bufferedAmount, terminate: () => calls.push("terminate") }
  const made: EngineSocket = {
    writeBuffer: lengths.map((length) => ({ data: "x".repeat(length) })),
    transport: { ...(socket && { socket }) },
    close: (discard) => calls.push(`close ${discard}`),
  }
  return { made, calls }
}

describe("what waits for a page that does not read", () => {
  test("is what its transport holds, and its packets with what each takes beside its text", () => {
    expect(unsentBytes(connection([]).made)).toBe(0)
    expect(unsentBytes(connection([], 70).made)).toBe(70)
    expect(unsentBytes(connection([100, 1], 70).made)).toBe(70 + 300 + 201)
    expect(unsentBytes({ close: () => {} })).toBe(0)
    expect(unsentBytes({ writeBuffer: [{ data: Buffer.from("x") }, {}], close: () => {} })).toBe(400)
  })

  test("is what the answers to its polls hold that it does not read, and nothing of those it has read", () => {
    const { made, calls } = connection([])
    const answer = (writableLength: number) => {
      let closed = (): void => {}
      const taken = {
        writableLength,
        once: (_event: "close", listener: () => void) => (closed = listener),
        destroy: () => calls.push(`destroy ${writableLength}`),
      }
      noteAnswer(made, taken)
      return () => closed()
    }
    const first = answer(90_000)
    answer(80_000)
    expect(unsentBytes(made)).toBe(170_000)
    expect(cutOffIfFlooded(made, limits)).toBe(true)
    expect(calls).toEqual(["close true", "destroy 90000", "destroy 80000"])
    first()
    expect(unsentBytes(made)).toBe(80_000)
  })

  describe("may have left", () => {
    function telling() {
      const transport = (): TellingSocket["transport"] & EventEmitter => new EventEmitter()
      const made = Object.assign(new EventEmitter(), { transport: transport(), close: () => {} })
      const told: string[] = []
      let what = ""
      const say = (now: string, tell: () => void): void => {
        what = now
        tell()
      }
      return { made, told, say, transport, stop: onTaken(made as TellingSocket, () => told.push(what)) }
    }

    test("when the transport says so, also that to which the connection was upgraded", () => {
      const { made, told, say, transport, stop } = telling()
      const polling = made.transport
      say("polling", () => polling.emit("drain"))
      made.transport = transport()
      say("upgrade", () => made.emit("upgrade"))
      say("late", () => polling.emit("drain"))
      say("websocket", () => made.transport.emit("drain"))
      expect(told).toEqual(["polling", "upgrade", "websocket"])
      stop()
      made.transport.emit("drain")
      made.emit("upgrade")
      expect(told).toHaveLength(3)
      expect([made, polling, made.transport].map((emitter) => emitter.eventNames())).toEqual([[], [], []])
    })

    test("when the answer to a poll has", () => {
      const { made, told, say, stop } = telling()
      const answers = [new EventEmitter(), new EventEmitter()]
      for (const answer of answers) noteAnswer(made, Object.assign(answer, { writableLength: 5, destroy: () => {} }))
      expect(unsentBytes(made)).toBe(10)
      say("answer", () => answers[0]?.emit("close"))
      expect([told, unsentBytes(made)]).toEqual([["answer"], 5])
      stop()
      answers[1]?.emit("close")
      expect([told, unsentBytes(made)]).toEqual([["answer"], 0])
    })
  })

  test("is estimated where there are many packets: nobody may be made to count them again and again", () => {
    let read = 0
    const packet = {
      get data() {
        read += 1
        return ""
      },
    }
    const writeBuffer = Array.from({ length: 1001 }, () => packet)
    expect(unsentBytes({ writeBuffer, close: () => {} })).toBe(1_001_000)
    expect(read).toBe(0)
  })

  test.each([
    [10_000, false, false, false],
    [10_001, true, false, false],
    [40_000, true, false, false],
    [40_001, true, true, false],
    [160_000, true, true, false],
    [160_001, true, true, true],
  ])(
    "of %d bytes: whole values are refused (%s), events (%s), the connection ends (%s)",
    (bytes, values, answers, ends) => {
      const { made, calls } = connection([], bytes)
      expect(refusesValues(unsentBytes(made), limits)).toBe(values)
      expect(refusesAnswers(unsentBytes(made), limits)).toBe(answers)
      expect(cutOffIfFlooded(made, limits)).toBe(ends)
      expect(calls).toEqual(ends ? ["terminate"] : [])
    },
  )

  test("is dropped where there is no WebSocket to be cut off", () => {
    const { made, calls } = connection([200_000])
    expect(cutOffIfFlooded(made, limits)).toBe(true)
    expect(calls).toEqual(["close true"])
  })
})
