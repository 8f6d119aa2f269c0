import * as socketIoParser from "socket.io-parser"
import { topic } from "../../src/pubsub/topic.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { joinLive, LiveConnection } from "../support/live-client.js"
import { type LiveServer, startLive } from "../support/live-server.js"
import { deferred } from "../support/view-harness.js"

let server: LiveServer

afterEach(async () => {
  await server.close()
})

describe("the frames of one connection", () => {
  test("bring a template's text before its id alone, whatever becomes ready in the same moment", async () => {
    const row = (text: string) => html`<li>${text}</li>`
    let ready: Promise<void> = Promise.resolve()
    let waiting = 0
    const late = liveView({
      name: "late",
      async mount(_params, _session, socket) {
        if (!socket.connected) return { rows: [] as readonly string[] }
        waiting += 1
        await ready
        return { rows: ["joined"] }
      },
      render: ({ rows }) => html`<ul>${rows.map(row)}</ul>`,
    })
    const adder = liveView({
      name: "adder",
      mount: () => ({ rows: [] as readonly string[] }),
      render: ({ rows }) => html`<ol>${rows.map(row)}</ol>`,
      events: {
        async add(params, socket) {
          waiting += 1
          await ready
          for (let step = Number(params["steps"]); step > 0; step--) await undefined
          socket.assign({ rows: ["added"] })
        },
      },
    })
    server = await startLive({ views: [late, adder] })
    const [id, , ...none] = row("")
    expect(none).toEqual([])

    for (let steps = 0; steps < 12; steps++) {
      const gate = deferred()
      ready = gate.promise
      waiting = 0
      const page = await server.page(late)
      const other = await server.page(adder, { cookie: page.cookie })
      const connection = new LiveConnection(server.url, { cookie: page.cookie })
      const adding = await connection.join(other)
      await connection.enter("/live/late")
      const frames: string[] = []
      connection.manager.engine.on("packet", ({ data }: { data?: string }) => {
        if (data?.includes(id.id) === true) frames.push(data)
      })
      const replies = Promise.all([connection.request(page), adding.event("add", { steps })])
      while (waiting < 2) await new Promise((resolve) => setImmediate(resolve))
      gate.resolve()
      await replies
      expect(frames.map((frame) => frame.includes("<li>"))).toEqual([true, false])
      connection.close()
    }
  })
})

describe("binary data, which the protocol does not have", () => {
  const sender = liveView({
    name: "sender",
    mount: () => ({ n: 0 }),
    render: ({ n }) => html`<p>${n}</p>`,
    events: {
      reply: () => ({ row: { picture: Buffer.from("abc") } }),
      push: (_params, socket) => socket.pushEvent("picture", [new Uint8Array(2)]),
      mixed: () => ({ when: new Date(0), none: null, list: [1, "a"], map: Object.create(null) }),
    },
  })

  test.each(["reply", "push"])("in what a view sends ends that view with a clear error: %s", async (event) => {
    server = await startLive({ views: [sender] })
    const page = await server.page(sender)
    const view = await joinLive(server.url, page)
    const neighbour = await view.connection.join(page)
    expect((await view.event(event)).extras?.x).toMatchObject({ code: "LV_NOT_SERIALIZABLE" })
    expect(await view.nextExit()).toMatchObject({ code: "LV_NOT_SERIALIZABLE" })
    expect((await neighbour.event("mixed")).extras?.y).toEqual({
      when: "1970-01-01T00:00:00.000Z",
      none: null,
      list: [1, "a"],
      map: {},
    })
    view.connection.close()
  })
})

describe("texts", () => {
  const said = topic<string>("said")
  const teller = liveView<object, string>({
    name: "teller",
    mount(_params, _session, socket) {
      socket.subscribe(said)
      return {}
    },
    events: { reply: (params) => params },
    handleInfo: (text, socket) => socket.pushEvent("told", text),
    render: () => html`<p></p>`,
  })
  const texts = [0, 50, 100, 125, 126, 1000, 30_000, 65_535, 65_536].flatMap((length) => [
    "x".repeat(length),
    "ä日😀\ud800".repeat(Math.ceil(length / 4)),
  ])

  type SetUp = Pick<NonNullable<Parameters<typeof startLive>[0]>, "transport">
  test.each<[string, SetUp, ("websocket" | "polling")[]]>([
    ["over a WebSocket", {}, ["websocket"]],
    ["by polling", {}, ["polling"]],
    ["from polling to a WebSocket", {}, ["polling", "websocket"]],
    ["compressed", { transport: { socket: { perMessageDeflate: { threshold: 100 } } } }, ["websocket"]],
    ["with another parser", { transport: { socket: { parser: socketIoParser } } }, ["websocket"]],
    ["where socket.io keeps what was sent", { transport: { socket: { connectionStateRecovery: {} } } }, ["websocket"]],
  ])("arrive as they are, whatever their length, letters and company: %s", async (_how, setUp, transports) => {
    server = await startLive({ views: [teller], ...setUp })
    const page = await server.page(teller)
    const view = await joinLive(server.url, page, { transports })
    const other = await view.connection.join(page)
    for (const text of texts) {
      const reply = view.event("reply", { text })
      server.services.pubsub.broadcast(said, text)
      expect((await reply).extras?.y).toEqual({ text })
      for (const each of [view, other]) expect((await each.nextPush()).extras?.e).toEqual([["told", text]])
    }
    expect(server.log.filter(({ level }) => level !== "debug")).toEqual([])
    view.connection.close()
  })
})

describe("closing", () => {
  test("lets nobody join while views still end, neither on the connection that was there nor on a new one", async () => {
    const gate = deferred()
    let mounted = 0
    const slowly = liveView({
      name: "slowly",
      mount(_params, _session, socket) {
        if (socket.connected) mounted += 1
        return { n: 0 }
      },
      render: ({ n }) => html`<p>${n}</p>`,
      terminate: () => gate.promise,
    })
    server = await startLive({ views: [slowly] })
    const page = await server.page(slowly)
    const view = await joinLive(server.url, page)
    const gone = new Promise((resolve) => view.socket.once("disconnect", resolve))
    const closing = server.transport.close()
    await gone
    const late = new LiveConnection(server.url, { cookie: page.cookie })
    // Not even a handshake: the page is to look for another server.
    await expect(late.enter("/live/slowly")).rejects.toThrow()
    expect([view.socket.connected, mounted]).toEqual([false, 1])
    gate.resolve()
    await closing
    late.close()
    view.connection.close()
  })
})
