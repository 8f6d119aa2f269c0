import { EventEmitter } from "node:events"
import fc from "fast-check"
import { WebSocket } from "ws"
import {
  type FramedConnection,
  frameTexts,
  type SentPacket,
  TextFrames,
  textFrame,
} from "../../../../src/transport/socket-io/text-frames.js"

/** Not in its types; socket.io's adapter calls it, too. */
const { Sender } = WebSocket as unknown as {
  readonly Sender: { frame(data: Buffer, options: object): readonly Uint8Array[] }
}

/** What ws writes for a message of engine.io. */
function byWs(text: string): Buffer {
  const options = { fin: true, opcode: 1, mask: false, readOnly: false, rsv1: false }
  return Buffer.concat(Sender.frame(Buffer.from(`4${text}`), options))
}

/** Not by `toEqual`, which looks at each of so many bytes by itself. */
function expectByWs(text: string): void {
  expect(byWs(text).equals(textFrame(text))).toBe(true)
}

describe("a frame", () => {
  // The length of a frame counts the "4" of engine.io, too.
  const lengths = [0, 1, 123, 124, 125, 126, 65_533, 65_534, 65_535, 65_536, 200_000]

  test.each(lengths)("of a text of %i bytes is what ws writes", (length) => {
    expectByWs("x".repeat(length))
  })

  test.each(lengths)("counts bytes, and not letters: %i of them", (length) => {
    for (const letter of ["ä", "日", "😀", "\ud800"]) {
      expectByWs(letter.repeat(Math.ceil(length / 4)))
    }
  })

  test("of any text is what ws writes", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ unit: fc.constantFrom("a", '"', "é", "日", "😀", "\ud800", "\0"), maxLength: 300 }),
    )
    fc.assert(fc.property(texts, expectByWs))
  })
})

describe("frames of the same text", () => {
  test("are one, as long as no other comes between", () => {
    const frames = new TextFrames()
    const first = frames.of('2/live/a,["d",0]')
    expect(frames.of(['2/live/a,["d"', ",0]"].join(""))).toBe(first)
    expect(Buffer.concat(frames.of('2/live/a,["d",1]'))).toEqual(byWs('2/live/a,["d",1]'))
    expect(frames.of('2/live/a,["d",0]')).not.toBe(first)
    expect(Buffer.concat(first)).toEqual(byWs('2/live/a,["d",0]'))
    expect(Buffer.concat(frames.of(""))).toEqual(byWs(""))
  })

  test("say what was asked for, in any order", () => {
    const texts = fc.array(fc.oneof(fc.constantFrom("", "a", "ä", "b".repeat(1024), "b".repeat(1025)), fc.string()))
    fc.assert(
      fc.property(texts, (all) => {
        const frames = new TextFrames()
        for (const text of all) expect(Buffer.concat(frames.of(text)).equals(byWs(text))).toBe(true)
      }),
    )
  })

  test("that are long are not kept", () => {
    const frames = new TextFrames()
    const short = frames.of("short")
    const long = frames.of("x".repeat(2000))
    expect(frames.of("x".repeat(2000))).not.toBe(long)
    expect(frames.of("short")).toBe(short)
  })
})

describe("what is sent over a connection", () => {
  type Changed = Partial<Omit<FramedConnection, "transport">> & {
    readonly transport?: Partial<FramedConnection["transport"]>
  }

  /** The frames that a packet has got when it is sent. */
  function sent(packet: Partial<SentPacket> = {}, { transport, ...changed }: Changed = {}): unknown {
    const engine = new EventEmitter()
    frameTexts(engine)
    const connection = Object.assign(new EventEmitter(), {
      protocol: 4,
      transport: {
        name: "websocket",
        writable: true,
        perMessageDeflate: false,
        socket: { readyState: 1 },
        ...transport,
      },
      ...changed,
    })
    engine.emit("connection", connection)
    const created: SentPacket = { type: "message", data: '2["a"]', options: {}, ...packet }
    connection.emit("packetCreate", created)
    return created.options.wsPreEncodedFrame
  }

  test("is framed where it is a text that a WebSocket takes at once", () => {
    expect(sent()).toEqual([byWs('2["a"]')])
    expect(sent({}, { transport: { perMessageDeflate: null } })).toEqual([byWs('2["a"]')])
    expect(sent({ data: '31["a"]' })).toEqual([byWs('31["a"]')])
  })

  test("keeps the frame that it has", () => {
    const wsPreEncodedFrame = [Buffer.from("made by socket.io")]
    expect(sent({ options: { wsPreEncodedFrame } })).toBe(wsPreEncodedFrame)
  })

  test.each<[string, Partial<SentPacket>, Changed]>([
    ["it is no message", { type: "ping" }, {}],
    ["it is no text", { data: Buffer.from("x") }, {}],
    ["it says nothing", { data: undefined }, {}],
    ["it is polled for", {}, { transport: { name: "polling" } }],
    ["it goes over something else", {}, { transport: { name: "webtransport" } }],
    ["it has to wait", {}, { transport: { writable: false } }],
    ["it may be compressed", {}, { transport: { perMessageDeflate: { threshold: 1024 } } }],
    ["the WebSocket is being closed", {}, { transport: { socket: { readyState: 2 } } }],
    ["the WebSocket is another one than that of ws", {}, { transport: { socket: {} as never } }],
    ["the client speaks another protocol", {}, { protocol: 3 }],
  ])("is left to engine.io where %s", (_why, packet, changed) => {
    expect(sent(packet, changed)).toBeUndefined()
  })
})
