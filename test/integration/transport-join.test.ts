import { topic } from "../../src/pubsub/topic.js"
import { html } from "../../src/render/values/html.js"
import { Signer } from "../../src/security/signer.js"
import { type JoinContext, spans } from "../../src/telemetry/channels.js"
import { liveView } from "../../src/view/live-view.js"
import { ViewRegistry } from "../../src/view/view-registry.js"
import { joinLive, LiveConnection } from "../support/live-client.js"
import { type LiveServer, startLive } from "../support/live-server.js"

const counter = liveView({
  name: "counter",
  mount: (_params, session) => ({ count: 0, session }),
  events: {
    increment(_params, socket) {
      socket.update("count", (count) => count + 1)
    },
    crash() {
      throw new Error("the handler is broken")
    },
    leave(_params, socket) {
      socket.redirect("/elsewhere")
    },
    announce(_params, socket) {
      socket.pushEvent("announced", { by: "view" })
      socket.title("New title")
    },
    echo: (params) => params,
    unserializable: () => ({ number: 1n }),
  },
  render: ({ count }) => html`<h1>Counter</h1><p class="n${count}">${count}</p>`,
})

interface NewsAssigns {
  items: readonly string[]
}
const newsTopic = topic<string>("news")
const news = liveView<NewsAssigns, string>({
  name: "news",
  mount(_params, _session, socket) {
    socket.subscribe(newsTopic)
    return { items: [] }
  },
  handleInfo(message, socket) {
    socket.update("items", (items) => [...items, message])
  },
  render: ({ items }) => html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`,
})

let now = 0
const clockView = liveView({
  name: "clock",
  mount: () => ({ now: ++now, fixed: "same" }),
  render: (assigns) => html`<p>${assigns.fixed}</p><time>${assigns.now}</time>`,
})

const closed: string[] = []
let releaseMount: () => void = () => {}
let mounting: Promise<void> = Promise.resolve()
let mountingStarted: () => void = () => {}
const slow = liveView({
  name: "slow",
  async mount(_params, _session, socket) {
    if (socket.connected) {
      mountingStarted()
      await mounting
    }
    return { x: 1 }
  },
  terminate: (reason) => {
    closed.push(reason)
  },
  render: ({ x }) => html`<p>${x}</p>`,
})

const gate = liveView({
  name: "gate",
  mount: (_params, _session, socket) => (socket.connected ? socket.redirect("/login?next=%2F") : { open: true }),
  render: ({ open }) => html`<p>${open}</p>`,
})

const broken = liveView({
  name: "broken",
  mount(_params, _session, socket) {
    if (socket.connected) throw new Error("no database at 10.0.0.1")
    return {}
  },
  render: () => html`<p>fine over HTTP</p>`,
})

const views = [counter, news, clockView, slow, gate, broken]

describe("a join over a real connection", () => {
  let server: LiveServer

  beforeEach(async () => {
    closed.length = 0
    server = await startLive({ views })
  })

  afterEach(async () => {
    await server.close()
  })

  test("gives an instance and the template texts, and no values while the first HTML holds", async () => {
    const page = await server.page(counter)
    const view = await joinLive(server.url, page)
    expect(view.reply).toEqual({
      i: 0,
      e: { t: { 0: [page.templates[0], expect.stringContaining("<h1>Counter</h1>")] } },
    })
    view.connection.close()
  })

  test("sends no text of a template that the client holds", async () => {
    const page = await server.page(counter)
    const view = await joinLive(server.url, page, { request: { n: [] } })
    expect(view.reply).toEqual({ i: 0 })
    view.connection.close()
  })

  test("sends the values of just the slots that differ from the first HTML", async () => {
    const page = await server.page(clockView)
    const view = await joinLive(server.url, page, { request: { n: [] } })
    expect(view.reply).toEqual({ i: 0, d: { 1: String(now) } })
    view.connection.close()
  })

  test("sends all values to a client whose DOM is not the first HTML any more", async () => {
    const page = await server.page(clockView)
    const view = await joinLive(server.url, page, { request: { n: [], a: true } })
    expect(view.reply).toEqual({ i: 0, d: { 0: "same", 1: String(now) } })
    view.connection.close()
  })

  test("sends the whole root when the page shows another root template", async () => {
    const other = await server.page(clockView)
    const page = await server.page(counter, { digests: "of another template" })
    const view = await joinLive(server.url, { ...page, templates: other.templates }, { request: { n: [] } })
    expect(view.reply).toEqual({
      i: 0,
      d: { "-1": [1, "0", "0"] },
      e: { t: { 1: [page.templates[0], expect.any(String)] } },
    })
    view.connection.close()
  })

  test("gives the view the session and the parameters of the token", async () => {
    let seen: unknown
    const reader = liveView({
      name: "reader",
      mount(params, session, socket) {
        if (socket.connected) seen = { params, session, id: socket.id, connectParams: socket.connectParams }
        return {}
      },
      render: () => html`<p>x</p>`,
    })
    const page = await server.page(reader, {
      params: { id: "5" },
      session: { userId: 7 } as object as never,
      id: "reader-9",
    })
    const view = await joinLive(server.url, page, { request: { p: { timezone: "Europe/Berlin" } } })
    expect(seen).toEqual({
      params: { id: "5" },
      session: { userId: 7 },
      id: "reader-9",
      connectParams: { timezone: "Europe/Berlin" },
    })
    view.connection.close()
  })

  test("the same token twice makes two processes", async () => {
    const page = await server.page(counter)
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    const first = await connection.join(page)
    const second = await connection.join(page, { n: [] })
    const elsewhere = await joinLive(server.url, page)
    expect([first.reply.i, second.reply.i, elsewhere.reply.i]).toEqual([0, 1, 0])
    await first.event("increment")
    await first.event("increment")
    expect((await second.event("increment")).diff).toEqual({ 0: "1", 1: "1" })
    expect((await elsewhere.event("increment")).diff).toEqual({ 0: "1", 1: "1" })
    expect((await first.event("increment")).diff).toEqual({ 0: "3", 1: "3" })
    connection.close()
    elsewhere.connection.close()
  })

  test("two joins at the same time get the templates' texts once", async () => {
    const page = await server.page(counter)
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    await connection.enter("/live/counter")
    const [first, second] = await Promise.all([connection.join(page), connection.join(page)])
    expect(Object.keys(first.reply.e?.t ?? {})).toHaveLength(page.templates.length)
    expect(second.reply.e?.t).toBeUndefined()
    connection.close()
  })

  test("views of several names share one connection, each in its namespace", async () => {
    const one = await server.page(counter)
    const two = await server.page(news, { cookie: one.cookie })
    const connection = new LiveConnection(server.url, { cookie: one.cookie })
    const a = await connection.join(one)
    const b = await connection.join(two)
    server.services.pubsub.broadcast(newsTopic, "hello")
    expect(await b.nextPush()).toMatchObject({ diff: expect.anything(), extras: { t: expect.anything() } })
    expect((await a.event("increment")).diff).toEqual({ 0: "1", 1: "1" })
    connection.close()
  })

  test("a text goes once over a connection, also when two instances need it", async () => {
    const page = await server.page(news)
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    const first = await connection.join(page)
    server.services.pubsub.broadcast(newsTopic, "one")
    const item = Object.values((await first.nextPush()).extras?.t ?? {})[0]
    expect(item).toEqual([expect.any(String), expect.stringContaining("<li>")])
    const second = await connection.join(page, { n: [] })
    server.services.pubsub.broadcast(newsTopic, "two")
    const [id] = item as unknown as [string, string]
    expect(Object.values((await second.nextPush()).extras?.t ?? {})).toEqual([id])
    connection.close()
  })

  test("an event's difference comes in its acknowledgement, everything else beside it", async () => {
    const view = await joinLive(server.url, await server.page(counter))
    expect(await view.event("increment")).toEqual({ diff: { 0: "1", 1: "1" }, extras: undefined })
    expect(await view.event("announce")).toEqual({
      diff: null,
      extras: { e: [["announced", { by: "view" }]], n: "New title" },
    })
    expect(await view.event("leave")).toEqual({ diff: null, extras: { r: { to: "/elsewhere" } } })
    expect(await view.event("echo", { a: [1, null] })).toEqual({ diff: null, extras: { y: { a: [1, null] } } })
    view.connection.close()
  })

  test("a form's text arrives as nested parameters", async () => {
    const view = await joinLive(server.url, await server.page(counter))
    const { extras } = await view.event("echo", "user%5Bname%5D=Ada&tags%5B%5D=a&_target=user%5Bname%5D")
    expect(extras?.y).toEqual({ user: { name: "Ada" }, tags: ["a"], _target: ["user", "name"] })
    view.connection.close()
  })

  test("the whole WebSocket frame of a counter click is small", async () => {
    const plain = liveView({
      name: "plain",
      mount: () => ({ count: 0 }),
      events: { increment: (_params, socket) => socket.update("count", (n) => n + 1) },
      render: ({ count }) => html`<p>-</p><p>${count}</p>`,
    })
    const view = await joinLive(server.url, await server.page(plain))
    const frames: string[] = []
    view.connection.manager.engine.on("packet", ({ type, data }: { type: string; data?: string }) =>
      frames.push(`${type} ${data}`),
    )
    await view.event("increment")
    expect(frames).toEqual([expect.stringMatching(/^message 3\/live\/plain,\d+\[\{"0":"1"\}\]$/)])
    view.connection.close()
  })

  test("values asked for are given by path, and null where there is nothing any more", async () => {
    const view = await joinLive(server.url, await server.page(news))
    server.services.pubsub.broadcast(newsTopic, "one")
    await view.nextPush()
    const reply = await view.values([[0], [0, 0, 0], [0, 5, 0], [9], [-1]])
    expect(reply.d.slice(1, 4)).toEqual(["one", null, null])
    expect(reply.d[0]).toMatchObject({ i: [["one"]] })
    expect(reply.d[4]).toEqual([0, reply.d[0]])
    view.connection.close()
  })

  test("a redirect of the mount is the reply, and nothing stays behind", async () => {
    const page = await server.page(gate)
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    expect(await connection.request(page)).toEqual({ r: { to: "/login?next=%2F" } })
    connection.close()
  })

  test("a mount that throws is a problem of that join, worded in general in production", async () => {
    const page = await server.page(broken)
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    expect(await connection.request(page)).toMatchObject({
      x: { code: "LV_JOIN_FAILED", message: expect.stringContaining("10.0.0.1") },
    })
    expect(server.log).toContainEqual(
      expect.objectContaining({
        level: "error",
        details: expect.objectContaining({ view: "broken", callback: "mount" }),
      }),
    )
    connection.close()

    const production = await startLive({ views, development: false })
    const again = await production.page(broken)
    const other = new LiveConnection(production.url, { cookie: again.cookie })
    const reply = JSON.stringify(await other.request(again))
    expect(reply).toContain("LV_JOIN_FAILED")
    expect(reply).not.toContain("10.0.0.1")
    other.close()
    await production.close()
  })

  test("a template that does not compile is a problem of the join, reported each time", async () => {
    const registry = new ViewRegistry(() => ({
      render() {
        throw new Error("unexpected end of template")
      },
    }))
    registry.add(counter)
    const other = await startLive({ transport: { registry } })
    const page = await server.page(counter)
    const connection = new LiveConnection(other.url, { cookie: page.cookie })
    for (let i = 0; i < 2; i++) {
      expect(await connection.request(page)).toMatchObject({
        x: { code: "LV_JOIN_FAILED", message: "unexpected end of template" },
      })
    }
    expect(other.errors).toHaveLength(2)
    expect(other.log.filter(({ level }) => level === "error")).toHaveLength(2)
    connection.close()
    await other.close()
  })

  test("a handler that throws ends that view alone", async () => {
    const page = await server.page(counter)
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    const victim = await connection.join(page)
    const neighbour = await connection.join(page, { n: [] })
    const { extras } = await victim.event("crash")
    expect(extras?.x).toMatchObject({ code: "LV_CALLBACK_FAILED" })
    expect(await victim.nextExit()).toMatchObject({ code: "LV_CALLBACK_FAILED" })
    expect((await victim.event("increment")).extras?.x).toMatchObject({ code: "LV_UNKNOWN_INSTANCE" })
    expect((await neighbour.event("increment")).diff).toEqual({ 0: "1", 1: "1" })
    expect(server.log).toContainEqual(
      expect.objectContaining({
        level: "error",
        details: expect.objectContaining({ view: "counter", event: "crash" }),
      }),
    )
    const rejoined = await connection.join(page, { n: [], a: true })
    expect(rejoined.reply).toEqual({ i: 2, d: { 0: "0", 1: "0" } })
    connection.close()
  })

  test("what is no JSON ends the view with a clear error, and its templates are sent again", async () => {
    const view = await joinLive(server.url, await server.page(counter))
    expect((await view.event("unserializable")).extras?.x).toMatchObject({ code: "LV_NOT_SERIALIZABLE" })
    expect(await view.nextExit()).toMatchObject({ code: "LV_NOT_SERIALIZABLE" })
    view.connection.close()
  })

  test("a connection that closes while the mount awaits ends the process", async () => {
    mounting = new Promise((resolve) => {
      releaseMount = resolve
    })
    const started = new Promise<void>((resolve) => {
      mountingStarted = resolve
    })
    const page = await server.page(slow)
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    const socket = await connection.enter("/live/slow")
    socket.emit("j", { v: 1, t: page.token, h: page.templates, n: [] }, () => {
      throw new Error("answered a connection that is gone")
    })
    await started
    const gone = new Promise((resolve) => socket.once("disconnect", resolve))
    connection.close()
    await gone
    releaseMount()
    await until(() => closed.length > 0)
    expect(closed).toEqual(["disconnect"])
    expect(server.log.filter(({ level }) => level === "error")).toEqual([])
  })

  test("an instance whose mount still awaits has no number that could be used", async () => {
    mounting = new Promise((resolve) => {
      releaseMount = resolve
    })
    const page = await server.page(slow)
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    const socket = await connection.enter("/live/slow")
    const reply = connection.request(page)
    expect(await socket.emitWithAck("v", 0, [[0]])).toMatchObject({ e: { x: { code: "LV_UNKNOWN_INSTANCE" } } })
    socket.emit("l", 0)
    releaseMount()
    expect(await reply).toMatchObject({ i: 0 })
    expect(server.log.filter(({ level }) => level === "error")).toEqual([])
    connection.close()
  })

  test("is traced for those who listen, with the id or the code of the refusal", async () => {
    const seen: unknown[] = []
    const listener = (message: unknown): void => {
      const { view, id, refused } = message as JoinContext
      seen.push({ view, id, refused })
    }
    spans.join.asyncEnd.subscribe(listener)
    const page = await server.page(counter)
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    await connection.join(page)
    await connection.request({ ...page, token: "forged" })
    spans.join.asyncEnd.unsubscribe(listener)
    expect(seen).toEqual([
      { view: "counter", id: expect.stringMatching(/^counter-/), refused: undefined },
      { view: "counter", id: undefined, refused: "LV_TOKEN_INVALID" },
    ])
    connection.close()
  })

  test("a connection that is lost ends its views with the reason", async () => {
    mounting = Promise.resolve()
    const view = await joinLive(server.url, await server.page(slow))
    view.connection.close()
    await until(() => closed.length > 0)
    expect(closed).toEqual(["disconnect"])
  })

  test("a root that leaves ends its view", async () => {
    mounting = Promise.resolve()
    const page = await server.page(slow)
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    const view = await connection.join(page)
    const other = await connection.join(page)
    view.leave()
    await until(() => closed.length > 0)
    expect(closed).toEqual(["leave"])
    expect((await view.event("x")).extras?.x?.code).toBe("LV_UNKNOWN_INSTANCE")
    expect((await other.event("x")).extras?.x?.code).toBe("LV_UNKNOWN_EVENT")
    connection.close()
  })

  test("live.send reaches the instances with that root id", async () => {
    const page = await server.page(news)
    const view = await joinLive(server.url, page)
    const id = server.signer.verify("page", page.token, { binding: page.cookie })
    const [, rootId] = (id as { payload: string[] }).payload
    expect(server.orders.send("news", rootId as string, "direct")).toBe(1)
    expect((await view.nextPush()).diff).toBeTruthy()
    expect(server.orders.send("news", "news-none", "x")).toBe(0)
    expect(server.orders.send("nothing", "news-1", "x")).toBe(0)
    view.connection.close()
  })

  test("closing ends all views for the shutdown", async () => {
    mounting = Promise.resolve()
    const view = await joinLive(server.url, await server.page(slow))
    const gone = new Promise((resolve) => view.socket.once("disconnect", resolve))
    await server.transport.close()
    await gone
    expect(closed).toEqual(["shutdown"])
    view.connection.close()
  })
})

describe("a token that is refused", () => {
  let server: LiveServer

  beforeAll(async () => {
    server = await startLive({ views, secrets: ["new secret", "old secret"] })
  })

  afterAll(async () => {
    await server.close()
  })

  async function replyTo(
    page: Awaited<ReturnType<LiveServer["page"]>>,
    cookie: string | undefined = page.cookie,
  ): Promise<string> {
    const connection = new LiveConnection(server.url, { cookie })
    const reply = await connection.request(page)
    connection.close()
    return "x" in reply ? reply.x.code : "joined"
  }

  test("of another secret, while a rotated one still holds", async () => {
    expect(await replyTo(await server.page(counter, { signer: new Signer(["another secret"]) }))).toBe(
      "LV_TOKEN_INVALID",
    )
    expect(await replyTo(await server.page(counter, { signer: new Signer(["old secret"]) }))).toBe("joined")
  })

  test("of another secret is told once in the log, with what to do", async () => {
    const own = await startLive({ views, secrets: ["of this process"] })
    const page = await own.page(counter, { signer: new Signer(["of another process"]) })
    for (let time = 0; time < 2; time++) {
      const connection = new LiveConnection(own.url, { cookie: page.cookie })
      expect(await connection.request(page)).toMatchObject({ x: { code: "LV_TOKEN_INVALID" } })
      connection.close()
    }
    await own.close()
    expect(own.log.filter(({ level }) => level === "warn").map(({ message }) => message)).toEqual([
      expect.stringContaining("`secret` is another one in another process"),
    ])
  })

  test("of another process that made up its secret, as this one did: it says which option is missing", async () => {
    const own = await startLive({ views, madeUpSecret: true })
    const page = await own.page(counter, { signer: new Signer(["of another process"]) })
    const connection = new LiveConnection(own.url, { cookie: page.cookie })
    const reply = await connection.request(page)
    connection.close()
    await own.close()
    expect(reply).toMatchObject({
      x: { code: "LV_TOKEN_INVALID", message: expect.stringContaining("the same `secret`") },
    })
    expect(JSON.stringify(reply)).not.toContain("Load the page again")
  })

  test("expired", async () => {
    expect(await replyTo(await server.page(counter, { maxAge: 0 }))).toBe("LV_TOKEN_EXPIRED")
  })

  test("with another browser's cookie, or none", async () => {
    const page = await server.page(counter)
    const other = await server.page(counter)
    expect(await replyTo(page, other.cookie)).toBe("LV_TOKEN_FOREIGN")
    const connection = new LiveConnection(server.url)
    expect(await connection.request(page)).toMatchObject({ x: { code: "LV_TOKEN_FOREIGN" } })
    connection.close()
  })

  test("in another view's namespace", async () => {
    const page = await server.page(counter)
    expect(await replyTo({ ...page, view: "news" })).toBe("LV_TOKEN_INVALID")
  })

  test("forged, or none at all", async () => {
    const page = await server.page(counter)
    expect(await replyTo({ ...page, token: page.token.replace(/.$/, (last) => (last === "A" ? "E" : "A")) })).toBe(
      "LV_TOKEN_INVALID",
    )
    expect(await replyTo({ ...page, token: "" })).toBe("LV_TOKEN_INVALID")
  })

  test("of a client that speaks another version", async () => {
    const page = await server.page(counter)
    const connection = new LiveConnection(server.url, { cookie: page.cookie })
    expect(await connection.request(page, { v: 99 })).toMatchObject({ x: { code: "LV_PROTOCOL_VERSION" } })
    connection.close()
  })

  test("voided by live.disconnect, which also ends what runs", async () => {
    const page = await server.page(counter, { identify: "user:7" })
    const bystander = await joinLive(server.url, await server.page(counter, { identify: "user:8" }))
    const view = await joinLive(server.url, page)
    server.orders.disconnect("user:7")
    expect(await view.nextExit()).toMatchObject({ code: "LV_DISCONNECTED" })
    expect(await replyTo(page)).toBe("LV_TOKEN_EXPIRED")
    expect((await bystander.event("increment")).diff).toBeTruthy()
    const voidedAt = Date.now()
    await until(() => Date.now() > voidedAt)
    expect(await replyTo(await server.page(counter, { identify: "user:7" }))).toBe("joined")
    view.connection.close()
    bystander.connection.close()
  })
})

/** Waits until something is so, going round the event loop; fails rather than going round for ever. */
async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 4000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error("It did not come about within 4 seconds.")
    await new Promise((resolve) => setImmediate(resolve))
  }
}
