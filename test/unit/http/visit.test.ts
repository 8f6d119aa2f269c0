import type { ServerResponse } from "node:http"
import { Assets } from "../../../src/http/assets.js"
import { BasePaths } from "../../../src/http/base-path.js"
import type { Answer, HostExchange } from "../../../src/http/host/host-exchange.js"
import type { RequestHooks } from "../../../src/http/host/request-hooks.js"
import type { HttpContext } from "../../../src/http/http-context.js"
import { LayoutRenderer } from "../../../src/http/layout.js"
import { PageMarks } from "../../../src/http/page-marks.js"
import { type PageRoute, resolve } from "../../../src/http/routes/resolve.js"
import { answerPage } from "../../../src/http/visit/answer-page.js"
import { makeRoot } from "../../../src/http/visit/root.js"
import { Visit } from "../../../src/http/visit/visit.js"
import { html, liveView } from "../../../src/index.js"
import { MemoryBus } from "../../../src/pubsub/memory-bus.js"
import { PubSub } from "../../../src/pubsub/pubsub.js"
import { functionRenderer } from "../../../src/render/function-renderer.js"
import { OriginPolicy } from "../../../src/security/origin.js"
import { verifyPageToken } from "../../../src/security/page-token.js"
import { Signer } from "../../../src/security/signer.js"
import { Parking } from "../../../src/supervise/parking.js"
import { Supervisor } from "../../../src/supervise/supervisor.js"
import { systemClock } from "../../../src/util/clock.js"
import { definitionOf } from "../../../src/view/definition.js"
import { ViewRegistry } from "../../../src/view/view-registry.js"
import { RecordingLogger } from "../../support/recording-logger.js"

let mounts = 0
const report = liveView({
  name: "report",
  mount: (params: { id?: string }, session: { user?: string }) => {
    mounts += 1
    return { id: params.id, user: session.user, opened: false }
  },
  events: {
    open(_params, socket) {
      socket.assign("opened", true)
    },
  },
  render: ({ id, user, opened }) =>
    html`<p>${id} of ${user}: ${opened ? "open" : "shut"}</p><button live-click="open">Open</button>`,
})

const signer = new Signer(["the secret of the tests"])

function contextWith(hooks: Partial<RequestHooks> = {}): HttpContext {
  const logger = new RecordingLogger()
  const registry = new ViewRegistry(({ render }) => functionRenderer(render as NonNullable<typeof render>))
  registry.add(report)
  return {
    registry,
    services: { pubsub: new PubSub(new MemoryBus(logger), logger), clock: systemClock, logger, development: true },
    supervisor: new Supervisor({ parking: new Parking(systemClock) }),
    signer,
    origins: new OriginPolicy(),
    assets: new Assets("/live", logger),
    layouts: new LayoutRenderer({ render: async () => "" }, undefined),
    hooks: { session: undefined, identify: undefined, nonce: undefined, csrf: undefined, ...hooks },
    basePaths: new BasePaths(undefined, logger),
    config: { socket: "/live/socket", namespace: "/live/", prefix: "live-" },
    joins: { limit: 16_384, sizeOf: (token) => token.length },
    marks: new PageMarks(signer),
    tokenAge: 3_600_000,
  }
}

function visitOf(url: string, context = contextWith()) {
  const headers: Record<string, string> = {}
  const sent: Answer[] = []
  const exchange = {
    subject: { user: "Ada" },
    message: { method: "GET", headers: {} },
    response: {
      getHeader: (name: string) => headers[name],
      hasHeader: (name: string) => name in headers,
      setHeader: (name: string, value: string) => Object.assign(headers, { [name]: value }),
      appendHeader: (name: string, value: string) => Object.assign(headers, { [name]: (headers[name] ?? "") + value }),
    } as unknown as ServerResponse,
    locals: {},
    url,
    originalUrl: url,
    secure: false,
    send: (answer: Answer) => sent.push(answer),
  } as unknown as HostExchange
  const cookie = (): string => /livemount=([^;]+)/.exec(headers["Set-Cookie"] ?? "")?.[1] ?? ""
  return { visit: new Visit(exchange, context), exchange, headers, sent, cookie }
}

const routeIn = ({ registry }: HttpContext, session?: PageRoute["session"]): PageRoute => {
  const view = registry.get(definitionOf(report).name)
  if (view === undefined) throw new Error("The view is not registered.")
  return { view, layout: undefined, session, action: undefined }
}

beforeEach(() => {
  mounts = 0
})

