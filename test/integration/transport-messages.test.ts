import { Socket as NetworkSocket } from "node:net"
import * as fc from "fast-check"
import { Socket as ServerSocket } from "socket.io"
import type { Socket } from "socket.io-client"
import { MessageLoop } from "../../src/process/message-loop.js"
import { ViewProcess } from "../../src/process/view-process.js"
import { topic } from "../../src/pubsub/topic.js"
import { html } from "../../src/render/values/html.js"
import { TemplateTable } from "../../src/render/values/template-table.js"
import { Signer } from "../../src/security/signer.js"
import { liveView } from "../../src/view/live-view.js"
import { joinLive, joinRequest, LiveConnection, type LiveInstance } from "../support/live-client.js"
import { type LivePage, type LiveServer, startLive } from "../support/live-server.js"
import { roomsOf, Walk } from "../support/ways.js"

let handled = 0
let walk: Walk | undefined
const counter = liveView({
  name: "counter",
  mount: () => {
    walk?.note()
    return { count: 0 }
  },
  events: {
    increment(_params, socket) {
      walk?.note()
      handled += 1
      socket.update("count", (count) => count + 1)
    },
    keep(params) {
      handled += 1
      return params
    },
  },
  render: ({ count }) => {
    walk?.note()
    return html`<p>${count}</p>`
  },
})

const news = topic<number>("news")
const reader = liveView<{ count: number }, number>({
  name: "reader",
  mount: (_params, _session, socket) => {
    socket.subscribe(news)
    return { count: 0 }
  },
  handleInfo(count: number, socket) {
    walk?.note()
    socket.assign({ count })
  },
  render: ({ count }) => {
    walk?.note()
    return html`<p>${count}</p>`
  },
})

let server: LiveServer
let page: LivePage
let view: LiveInstance

beforeEach(async () => {
  handled = 0
  server = await startLive({ views: [counter, reader] })
  page = await server.page(counter)
  view = await joinLive(server.url, page)
})

afterEach(async () => {
  view.connection.close()
  await server.close()
})

/** Emits whatever is given and returns the acknowledgement. */
function emit(socket: Socket, event: string, ...values: unknown[]): Promise<unknown[]> {
  return new Promise((resolve) => {
    socket.emit(event, ...values, (...reply: unknown[]) => resolve(reply))
  })
}

/** The view is there, as it was, and takes events. */
async function expectUntouched(): Promise<void> {
  const before = handled
  expect((await view.event("keep", { a: 1 })).extras?.y).toEqual({ a: 1 })
  expect(handled).toBe(before + 1)
  expect(server.log.filter(({ level }) => level === "error")).toEqual([])
}

describe("by the rooms that docs/architecture.md names", () => {
  const halves = ["src/transport", "src/process"]

  const walking = (): Walk => {
    walk = new Walk()
    walk.noteAt(ServerSocket.prototype, "packet")
    return walk
  }

  afterEach(() => {
    walk?.over()
    walk = undefined
  })

  it("events are handled", async () => {
    const rooms = walking()
    await view.event("increment", {})
    expect(rooms.roomsIn(...halves)).toEqual(roomsOf("An event, and back", ...halves))
  })

  it("views are joined", async () => {
    const other = await server.page(counter)
    const rooms = walking()
    const joined = await joinLive(server.url, other)
    expect(rooms.roomsIn(...halves)).toContain("src/process/unit/callbacks.ts")
    expect(roomsOf("A join", ...halves)).toEqual(expect.arrayContaining(rooms.roomsIn(...halves)))
    // Steps that have returned by the time the app, or the network, is given something.
    rooms.noteAt(Signer.prototype, "verify")
    rooms.noteAt(ViewProcess.prototype, "attach")
    rooms.noteAt(TemplateTable.prototype, "forgetUnknown")
    await joined.connection.join(other)
    joined.connection.close()
    const whole = [...halves, "src/security"]
    expect(rooms.roomsIn(...whole)).toEqual(roomsOf("A join", ...whole))
  })

  it("infos are told", async () => {
    const joined = await joinLive(server.url, await server.page(reader))
    const rooms = walking()
    rooms.noteAt(MessageLoop.prototype, "info")
    // It is told past socket.io's own `packet`.
    rooms.noteAt(NetworkSocket.prototype, "write")
    server.services.pubsub.broadcast(news, 1)
    expect(await joined.nextPush()).toEqual({ diff: { 0: "1" }, extras: undefined })
    joined.connection.close()
    const whole = [...halves, "src/pubsub"]
    expect(rooms.roomsIn(...whole)).toEqual(roomsOf("An info", ...whole))
  })
})

