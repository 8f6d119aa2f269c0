/** Views with `adopt`, on each host: their page's process is the one that is joined; and all pages whose process does not wait. */

import { channel } from "node:diagnostics_channel"
import request from "supertest"
import { type AsyncResult, asyncResult } from "../../src/async/async-result.js"
import { components } from "../../src/component/built-in/components.js"
import { topic } from "../../src/pubsub/topic.js"
import { stream } from "../../src/render/stream/stream.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type Host, type HostApp, hosts, serve } from "../support/http-hosts.js"
import { LiveConnection, type LiveInstance } from "../support/live-client.js"
import type { LivePage } from "../support/live-server.js"

const news = topic<number>("news")
const COOKIE = "a".repeat(32)

/** What the views of this file have done, in order. */
const seen: string[] = []
/** Why those of "board" have ended. */
const ended: string[] = []
const joined: LiveInstance[] = []
const connections: LiveConnection[] = []

afterEach(async () => {
  for (const instance of joined.splice(0)) instance.leave()
  await turns(10)
  for (const connection of connections.splice(0)) connection.close()
  seen.length = 0
  ended.length = 0
})
afterAll(closeHosts)

interface Board {
  count: number
  zone: string
}

const board = liveView<Board, number>({
  name: "board",
  adopt: true,
  layout: false,
  async mount(params, _session, socket) {
    seen.push(`mount ${socket.connected}`)
    socket.subscribe(news)
    socket.pushEvent("made")
    if (params["slow"] !== undefined) await new Promise((resolve) => setTimeout(resolve, 30))
    if (params["never"] !== undefined) await new Promise(() => {})
    if (params["fail"] !== undefined) throw new Error("no")
    if (params["away"] !== undefined) return socket.redirect("/elsewhere")
    return { count: 0, zone: "UTC" }
  },
  handleConnected(socket) {
    seen.push(`connected ${socket.connected}`)
    const { zone, away } = socket.connectParams
    if (typeof zone === "string") socket.assign({ zone })
    if (away === true) socket.redirect("/elsewhere")
  },
  handleInfo: (n, socket) => socket.update("count", (count) => count + n),
  events: { add: (_params, socket) => socket.update("count", (count) => count + 1) },
  terminate: (reason) => void ended.push(reason),
  render: ({ count, zone }) => html`<p data-count="${count}" class="a"></p><p>${count}</p><p>${zone}</p>
    <i ${{ title: "board", hidden: count > 3 }}></i><button live-click="add">+</button>`,
})

const log = liveView<{ rows: ReturnType<typeof stream<{ id: number }>> }, number>({
  name: "log",
  adopt: true,
  layout: false,
  mount(_params, _session, socket) {
    seen.push(`mount ${socket.connected}`)
    socket.subscribe(news)
    return { rows: stream([{ id: 1 }, { id: 2 }], { key: ({ id }) => id }) }
  },
  handleInfo: (id, socket) => socket.stream("rows").insert({ id }),
  render: ({ rows }) => html`<ul>${rows.map(({ id }) => html`<li>${id}</li>`)}</ul>`,
})

const pages = liveView<{ page: number }, string>({
  name: "pages",
  adopt: true,
  layout: false,
  mount: (_params, _session, socket) => {
    seen.push(`mount ${socket.connected}`)
    socket.putFlash("info", "Hello.")
    return { page: 0 }
  },
  handleParams({ page = "1" }, _uri, socket) {
    seen.push(`params ${String(page)}`)
    if (page === "0") return socket.pushPatch("?page=1")
    return socket.assign({ page: Number(page) })
  },
  handleInfo: (to, socket) => socket.pushPatch(to),
  events: { next: (_params, socket) => socket.pushPatch("?page=2") },
  render: ({ page, flash }) => html`${components.flashGroup({ flash })}<p>${page}</p>`,
})

const basket = liveView<{ items: number }, number>({
  name: "basket",
  adopt: true,
  layout: false,
  persist: ["items"],
  mount(_params, _session, socket) {
    seen.push(`mount ${socket.connected}`)
    return { items: 0 }
  },
  events: { add: (_params, socket) => socket.update("items", (items) => items + 1) },
  handleInfo: () => {},
  render: ({ items }) => html`<p>${items}</p>`,
})

