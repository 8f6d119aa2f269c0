/** Live sessions and guards, on each host: at the page, at the join, in islands. */

import request from "supertest"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import type { OnMount } from "../../src/view/on-mount.js"
import { closeHosts, type Host, hosts, serve } from "../support/http-hosts.js"
import { LiveConnection } from "../support/live-client.js"
import type { LivePage } from "../support/live-server.js"
import { RecordingLogger } from "../support/recording-logger.js"

const connections: LiveConnection[] = []

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close()
  await closeHosts()
})

/** An app whose admins are those that the header says, until they are deposed. */
function makeApp(host: Host) {
  const deposed = new Set<string>()
  const runs: string[] = []
  const requireUser: OnMount<{ currentUser: string }> = (_params, session, socket) => {
    runs.push(`user ${socket.connected}`)
    const { user } = session as { user?: string }
    return user === undefined ? socket.redirect("/login") : { currentUser: user }
  }
  const requireAdmin: OnMount<object, { currentUser: string }> = (_params, _session, socket) => {
    runs.push(`admin ${socket.connected}`)
    return deposed.has(socket.assigns.currentUser) ? socket.redirect("/") : {}
  }
  const users = liveView.onMount(requireUser)({
    name: "users",
    mount: () => ({}),
    events: {
      who: (_params, socket) => socket.assigns.currentUser,
    },
    render: ({ currentUser }) => html`<p>${currentUser}</p>`,
  })
  const app = host.make({
    session: ((subject: { headers: Record<string, string> }) => ({ user: subject.headers["x-user"] })) as never,
  })
  const admin = app.live.session("admin", { onMount: [requireUser, requireAdmin], layout: false })
  return { app, admin, users, deposed, runs }
}

function pageIn(text: string, headers: Record<string, unknown>): LivePage {
  const [, view = "", token = "", templates = "", html = ""] =
    /data-live="([^"]*)" data-live-token="([^"]*)" data-live-templates="([^"]*)">([\s\S]*?)<\/div>/.exec(text) ?? []
  const cookie = /livemount=([^;]*)/.exec(String(headers["set-cookie"]))?.[1] ?? ""
  return { view, token, cookie, templates: templates.split(" ").filter(Boolean), html }
}

function connect(url: string, page: LivePage): LiveConnection {
  const connection = new LiveConnection(url, { cookie: page.cookie })
  connections.push(connection)
  return connection
}

describe.each(hosts)("a live session on $name", (host) => {
  it("asks its guards for the page and for the join, each once", async () => {
    const { app, admin, users, deposed, runs } = makeApp(host)
    admin.view("/users", users)
    const url = await serve(app)
    await request(url).get("/users").expect(302).expect("Location", "/login")
    expect(runs.splice(0)).toEqual(["user false"])

    const { text, headers } = await request(url).get("/users").set("x-user", "ada").expect(200)
    expect(text).not.toContain("<html")
    expect(runs.splice(0)).toEqual(["user false", "admin false"])

    const page = pageIn(text, headers)
    const instance = await connect(url, page).join(page)
    expect(runs.splice(0)).toEqual(["user true", "admin true"])
    expect((await instance.event("who")).extras).toEqual({ y: "ada" })

    deposed.add("ada")
    expect(await connect(url, page).request(page, { a: true })).toEqual({ r: { to: "/" } })
  })

  it("has handlers for the host's own routes", async () => {
    const { app, admin, users, deposed } = makeApp(host)
    app.guarded("/users", users, admin)
    expect(() => app.guarded("/elsewhere", users)).toThrow("belongs to the live session")
    const url = await serve(app)
    await request(url).get("/users").expect(401)
    await request(url)
      .get("/users")
      .set("x-user", "ada")
      .expect(200, /ada<\//)
    deposed.add("ada")
    await request(url).get("/users").set("x-user", "ada").expect(302).expect("Location", "/")
  })

  it("says in development that a page leads to itself", async () => {
    const logger = new RecordingLogger()
    const app = host.make({ options: { logger, development: true } })
    const login = liveView({ name: "login", mount: () => ({}), render: () => html`Log in` })
    const requireUser: OnMount = (_params, _session, socket) => socket.redirect("/login")
    app.live.session("all", { onMount: [requireUser], layout: false }).view("/login", login)
    for (let times = 0; times < 2; times++) {
      await request(app.listener).get("/login").expect(302).expect("Location", "/login")
    }
    expect(logger.entries.map(({ details }) => details)).toEqual([{ code: "LV_REDIRECT_CIRCLE", view: "login" }])
  })

  it("guards its islands in whatever page they stand", async () => {
    const { app, admin, users, deposed } = makeApp(host)
    admin.register(users)
    app.handmade("/made", "users")
    const url = await serve(app)
    expect((await request(url).get("/made").set("x-user", "ada").expect(200)).text).toContain("ada</")
    deposed.add("ada")
    expect((await request(url).get("/made").set("x-user", "ada").expect(200)).text).not.toContain("ada</")
  })

  it("is not joined with a page of before a deploy that moved its view", async () => {
    const { app, users } = makeApp(host)
    app.live.view("/users", users)
    const url = await serve(app)
    const { text, headers } = await request(url).get("/users").set("x-user", "ada").expect(200)
    const page = pageIn(text, headers)
    await expect(connect(url, page).request(page)).resolves.toHaveProperty("i")

    const next = makeApp(host)
    next.admin.view("/users", next.users)
    const nextUrl = await serve(next.app)
    // Koa's app is known with its first request.
    await request(nextUrl).get("/users").expect(302)
    expect(next.runs.splice(0)).toEqual(["user false"])
    const reply = await connect(nextUrl, page).request(page)
    expect(reply).toMatchObject({ x: { code: "LV_TOKEN_EXPIRED" } })
    expect(next.runs).toEqual([])
  })
})

it("a live session is not nested", () => {
  const app = hosts[0]?.make() as ReturnType<Host["make"]>
  const admin = app.live.session("admin") as unknown as { session(name: string): unknown }
  expect(() => admin.session("inner")).toThrow("live sessions are not nested")
  expect(() => app.live.session("admin")).toThrow("there is one of this name already")
})