describe("the steps to a page", () => {
  it("resolve a route to its params: those of the path win over the query's", () => {
    const { params } = resolve(routeIn(contextWith()), { id: "7", part: undefined }, "/reports/7?id=8&q=x")
    expect(params).toEqual({ id: "7", q: "x" })
  })

  it("claim what the token will say, and mount nothing for it", async () => {
    const session = jest.fn(() => ({ user: "nobody", role: "reader" }))
    const context = contextWith({ session, identify: () => 7 })
    const { visit, exchange, headers } = visitOf("/reports/7?q=x&_live", context)
    const resolved = resolve(
      routeIn(context, ({ user }: { user: string }) => ({ user })),
      { id: "7" },
      visit.address.url,
    )
    const claims = await visit.claims.ofPage(resolved, exchange.subject)
    expect(claims).toMatchObject({
      params: { id: "7", q: "x" },
      session: { user: "Ada", role: "reader" },
      url: "/reports/7?q=x",
      basePath: "",
      identify: "7",
    })
    await visit.claims.ofIsland(claims.view, {})
    expect(session).toHaveBeenCalledTimes(1)
    expect(mounts).toBe(0)
    expect(headers).toEqual({})
  })

  it("sign these claims without a root: what asks for a token alone needs no more", async () => {
    const context = contextWith()
    const { visit, exchange, cookie } = visitOf("/reports/7", context)
    const resolved = resolve(routeIn(context), { id: "7" }, visit.address.url)
    const { view, ...claims } = await visit.claims.ofPage(resolved, exchange.subject)
    const said = { ...claims, view: view.definition.name, id: "report-1", digests: "" }
    const token = visit.browser.pageToken(said, visit.begunAt)
    expect(verifyPageToken(signer, token, cookie())).toMatchObject({
      ok: true,
      token: { view: "report", id: "report-1", params: { id: "7" }, url: "/reports/7", digests: "" },
    })
    expect(mounts).toBe(0)
  })

  it("make a root of claims, whose token says them again", async () => {
    const context = contextWith()
    const { visit, cookie } = visitOf("/", context)
    const claims = await visit.claims.ofIsland(routeIn(context).view, { user: "Ada" })
    const root = await makeRoot({ id: visit.words.nextId("report"), claims }, visit)
    const text = root.kind === "root" ? root.html : ""
    expect(text.replaceAll(/<!--.*?-->/g, "")).toContain("of Ada: shut")
    const token = /data-live-token="([^"]+)"/.exec(text)?.[1]
    expect(verifyPageToken(signer, token, cookie())).toMatchObject({ ok: true, token: { session: { user: "Ada" } } })
    expect(mounts).toBe(1)
  })

  it("put the page around it and answer, once", async () => {
    const context = contextWith()
    const { visit, exchange, sent, headers } = visitOf("/reports/7", context)
    await answerPage(routeIn(context), { id: "7" }, exchange, visit)
    expect(sent).toHaveLength(1)
    expect(headers["Live-Page"]).toMatch(/ report-1$/)
    const body = String(sent[0]?.body)
    expect(body).toMatch(
      /^<!doctype html>[\s\S]*<div id="report-1"[\s\S]*<form id="live-post"[\s\S]*<script type="module"/,
    )
    expect(body.match(/<form id="live-post"/g)).toHaveLength(1)
  })
})

describe("the browser of a request", () => {
  it("is bound to a cookie by the first token, once; and the page is private then", () => {
    const { visit, headers, cookie } = visitOf("/")
    expect(headers).toEqual({})
    visit.browser.csrfToken()
    const first = cookie()
    expect(first).not.toBe("")
    expect(headers["Cache-Control"]).toBe("private, no-cache")
    visit.browser.csrfToken()
    expect(cookie()).toBe(first)
    expect(headers["Set-Cookie"]?.match(/livemount=/g)).toHaveLength(1)
  })
})

describe("a plain POST", () => {
  const posted = async () => {
    const asked = visitOf("/reports/7")
    const token = asked.visit.browser.csrfToken()
    const { visit, exchange } = visitOf("/reports/7?_live")
    const headers = { host: "app.example", origin: "http://app.example", cookie: `livemount=${asked.cookie()}` }
    const became: unknown[] = []
    Object.assign(exchange, {
      message: { method: "POST", headers, readableEnded: true, socket: {} },
      body: { _live: "report-1 open ?by=2", _live_token: token },
      becomeGet: (...urls: unknown[]) => became.push(urls),
    })
    await visit.takeMarked()
    return { visit, became }
  }

  it("goes on as a GET without the mark, and its event is taken by its own root, once", async () => {
    const { visit, became } = await posted()
    expect(became).toEqual([["/reports/7", "/reports/7"]])
    expect(visit.post?.takeFor("report-2")).toBeUndefined()
    expect(visit.post?.untaken?.event).toBe("open")
    expect(visit.post?.takeFor("report-1")).toEqual({ root: "report-1", event: "open", payload: { by: "2" } })
    expect(visit.post?.takeFor("report-1")).toBeUndefined()
    expect(visit.post?.untaken).toBeUndefined()
  })

  it("runs its event in the root that takes it", async () => {
    const { visit } = await posted()
    const claims = await visit.claims.ofIsland(routeIn(visit.context).view, {})
    const root = await makeRoot({ id: "report-1", claims }, visit)
    const text = root.kind === "root" ? root.html : ""
    expect(text.replaceAll(/<!--.*?-->/g, "")).toContain(": open</p>")
    expect(visit.post?.untaken).toBeUndefined()
  })
})

describe("the words of a page", () => {
  it("count the roots of each view, and give out the script once", () => {
    const { words } = visitOf("/").visit
    expect([words.nextId("a"), words.nextId("b"), words.nextId("a")]).toEqual(["a-1", "b-1", "a-2"])
    expect([words.takeScript(), words.takeScript()]).toEqual([true, false])
  })

  it("are watched by one, however many islands have one", () => {
    const { words } = visitOf("/").visit
    expect([words.takeWatch(), words.takeWatch()]).toEqual([true, false])
  })

  it("are not open again once the host has gone on", () => {
    const { words } = visitOf("/").visit
    expect(words.isOpen).toBe(true)
    words.close()
    expect(words.isOpen).toBe(false)
    words.add({ kind: "head" })
    expect(words.isOpen).toBe(false)
  })
})

describe("the hidden form of a page", () => {
  it("is written once, and only where a button needs it", () => {
    const { forms } = visitOf("/a").visit
    expect(forms.takeHiddenForm()).toBe("")
    forms.needHiddenForm()
    expect(forms.takeHiddenForm()).toMatch(/^<form id="live-post" method="post" action="\/a\?_live" hidden/)
    expect(forms.takeHiddenForm()).toBe("")
  })

  it("is not needed anew after it was written", () => {
    const { forms } = visitOf("/a").visit
    forms.needHiddenForm()
    forms.takeHiddenForm()
    forms.needHiddenForm()
    expect(forms.takeHiddenForm()).toBe("")
  })
})
