import type { Socket } from "socket.io"
import { PacketType } from "socket.io-parser"
import { SocketPeer } from "../../../../src/transport/socket-io/socket-peer.js"
import { textParser } from "../../../../src/transport/socket-io/text-parser.js"

/** A socket that keeps what it is told, and a peer over it. */
function peer(begin: string | undefined, readyState = "open") {
  const emitted: unknown[][] = []
  const written: unknown[] = []
  const conn = { readyState, write: (text: unknown) => written.push(text) }
  const socket = { conn, emit: (...values: unknown[]) => emitted.push(values) } as unknown as Socket
  return { made: new SocketPeer(socket, { begin }), emitted, written }
}

describe("what a page is told", () => {
  test("is the text that socket.io would have made of it", () => {
    const { made, emitted, written } = peer("2/live/counter,")
    made.send("d", 0, { 0: "6", 1: null }, { e: [["saved", undefined]] })
    const data = ["d", 0, { 0: "6", 1: null }, { e: [["saved", undefined]] }]
    expect(written).toEqual(new textParser.Encoder().encode({ type: PacketType.EVENT, nsp: "/live/counter", data }))
    expect(emitted).toEqual([])
  })

  test("is socket.io's to write where others have a say in it", () => {
    const { made, emitted, written } = peer(undefined)
    made.send("d", 0, { 0: "6" })
    expect([emitted, written]).toEqual([[["d", 0, { 0: "6" }]], []])
  })

  test("is nothing over a connection that has ended", () => {
    const { made, emitted, written } = peer("2/live/counter,", "closing")
    made.send("d", 0, { 0: "6" })
    expect([emitted, written]).toEqual([[], []])
  })

  test("is not sent where it cannot be written", () => {
    const { made, written } = peer("2/live/counter,")
    const circle: unknown[] = []
    circle.push(circle)
    expect(() => made.send("d", 0, circle)).toThrow(TypeError)
    expect(() => made.send("d", 0, 1n)).toThrow(TypeError)
    expect(written).toEqual([])
  })
})