const later = liveView<{ rows: AsyncResult<number>; ticks: number }, "tick">({
  name: "later",
  adopt: true,
  layout: false,
  mount(_params, _session, socket) {
    socket.sendAfter(1, "tick")
    return { rows: asyncResult(() => Promise.resolve(7)), ticks: 0 }
  },
  handleInfo: (_tick, socket) => socket.update("ticks", (ticks) => ticks + 1),
  render: ({ rows, ticks }) => html`<p>${rows.ok ? rows.result : "loading"}</p><p>${ticks}</p>`,
})

/** The host answers with another status, whatever the page. */
const MISSING = {
  express: [
    (asked: { readonly url: string }, response: { statusCode: number }, next: () => void) => {
      if (asked.url.includes("missing")) response.statusCode = 404
      next()
    },
  ],
  koa: [
    async (context: { readonly url: string; status: number }, next: () => Promise<void>) => {
      if (context.url.includes("missing")) context.status = 404
      await next()
    },
  ],
}

/** Makes the app of one host. */
async function open(host: Host, options: object = {}) {
  const app = host.make({ options: { identify: () => "ann", resumeWindow: 0, ...options } as never, before: MISSING })
  app.live.view("/board", board)
  app.live.view("/no-layout", board, { layout: "broken-layout.ejs" })
  app.live.view("/log", log)
  app.live.view("/basket", basket)
  app.live.view("/later", later)
  app.live.view("/pages", pages)
  app.handmade("/island", "board")
  app.guarded("/guarded", board, app.live, (user) => user === "ann")
  app.legacy("/legacy", "adopting.ejs")
  return { app, url: await serve(app) }
}

type Opened = Awaited<ReturnType<typeof open>>

/** A page as a browser that has been here before asks for it. */
async function get({ url }: Opened, path: string, headers: Readonly<Record<string, string>> = {}): Promise<LivePage> {
  const { text } = await request(url)
    .get(path)
    .set({ Cookie: `livemount=${COOKIE}`, ...headers })
    .expect(200)
  return pageIn(text)
}

function pageIn(text: string): LivePage {
  const [, view = "", token = "", templates = "", html = ""] =
    /data-live="([^"]*)" data-live-token="([^"]*)"[^>]*? data-live-templates="([^"]*)">([\s\S]*?)<\/div>/.exec(text) ??
    []
  return { view, token, cookie: COOKIE, templates: templates.split(" ").filter(Boolean), html }
}

async function join(opened: Opened, page: LivePage, given: object = {}): Promise<LiveInstance> {
  const connection = new LiveConnection(opened.url, { cookie: page.cookie })
  connections.push(connection)
  const instance = await connection.join(page, given)
  joined.push(instance)
  return instance
}

const turns = (ms = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
/** Waits for it as long as the test may take. */
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await turns(5)
}

/** How many processes of the view wait: what is sent to them reaches those that live. */
function waiting({ app }: { app: HostApp }): number {
  return app.live.send(board as never, "board-1", 0 as never)
}

