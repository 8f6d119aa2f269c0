/** A small site of several live pages in one layout, on any host: what a page that is navigated to must bring, and what must stay. */

import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { NextFunction, Request, Response } from "express"
import type { Context, Next } from "koa"
import { html } from "../../../src/render/values/html.js"
import { liveView } from "../../../src/view/live-view.js"
import type { Host, HostApp } from "../../support/http-hosts.js"

const LAYOUT = `<!doctype html>
<html lang="en" class="{{ theme }}"><head>
<title>{{ title }}</title>
<meta name="description" content="About {{ title }}">
<link rel="canonical" href="https://films.example{{ path }}">
{% if path == "/second" %}<link rel="stylesheet" href="/second.css">{% endif %}
{% if path == "/inline-script" %}<script>window.ran = true</script>{% endif %}
{% if path == "/base" %}<base href="/other/">{% endif %}
{% if path == "/older" %}<link rel="preload" as="fetch" href="/favicon.ico" live-track>{% endif %}
<script src="/site.js" defer></script>
</head><body data-page="{{ path }}">
<nav>{% for to in menu %}<a href="{{ to }}" live-navigate{% if to == path %} aria-current="page"{% endif %}>{{ to }}</a> {% endfor %}</nav>
<aside id="kept" live-permanent><input id="radio"></aside>
<div id="cart">{{ live("cart", { of: "ada" }) }}</div>
{% if path == "/second" %}<div id="extra">{{ live("cart", { of: path }) }}</div>{% endif %}
<main>{{ content }}</main>
<footer>{{ path }}</footer>
</body></html>`

/** What the site tells of itself: which of its views mounted, connected or not, and pages asked for. */
export interface Site {
  readonly app: HostApp
  readonly asked: string[]
  readonly mounts: string[]
  /** Milliseconds before `/slow` answers. */
  slowness: number
  readonly folder: string
}

export const MENU = ["/first", "/second", "/slow", "/missing", "/broken", "/fenced", "/other-session", "/uploaded"]

export function makeSite(host: Host): Site {
  const folder = mkdtempSync(join(tmpdir(), "site-"))
  writeFileSync(join(folder, "layout.njk"), LAYOUT)
  const site = { asked: [] as string[], mounts: [] as string[], slowness: 0, folder }
  const middleware = rules(site)
  const tell = (subject: unknown, path: string): void => {
    if (path === "/told") app.live.flash(subject as never, "info", "From the host.")
  }
  const app: HostApp = host.make({
    options: {
      views: folder,
      layout: "layout.njk",
      development: false,
      identify: (subject) => cookieOf(subject, "who"),
    },
    before: {
      express: [
        (request: Request, response: Response, next: NextFunction) => {
          const answer = middleware(request.path, request.headers["live-prefetch"] === "1", (name, value) =>
            response.setHeader(name, value),
          )
          Object.assign(response.locals, answer.locals)
          if (answer.status !== undefined) response.status(answer.status)
          if (answer.body === undefined) setTimeout(next, answer.wait)
          else response.type(answer.type ?? "html").send(answer.body)
        },
      ],
      koa: [
        async (context: Context, next: Next) => {
          const answer = middleware(context.path, context.get("live-prefetch") === "1", (name, value) =>
            context.set(name, value),
          )
          Object.assign(context.state, answer.locals)
          if (answer.status !== undefined) context.status = answer.status
          if (answer.body !== undefined) {
            context.type = answer.type ?? "html"
            context.body = answer.body
            return
          }
          await new Promise((resolve) => setTimeout(resolve, answer.wait))
          await next()
        },
      ],
    },
    after: {
      express: [
        (request: Request, _response: Response, next: NextFunction) => {
          tell(request, request.path)
          next()
        },
      ],
      koa: [
        (context: Context, next: Next) => {
          tell(context, context.path)
          return next()
        },
      ],
    },
  })
  addViews(app, site.mounts)
  return Object.assign(site, { app })
}

interface Ruled {
  readonly locals: object
  readonly status?: number
  readonly type?: string
  readonly body?: string
  readonly wait: number
}

/** What the host does before livemount sees a request. */
function rules(site: Pick<Site, "asked" | "slowness">) {
  return (path: string, isPrefetch: boolean, setHeader: (name: string, value: string) => void): Ruled => {
    const locals = { path, menu: MENU, theme: path === "/second" ? "dark" : "light" }
    const ruled: Ruled = { locals, wait: path === "/slow" ? site.slowness : 0 }
    if (path === "/favicon.ico") return { ...ruled, status: 204, body: "" }
    if (path === "/site.js") return { ...ruled, type: "js", body: "window.loads = (window.loads ?? 0) + 1" }
    if (path === "/second.css") return { ...ruled, type: "css", body: "footer { color: rgb(1, 2, 3) }" }
    if (path.startsWith("/live/")) return ruled
    site.asked.push(`${path}${isPrefetch ? " (prefetch)" : ""}`)
    if (path === "/fenced") setHeader("Content-Security-Policy", "frame-ancestors 'none'")
    if (path === "/clearing") setHeader("Clear-Site-Data", '"cache"')
    if (path === "/file") setHeader("Content-Disposition", "inline")
    if (path === "/uploaded") return { ...ruled, body: UPLOADED }
    return ruled
  }
}

