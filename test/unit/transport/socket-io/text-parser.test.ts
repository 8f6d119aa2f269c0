import fc from "fast-check"
import { Encoder, type Packet, PacketType } from "socket.io-parser"
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