describe.each(hosts)("a page of a view with `adopt` on $name", (host) => {
  let opened: Opened
  beforeAll(async () => {
    opened = await open(host)
  })

  it("is joined by its own process: `mount` runs once, and the reply has what has changed since the first HTML", async () => {
    const page = await get(opened, "/board")
    opened.app.live.pubsub.broadcast(news as never, 5 as never)
    await turns()
    const instance = await join(opened, page, { p: { zone: "CET" } })
    expect(seen).toEqual(["mount false", "connected true"])
    expect(instance.reply).toEqual({
      i: 0,
      d: { 0: "5", 1: "5", 2: "CET", 3: { a: { title: "board", hidden: "" } } },
      e: { t: expect.anything(), e: [["made", null]] },
    })
    expect((await instance.event("add")).diff).toEqual({ 0: "6", 1: "6" })
    opened.app.live.pubsub.broadcast(news as never, 1 as never)
    expect((await instance.nextPush()).diff).toEqual({ 0: "7", 1: "7" })
  })

  it("has nothing in the reply where nothing has changed", async () => {
    const instance = await join(opened, await get(opened, "/log"), { n: [] })
    expect(instance.reply).toEqual({ i: 0 })
    expect(seen).toEqual(["mount false"])
  })

  it("loses no message between: not one that comes while the join is under way, and none twice", async () => {
    const page = await get(opened, "/log")
    opened.app.live.pubsub.broadcast(news as never, 3 as never)
    const joining = join(opened, page)
    opened.app.live.pubsub.broadcast(news as never, 4 as never)
    const instance = await joining
    opened.app.live.pubsub.broadcast(news as never, 5 as never)
    expect(instance.reply.d).toEqual({ 0: { o: [0, 2, -1, 2], n: [["3"], ["4"]] } })
    expect((await instance.nextPush()).diff).toEqual({ 0: { o: [0, 4, -1, 1], n: [["5"]] } })
  })

  it("mounts for a second join of the same HTML, and in another process as before", async () => {
    const page = await get(opened, "/board")
    const first = await join(opened, page)
    await first.event("add")
    const second = await join(opened, page)
    expect(seen).toEqual(["mount false", "connected true", "mount true", "connected true"])
    expect(second.reply.d).toBeUndefined()
    expect((await second.event("add")).diff).toEqual({ 0: "1", 1: "1" })
  })

  it("has what its tasks and timers have brought until the join, which begin with the page", async () => {
    const page = await get(opened, "/later")
    expect(page.html).toMatch(/loading.*0/)
    await turns(30)
    expect((await join(opened, page)).reply.d).toEqual({ 0: "7", 1: "1" })
  })

  it("has a snapshot where the view persists; a page that brings one is mounted again, and nobody waits for it", async () => {
    const instance = await join(opened, await get(opened, "/basket"))
    expect([seen, instance.reply.d, instance.reply.e?.s]).toEqual([["mount false"], undefined, expect.any(String)])
    const { diff, extras } = await instance.event("add")
    expect([diff, extras?.s]).toEqual([{ 0: "1" }, expect.any(String)])
    seen.length = 0
    const again = await join(opened, await get(opened, "/basket"), { s: extras?.s })
    expect([seen, again.reply.d]).toEqual([["mount false", "mount true"], { 0: "1" }])
    // Sent to the two that are joined, and to no third.
    expect(opened.app.live.send(basket as never, "basket-1", 0 as never)).toBe(2)
    expect(
      await join(opened, await get(opened, "/basket"), { s: "forged" }).then(({ reply }) => reply.d),
    ).toBeUndefined()
    expect(seen.slice(2)).toEqual(["mount false"])
  })

  it("patches along its path once it is joined, with the page's token, and shows a flash once", async () => {
    const page = await get(opened, "/pages?page=7")
    expect(page.html).toContain("Hello.")
    const instance = await join(opened, page)
    expect([seen, instance.reply.d]).toEqual([["mount false", "params 7"], undefined])
    const { diff, extras } = await instance.event("next")
    expect([diff, extras?.p]).toEqual([{ 1: "2" }, { to: "/pages?page=2", t: expect.any(String) }])
    const moved = { ...page, token: extras?.p?.t ?? "" }
    const again = await join(opened, moved, { a: true })
    expect(seen).toEqual(["mount false", "params 7", "params 2", "mount true", "params 2"])
    again.leave()
  })

  it("goes where a message wants it to be that came before the join: by a ticket", async () => {
    const page = await get(opened, "/pages?page=7")
    opened.app.live.send(pages as never, "pages-1", "?page=8" as never)
    await turns()
    const { reply } = await join(opened, page)
    expect(reply.e?.p).toEqual({ to: "/pages?page=8", r: 1 })
  })

  it("redirects in HTTP where the view does, and nobody waits", async () => {
    const headers = { Cookie: `livemount=${COOKIE}` }
    await request(opened.url).get("/board?away=1").set(headers).expect(302).expect("Location", "/elsewhere")
    await request(opened.url).get("/pages?page=0").set(headers).expect(302).expect("Location", "/pages?page=1")
    await request(opened.url).get("/board?fail=1").set(headers).expect(500, "Sorry: no")
    expect(seen).not.toContain("mount true")
    expect(waiting(opened)).toBe(0)
  })

  it("redirects in the reply where `handleConnected` does, and ends", async () => {
    const page = await get(opened, "/board")
    const connection = new LiveConnection(opened.url, { cookie: COOKIE })
    connections.push(connection)
    expect(await connection.request(page, { p: { away: true } })).toEqual({ r: { to: "/elsewhere" } })
    await turns()
    expect([ended.at(-1), waiting(opened)]).toEqual(["leave", 0])
  })

  it("is adopted as an island, too, of a page that the host sends", async () => {
    const island = await join(opened, await get(opened, "/island"))
    expect(seen).toEqual(["mount false", "connected true"])
    island.leave()
    await turns()
    expect(ended).toEqual(["leave"])
    const ejs = await join(opened, await get(opened, "/legacy"))
    ejs.leave()
    expect(seen.filter((text) => text.startsWith("mount"))).toEqual(["mount false", "mount false"])
  })

  it("does not wait for whoever does not come to join it", async () => {
    const parked = (headers: Readonly<Record<string, string>>, method: "get" | "head" = "get") =>
      request(opened.url)
        [method]("/board")
        .set({ Cookie: `livemount=${COOKIE}`, ...headers })
        .then(() => waiting(opened))
    expect(await parked({ Cookie: "other=1" })).toBe(0)
    expect(await parked({ Cookie: "livemount=forged" })).toBe(0)
    expect(await parked({}, "head")).toBe(0)
    for (const [name, value] of [
      ["Sec-Purpose", "prefetch"],
      ["Sec-Purpose", "prefetch;prerender"],
      ["Purpose", "prefetch"],
      ["X-Moz", "prefetch"],
      ["Live-Prefetch", "1"],
      ["Live-Renewal", "1"],
      ["Sec-Fetch-Dest", "empty"],
      ["Sec-Fetch-Dest", "iframe"],
      ["Sec-Fetch-Dest", "image"],
    ] as const) {
      expect([name, value, await parked({ [name]: value })]).toEqual([name, value, 0])
    }
    expect(await parked({ "Sec-Fetch-Dest": "empty", "Live-Navigate": "1", "Live-Prefetch": "1" })).toBe(0)
    const ticket = await request(opened.url)
      .get("/pages?_live")
      .set({ Cookie: `livemount=${COOKIE}`, "Live-Patch": "pages-1" })
    expect([ticket.status, opened.app.live.send(pages as never, "pages-1", "?page=1" as never)]).toEqual([200, 0])
    expect(new Set(seen)).toEqual(new Set(["mount false"]))
    // Each of them is mounted when it is joined after all.
    const page = await get(opened, "/board", { "Sec-Fetch-Dest": "empty" })
    await join(opened, page)
    expect(seen.slice(-2)).toEqual(["mount true", "connected true"])
    expect(await parked({ "Sec-Fetch-Dest": "document" })).toBe(2)
    expect(await parked({ "Sec-Fetch-Dest": "empty", "Live-Navigate": "1" })).toBe(3)
    // The button is down on a link to it.
    expect(await parked({ "Sec-Fetch-Dest": "empty", "Live-Navigate": "press", "Live-Prefetch": "1" })).toBe(4)
    opened.app.live.disconnect("ann")
    expect(waiting(opened)).toBe(0)
  })

  it("does not wait after a plain POST, whose view answers as before", async () => {
    const { text } = await request(opened.url).get("/board").set("Cookie", `livemount=${COOKIE}`)
    opened.app.live.disconnect("ann")
    const target = /value="(board-1 add[^"]*)"/.exec(text)?.[1] ?? ""
    const token = /name="_live_token" value="([^"]*)"/.exec(text)?.[1] ?? ""
    const posted = await request(opened.url)
      .post("/board?_live")
      .type("form")
      .set("Cookie", `livemount=${COOKIE}`)
      .send({ _live: target, _live_token: token })
    expect(posted.text).toMatch(/data-count="1"/)
    expect(waiting(opened)).toBe(0)
  })

  it("does not wait where there is no page after all: what is around it fails, or the host answers with another status", async () => {
    const headers = { Cookie: `livemount=${COOKIE}` }
    await request(opened.url)
      .get("/no-layout")
      .set(headers)
      .expect(500, /does not print/)
    const { text } = await request(opened.url).get("/board?missing=1").set(headers).expect(404)
    expect(text).toContain("data-live-token")
    await until(() => ended.length > 1)
    expect([waiting(opened), ended]).toEqual([0, ["leave", "leave"]])
  })

  it("does not wait where the page does not arrive", async () => {
    const asking = request(opened.url).get("/board?slow=1").set("Cookie", `livemount=${COOKIE}`)
    asking.end(() => {})
    await until(() => seen.includes("mount false"))
    asking.abort()
    await until(() => ended.length > 0)
    expect([waiting(opened), seen, ended]).toEqual([0, ["mount false"], ["leave"]])
    // Nobody has heard of an error.
    expect(opened.app.logger.entries.filter(({ level }) => level === "error")).toEqual([])
  })

  it("does not wait for a `mount` that never ends, once its browser has gone", async () => {
    const asking = request(opened.url).get("/board?never=1").set("Cookie", `livemount=${COOKIE}`)
    asking.end(() => {})
    await until(() => seen.includes("mount false"))
    expect(waiting(opened)).toBe(1)
    asking.abort()
    await until(() => waiting(opened) === 0)
    expect(waiting(opened)).toBe(0)
  })

  it("is made all the same where its process has ended meanwhile", async () => {
    const answer = request(opened.url).get("/board?slow=1").set("Cookie", `livemount=${COOKIE}`)
    const answered = new Promise<string>((resolve) => answer.end((_error, { text }) => resolve(text)))
    await until(() => seen.includes("mount false"))
    opened.app.live.disconnect("ann")
    const text = await answered
    expect(text).toContain("data-live-token")
    expect([waiting(opened), seen]).toEqual([0, ["mount false", "mount false"]])
    // Its user was disconnected after the host had been asked who it is.
    await expect(join(opened, pageIn(text))).rejects.toThrow("LV_TOKEN_EXPIRED")
  })

  it("ends by `live.disconnect`, whose page is not joined any more", async () => {
    const page = await get(opened, "/board")
    opened.app.live.disconnect("ann")
    await turns()
    expect([waiting(opened), ended]).toEqual([0, ["disconnect"]])
    await expect(join(opened, page)).rejects.toThrow("LV_TOKEN_EXPIRED")
  })
})