describe("messages of a client", () => {
  test.each<[string, unknown[], string]>([
    ["another instance", [1, "increment", {}], "LV_UNKNOWN_INSTANCE"],
    ["a negative instance", [-1, "increment", {}], "LV_UNKNOWN_INSTANCE"],
    ["an instance as text", ["0", "increment", {}], "LV_UNKNOWN_INSTANCE"],
    ["no instance", [null, "increment", {}], "LV_UNKNOWN_INSTANCE"],
    ["an object as instance", [{ valueOf: 0 }, "increment", {}], "LV_UNKNOWN_INSTANCE"],
    ["no event name", [0, "", {}], "LV_BAD_MESSAGE"],
    ["an event name that is too long", [0, "x".repeat(101), {}], "LV_BAD_MESSAGE"],
    ["an event name that is no text", [0, ["increment"], {}], "LV_BAD_MESSAGE"],
    ["an unknown event", [0, "decrement", {}], "LV_UNKNOWN_EVENT"],
    ["an event named as a member of objects", [0, "constructor", {}], "LV_UNKNOWN_EVENT"],
    ["an event named __proto__", [0, "__proto__", {}], "LV_UNKNOWN_EVENT"],
    [
      "a payload of many empty objects",
      [0, "increment", Array.from({ length: 5000 }, () => ({}))],
      "LV_MESSAGE_TOO_LARGE",
    ],
    ["a payload of many empty lists", [0, "increment", Array.from({ length: 5000 }, () => [])], "LV_MESSAGE_TOO_LARGE"],
    [
      "a payload of many keys",
      [0, "increment", Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`${i}`, 0]))],
      "LV_MESSAGE_TOO_LARGE",
    ],
    ["a payload that is deep", [0, "increment", JSON.parse("[".repeat(40) + "]".repeat(40))], "LV_BAD_MESSAGE"],
    ["a payload with __proto__", [0, "increment", JSON.parse('{"a":{"__proto__":{"admin":true}}}')], "LV_BAD_MESSAGE"],
    ["a form with too many fields", [0, "increment", "a=1&".repeat(1001)], "LV_FORM_LIMIT"],
    ["a form nested too deeply", [0, "increment", `a${"[b]".repeat(20)}=1`], "LV_FORM_LIMIT"],
    ["a payload that is too large", [0, "increment", { text: "x".repeat(131_073) }], "LV_MESSAGE_TOO_LARGE"],
    ["a form that is too large", [0, "increment", `text=${"x".repeat(131_073)}`], "LV_MESSAGE_TOO_LARGE"],
    ["nothing at all", [], "LV_UNKNOWN_INSTANCE"],
  ])("an event with %s is refused, and nothing is done", async (_what, values, code) => {
    const sent = values[0] === 0 ? [...values, ++view.sent] : values
    expect(await emit(view.socket, "e", ...sent)).toEqual([0, { x: { code, message: expect.any(String) } }])
    expect(handled).toBe(0)
    await expectUntouched()
  })

  test("a form without prototype keys reaches the handler without them", async () => {
    const { extras } = await view.event("keep", "__proto__[admin]=1&constructor[prototype][x]=1&a=1")
    expect(extras?.y).toEqual({ a: "1" })
    expect(({} as { admin?: unknown }).admin).toBeUndefined()
  })

  test("an event without an acknowledgement is handled, and what it changed is pushed", async () => {
    view.socket.emit("e", 0, "increment", {}, ++view.sent)
    expect(await view.nextPush()).toEqual({ diff: { 0: "1" }, extras: undefined })
    view.socket.emit("e", 7, "increment", {}, 1)
    view.socket.emit("e")
    await expectUntouched()
  })

  test("a join without an acknowledgement starts nothing", async () => {
    view.socket.emit("j", joinRequest(page))
    view.socket.emit("v", 0, [[0]])
    expect((await view.connection.request(page, { n: [] })) as unknown).toEqual({ i: 1 })
  })

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["a text", "x"],
    ["a list", []],
    ["no token", { v: 1, h: [], n: [] }],
    ["a version that is no number", { v: "1", t: "", h: [], n: [] }],
    ["ids that are no list", { v: 1, t: "", h: "abc", n: [] }],
    ["ids that are no texts", { v: 1, t: "", h: [1], n: [] }],
    ["an endless id", { v: 1, t: "", h: ["x".repeat(41)], n: [] }],
    ["too many ids", { v: 1, t: "", h: Array.from({ length: 2001 }, () => "x"), n: [] }],
    ["indexes beyond the ids", { v: 1, t: "", h: ["x"], n: [1] }],
    ["indexes that are no whole numbers", { v: 1, t: "", h: ["x"], n: [0.5] }],
    ["more indexes than ids", { v: 1, t: "", h: ["x"], n: [0, 0] }],
    ["a flag that is not true", { v: 1, t: "", h: [], n: [], a: 1 }],
    ["parameters that are no object", { v: 1, t: "", h: [], n: [], p: [] }],
  ])("a join with %s is refused", async (_what, request) => {
    expect(await emit(view.socket, "j", request)).toEqual([
      { x: { code: "LV_BAD_MESSAGE", message: expect.any(String) } },
    ])
    await expectUntouched()
  })

  test("a join with deep or large parameters is refused", async () => {
    const deep = JSON.parse(`{"a":${"[".repeat(40)}${"]".repeat(40)}}`)
    expect(await view.connection.request(page, { p: deep })).toMatchObject({ x: { code: "LV_BAD_MESSAGE" } })
    expect(await view.connection.request(page, { p: { a: "x".repeat(4096) } })).toMatchObject({
      x: { code: "LV_CONNECT_PARAMS_TOO_LARGE" },
    })
    expect(await view.connection.request(page, { p: { a: "x".repeat(131_073) } })).toMatchObject({
      x: { code: "LV_MESSAGE_TOO_LARGE" },
    })
  })

  test.each<[string, unknown[], string]>([
    ["of another instance", [1, [[0]]], "LV_UNKNOWN_INSTANCE"],
    ["by no paths", [0, "x"], "LV_BAD_MESSAGE"],
    ["by empty paths", [0, [[]]], "LV_BAD_MESSAGE"],
    ["by paths of texts", [0, [["0"]]], "LV_BAD_MESSAGE"],
    ["by negative paths", [0, [[0, -1]]], "LV_BAD_MESSAGE"],
    ["by endless paths", [0, [Array.from({ length: 1025 }, () => 0)]], "LV_BAD_MESSAGE"],
    ["by too many paths", [0, Array.from({ length: 1001 }, (_, i) => [i])], "LV_BAD_MESSAGE"],
    ["by the same path again and again", [0, Array.from({ length: 18 }, () => [0])], "LV_BAD_MESSAGE"],
    ["by paths that lie in another", [0, [[0], ...Array.from({ length: 17 }, (_, i) => [0, i])]], "LV_BAD_MESSAGE"],
    ["by paths beside the whole root", [0, [[-1], ...Array.from({ length: 17 }, (_, i) => [i])]], "LV_BAD_MESSAGE"],
  ])("values %s are refused", async (_what, values, code) => {
    expect(await emit(view.socket, "v", ...values)).toEqual([
      { d: [], e: { x: { code, message: expect.any(String) } } },
    ])
    await expectUntouched()
  })

  test("an instance of another connection, or of another view, is unknown", async () => {
    const other = await joinLive(server.url, await server.page(counter))
    await view.connection.join(page)
    expect(await emit(other.socket, "e", 1, "increment", {}, 1)).toMatchObject([
      0,
      { x: { code: "LV_UNKNOWN_INSTANCE" } },
    ])
    other.socket.emit("l", 1)
    expect(await emit(view.socket, "e", 1, "increment", {}, 1)).toEqual([{ 0: "1" }])
    other.connection.close()
  })

  test("a message beyond the size of the transport ends that connection alone", async () => {
    const other = new LiveConnection(server.url, { cookie: page.cookie })
    const flood = await other.join(page)
    const gone = new Promise((resolve) => flood.socket.once("disconnect", resolve))
    flood.socket.emit("e", 0, "increment", { text: "x".repeat(500_000) }, 1)
    await gone
    other.close()
    await expectUntouched()
  })

  test.each<[string, string | Buffer]>([
    ["a binary message", Buffer.from("abc")],
    ["a packet that announces attachments", '51-/live/counter,["e",0,"keep",{"_placeholder":true,"num":0}]'],
    ["an acknowledgement that announces attachments", '61-/live/counter,1[{"_placeholder":true,"num":0}]'],
    ["an entry that brings much data", `0/live/counter,{"a":"${"x".repeat(1024)}"}`],
  ])("%s ends that connection alone", async (_what, packet) => {
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    await connection.enter("/live/counter")
    const { engine } = connection.manager
    const gone = new Promise((resolve) => engine.once("close", resolve))
    const { ws } = engine.transport as unknown as { ws: { send(data: string | Buffer): void } }
    ws.send(typeof packet === "string" ? `4${packet}` : packet)
    await gone
    connection.close()
    await expectUntouched()
  })

  test("whatever is sent, the server stays up and the view is untouched", async () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom<unknown>(0, 1, -1, "increment", "__proto__", [[0]], [], {}, null, "a=1"),
      fc.constant(joinRequest(page)),
      fc.record({ v: fc.constant(1), t: fc.string(), h: fc.array(fc.string()), n: fc.array(fc.integer()) }),
    )
    const name = fc.constantFrom("j", "e", "v", "l", "d", "x", "error", "message", "", "increment")
    const message = fc.record({ name, values: fc.array(value, { maxLength: 5 }), acknowledged: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 10 }), async (messages) => {
        const connection = new LiveConnection(server.url, { cookie: page.cookie })
        const socket = await connection.enter("/live/counter")
        for (const { name, values, acknowledged } of messages) {
          if (acknowledged) socket.emit(name, ...values, () => {})
          else socket.emit(name, ...values)
        }
        // Everything before this has been taken when it is answered.
        await emit(socket, "e", 99, "x", {})
        connection.close()
        expect(server.log.filter(({ level }) => level === "error")).toEqual([])
      }),
      { numRuns: 150 },
    )
    expect((await view.event("keep", {})).extras?.x).toBeUndefined()
    await expectUntouched()
  })

  test("raw junk on the socket ends that connection alone", async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 50 }),
      fc.constantFrom(
        "0",
        "2",
        '2["e"]',
        "42",
        "43/live/counter,1[]",
        '42/live/counter,["e",',
        "45-999[]",
        "40/live/counter,",
        "41/live/counter,",
        "6",
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 5 }), async (texts) => {
        const connection = new LiveConnection(server.url, { cookie: page.cookie })
        await connection.enter("/live/counter")
        const { engine } = connection.manager
        const gone = new Promise((resolve) => engine.once("close", resolve))
        for (const junk of texts) (engine.transport as unknown as { ws: { send(text: string): void } }).ws.send(junk)
        connection.close()
        await gone
      }),
      { numRuns: 100 },
    )
    await expectUntouched()
  })
})

