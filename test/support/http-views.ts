/** The views that the tests of the HTTP side show. */

import { html } from "../../src/render/values/html.js"
import type { LiveView } from "../../src/view/definition.js"
import { liveView } from "../../src/view/live-view.js"

declare module "../../src/view/session.js" {
  interface Session {
    readonly start?: number
    readonly user?: string
  }
}

export const counter: LiveView<never> = liveView({
  name: "counter",
  title: "A counter",
  mount: (params, session) => ({ count: Number(params["start"] ?? session.start ?? 0), user: session.user ?? "" }),
  events: {
    increment(params, socket) {
      socket.update("count", (count) => count + Number(params["by"] ?? 1))
    },
    leave(_params, socket) {
      socket.redirect("/left")
    },
    fail() {
      throw new Error("the event failed")
    },
  },
  render: ({ count, user }) => html`<p>${user}${count}</p>
    <button live-click="increment" live-value-by="2">+</button>
    <button live-click="increment" type="button">left alone</button>
    <button live-click="leave">leave</button>`,
})

export const form: LiveView<never> = liveView({
  name: "form",
  title: "A form",
  mount: (params) => ({ said: "", params: JSON.stringify(params) }),
  events: {
    save(params, socket) {
      socket.assign({ said: JSON.stringify(params) })
      socket.title("Saved")
    },
    done(_params, socket) {
      socket.redirect("/done?ok=1")
    },
    fail() {
      throw new Error("the event failed")
    },
  },
  render: ({
    said,
    params,
  }) => html`<form live-submit="save"><input name="user[name]" value=""><button>Save</button></form>
    <form live-submit="save" method="get" action="/elsewhere"></form>
    <output>${said}</output><code>${params}</code>`,
})

/** A form whose tag brings values too. */
export const keeper: LiveView<never> = liveView({
  name: "keeper",
  mount: () => ({ said: "" }),
  events: {
    keep(params, socket) {
      socket.assign({ said: JSON.stringify(params) })
    },
  },
  render: ({ said }) => html`<form live-submit="keep" live-value-id="9" live-value-a="beside"><input name="a"></form>
    <output>${said}</output>`,
})

export const slow: LiveView<never> = liveView({
  name: "slow",
  async mount() {
    await new Promise((resolve) => setImmediate(resolve))
    return { text: "it took <a while>" }
  },
  render: ({ text }) => html`<em>${text}</em>`,
})

export const failing: LiveView<never> = liveView({
  name: "failing",
  mount: (params) => {
    throw Object.assign(new Error("mount failed"), {
      status: params["status"] === undefined ? 500 : Number(params["status"]),
    })
  },
  render: () => html`<p></p>`,
})

export const leaving: LiveView<never> = liveView({
  name: "leaving",
  mount: (params, _session, socket) => socket.redirect(typeof params["to"] === "string" ? params["to"] : "/login"),
  render: () => html`<p></p>`,
})

/** Cannot be made over HTTP, only over the socket. */
export const shy: LiveView<never> = liveView({
  name: "shy",
  mount: (_params, _session, socket) => {
    if (!socket.connected) throw new Error("not over HTTP")
    return { text: "here I am" }
  },
  render: ({ text }) => html`<em>${text}</em>`,
})

/** What a browser would take from a page. */
export function pageOf(text: string): {
  readonly roots: readonly { readonly id: string; readonly view: string; readonly token: string }[]
  field(name: string): string | undefined
  attribute(pattern: RegExp): string | undefined
} {
  const roots = [...text.matchAll(/<\w+ id="([^"]*)" data-live="([^"]*)" data-live-token="([^"]*)"/g)].map(
    ([, id = "", view = "", token = ""]) => ({ id, view, token }),
  )
  return {
    roots,
    field: (name) => unescape(new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1]),
    attribute: (pattern) => unescape(pattern.exec(text)?.[1]),
  }
}

function unescape(text: string | undefined): string | undefined {
  return text
    ?.replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
}
