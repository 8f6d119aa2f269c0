/**
 * What the published connection uses of socket.io-client and engine.io-client though it is not public: that it is there.
 *
 * @jest-environment node
 */
import { createRequire } from "node:module"
import { Manager } from "socket.io-client"

it("a socket keeps what it cannot send, and who waits for answers, where the connection forgets it", () => {
  const socket = new Manager("http://localhost", { autoConnect: false }).socket("/live/counter")
  expect(socket).toMatchObject({ sendBuffer: [], receiveBuffer: [], acks: {} })
  const answered = (): void => {}
  socket.emit("e", 0, answered)
  expect(socket).toMatchObject({ sendBuffer: [{ data: ["e", 0] }], acks: { 0: answered } })
})

it("a manager can be closed, and an engine be asked whether its heartbeat is overdue", () => {
  const manager = new Manager("http://localhost", { autoConnect: false })
  expect(typeof manager._close).toBe("function")
  const engine = createRequire(require.resolve("socket.io-client/package.json"))("engine.io-client") as {
    Socket: { prototype: object }
  }
  expect(typeof Reflect.get(engine.Socket.prototype, "_hasPingExpired")).toBe("function")
})
