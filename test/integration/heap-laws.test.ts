/**
 * What one anonymous connection can have the server hold: messages at each limit, as many as it takes them. The figures are
 * those of `docs/limits.md`.
 */

import { channel } from "node:diagnostics_channel"
import { once } from "node:events"
import { Agent, type ClientRequest, get, request as httpRequest, type IncomingMessage } from "node:http"
import type { Socket } from "node:net"
import { html } from "../../src/render/values/html.js"
import type { LimitContext } from "../../src/telemetry/channels.js"
import { payloadSize } from "../../src/transport/inbound.js"
import { defaultLimits } from "../../src/transport/limits.js"
import { liveView } from "../../src/view/live-view.js"
import { inUse, ParsedSize } from "../support/heap.js"
import { joinLive, joinRequest, type LiveConnection, type LiveInstance } from "../support/live-client.js"
import { type LivePage, type LiveServer, startLive } from "../support/live-server.js"

const MB = 1_048_576

let released: Promise<void>
let release: () => void
let marked: () => void = () => {}
const page = "x".repeat(MB / 4)
const busy = liveView({
  name: "busy",
  mount: (_params, _session, socket) => ({ held: socket.connectParams, text: "" }),
  events: {
    hang: () => released,
    mark: () => marked(),
    grow: (_params, socket) => socket.update("text", (text) => (text === "" ? page : "")),
  },
  render: ({ text }) => html`<p>${page}</p><p>${text}</p>`,
})

const small = liveView({
  name: "small",
  mount: (_params, _session, socket) => ({ held: socket.connectParams }),
  events: { hang: () => released },
  render: () => html`<p>small</p>`,
})

let server: LiveServer
let view: LiveInstance
let refused: LimitContext[]
const note = (message: unknown): void => {
  refused.push(message as LimitContext)
}

beforeEach(async () => {
  refused = []
  released = new Promise((resolve) => {
    release = resolve
  })
  channel("livemount.limit").subscribe(note)
  server = await startLive({ views: [busy, small] })
  view = await joinLive(server.url, await server.page(busy))
})

afterEach(async () => {
  channel("livemount.limit").unsubscribe(note)
  release()
  view.connection.close()
  await server.close()
})

/** Resolves when all that was sent before has been taken. No acknowledgement has to arrive for it. */
function allTaken(): Promise<void> {
  return new Promise((resolve) => {
    marked = resolve
    view.socket.emit("e", view.reply.i, "mark", {}, ++view.sent)
  })
}

/** The client's own network socket. */
function network(connection: LiveConnection): { pause(): void; resume(): void } {
  const { transport } = connection.manager.engine
  return (transport as unknown as { ws: { pause(): void; resume(): void } }).ws
}

const list = (make: (index: number) => unknown) => (length: number) => Array.from({ length }, (_, index) => make(index))

describe("a payload", () => {
  let parsed: ParsedSize

  beforeAll(() => {
    parsed = new ParsedSize()
  })
  afterAll(() => parsed.close())

  it.each<[string, (count: number) => unknown]>([
    ["empty objects", list(() => ({}))],
    ["empty lists", list(() => [])],
    ["lists in lists", list(() => [[[[[[]]]]]])],
    ["objects in objects", list(() => ({ a: { b: { c: {} } } }))],
    ["objects of one key each, no two alike", list((index) => ({ [`k${index}`]: index }))],
    ["an object of many keys", (count) => Object.fromEntries(list((index) => [`k${index}`, index])(count) as [])],
    ["an object of many numbers as keys", (count) => Object.fromEntries(list((i) => [`${i * 7919}`, i])(count) as [])],
    ["short texts", list((index) => `${index}`)],
    ["empty texts", list(() => "")],
    ["numbers", list((index) => index)],
    ["numbers with fractions", list((index) => index + 0.5)],
    ["one long text of two bytes each", (count) => "語".repeat(count)],
    ["nothing", list(() => null)],
  ])("of %s takes at most 4 bytes for each unit of its size", async (_what, make) => {
    const text = JSON.stringify(make(2000))
    const size = payloadSize(JSON.parse(text)) as number
    expect((await parsed.of(text, 50)) / size).toBeLessThan(4)
  })
})

