/** Flash over page loads, on each host: with a redirect of a view, of a plain POST and of the host; shown once. */

import type { ServerResponse } from "node:http"
import request from "supertest"
import { components } from "../../src/component/built-in/components.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type Host, hosts, serve } from "../support/http-hosts.js"
import { LiveConnection } from "../support/live-client.js"
import type { LivePage } from "../support/live-server.js"
import { RecordingLogger } from "../support/recording-logger.js"

const connections: LiveConnection[] = []

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close()
  await closeHosts()
})

const shop = liveView({
  name: "shop",
  mount: (params, _session, socket) => {
    if (params["closed"] === undefined) return {}
    socket.putFlash("error", "Closed.")
    return socket.redirect("/shop")
  },
  events: {
    buy: (_params, socket) => {
      socket.putFlash("info", "Bought.")
      socket.redirect("/shop")
    },
    leave: (_params, socket) => socket.redirect("/shop"),
    stay: (_params, socket) => socket.putFlash("info", "Stayed."),
  },
  render: ({ flash }) => html`${components.flashGroup({ flash })}<button live-click="buy">Buy</button>`,
})

const pages = liveView<{ page: number }>({
  name: "pages",
  layout: false,
  mount: () => ({ page: 0 }),
  handleParams: ({ page = "1" }, _uri, socket) => {
    if (page === "9" && socket.connected) {
      socket.putFlash("error", "No such page.")
      return socket.redirect("/shop")
    }
    return socket.assign({ page: Number(page) })
  },
  events: {
    save: (_params, socket) => {
      socket.putFlash("info", "Saved.")
      socket.pushPatch("?page=2")
    },
    leave: (_params, socket) => socket.redirect("/shop"),
  },
  render: ({ page, flash }) =>
    html`${components.flashGroup({ flash })}<p>${page}</p><button live-click="save">Save</button>`,
})

/** In a layout with an island. */
const around = liveView({
  name: "around",
  layout: "around.ejs",
  mount: () => ({}),
  render: ({ flash }) => html`${components.flashGroup({ flash })}`,
})

const bare = liveView({
  name: "bare",
  mount: () => ({ mounted: true }),
  render: (assigns) => html`Own: ${Object.getOwnPropertyNames(assigns).join()}.`,
})

/** Has the layout of a page say something, where a query asks for it. */
function letLayoutSay(url: string, locals: Record<string, unknown>, say: () => void): void {
  if (url.endsWith("?late")) locals["sayLate"] = say
}

/** Requests that the host has something to say to: at "/host", and where a query asks for it. */
function isTold({ url }: { readonly url: string }): boolean {
  return url === "/host" || url.endsWith("?told")
}

async function open(host: Host) {
  const before = (put: (subject: never) => void) => ({
    express: [
      (
        subject: { url: string },
        response: { redirect(to: string): void; locals: Record<string, unknown> },
        next: () => void,
      ) => {
        letLayoutSay(subject.url, response.locals, () => put(subject as never))
        if (isTold(subject)) put(subject as never)
        if (subject.url !== "/host") return next()
        response.redirect("/shop")
      },
    ],
    koa: [
      async (
        subject: { url: string; redirect(to: string): void; state: Record<string, unknown> },
        next: () => Promise<void>,
      ) => {
        letLayoutSay(subject.url, subject.state, () => put(subject as never))
        if (isTold(subject)) put(subject as never)
        if (subject.url !== "/host") return next()
        subject.redirect("/shop")
      },
    ],
  })
  const app: ReturnType<Host["make"]> = host.make({
    after: before((subject) => app.live.flash(subject, "info", "From the host.")),
  })
  app.live.view("/shop", shop)
  app.live.view("/pages", pages)
  app.live.view("/bare", bare)
  app.live.view("/broken", shop, { layout: "broken-layout.ejs" })
  app.live.register()
  app.guarded("/own", shop, app.live, () => true)
  app.guarded("/around", around, app.live, () => true)
  app.handmade("/island", "shop")
  return new Browser(await serve(app))
}

/** Keeps cookies as a browser does. */
class Browser {
  readonly url: string
  readonly cookies = new Map<string, string>()

  constructor(url: string) {
    this.url = url
  }

