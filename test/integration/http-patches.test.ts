/** Patches on each host: by the view itself, and by tickets that the host's guards and the view's have to let through. */

import request from "supertest"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, hosts, serve } from "../support/http-hosts.js"
import { joinLive, type LiveInstance } from "../support/live-client.js"
import type { LivePage } from "../support/live-server.js"
import { openPage } from "../support/open-page.js"

const tabs = liveView<{ readonly shown: string }>({
  name: "tabs",
  layout: false,
  patch: "socket",
  mount: () => ({ shown: "" }),
  handleParams({ tab = "none", q = "" }, uri, socket) {
    if (tab === "secret") socket.redirect("/login")
    socket.assign({ shown: `${String(tab)} ${String(q)} ${socket.action} ${uri}` })
  },
  events: { go: ({ to }, socket) => socket.pushPatch(String(to)) },
  render: ({ shown }) => html`<p>${shown}</p>`,
})

/** Number 3 is nobody's, as a guard in the view says; number 2 is not Bob's, as the host says. */
const report = liveView.onMount(({ id }, _session, socket) => (id === "3" ? socket.redirect("/reports") : {}))<{
  readonly shown: string
}>({
  name: "report",
  layout: false,
  mount: () => ({ shown: "" }),
  handleParams({ id, q = "" }, uri, socket) {
    if (q === "old") socket.pushPatch("?q=new")
    socket.assign({ shown: `${String(id)} ${String(q)} ${uri}` })
  },
  events: {
    type: ({ q }, socket) => socket.pushPatch(`?q=${encodeURIComponent(String(q))}`, { replace: true }),
    go: ({ to }, socket) => socket.pushPatch(String(to)),
  },
  render: ({ shown }) => html`<p>${shown}</p><button live-click="go" live-value-to="?q=posted">Go</button>`,
})