describe("one connection holds no more", () => {
  it("in events that wait: 8 MB, whatever they are made of", async () => {
    const largest = list(() => ({}))(Math.floor(defaultLimits.messageSize / 40) - 2)
    const views: LiveInstance[] = []
    for (let count = 0; count < 10; count++) views.push(await view.connection.join(await pageOf(small)))
    const before = inUse()
    const payload = JSON.parse(JSON.stringify(largest)) as unknown
    for (let round = 0; round < 3; round++) {
      for (const each of views) each.socket.emit("e", each.reply.i, "hang", payload, ++each.sent)
    }
    await views[0]?.values([])
    expect(refused.some(({ limit }) => limit === "waitingSize")).toBe(true)
    expect(inUse() - before).toBeLessThan(8 * MB)
    // What has been handled waits no more.
    release()
    for (const joined of views) expect((await joined.event("hang", payload)).extras).toBeUndefined()
  })

  it("in connect parameters of views, and in templates it claims to have: 6 MB beside the views", async () => {
    const own = await pageOf(small)
    const { socket } = await view.connection.join(own)
    const p = { list: list(() => ({}))(120) }
    expect(payloadSize(p)).toBeGreaterThan(defaultLimits.connectParamsSize * 0.95)
    const before = inUse()
    for (let count = 1; count < defaultLimits.viewsPerConnection - 1; count++) {
      const invented = Array.from({ length: 1900 }, (_, index) => `invented-${count}-${index}`)
      const request = { ...joinRequest(own), h: [...own.templates, ...invented], p }
      expect(await socket.emitWithAck("j", request)).toMatchObject({ i: count })
    }
    expect(inUse() - before).toBeLessThan(6 * MB)
  })

  it("in what it asked for and does not read: the mark, and one answer more", async () => {
    network(view.connection).pause()
    const before = inUse()
    for (let count = 0; count < 100; count++) view.socket.emit("v", view.reply.i, [[-1]], () => {})
    await allTaken()
    expect(refused.filter(({ limit }) => limit === "unsentBytes").length).toBeGreaterThan(80)
    expect(inUse() - before).toBeLessThan(12 * MB)
    network(view.connection).resume()
    // It reads again, and is served again.
    for (let reply = await view.values([[-1]]); ; reply = await view.values([[-1]])) {
      if (reply.e?.x?.code !== "LV_UNREAD") return expect(reply.d).toHaveLength(1)
    }
  })

  it("in answers of joins and of events that it does not read", async () => {
    const own = await pageOf(busy)
    network(view.connection).pause()
    const before = inUse()
    const answered: Promise<unknown>[] = []
    for (let count = 0; count < 60; count++) {
      answered.push(view.socket.emitWithAck("j", joinRequest(own, { a: true })))
    }
    for (let count = 0; count < 200; count++) {
      answered.push(view.event("grow"))
    }
    while (!refused.some(({ limit }) => limit === "unsentBytes")) await new Promise(setImmediate)
    expect(inUse() - before).toBeLessThan(24 * MB)
    network(view.connection).resume()
    // It reads again, and everything is answered, one way or the other.
    await Promise.all(answered)
  })

  it("at all, when it never reads: it is ended, by sixteen times the mark", async () => {
    const unsentBytes = 65_536
    const strict = await startLive({ views: [busy], transport: { limits: { unsentBytes } } })
    const deaf = await joinLive(strict.url, await strict.page(busy))
    const gone = new Promise((resolve) => deaf.socket.once("disconnect", resolve))
    network(deaf.connection).pause()
    const before = inUse()
    let sent = 0
    // Each is refused, in more bytes than it has itself. The system's own buffers take some megabytes before ours fill.
    for (; sent < 200_000 && strict.orders.send("busy", "busy-1", {}) > 0; sent += 500) {
      for (let count = 0; count < 500; count++) deaf.socket.emit("v", 99, [], () => {})
      await new Promise(setImmediate)
    }
    expect(strict.orders.send("busy", "busy-1", {})).toBe(0)
    expect(sent).toBeLessThan(200_000)
    network(deaf.connection).resume()
    await gone
    await strict.close()
    expect(inUse() - before).toBeLessThan(32 * MB)
  })
})

