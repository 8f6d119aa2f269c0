import type { ServerOptions, Socket } from "socket.io"
import * as socketIoParser from "socket.io-parser"
import { OriginPolicy } from "../../../../src/security/origin.js"
import { defaultLimits } from "../../../../src/transport/limits.js"
import { SocketPeer } from "../../../../src/transport/socket-io/socket-peer.js"
import { givenSocketServer, ownSocketServer } from "../../../../src/transport/socket-io/socket-server.js"
import { textParser } from "../../../../src/transport/socket-io/text-parser.js"
import { RecordingLogger } from "../../../support/recording-logger.js"

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
    expect(written).toEqual(
      new textParser.Encoder().encode({ type: socketIoParser.PacketType.EVENT, nsp: "/live/counter", data }),
    )
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

test.each<[string, Partial<ServerOptions>, boolean]>([
  ["as it is", {}, true],
  ["with limits of its own", { maxHttpBufferSize: 1000 }, true],
  ["with another parser", { parser: socketIoParser }, false],
  ["that keeps what was sent", { connectionStateRecovery: {} }, false],
])("texts are written past socket.io on a server of ours, and on no other: %s", async (_which, socket, writesText) => {
  const parts = {
    path: "/live/socket",
    limits: defaultLimits,
    origins: new OriginPolicy(),
    logger: new RecordingLogger(),
  }
  const server = ownSocketServer({ ...parts, socket })
  expect(server.writesText).toBe(writesText)
  expect(givenSocketServer(server.io).writesText).toBe(false)
  await server.close()
})

test("an option of socket.io that is undefined was not given: bounds and the parser of texts stay", async () => {
  const socket = { parser: undefined, maxHttpBufferSize: undefined, perMessageDeflate: undefined } as object
  const parts = {
    path: "/live/socket",
    limits: defaultLimits,
    origins: new OriginPolicy(),
    logger: new RecordingLogger(),
  }
  const [server, plain] = [ownSocketServer({ ...parts, socket }), ownSocketServer(parts)]
  const said = ({ io, writesText }: typeof server) => [
    io.engine.opts.maxHttpBufferSize,
    io.engine.opts.perMessageDeflate,
    Reflect.get(io, "_parser") ?? Reflect.get(io, "encoder").constructor,
    writesText,
  ]
  expect(said(server)).toEqual(said(plain))
  await Promise.all([server.close(), plain.close()])
})