describe.each(hosts)("patches on $name", (host) => {
  let url: string
  const opened: LiveInstance[] = []

  beforeAll(async () => {
    const app = host.make()
    app.live.view("/reports", report)
    app.guarded("/reports/:id", report, undefined, (user, { id }) => user === "ada" || id !== "2")
    app.live.view("/tabs", tabs)
    app.live.view("/tabs/own", tabs, { session: { own: 1 } })
    app.live.view("/tabs/:tab", tabs, { action: "tab" })
    app.live.view("/tabs/:tab/all", report)
    app.guarded("/by-host/:tab", tabs)
    url = await serve(app)
  })
  afterEach(() => {
    for (const { connection } of opened.splice(0)) connection.close()
  })
  afterAll(closeHosts)

  async function open(path: string, user = "ada"): Promise<{ page: LivePage; view: LiveInstance }> {
    const page = await openPage(url, path, { headers: { "x-user": user } })
    const view = await joinLive(url, page)
    opened.push(view)
    return { page, view }
  }

  const askTicket = ({ cookie }: LivePage, path: string, user = "ada") =>
    request(url)
      .get(`${path}${path.includes("?") ? "&" : "?"}_live`)
      .set({ "Live-Patch": "report-1", Cookie: `livemount=${cookie}`, "x-user": user })
      .buffer(true)
      .parse((response, done) => {
        let text = ""
        response.on("data", (chunk: Buffer) => {
          text += String(chunk)
        })
        response.on("end", () => done(null, text))
      })

  async function ticketFor(page: LivePage, path: string): Promise<string> {
    const { body } = await askTicket(page, path).expect(200)
    return (JSON.parse(String(body)) as { readonly t: string }).t
  }

  it("by the view: one frame while typing, which has the new address and a token to join with", async () => {
    const { page, view } = await open("/reports/1")
    const pushes: unknown[] = []
    view.socket.on("d", (...frame: unknown[]) => pushes.push(frame))
    let token = ""
    for (const q of ["a", "ab", "abc"]) {
      const { diff, extras } = await view.event("type", { q })
      expect(diff).toEqual({ 0: `1 ${q} /reports/1?q=${q}` })
      expect(extras).toEqual({ p: { to: `/reports/1?q=${q}`, t: expect.any(String), r: 1 } })
      token = extras?.p?.t ?? ""
    }
    expect(pushes).toEqual([])
    const again = await joinLive(url, { ...page, token }, { request: { a: true } })
    opened.push(again)
    expect(again.reply.d).toMatchObject({ 0: "1 abc /reports/1?q=abc" })
  })

  it("in an HTTP request are redirects", async () => {
    const loaded = await request(url).get("/reports/1?q=old").expect(302)
    expect(loaded.headers["location"]).toBe("/reports/1?q=new")
    const { text, headers } = await request(url).get("/reports/1").expect(200)
    const cookie = String(headers["set-cookie"]).split(";")[0] ?? ""
    const [, button = ""] = /name="_live" value="([^"]*)"/.exec(text) ?? []
    const [, csrf] = /name="_live_token" value="([^"]*)"/.exec(text) ?? []
    const posted = await request(url)
      .post("/reports/1?_live")
      .set("Cookie", cookie)
      .type("form")
      .send({ _live: button.replaceAll("&amp;", "&"), _live_token: csrf })
      .expect(303)
    expect(posted.headers["location"]).toBe("/reports/1?q=posted")
  })

  it("to another path wait for a ticket of the host's route", async () => {
    const { page, view } = await open("/reports")
    const { diff, extras } = await view.event("go", { to: "/reports/1?q=x" })
    expect([diff, extras]).toEqual([null, { p: { to: "/reports/1?q=x" } }])
    const ticket = await ticketFor(page, "/reports/1?q=x")
    expect(await view.patch(ticket)).toEqual({ diff: { 0: "1 x /reports/1?q=x" }, extras: undefined })
  })

  it("by a ticket are told of a guard in the view, and of a patch from there", async () => {
    const { page, view } = await open("/reports/1")
    const refused = await ticketFor(page, "/reports/3")
    expect((await view.patch(refused)).extras).toEqual({ r: { to: "/reports" } })
    const moved = await ticketFor(page, "/reports/1?q=old")
    const { diff, extras } = await view.patch(moved)
    expect(diff).toEqual({ 0: "1 new /reports/1?q=new" })
    expect(extras?.p).toEqual({ to: "/reports/1?q=new", t: expect.any(String) })
  })

  it("of a view that vouches for its paths need no ticket between its own routes", async () => {
    const page = await openPage(url, "/tabs")
    const view = await joinLive(url, page)
    opened.push(view)
    const pushed = await view.event("go", { to: "/tabs/a%20b?q=1" })
    expect(pushed.diff).toEqual({ 0: "a b 1 tab /tabs/a%20b?q=1" })
    expect(pushed.extras).toEqual({ p: { to: "/tabs/a%20b?q=1", t: expect.any(String) } })
    const asked = await view.patch("/tabs/c#end")
    expect(asked.diff).toEqual({ 0: "c  tab /tabs/c" })
    expect(asked.extras).toEqual({ p: { to: "/tabs/c#end", t: expect.any(String) } })
    const again = await joinLive(url, { ...page, token: asked.extras?.p?.t ?? "" }, { request: { a: true } })
    opened.push(again)
    expect(JSON.stringify(again.reply.d)).toContain("c  tab /tabs/c")
    for (const to of ["/by-host/c", "/tabs/own", "/tabs/c/all", "/nowhere", "/tabs/%ff"]) {
      expect((await view.patch(to)).extras?.x?.code).toBe("LV_TICKET_NEEDED")
      expect((await view.event("go", { to })).extras).toEqual({ p: { to } })
    }
    expect((await view.patch("//elsewhere.example/tabs/c")).extras?.x?.code).toBe("LV_PATCH_REFUSED")
    expect((await view.patch("/tabs/secret")).extras).toEqual({ r: { to: "/login" } })
  })

  it("of other views need one", async () => {
    const { view } = await open("/reports")
    for (const to of ["/reports", "/reports?q=x", "/reports/1"]) {
      expect((await view.patch(to)).extras?.x?.code).toBe("LV_TICKET_NEEDED")
    }
    expect((await view.event("type", { q: "on" })).diff).toEqual({ 0: "undefined on /reports?q=on" })
  })

  it("get no ticket where a guard of the host does not let the page through", async () => {
    const { page, view } = await open("/reports/1", "bob")
    await askTicket(page, "/reports/2", "bob").expect(401)
    const ofAda = await ticketFor(page, "/reports/2")
    const { page: other } = await open("/reports/1", "bob")
    const foreign = await ticketFor(other, "/reports/2")
    expect((await view.patch(foreign)).extras?.x?.code).toBe("LV_TOKEN_FOREIGN")
    expect((await view.patch(`${ofAda}x`)).extras?.x?.code).toBe("LV_TOKEN_INVALID")
    expect((await view.event("type", { q: "still" })).diff).toEqual({ 0: "1 still /reports/1?q=still" })
  })
})