  get header(): string {
    return Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join("; ")
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}, method: "get" | "head" = "get") {
    return this.#keep(
      await request(this.url)
        [method](path)
        .set({ Cookie: this.header, ...headers }),
    )
  }

  async post(path: string, fields: Readonly<Record<string, string>>) {
    return this.#keep(await request(this.url).post(path).type("form").set("Cookie", this.header).send(fields))
  }

  #keep(response: request.Response): request.Response {
    for (const text of ([] as string[]).concat(response.headers["set-cookie"] ?? [])) {
      const [, name = "", value = ""] = /^([^=]*)=([^;]*)/.exec(text) ?? []
      if (/Max-Age=0/.test(text)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }

  join(page: LivePage) {
    const connection = new LiveConnection(this.url, { cookie: this.cookies.get("livemount") })
    connections.push(connection)
    return connection.join(page)
  }
}

function pageIn({ text }: request.Response): LivePage {
  const [, view = "", token = "", templates = ""] =
    /data-live="([^"]*)" data-live-token="([^"]*)" data-live-templates="([^"]*)">/.exec(text) ?? []
  return { view, token, cookie: "", templates: templates.split(" ").filter(Boolean), html: "" }
}

/** What the hidden form of a page posts when the button of an event is clicked. */
function fieldsOf({ text }: request.Response, event: string): Record<string, string> {
  const target = new RegExp(`value="((?:shop|pages)-1 ${encodeURIComponent(event)}[^"]*)"`).exec(text)?.[1] ?? ""
  const token = /name="_live_token" value="([^"]*)"/.exec(text)?.[1] ?? ""
  return { _live: target.replaceAll("&amp;", "&"), _live_token: token }
}