/** What somebody may have uploaded, who knows what our pages look like. */
const UPLOADED = `<!doctype html><title>Uploaded</title><div id="first-1" data-live="first" data-live-token="x" data-live-templates=""><h1>Uploaded</h1></div>
<script type="module" src="/live/client.js" data-live-config='{}' data-live-page="a - - - first-1"></script>`

function addViews({ live, guarded }: HostApp, mounts: string[]): void {
  const page = (name: string, extra = html``) =>
    liveView<{ count: number }>({
      name,
      title: `The ${name}`,
      mount: (_params, _session, socket) => {
        if (socket.connected) mounts.push(name)
        return { count: 0 }
      },
      events: {
        more: (_params, socket) => socket.update("count", (count) => count + 1),
        leave: (params, socket) => {
          if (params["say"] !== undefined) socket.putFlash("info", String(params["say"]))
          socket.pushNavigate(String(params["to"]), { replace: params["replace"] === "yes" })
        },
        late: async (_params, socket) => {
          await new Promise((resolve) => setTimeout(resolve, 1_000))
          socket.redirect("/missing")
        },
      },
      render: ({
        count,
        flash,
      }) => html`<h1>${name}</h1><p id="flash">${flash["info"]}</p><button id="more" live-click="more">${count}</button>
        <button id="push" live-click="leave" live-value-to="/second">Go</button>
        <button id="replace" live-click="leave" live-value-to="/second" live-value-replace="yes">Go instead</button>
        <button id="say" live-click="leave" live-value-to="/second" live-value-say="Hello.">Say</button>
        <button id="say-outside" live-click="leave" live-value-to="/other-session" live-value-say="Hello.">Say</button>
        <button id="late" live-click="late">Late</button>${extra}`,
    })
  live.register(
    liveView<{ of: string; count: number }>({
      name: "cart",
      mount: (_params, session, socket) => {
        const { of } = session as { readonly of?: string }
        if (socket.connected) mounts.push(`cart of ${of}`)
        return { of: String(of), count: 0 }
      },
      events: { add: (_params, socket) => socket.update("count", (count) => count + 1) },
      render: ({ of, count }) => html`<button class="add" live-click="add">${of}: ${count}</button>`,
    }),
  )
  const links = html`<p>
    <a id="in-place" href="/second" live-navigate="replace">instead</a>
    <a id="elsewhere" href="https://elsewhere.example/" live-navigate>elsewhere</a>
    <a id="hash" href="/second#deep" live-navigate>deep</a>
    <a id="inline" href="/inline-script" live-navigate>inline</a> <a id="based" href="/base" live-navigate>base</a>
    <a id="old" href="/older" live-navigate>older</a> <a id="clears" href="/clearing" live-navigate>clears</a>
    <a id="out" href="/log-out" live-navigate>out</a> <a id="told" href="/told" live-navigate>told</a>
  </p><div id="box" live-scroll style="height: 50px; overflow: auto"><p style="height: 500px">Long</p></div>`
  const form = html`<form id="letter" live-submit="more" live-confirm-leave="Leave the letter?"><input name="text"><input type="checkbox" name="loud"></form>`
  const tall = html`<div style="height: 3000px"></div><p id="deep">Deep</p>`
  const player = html`<p id="player" live-permanent><button id="play" live-click="more">Play</button></p>`
  live.view("/first", page("first", html`${links}${player}${tall}`))
  live.view("/second", page("second", html`${player}${tall}`))
  live.view("/letter", page("letter", html`<form id="note"><input name="note"></form>${tall}`))
  live.view("/draft", page("draft", form))
  live.view(
    "/diary",
    liveView<{ text: string }>({
      name: "diary",
      mount: () => ({ text: "" }),
      events: { write: ({ text }, socket) => socket.assign({ text: String(text) }) },
      render: ({ text }) => html`<h1>diary</h1><form id="page" live-change="write"><textarea name="text"></textarea>
        <input name="code" autocomplete="off"></form><output>${text}</output>`,
    }),
  )
  for (const name of ["slow", "fenced", "inline-script", "base", "older", "clearing"]) live.view(`/${name}`, page(name))
  live.view(
    "/broken",
    liveView({
      name: "broken",
      mount: () => {
        throw new Error("broken")
      },
      render: () => html`<p></p>`,
    }),
  )
  live.session("elsewhere").view("/other-session", page("other-session"))
  guarded("/members", page("members"))
  guarded("/told", page("told"), live, () => true)
  live.view(
    "/log-out",
    liveView({
      name: "log-out",
      mount: (_params, _session, socket) => socket.redirect("/second"),
      render: () => html`<p></p>`,
    }),
  )
}

function cookieOf(subject: unknown, name: string): string | undefined {
  const { headers } = (subject as { req?: Request }).req ?? (subject as Request)
  return new RegExp(`${name}=(\\w+)`).exec(headers.cookie ?? "")?.[1]
}