describe("limits of a connection", () => {
  test("entering a namespace again and again ends that connection alone", async () => {
    const url = `${server.url}/live/socket/?EIO=4&transport=polling`
    const { sid } = JSON.parse((await (await fetch(url)).text()).slice(1)) as { sid: string }
    // Packets of one request are read in one go, so socket.io does not see yet that it has this socket.
    const body = Array.from({ length: 1000 }, () => "40/live/counter,").join("\u001e")
    const headers = { "content-type": "text/plain;charset=UTF-8" }
    await fetch(`${url}&sid=${sid}`, { method: "POST", body, headers })
    const answers: string[] = []
    for (let open = true; open; ) {
      const response = await fetch(`${url}&sid=${sid}`)
      open = response.ok
      answers.push(...(await response.text()).split("\u001e"))
    }
    expect(answers.filter((text) => text.startsWith("40/"))).toHaveLength(201)
    await expectUntouched()
  })

  test("more views than allowed are refused, and a view that leaves makes room", async () => {
    await using(
      startLive({ views: [counter], transport: { limits: { viewsPerConnection: 2, joinsPerSecond: 1_000_000 } } }),
      async (limited) => {
        const own = await limited.page(counter)
        const connection = new LiveConnection(limited.url, { cookie: own.cookie })
        const first = await connection.join(own)
        const second = await connection.join(own)
        expect(await connection.request(own)).toMatchObject({ x: { code: "LV_TOO_MANY_VIEWS" } })
        first.leave()
        await connection.join(own)
        expect((await second.event("increment")).diff).toEqual({ 0: "1" })
        expect(await connection.request(own)).toMatchObject({ x: { code: "LV_TOO_MANY_VIEWS" } })
        connection.close()
      },
    )
  })

  test("more events than a slow view may have waiting are refused, and the others handled in order", async () => {
    let release: () => void = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = liveView({
      name: "slow",
      mount: () => ({ count: 0 }),
      events: {
        async add(_params, socket) {
          await released
          socket.update("count", (count) => count + 1)
        },
      },
      render: ({ count }) => html`<p>${count}</p>`,
    })
    await using(startLive({ views: [slow], transport: { limits: { eventsWaiting: 3 } } }), async (limited) => {
      const joined = await joinLive(limited.url, await limited.page(slow))
      const replies = [1, 2, 3].map(() => joined.event("add"))
      expect((await joined.event("add")).extras?.x?.code).toBe("LV_TOO_MANY_EVENTS")
      release()
      expect((await Promise.all(replies)).map(({ diff }) => diff)).toEqual([{ 0: "1" }, { 0: "2" }, { 0: "3" }])
      expect((await joined.event("add")).diff).toEqual({ 0: "4" })
      joined.connection.close()
    })
  })

  test("a text of many bytes within the size is taken", async () => {
    const { extras } = await view.event("keep", { text: "語".repeat(130_900) })
    expect(extras?.y).toEqual({ text: "語".repeat(130_900) })
  })

  test("joins wait only until they are answered", async () => {
    await using(startLive({ views: [counter], transport: { limits: { waitingSize: 1500 } } }), async (limited) => {
      const own = await limited.page(counter)
      const connection = new LiveConnection(limited.url, { cookie: own.cookie })
      const one = await connection.join(own)
      for (let count = 1; count < 8; count++) expect((await connection.join(own)).reply.i).toBe(count)
      // At once they are more than may wait.
      const replies = await Promise.all(Array.from({ length: 8 }, () => connection.request(own)))
      expect(replies.filter((reply) => "x" in reply && reply.x.code === "LV_WAITING_TOO_LARGE").length).toBeGreaterThan(
        0,
      )
      expect((await one.event("increment")).diff).toEqual({ 0: "1" })
      connection.close()
    })
  })

  test("values that are asked for twice count twice", async () => {
    await using(
      startLive({ views: [counter], transport: { limits: { viewsPerConnection: 10, joinsPerSecond: 0 } } }),
      async (limited) => {
        const own = await limited.page(counter)
        const joined = await joinLive(limited.url, own)
        const twice = Array.from({ length: 10 }, () => [0])
        expect((await joined.values(twice)).d).toHaveLength(10)
        expect(await joined.values(twice)).toMatchObject({ d: [], e: { x: { code: "LV_TOO_MANY_JOINS" } } })
        expect((await joined.values([[0]])).d).toEqual(["0"])
        joined.connection.close()
      },
    )
  })

  test("more joins than allowed are refused, also failing ones, and the views go on", async () => {
    await using(
      startLive({ views: [counter], transport: { limits: { viewsPerConnection: 3, joinsPerSecond: 0 } } }),
      async (limited) => {
        const own = await limited.page(counter)
        const connection = new LiveConnection(limited.url, { cookie: own.cookie })
        const joined = await connection.join(own)
        for (let i = 0; i < 5; i++) {
          expect(await connection.request({ ...own, token: "forged" })).toMatchObject({
            x: { code: "LV_TOKEN_INVALID" },
          })
        }
        expect(await connection.request(own)).toMatchObject({ x: { code: "LV_TOO_MANY_JOINS" } })
        expect(await joined.values([[0]])).toMatchObject({ d: [], e: { x: { code: "LV_TOO_MANY_JOINS" } } })
        expect((await joined.event("increment")).diff).toEqual({ 0: "1" })
        connection.close()
      },
    )
  })
})

async function using(starting: Promise<LiveServer>, run: (limited: LiveServer) => Promise<void>): Promise<void> {
  const limited = await starting
  try {
    await run(limited)
  } finally {
    await limited.close()
  }
}