describe.each(hosts)("flash on $name", (host) => {
  it("of a mount that redirects is shown by the next page, once", async () => {
    const browser = await open(host)
    const { headers } = await browser.get("/shop?closed")
    expect(headers["location"]).toBe("/shop")
    expect(String(headers["set-cookie"])).toMatch(/livemount_flash=1\.[^;]+; Path=\/; Max-Age=60; SameSite=Lax/)
    expect((await browser.get("/shop", {}, "head")).status).toBe(200)
    expect((await browser.get("/shop", { "Sec-Purpose": "prefetch;prerender" })).text).not.toContain("Closed.")
    expect((await browser.get("/island")).text).not.toContain("Closed.")
    expect((await browser.get("/shop")).text).toContain('role="alert"><p>')
    expect((await browser.get("/shop")).text).not.toContain("Closed.")
  })

  it("of the host is put by a redirect that a ticket meets, and not by one that is met on a guess", async () => {
    const browser = await open(host)
    const asked = { "Live-Patch": "shop-1" }
    for (const guess of [{ "Live-Prefetch": "1" }, { "Sec-Purpose": "prefetch" }] as Record<string, string>[]) {
      const { status } = await browser.get("/host?_live", { ...asked, ...guess })
      expect([status, browser.cookies.get("livemount_flash")]).toEqual([204, undefined])
    }
    expect((await browser.get("/host?_live", asked)).headers["live-location"]).toBe("/shop")
    // A ticket for the page neither shows it nor takes it.
    expect((await browser.get("/shop?_live", asked)).status).toBe(200)
    expect((await browser.get("/shop")).text).toContain("From the host.")
  })

  it("of the host stands in no answer that takes a page's place: what is asked for on a guess, or as a ticket", async () => {
    const browser = await open(host)
    const guess = { "Live-Navigate": "1", "Live-Prefetch": "1" }
    for (const path of ["/own", "/island"]) {
      const [quiet, told] = [await browser.get(path, guess), await browser.get(`${path}?told`, guess)]
      expect([quiet.headers["live-page"], told.headers["live-page"]]).toEqual([expect.any(String), undefined])
      expect(browser.cookies.get("livemount_flash")).toBeUndefined()
    }
    for (const header of [{ "Live-Prefetch": "1" }, {}]) {
      const { status, text } = await browser.get("/own?told&_live", { "Live-Patch": "shop-1", ...header })
      expect([status, text]).toEqual([409, expect.stringContaining("Load the page")])
    }
    // Whoever goes there is told, once.
    const { headers, text } = await browser.get("/own?told", { "Live-Navigate": "1" })
    expect([headers["live-page"], text]).toEqual([expect.any(String), expect.stringContaining("From the host.")])
    await browser.get("/shop")
    await browser.get("/island?told", { "Live-Navigate": "1" })
    expect((await browser.get("/shop")).text).toContain("From the host.")
    expect((await browser.get("/shop")).text).not.toContain("From the host.")
  })

  it("is there when its page joins, and no longer when that comes back", async () => {
    const browser = await open(host)
    await browser.get("/shop?closed")
    const page = pageIn(await browser.get("/shop"))
    const { reply } = await browser.join(page)
    expect(reply.d).toBeUndefined()
    const connection = new LiveConnection(browser.url, { cookie: browser.cookies.get("livemount") })
    connections.push(connection)
    const again = await connection.join(page, { a: true })
    expect(JSON.stringify(again.reply.d)).not.toContain("Closed.")
  })

  it("of an event that redirects comes with the redirect, for this browser alone", async () => {
    const browser = await open(host)
    const instance = await browser.join(pageIn(await browser.get("/shop")))
    const { extras } = await instance.event("buy")
    expect(extras?.r).toEqual({ to: "/shop", f: expect.stringMatching(/^1\./) })
    browser.cookies.set("livemount_flash", extras?.r?.f as string)
    const other = new Browser(browser.url)
    await other.get("/shop")
    other.cookies.set("livemount_flash", extras?.r?.f as string)
    expect((await other.get("/shop")).text).not.toContain("Bought.")
    expect((await browser.get("/shop")).text).toContain("Bought.")
    expect((await browser.get("/shop")).text).not.toContain("Bought.")
  })

  it("of a plain POST is shown by the page it redirects to, and closed without a script", async () => {
    const browser = await open(host)
    const page = await browser.get("/shop")
    const posted = await browser.post("/shop?_live", fieldsOf(page, "buy"))
    expect([posted.status, posted.headers["location"]]).toEqual([303, "/shop"])
    const shown = await browser.get("/shop")
    expect(shown.text).toContain("Bought.")
    const closed = await browser.post("/shop?_live", fieldsOf(shown, "live:clear-flash"))
    expect(closed.status).toBe(200)
    expect(closed.text).not.toContain("Bought.")
  })

  it("of the host's own routes is shown by the next live page", async () => {
    const browser = await open(host)
    expect((await browser.get("/host")).headers["location"]).toBe("/shop")
    expect((await browser.get("/shop")).text).toContain("From the host.")
    expect((await browser.get("/shop")).text).not.toContain("From the host.")
  })

  it("of the host's own routes that comes after the answer is told of in the log", async () => {
    const logger = new RecordingLogger()
    const late = (put: () => void, answer: () => void) => {
      answer()
      put()
    }
    const app: ReturnType<Host["make"]> = host.make({
      options: { logger },
      after: {
        express: [
          (subject: never, response: { redirect(to: string): void }) =>
            late(
              () => app.live.flash(subject, "info", "Late."),
              () => response.redirect("/shop"),
            ),
        ],
        koa: [
          (subject: never) => {
            const { res } = subject as { res: ServerResponse }
            late(
              () => app.live.flash(subject, "info", "Late."),
              () => res.writeHead(302, { Location: "/shop" }).end(),
            )
          },
        ],
      },
    })
    await new Browser(await serve(app)).get("/host")
    expect(logger.entries.map(({ details }) => details)).toContainEqual({ code: "LV_FLASH_LATE", url: "/host" })
  })

  it("is brought in a header by a script that shows the page itself, and takes the cookie away itself", async () => {
    const browser = await open(host)
    const instance = await browser.join(pageIn(await browser.get("/shop")))
    const flash = (await instance.event("buy")).extras?.r?.f as string
    await browser.get("/host")
    const asked = { "Live-Flash": flash, "Live-Navigate": "1" }
    expect((await browser.get("/shop", { ...asked, "Live-Prefetch": "1" })).text).not.toContain("Bought.")
    const shown = await browser.get("/shop", asked)
    expect([shown.headers["cache-control"], shown.headers["set-cookie"]]).toEqual(["no-store", undefined])
    expect(shown.text).toContain("Bought.")
    // What the script leaves is there for the page that the browser loads instead.
    expect((await browser.get("/shop")).text).toContain("From the host.")
  })

  it("costs a page nothing that has none to show: its assigns are those that its view has set", async () => {
    const browser = await open(host)
    expect((await browser.get("/bare")).text).toContain("Own: mounted,action.")
    await browser.get("/host")
    expect((await browser.get("/bare")).text).toContain("Own: mounted,flash,action.")
  })

  it("is not kept in the browser's cache, and stays where a page asks for a token of its own", async () => {
    const browser = await open(host)
    expect((await browser.get("/shop")).headers["cache-control"]).toBe("private, no-cache")
    await browser.get("/host")
    expect((await browser.get("/shop", { "Live-Renewal": "1" })).text).not.toContain("From the host.")
    expect((await browser.get("/shop?closed", { "Live-Renewal": "1" })).headers["set-cookie"]).toBeUndefined()
    const shown = await browser.get("/shop")
    expect(shown.text).toContain("From the host.")
    expect(shown.headers["cache-control"]).toBe("no-store")
  })

  it("stays over a patch of the view, and goes with one of the user", async () => {
    const browser = await open(host)
    const view = await browser.join(pageIn(await browser.get("/pages")))
    const { diff, extras } = await view.event("save")
    expect(JSON.stringify(diff)).toContain("Saved.")
    expect(extras?.p).toMatchObject({ to: "/pages?page=2" })
    expect((await view.event("leave")).extras?.r).toEqual({ to: "/shop" })

    await browser.get("/host")
    const ticket = await browser.get("/pages?page=3&_live", { "Live-Patch": "pages-1" })
    expect(ticket.headers["set-cookie"]).toBeUndefined()
    const patched = await view.patch((JSON.parse(ticket.text) as { readonly t: string }).t)
    expect(JSON.stringify(patched.diff)).not.toContain("Saved.")
    const values = await view.values([[0]])
    expect(JSON.stringify(values.d)).not.toContain("Saved.")
    // The ticket has left where it was what goes to the next page.
    expect((await browser.get("/shop")).text).toContain("From the host.")
  })

  it("over a patch of a plain POST is shown by the page that this leads to", async () => {
    const browser = await open(host)
    const posted = await browser.post("/pages?_live", fieldsOf(await browser.get("/pages"), "save"))
    expect([posted.status, posted.headers["location"]]).toEqual([303, "/pages?page=2"])
    expect((await browser.get("/pages?page=2")).text).toContain("Saved.")
  })

  it("of handleParams that redirects comes with the answer to the join", async () => {
    const browser = await open(host)
    const page = pageIn(await browser.get("/pages?page=9"))
    const connection = new LiveConnection(browser.url, { cookie: browser.cookies.get("livemount") })
    connections.push(connection)
    const reply = (await connection.request(page)) as { readonly r?: { readonly f?: string } }
    expect(reply).toEqual({ r: { to: "/shop", f: expect.stringMatching(/^1\./) } })
    browser.cookies.set("livemount_flash", reply.r?.f as string)
    expect((await browser.get("/shop")).text).toContain("No such page.")
  })

  it("goes on along two redirects", async () => {
    const browser = await open(host)
    await browser.get("/host")
    expect((await browser.get("/shop?closed")).headers["location"]).toBe("/shop")
    const { text } = await browser.get("/shop")
    expect(text).toContain("From the host.")
    expect(text).toContain("Closed.")
  })

  it("is left for the next page where what is around this one fails", async () => {
    const browser = await open(host)
    await browser.get("/host")
    const { status, headers } = await browser.get("/broken")
    expect([status, String(headers["set-cookie"])]).toEqual([500, expect.not.stringContaining("livemount_flash")])
    expect((await browser.get("/shop")).text).toContain("From the host.")
  })

  it("goes on where the event of a plain POST redirects from an island, and says nothing itself", async () => {
    const browser = await open(host)
    const { _live: target = "", ...fields } = fieldsOf(await browser.get("/around"), "buy")
    await browser.get("/host")
    const posted = await browser.post("/around?_live", { ...fields, _live: target.replace("buy", "leave") })
    expect([posted.status, posted.headers["location"]]).toEqual([303, "/shop"])
    expect((await browser.get("/shop")).text).toContain("From the host.")
    expect((await browser.get("/shop")).text).not.toContain("From the host.")
  })

  it("that comes while the layout is rendered is too late for the page, and shown by the next one", async () => {
    const browser = await open(host)
    await browser.get("/shop?closed")
    const page = await browser.get("/around?late")
    expect(page.text).toContain("Closed.")
    expect(page.text).not.toContain("From the host.")
    const { text } = await browser.get("/shop")
    expect([text.includes("From the host."), text.includes("Closed.")]).toEqual([true, false])
    expect((await browser.get("/shop")).text).not.toContain("From the host.")
  })

  it("that was made up is not shown, and goes away", async () => {
    const browser = await open(host)
    await browser.get("/shop")
    browser.cookies.set("livemount_flash", "1.e30.forged")
    expect((await browser.get("/shop")).status).toBe(200)
    expect(browser.cookies.has("livemount_flash")).toBe(false)
  })
})

