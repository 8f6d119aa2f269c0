/**
 * The client's connection when things go wrong, or happen at once: a heart that stops, an upgrade under load, a close at
 * each step, a server that starts again. With socket.io-client as it is and with the slim one, by each transport.
 */
import { createServer, type Server as HttpServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Server, type Socket } from "socket.io"
import type { Channel, Connection } from "../../client/connection/connection.js"
import type { SocketConnection } from "../../client/connection/socket-connection.js"
import { connectionOf, KINDS, Recorder } from "../support/connections.js"
import { type Direction, SilentProxy } from "../support/silent-proxy.js"

type By = "WebSocket" | "polling"

interface EngineSocket {
  readonly transport: { readonly name: string }
  once(event: string, listener: () => void): void
}

/** Long enough for a machine that has other work: a beat that comes too late ends a connection that lives. */
const PING = { pingInterval: 300, pingTimeout: 1_500 }
const JOIN = { v: 1, t: "token", h: [], n: [] }

let http: HttpServer
let io: Server
let connection: Connection
let Connecting: typeof SocketConnection

async function serve(port = 0, options: object = {}): Promise<void> {
  http = createServer()
  io = new Server(http, { path: "/live/socket", serveClient: false, ...options })
  io.of("/live/counter").on("connection", (socket: Socket) => {
    socket.on("e", (_instance, name, _payload, _number, acknowledge) => acknowledge({ 0: name }))
  })
  await new Promise<void>((listening) => http.listen(port, "127.0.0.1", listening))
}

const portOf = (): number => (http.address() as AddressInfo).port

beforeEach(() => serve())
afterEach(async () => {
  connection.close()
  await io.close()
})

function make(page: Recorder, view: Recorder, port = portOf()): Channel {
  const origin = `http://127.0.0.1:${port}`
  connection = new Connecting({ socket: "/live/socket", namespace: "/live/", origin }, page)
  return connection.channel("counter", view)
}

/** Without WebSockets, or without the first of them: then the connection begins with polling, and is upgraded. */
function refuseWebSockets(times = Number.POSITIVE_INFINITY): void {
  let left = times
  http.prependListener("upgrade", (_request, socket) => {
    if (left-- > 0) socket.destroy()
  })
}

/** Opens by this transport, up to where the connection is about to open. */
async function begin(by: By, page: Recorder, times?: number): Promise<void> {
  if (by === "polling") {
    refuseWebSockets(times)
    connection.open()
    await page.has(1)
    expect(page.heard.splice(0)).toEqual([["connection lost"]])
  }
  connection.open()
}

const answerTo = (channel: Channel, view: Recorder, name: string): Promise<unknown> =>
  new Promise((done) => view.push(channel, { name, payload: {} }, done))

/** It works as if nothing had been; the server has this one connection alone. */
async function worksAgain(channel: Channel, view: Recorder): Promise<void> {
  connection.open()
  await view.has(() => channel.isOpen)
  expect(await answerTo(channel, view, "again")).toEqual({ 0: "again" })
  const count = (): number => io.of("/live/counter").sockets.size
  while (count() > 1) await new Promise((turn) => setImmediate(turn))
  expect(count()).toBe(1)
}