it("a page whose process was adopted comes back to it when the connection is lost, and then has what it has missed", async () => {
  const opened = await open(hosts[0] as Host, { resumeWindow: undefined })
  const page = await get(opened, "/board")
  const first = await join(opened, page, { p: { zone: "CET" } })
  await first.event("add")
  first.connection.close()
  await turns()
  opened.app.live.pubsub.broadcast(news as never, 5 as never)
  await turns()
  const again = await join(opened, page, { r: { k: first.reply.k, f: 1, e: 1 }, a: true, p: { zone: "UTC" } })
  expect(seen).toEqual(["mount false", "connected true", "connected true"])
  expect([again.reply.r, again.reply.d]).toEqual([{ e: 1 }, expect.objectContaining({ 0: "6", 1: "6", 2: "UTC" })])
  expect(waiting(opened)).toBe(1)
})

describe("a page that is not joined", () => {
  const host = hosts[0] as Host

  it("ends when its time is over, and is mounted by a late join", async () => {
    const opened = await open(host, { adopt: { window: 100 } })
    const page = await get(opened, "/board")
    expect(waiting(opened)).toBe(1)
    await turns(170)
    expect([waiting(opened), seen, ended]).toEqual([0, ["mount false"], ["leave"]])
    await join(opened, page)
    expect(seen.slice(1)).toEqual(["mount true", "connected true"])
  })

  it("does not wait at all where the option says so", async () => {
    const opened = await open(host, { adopt: { window: 0 } })
    await get(opened, "/board")
    expect(waiting(opened)).toBe(0)
  })

  it("ends with the app", async () => {
    const opened = await open(host)
    await get(opened, "/board")
    await opened.app.live.close()
    expect([seen, ended]).toEqual([["mount false"], ["shutdown"]])
  })

  it("costs no more than the bounds: of one browser, of one address, of all together, and says so", async () => {
    const told: unknown[] = []
    const listen = (message: unknown): void => void told.push(message)
    channel("livemount.limit").subscribe(listen)
    const adopt = { views: 6, viewsPerBrowser: 2, viewsPerAddress: 4 }
    const opened = await open(host, { adopt })
    const cookie = (digit: number) => ({ Cookie: `livemount=${String(digit).repeat(32)}` })
    for (let count = 0; count < 3; count++) await get(opened, "/board", cookie(1))
    expect([waiting(opened), told]).toEqual([2, [{ limit: "adopt.viewsPerBrowser", view: "board" }]])
    for (let count = 0; count < 5; count++) await get(opened, "/board", cookie(2 + count))
    expect(waiting(opened)).toBe(4)
    expect(told.slice(1)).toEqual(Array.from({ length: 3 }, () => ({ limit: "adopt.viewsPerAddress", view: "board" })))
    channel("livemount.limit").unsubscribe(listen)
    opened.app.live.disconnect("ann")
    await turns()
    await get(opened, "/board", cookie(1))
    expect(waiting(opened)).toBe(1)
  })
})