describe("a page that says nothing and reads nothing", () => {
  const unsentBytes = 65_536
  const clock = liveView({
    name: "clock",
    mount: () => ({ n: 0, text: "" }),
    handleInfo: (_message: unknown, socket) => {
      socket.assign({ n: socket.assigns.n + 1, text: `${socket.assigns.n}${page}` })
    },
    render: ({ text }) => html`<p>${text}</p>`,
  })

  it.each(["websocket", "polling"] as const)("by %s: is ended by what is pushed to it", async (transport) => {
    // Where its views do not wait for it to read.
    const limits = { unsentBytes, unsentMark: Number.POSITIVE_INFINITY }
    const strict = await startLive({ views: [clock], transport: { limits } })
    const deaf = await joinLive(strict.url, await strict.page(clock), { transports: [transport] })
    stopReading(deaf.connection, transport)
    const before = inUse()
    let pushed = 0
    for (; pushed < 200 && strict.orders.send("clock", "clock-1", {}) > 0; pushed++) {
      await new Promise(setImmediate)
      await new Promise(setImmediate)
    }
    expect(strict.orders.send("clock", "clock-1", {})).toBe(0)
    // The system's own buffers take some megabytes before ours fill.
    expect(pushed).toBeLessThan(150)
    expect(refused.some(({ limit }) => limit === "unsentBytes")).toBe(true)
    deaf.connection.close()
    await strict.close()
    expect(inUse() - before).toBeLessThan(16 * MB)
  })
})

describe("a page that polls again and again, and reads none of the answers", () => {
  it("holds the mark, and one answer more", async () => {
    const own = await pageOf(busy)
    const base = `${server.url}/live/socket/?EIO=4&transport=polling`
    const headers = { cookie: `livemount=${own.cookie}` }
    const opened = await (await fetch(base, { headers })).text()
    const url = `${base}&sid=${(JSON.parse(opened.slice(1)) as { sid: string }).sid}`
    const say = async (body: string): Promise<void> => {
      expect(await (await fetch(url, { method: "POST", body })).text()).toBe("ok")
    }
    const poll = async (): Promise<string> => (await fetch(url)).text()
    await say("40/live/busy,")
    expect(await poll()).toContain("40/live/busy,")
    await say(`42/live/busy,0${JSON.stringify(["j", joinRequest(own)])}`)
    expect(await poll()).toContain('43/live/busy,0[{"i":0')
    // What is written to these connections stays in the process, as if the network took none of it.
    const held: Socket[] = []
    server.http.prependListener("connection", (socket: Socket) => {
      if (held.push(socket) % 2 === 1) Object.assign(socket, { _write: () => {}, _writev: () => {} })
    })
    const before = inUse()
    const unread: ClientRequest[] = []
    for (let count = 0; count < 100; count++) {
      unread.push(
        get(url, { agent: new Agent({ keepAlive: true }) }, (answer) => answer.destroy()).on("error", () => {}),
      )
      while (held.length < count * 2 + 1) await new Promise(setImmediate)
      const asked = httpRequest(url, { agent: false, method: "POST" })
      asked.end(`42/live/busy,${count}["v",0,[[-1]]]`)
      const [answer] = (await once(asked, "response")) as [IncomingMessage]
      answer.resume()
      await once(answer, "end")
    }
    expect(refused.filter(({ limit }) => limit === "unsentBytes").length).toBeGreaterThan(80)
    expect(inUse() - before).toBeLessThan(12 * MB)
    for (const request of unread) request.destroy()
    for (const socket of held) socket.destroy()
  })
})

function stopReading(connection: LiveConnection, transport: "websocket" | "polling"): void {
  if (transport === "websocket") return network(connection).pause()
  ;(connection.manager.engine as unknown as { transport: { doPoll(): void } }).transport.doPoll = () => {}
}

/** A page for the same browser. */
function pageOf(of: typeof busy | typeof small): Promise<LivePage> {
  const { extraHeaders } = view.connection.manager.opts as { extraHeaders: { cookie: string } }
  return server.page(of as never, { cookie: extraHeaders.cookie.slice("livemount=".length) })
}
