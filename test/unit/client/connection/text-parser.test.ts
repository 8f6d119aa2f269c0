import { createRequire } from "node:module"
import * as PacketType from "../../../../client/connection/packet-types.js"
import { Decoder, Encoder } from "../../../../client/connection/text-parser.js"
import type { Packet } from "../../../../src/protocol/packet.js"

/** socket.io-client's own parser. */
const original = createRequire(require.resolve("socket.io-client/package.json"))("socket.io-parser") as {
  Encoder: typeof Encoder
}

const packets: readonly Packet[] = [
  { type: PacketType.CONNECT, nsp: "/live/counter" },
  { type: PacketType.CONNECT, nsp: "/", data: { sid: "x" } },
  { type: PacketType.DISCONNECT, nsp: "/live/counter" },
  { type: PacketType.EVENT, nsp: "/live/counter", id: 12, data: ["e", 0, "increment", {}] },
  { type: PacketType.EVENT, nsp: "/live/a", data: ["d", 0, { 0: 'line\nbreak, "quotes", \u2028 [1]' }] },
  { type: PacketType.ACK, nsp: "/live/a", id: 0, data: [0] },
  { type: PacketType.ACK, nsp: "/", id: 3, data: [] },
  { type: PacketType.CONNECT_ERROR, nsp: "/live/gone", data: { message: "Invalid namespace" } },
]

function decode(text: string): Packet | undefined {
  let decoded: Packet | undefined
  const decoder = new Decoder()
  decoder.on("decoded", (packet) => {
    decoded = packet
  })
  decoder.add(text)
  return decoded
}

describe("the text parser", () => {
  it.each(packets)("writes %j as socket.io's own parser does", (packet) => {
    expect(new Encoder().encode(packet)).toEqual(new original.Encoder().encode(packet))
  })

  it.each(packets)("reads %j back", (packet) => {
    expect(decode(new Encoder().encode(packet)[0] as string)).toEqual(packet)
  })

  it.each(["", "x", "9", "2", '2{"a":1}', "3/a,1true", "2[", "5-[]"])("refuses %j", (text) => {
    expect(() => decode(text)).toThrow()
  })

  it("tells nobody after the manager has gone", () => {
    const heard = jest.fn()
    const decoder = new Decoder()
    decoder.on("decoded", heard)
    decoder.off()
    decoder.add("0/live/a")
    expect(heard).not.toHaveBeenCalled()
  })
})