describe.each(KINDS)("the connection over %s", (kind) => {
  beforeAll(() => {
    Connecting = connectionOf(kind)
  })

  describe.each<By>(["WebSocket", "polling"])("by %s", (by) => {
    it.each<Direction>(["to client", "to server"])(
      "notices a line that has gone dead %s, in time",
      async (direction) => {
        await io.close()
        await serve(0, PING)
        const proxy = await SilentProxy.start(portOf())
        let isOver = false
        // An attempt over a line of which nobody knows yet that it is gone fails once more.
        class Reopening extends Recorder {
          override connectionLost(): void {
            super.connectionLost()
            if (isOver) setImmediate(() => connection.open())
          }
        }
        try {
          const [page, view] = [new Reopening(), new Recorder()]
          const channel = make(page, view, proxy.port)
          await begin(by, page)
          await view.has(() => channel.isOpen)
          const [socket] = io.of("/live/counter").sockets.values() as unknown as [Socket]
          const reason = new Promise<string>((left) => socket.once("disconnect", left))
          // Alive over some beats.
          for (let beat = 0; beat < 3; beat++) {
            await new Promise<void>((ping) => (socket.conn as unknown as EngineSocket).once("heartbeat", ping))
          }
          expect(page.heard).toEqual([["connection opened"]])
          const dead = Date.now()
          proxy.silence(direction)
          await page.has(2)
          // Twice: where only the client is not heard, it is the server that notices.
          expect(Date.now() - dead).toBeLessThan(2 * (PING.pingInterval + PING.pingTimeout) + 2_000)
          expect([page.heard, view.heard]).toEqual([
            [["connection opened"], ["connection lost"]],
            [["opened"], ["closed", false]],
          ])
          isOver = true
          proxy.restore()
          await reason
          await worksAgain(channel, view)
        } finally {
          isOver = false
          connection.close()
          await proxy.stop()
        }
      },
    )

    it("can be closed while it opens, and opened again", async () => {
      const [page, view] = [new Recorder(), new Recorder()]
      const channel = make(page, view)
      await begin(by, page)
      connection.close()
      expect(page.heard).toEqual([["connection lost"]])
      await worksAgain(channel, view)
      expect(page.heard).toEqual([["connection lost"], ["connection opened"]])
    })

    it("can be closed when the server has its request, and opened again", async () => {
      const [page, view] = [new Recorder(), new Recorder()]
      const channel = make(page, view)
      if (by === "polling") refuseWebSockets(1)
      if (by === "polling") {
        connection.open()
        await page.has(1)
        page.heard.length = 0
      }
      const asked = new Promise<void>((heard) => {
        http.prependOnceListener(by === "polling" ? "request" : "upgrade", () => heard())
      })
      connection.open()
      await asked
      connection.close()
      await worksAgain(channel, view)
      expect(page.heard).toEqual([["connection lost"], ["connection opened"]])
    })

    it("can be closed when it is open and no view is yet, and opened again", async () => {
      let closes = 1
      const view = new Recorder()
      class Closing extends Recorder {
        override connectionOpened(): void {
          super.connectionOpened()
          if (closes-- > 0) connection.close()
        }
      }
      const page = new Closing()
      const channel = make(page, view)
      await begin(by, page)
      await page.has(2)
      await worksAgain(channel, view)
      expect(page.heard).toEqual([["connection opened"], ["connection lost"], ["connection opened"]])
      expect(view.heard.filter(([what]) => what === "opened")).toEqual([["opened"]])
    })

    it("can be closed while a view joins; the answer comes to nobody", async () => {
      const [page, view] = [new Recorder(), new Recorder()]
      const channel = make(page, view)
      const answers: ((answer: object) => void)[] = []
      const joining = new Promise<void>((asked) => {
        io.of("/live/counter").on("connection", (socket) => {
          socket.on("j", (_request, reply) => {
            answers.push(reply)
            asked()
          })
        })
      })
      await begin(by, page)
      await view.has(1)
      const replied = jest.fn()
      channel.join(JOIN, replied)
      await joining
      connection.close()
      answers[0]?.({ i: 1 })
      expect(view.heard).toEqual([["opened"], ["closed", false]])
      await worksAgain(channel, view)
      expect(replied).not.toHaveBeenCalled()
    })

    it.each(["an answer", "a difference", "the opening"])(
      "can be closed within %s, and opened again",
      async (where) => {
        let closes = 1
        const close = (): void => {
          if (closes-- > 0) connection.close()
        }
        class Closing extends Recorder {
          override channelOpened(): void {
            super.channelOpened()
            if (where === "the opening") close()
          }
          override diffArrived(...diff: unknown[]): void {
            super.diffArrived(...diff)
            close()
          }
        }
        const [page, view] = [new Recorder(), new Closing()]
        const channel = make(page, view)
        io.of("/live/counter").once("connection", (socket) => {
          if (where === "a difference") for (const n of [1, 2, 3]) socket.emit("d", 0, { 0: n })
        })
        await begin(by, page)
        const told: unknown[] = []
        if (where === "an answer") {
          await view.has(1)
          for (const name of ["first", "second"]) {
            view.push(channel, { name, payload: {} }, (diff) => {
              told.push(diff)
              close()
            })
          }
        }
        await page.has(2)
        expect(page.heard).toEqual([["connection opened"], ["connection lost"]])
        expect(view.heard.filter(([what]) => what === "diff")).toHaveLength(where === "a difference" ? 1 : 0)
        await worksAgain(channel, view)
        expect(told).toEqual(where === "an answer" ? [{ 0: "first" }] : [])
        expect(view.heard.map(([what]) => what).filter((what) => what !== "diff")).toEqual([
          "opened",
          "closed",
          "opened",
        ])
      },
    )

    it.each(["sent", "asked for"])(
      "that is overdue is ended when something is %s, and carries it at no time",
      async (how) => {
        const [page, view] = [new Recorder(), new Recorder()]
        const channel = make(page, view)
        const received: unknown[] = []
        io.of("/live/counter").on("connection", (socket) =>
          socket.onAny((...message) => received.push(message.slice(0, 3))),
        )
        await begin(by, page)
        await view.has(1)
        // The device has slept: no timer has run.
        const now = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 3_600_000)
        const answered = jest.fn()
        if (how === "sent") {
          view.push(channel, { name: "late", payload: {} }, answered)
          channel.join(JOIN, answered)
          channel.confirm(0, 1)
          channel.leave(0)
        } else connection.open()
        await page.has(2)
        now.mockRestore()
        // Nor is what is sent while there is none.
        view.push(channel, { name: "later", payload: {} }, answered)
        expect(page.heard.at(-1)).toEqual(["connection lost"])
        await worksAgain(channel, view)
        expect(received).toEqual([["e", 0, "again"]])
        expect(answered).not.toHaveBeenCalled()
      },
    )

    it("comes back to a server that has started again, and no answer of the old one is waited for", async () => {
      const [page, view] = [new Recorder(), new Recorder()]
      const channel = make(page, view)
      await begin(by, page)
      await view.has(1)
      const [port, answered] = [portOf(), jest.fn()]
      const asked = new Promise<void>((heard) => {
        for (const socket of io.of("/live/counter").sockets.values()) {
          socket.removeAllListeners("e")
          socket.on("e", () => heard())
        }
      })
      view.push(channel, { name: "never answered", payload: {} }, answered)
      await asked
      await io.close()
      await page.has(2)
      expect(page.heard).toEqual([["connection opened"], ["connection lost"]])
      // Nobody is there: each attempt says so once.
      connection.open()
      await page.has(3)
      expect(page.heard.at(-1)).toEqual(["connection lost"])
      await serve(port)
      await worksAgain(channel, view)
      expect(answered).not.toHaveBeenCalled()
      expect(view.heard.map(([what]) => what)).toEqual(["opened", "closed", "opened"])
    })
  })

  it("loses, doubles and reorders nothing while it is upgraded under load", async () => {
    const received: string[] = []
    io.of("/live/counter").on("connection", (socket) => {
      socket.prependAny((event, _instance, name) => {
        if (event !== "e") return
        received.push(name)
        if (received.length === 50) letIn()
        socket.emit("d", 0, { 0: name })
      })
    })
    let upgradedAt = -1
    let letIn = (): void => {}
    io.engine.on("connection", (socket: EngineSocket) => {
      expect(socket.transport.name).toBe("polling")
      socket.once("upgrade", () => {
        upgradedAt = received.length
      })
    })
    const [page, view] = [new Recorder(), new Recorder()]
    const channel = make(page, view)
    const answers: string[] = []
    let sent = 0
    const isEnough = (): boolean => upgradedAt >= 0 && sent >= upgradedAt + 200
    const push = (): void => {
      view.push(channel, { name: String(sent++), payload: {} }, (diff) => {
        answers.push((diff as Record<number, string>)[0] ?? "")
        if (!isEnough()) push()
      })
    }
    const engine = http.listeners("upgrade") as ((...request: unknown[]) => void)[]
    http.removeAllListeners("upgrade")
    http.once("upgrade", (_request, socket) => {
      socket.destroy()
      http.once("upgrade", (...request) => {
        letIn = () => engine.forEach((listener) => listener.apply(http, request))
      })
    })
    connection.open()
    await page.has(1)
    page.heard.length = 0
    connection.open()
    await view.has(1)
    for (let under = 0; under < 20; under++) push()
    await view.has(() => isEnough() && view.heard.length === sent + 1)
    while (answers.length < sent) await new Promise((turn) => setImmediate(turn))
    const all = Array.from({ length: sent }, (_, n) => String(n))
    expect([received, answers, view.heard.slice(1)]).toEqual([all, all, all.map((name) => ["diff", 0, { 0: name }])])
    expect(page.heard).toEqual([["connection opened"]])
    expect(upgradedAt).toBeGreaterThanOrEqual(50)
  })

  it("can be closed while it is upgraded, and opened again", async () => {
    const [page, view] = [new Recorder(), new Recorder()]
    const channel = make(page, view)
    const upgrading = new Promise<void>((begun) => {
      io.engine.on("connection", (socket: EngineSocket) => socket.once("upgrading", begun))
    })
    await begin("polling", page, 1)
    await upgrading
    view.push(channel, { name: "under way", payload: {} })
    connection.close()
    expect(page.heard).toEqual([["connection opened"], ["connection lost"]])
    await worksAgain(channel, view)
  })

  it("stays as it is when the upgrade fails half-way", async () => {
    const [page, view] = [new Recorder(), new Recorder()]
    const channel = make(page, view)
    let count = 0
    const cut = new Promise<void>((done) => {
      http.on("upgrade", (_request, socket) => {
        if (++count !== 2) return
        // Before the server has read it.
        socket.prependOnceListener("data", () => {
          socket.destroy()
          done()
        })
      })
    })
    await begin("polling", page, 1)
    await view.has(1)
    await cut
    const answers = await Promise.all(["a", "b", "c"].map((name) => answerTo(channel, view, name)))
    expect([answers, page.heard]).toEqual([[{ 0: "a" }, { 0: "b" }, { 0: "c" }], [["connection opened"]]])
  })
})
