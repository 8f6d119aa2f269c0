import fc from "fast-check"
import { Decoder, Encoder, type Packet, PacketType } from "socket.io-parser"
import { textParser } from "../../../../src/transport/socket-io/text-parser.js"

const encode = (packet: Packet): unknown => new textParser.Encoder().encode(packet)

test("packets are written as socket.io's own parser writes them", () => {
  const packets = fc.record({
    type: fc.constantFrom(PacketType.EVENT, PacketType.ACK),
    nsp: fc.constantFrom("/", "/live/counter", "/live/käse"),
    id: fc.option(fc.nat(), { nil: undefined }),
    data: fc.array(fc.oneof(fc.jsonValue(), fc.date(), fc.constant(undefined))),
  })
  fc.assert(
    fc.property(packets, (packet) => {
      expect(encode(packet as Packet)).toEqual(new Encoder().encode(packet as Packet))
    }),
  )
})

test.each([
  { type: PacketType.CONNECT, nsp: "/live/counter", data: { sid: "a" } },
  { type: PacketType.CONNECT_ERROR, nsp: "/", data: { message: "no" } },
  { type: PacketType.DISCONNECT, nsp: "/live/counter", data: undefined },
])("so are those that connections begin and end with: %p", (packet) => {
  expect(encode(packet as Packet)).toEqual(new Encoder().encode(packet as Packet))
})

test("binary data is not sent in packets of its own", () => {
  expect(encode({ type: PacketType.EVENT, nsp: "/", data: ["d", new Uint8Array(2)] })).toEqual(['2["d",{"0":0,"1":0}]'])
})

describe("what arrives", () => {
  /** The packets that a decoder tells of, or that it refuses. */
  function decoded(decoder: Decoder, text: unknown): unknown {
    const packets: Packet[] = []
    decoder.on("decoded", (packet) => packets.push(packet))
    try {
      decoder.add(text)
    } catch {
      return "refused"
    }
    return packets
  }
  const expectAlike = (text: string): void => {
    expect(decoded(new textParser.Decoder(), text)).toEqual(decoded(new Decoder(), text))
  }

  test("is read as socket.io's own parser reads it", () => {
    const packets = fc.record({
      type: fc.constantFrom(PacketType.EVENT, PacketType.EVENT, PacketType.ACK, PacketType.DISCONNECT),
      nsp: fc.constantFrom("/", "/live/counter", "/live/käse", "/live/a?b=c"),
      id: fc.option(fc.nat(), { nil: undefined }),
      data: fc.oneof(
        fc.array(fc.jsonValue()),
        fc.tuple(fc.constantFrom("e", "c", "increment", "disconnect", ""), fc.jsonValue()),
        fc.constant(undefined),
      ),
    })
    fc.assert(fc.property(packets, (packet) => expectAlike(new Encoder().encode(packet as Packet)[0] as string)))
  })

  test("is refused where socket.io's own parser refuses it", () => {
    const piece = fc.constantFrom(
      "2",
      "3",
      "/live/counter",
      ",",
      "17",
      "0",
      " ",
      "[",
      '"e"',
      "]",
      "{}",
      "[]",
      '["e",0]',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
        const text = pieces.join("")
        // Those that our server takes no data with.
        fc.pre(!/^[056]/.test(text))
        expectAlike(text)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    '2/live/counter,["e",0,"increment",{},1]',
    '2/live/counter,12["e",0,"increment",{},1]',
    '2/live/counter,007["e"]',
    '2/live/counter,1 2["e"]',
    '2/live/counter, ["e"]',
    '2/live/counter,1e3["e"]',
    '2/live/counter,12345678901234567890["e"]',
    '2/live/counter,1x["e"]',
    '2/live/counter,["e"',
    '2/live/counter,["e"]]',
    '2/live/counter,["connect"]',
    "2/live/counter,[1]",
    "2/live/counter,[]",
    "2/live/counter,{}",
    "2/live/counter,",
    "2/live/counter",
    '2/live/counter["e",0]',
    '2["e",0]',
    '212["e",0]',
    "2",
  ])("is read alike where it is a message, or nearly: %s", expectAlike)
})