describe.each(hosts)("flash on $name, of a layout", (host) => {
  it("stands in no answer that takes a page's place before it is shown: that is loaded, and shows it", async () => {
    const browser = await open(host)
    const asked = { "Live-Navigate": "1" }
    expect((await browser.get("/around", asked)).headers["live-page"]).toEqual(expect.any(String))
    const late = await browser.get("/around?late", asked)
    expect([late.headers["live-page"], late.text.includes("From the host.")]).toEqual([undefined, false])
    expect((await browser.get("/around?late")).text).toContain("From the host.")
    expect((await browser.get("/around")).text).not.toContain("From the host.")
  })
})

/** Hosts that send a page after all middleware is done, which may make another answer of it. */
const later = hosts.filter(({ kind }) => kind === "koa")

describe.each(later)("flash on $name, whose middleware goes on when there is a page", (host) => {
  interface Subject {
    readonly url: string
    readonly res: ServerResponse
    status: number
    body: unknown
    redirect(to: string): void
  }

  const becomes: Readonly<Record<string, (subject: Subject) => void>> = {
    throws: () => {
      throw new Error("Too late.")
    },
    leads: (subject) => subject.redirect("/elsewhere"),
    refuses: (subject) => {
      subject.status = 503
      subject.body = "Come back later."
    },
    wraps: (subject) => {
      subject.body = `${String(subject.body)}<!-- wrapped -->`
    },
    packs: (subject) => {
      subject.body = Buffer.from(String(subject.body))
    },
  }

  async function openApp(around: readonly unknown[] = []): Promise<Browser> {
    const app: ReturnType<Host["make"]> = host.make({
      before: {
        koa: [
          ...around,
          async (subject: Subject, next: () => Promise<void>) => {
            await next()
            becomes[subject.url.split("?")[1] ?? ""]?.(subject)
          },
        ],
      },
      after: {
        koa: [
          async (subject: Subject, next: () => Promise<void>) => {
            if (subject.url === "/not-there") subject.status = 404
            if (subject.url !== "/host") return next()
            app.live.flash(subject as never, "info", "From the host.")
            subject.redirect("/shop")
          },
        ],
      },
    })
    app.live.view("/shop", shop)
    app.guarded("/not-there", shop, app.live, () => true)
    return new Browser(await serve(app))
  }

  it.each(["throws", "leads", "refuses"])("is there for the next page where middleware %s", async (what) => {
    const browser = await openApp()
    await browser.get("/host")
    const { status, text } = await browser.get(`/shop?${what}`)
    expect([status === 200, text.includes("From the host.")]).toEqual([false, false])
    expect((await browser.get("/shop")).text).toContain("From the host.")
    expect((await browser.get("/shop")).text).not.toContain("From the host.")
  })

  it("is there for the next page where the host answers errors itself", async () => {
    const browser = await openApp([
      (subject: Subject & { onerror(error: unknown): void }, next: () => Promise<void>) =>
        next().catch((error: unknown) => subject.onerror(error)),
    ])
    await browser.get("/host")
    expect((await browser.get("/shop?throws")).status).toBe(500)
    expect((await browser.get("/shop")).text).toContain("From the host.")
  })

  it.each(["/shop?wraps", "/shop?packs", "/not-there"])("is shown once by %s", async (path) => {
    const browser = await openApp()
    await browser.get("/host")
    const shown = await browser.get(path)
    expect([shown.text.includes("From the host."), shown.headers["cache-control"]]).toEqual([true, "no-store"])
    expect((await browser.get("/shop")).text).not.toContain("From the host.")
  })
})
