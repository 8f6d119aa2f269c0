/** Pages without JavaScript: forms and buttons post, the same handlers run, the page comes back. On each host. */

import bodyparser from "@koa/bodyparser"
import { csrfSync } from "csrf-sync"
import express from "express"
import session from "express-session"
import helmet from "helmet"
import type { Context } from "koa"
import koaHelmet from "koa-helmet"
import request, { type Test } from "supertest"
import * as zod from "zod"
import type { LiveView } from "../../src/index.js"
import * as livemount from "../../src/index.js"
import { toHtml } from "../../src/render/write/write-html.js"
import { cpuTime } from "../support/cpu-time.js"
import { runDocs } from "../support/docs-examples.js"
import { closeHosts, type Host, type HostApp, type HostOptions, hosts } from "../support/http-hosts.js"
import { counter, form, keeper, leaving, pageOf, slow } from "../support/http-views.js"
import { startView } from "../support/view-harness.js"

afterEach(closeHosts)

/** A browser with JavaScript off: keeps cookies, posts forms as they are written. */
class Browser {
  readonly #app: HostApp
  readonly #listener: HostApp["listener"]
  readonly #headers: Readonly<Record<string, string>>
  readonly #cookies = new Map<string, string>()
  text = ""

  constructor(app: HostApp, headers: Readonly<Record<string, string>> = {}) {
    this.#app = app
    this.#listener = app.listener
    this.#headers = headers
  }

  async get(path: string): Promise<void> {
    const response = await this.#send(request(this.#listener).get(path)).expect(200)
    this.#keep(response.headers)
    this.text = response.text
  }

  /** Presses the button, or submits the form, whose field `_live` begins with this. */
  press(
    target: string,
    fields: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Test {
    const value = this.values("_live").find((text) => text.startsWith(target))
    if (value === undefined) throw new Error(`No field for ${target} in ${this.text}`)
    return this.post({ ...this.hidden(), _live: value, ...fields }, headers)
  }

  post(fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Test {
    const test = request(this.#listener).post(this.action).type("form").send(fields)
    for (const [name, text] of Object.entries(headers)) test.set(name, text)
    return this.#send(test)
  }

  postText(body: string): Test {
    return this.#send(request(this.#listener).post(this.action).type("form").send(body))
  }

  get action(): string {
    return pageOf(this.text).attribute(/method="post" action="([^"]*)"/) ?? ""
  }

  values(name: string): string[] {
    return [...this.text.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, text = ""]) =>
      text.replaceAll("&amp;", "&"),
    )
  }

  hidden(): Record<string, string> {
    const found: Record<string, string> = {}
    for (const [, name = "", value = ""] of this.text.matchAll(
      /<input type="hidden" name="([^"]*)" value="([^"]*)" data-live-post>/g,
    ))
      found[name] = value
    return found
  }

  forget(): void {
    this.#cookies.clear()
  }

  get app(): HostApp {
    return this.#app
  }

  #send(test: Test): Test {
    for (const [name, text] of Object.entries(this.#headers)) test.set(name, text)
    if (this.#cookies.size > 0)
      test.set("Cookie", [...this.#cookies].map(([name, text]) => `${name}=${text}`).join("; "))
    return test
  }

  #keep(headers: Record<string, unknown>): void {
    for (const line of (headers["set-cookie"] as string[] | undefined) ?? []) {
      const [, name = "", text = ""] = /^([^=]*)=([^;]*)/.exec(line) ?? []
      this.#cookies.set(name, text)
    }
  }
}

const visit = async (app: HostApp, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Browser> => {
  const browser = new Browser(app, headers)
  await browser.get(path)
  return browser
}

describe.each(hosts)("without JavaScript on $name", (host: Host) => {
  it("a button runs its event, with its values, and the page comes back with its new state", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const browser = await visit(app, "/counter?start=40")
    const response = await browser.press("counter-1 increment").expect(200)
    expect(response.text).toContain("<p><!---->42</p>")
    expect(response.text).toContain('action="/counter?start=40&amp;_live"')
    expect(response.headers["cache-control"]).toBe("private, no-cache")
  })

  it("a form runs its event with its fields decoded, and none of ours", async () => {
    const app = host.make({ csrf: () => ({ name: "_csrf", value: "host's" }) })
    app.live.view("/form/:id", form)
    const browser = await visit(app, "/form/7?tab=a")
    const response = await browser.press("form-1 save", { "user[name]": "Ada", "tags[]": "x" }).expect(200)
    expect(pageOf(response.text).attribute(/<output>(.*?)<\/output>/)).toBe('{"user":{"name":"Ada"},"tags":["x"]}')
    expect(pageOf(response.text).attribute(/<code>(.*?)<\/code>/)).toBe('{"tab":"a","id":"7"}')
    expect(response.text).toContain("<title>Saved</title>")
  })

  it("a form brings its live-value-* beside its fields, which win", async () => {
    const app = host.make()
    app.live.view("/keeper", keeper)
    const browser = await visit(app, "/keeper")
    const { text } = await browser.press("keeper-1 keep", { a: "own" }).expect(200)
    expect(pageOf(text).attribute(/<output>(.*?)<\/output>/)).toBe('{"a":"own","id":"9"}')
  })

  it("a form with many values is refused in a time that grows no faster than the form", async () => {
    const app = host.make()
    app.live.view("/keeper", keeper)
    const browser = await visit(app, "/keeper")
    const cost = (count: number, where: "_live" | "fields"): Promise<number> => {
      const values = Array.from({ length: count }, (_, index) => index.toString(36)).join("&")
      const posted = where === "_live" ? `_live=${encodeURIComponent(`keeper-1 keep &${values}`)}` : values
      const text = `${posted}&${new URLSearchParams(browser.hidden())}`
      return cpuTime(() => browser.postText(text).expect(413))
    }
    for (const where of ["_live", "fields"] as const) {
      await cost(2_000, where)
      const once = await cost(20_000, where)
      // Work that grew with the square would be four times as much, and 100 ms for the first of them alone.
      expect(await cost(40_000, where)).toBeLessThan(Math.max(3 * once, 60_000))
    }
  })

  it("the values of a button or form go up to what a form may have, and no further", async () => {
    const app = host.make()
    app.live.view("/keeper", keeper)
    const browser = await visit(app, "/keeper")
    const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}=1`).join("&")
    await browser.post({ ...browser.hidden(), _live: `keeper-1 keep &${values(1000)}` }).expect(200)
    await browser.post({ ...browser.hidden(), _live: `keeper-1 keep &${values(1001)}` }).expect(413)
    await browser.post({ ...browser.hidden(), _live: `keeper-1 keep &${values(1000)}`, a: "1" }).expect(413)
  })

  it("buttons and forms of the author's own making are left alone", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    app.live.view("/form", form)
    const buttons = await visit(app, "/counter")
    expect(buttons.text).toContain('<button live-click="increment" type="button">left alone</button>')
    const forms = await visit(app, "/form")
    expect(forms.text).toContain('<form live-submit="save" method="get" action="/elsewhere"></form>')
    expect(forms.values("_live")).toHaveLength(1)
  })

  it("a redirect of the event is a 303", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const browser = await visit(app, "/counter")
    await browser.press("counter-1 leave").expect(303).expect("Location", "/left")
  })

  it("a redirect of mount is a 303 too, so that the browser asks for it with GET", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    app.live.view("/leaving", leaving)
    const browser = await visit(app, "/counter")
    browser.text = browser.text.replaceAll("/counter?", "/leaving?")
    await browser.press("counter-1 increment").expect(303).expect("Location", "/login")
    await request(app.listener).get("/leaving").expect(302)
  })

  it("the POST passes the host's guards and routes as the page does", async () => {
    const app = host.make()
    app.guarded("/reports/:start", counter)
    const browser = await visit(app, "/reports/5", { "x-user": "Ada" })
    const { text } = await browser.press("counter-1 increment").expect(200)
    expect(text).toContain("<p><!---->7</p>")
    await browser.press("counter-1 increment", {}, { "x-user": "" }).expect((response) => {
      // Koa cannot tell an empty header from none, Express can: both ways the guard decides.
      expect([200, 401]).toContain(response.status)
    })
  })

  it("an island's button posts to its page, and only its own island changes", async () => {
    const app = host.make()
    app.live.register(counter, slow)
    app.legacy("/legacy", "legacy.ejs")
    const browser = await visit(app, "/legacy")
    const { text } = await browser.press("counter-2 increment").expect(200)
    expect(text).toContain("5</p>")
    expect(text).toContain("9</p>")
    await browser.press("counter-2 leave").expect(303).expect("Location", "/left")
  })

  it("an exception in the event goes to the host's error handling", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const browser = await visit(app, "/counter")
    const fields = { ...browser.hidden(), _live: "counter-1 fail" }
    const { text } = await browser.post(fields).expect(500)
    expect(text).toContain("the event failed")
    await browser.post({ ...browser.hidden(), _live: "counter-1 nothing" }).expect(400)
  })

  it("an event for a root that the page does not have runs nothing and is logged", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const browser = await visit(app, "/counter")
    const { text } = await browser.post({ ...browser.hidden(), _live: "counter-9 increment ?by=1" }).expect(200)
    expect(text).toContain("<p><!---->0</p>")
    expect(app.logger.at("warn").join()).toContain('the root "counter-9"')
  })

  it("is refused without the token, with another browser's, from another site, and with a target that is none", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const browser = await visit(app, "/counter")
    const other = await visit(app, "/counter")
    const fields = { ...browser.hidden(), _live: "counter-1 increment" }
    await browser.post({ _live: "counter-1 increment" }).expect(403)
    await other.post(fields).expect(403)
    await browser.post(fields, { "Sec-Fetch-Site": "cross-site" }).expect(403)
    await browser.post(fields, { "Sec-Fetch-Site": "same-site" }).expect(403)
    await browser.post(fields, { Origin: "http://evil.example" }).expect(403)
    await browser.post({ ...fields, _live: "counter" }).expect(400)
    await browser.post(fields, { Origin: "null" }).expect(200)
    await browser.post(fields, { "Sec-Fetch-Site": "same-origin" }).expect(200)
    browser.forget()
    await browser.post(fields).expect(403)
    expect(app.logger.at("warn").join()).toContain("http://evil.example")
  })

  it("fills no log, however often it is refused", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const browser = await visit(app, "/counter")
    for (let time = 0; time < 25; time++) await browser.post({ _live: "counter-1 increment" }).expect(403)
    expect(app.logger.at("warn")).toHaveLength(10)
  })

  it("says what to do when it is refused: the settings for another origin, or where processes differ in their secret", async () => {
    const app = host.make({ options: { secret: undefined as never } })
    app.live.view("/counter", counter)
    const browser = await visit(app, "/counter")
    const fields = { ...browser.hidden(), _live: "counter-1 increment" }
    const foreign = await browser.post(fields, { Origin: "https://www.example.com" }).expect(403)
    expect(foreign.text).toMatch(/https:\/\/www\.example\.com.*`origins`.*"trust proxy".*app\.proxy = true/)
    expect(foreign.text).not.toContain("Load the page again")
    const cookieless = await browser.post({ _live: "counter-1 increment" }).expect(403)
    expect(cookieless.text).toContain("Load the page again")
    // The page of another process, which has made up a secret of its own.
    const elsewhere = host.make({ options: { secret: undefined as never } })
    elsewhere.live.view("/counter", counter)
    const stray = await visit(elsewhere, "/counter")
    const refused = await browser.post({ ...stray.hidden(), _live: "counter-1 increment" }).expect(403)
    expect(refused.text).toContain("Give all processes (cluster, pm2, several machines) the same `secret`")
    expect(refused.text).not.toContain("Load the page again")
    const given = host.make({ options: { secret: "of this process alone, 32 letters" } })
    given.live.view("/counter", counter)
    const lost = await visit(given, "/counter")
    const other = await lost.post({ ...stray.hidden(), _live: "counter-1 increment" }).expect(403)
    expect(other.text).toContain("the option `secret` is another one in another process")
  })

  it("may come from another port of the same machine in development, and only then", async () => {
    for (const [development, status] of [
      [true, 200],
      [false, 403],
    ] as const) {
      const app = host.make({ options: { development } })
      app.live.view("/counter", counter)
      const browser = await visit(app, "/counter")
      const fields = { ...browser.hidden(), _live: "counter-1 increment" }
      await browser.post(fields, { Origin: "http://localhost:5173", "Sec-Fetch-Site": "same-origin" }).expect(status)
    }
  })

  it("takes urlencoded forms that nobody parsed, refuses others, and bodies that are too large", async () => {
    const app = host.make()
    app.live.view("/form", form)
    const browser = await visit(app, "/form")
    const send = (type: string): Test =>
      request(app.listener).post("/form?_live").set("Content-Type", type).send("--x--")
    await send("multipart/form-data; boundary=x").expect(415)
    await send("application/json").expect(415)
    await send("text/plain").expect(415)
    await browser.press("form-1 save", { big: "x".repeat((1 << 20) + 1) }).expect(413)
  })

  it("takes the body as a parser of the host left it, nested or flat", async () => {
    for (const extended of [true, false]) {
      const app = host.make({
        before: { express: [express.json(), express.urlencoded({ extended })], koa: [bodyparser()] },
      })
      app.live.view("/form", form)
      const browser = await visit(app, "/form")
      const { text } = await browser.press("form-1 save", { "user[name]": "Ada & Bob", "tags[]": "x" }).expect(200)
      expect(pageOf(text).attribute(/<output>(.*?)<\/output>/)).toBe(
        '{"user":{"name":"Ada &amp; Bob"},"tags":["x"]}'.replace("&amp;", "&"),
      )
    }
  })

  it("leaves parsers after it nothing to wait for", async () => {
    const app = host.make({
      after: { express: [express.json(), express.urlencoded({ extended: true })], koa: [bodyparser()] },
    })
    app.guarded("/form", form)
    const browser = await visit(app, "/form", { "x-user": "Ada" })
    await browser.press("form-1 save", { a: "1" }).expect(200)
  })

  it("is an ordinary GET for everything after it, with none of our fields in URL and query", async () => {
    const seen: unknown[] = []
    const app = host.make({
      after: {
        express: [
          (given: express.Request, _response: unknown, next: () => void) => {
            seen.push([given.method, given.url, given.originalUrl, { ...given.query }, given.headers["content-length"]])
            next()
          },
        ],
        koa: [
          async (given: Context, next: () => Promise<unknown>) => {
            seen.push([given.method, given.url, given.originalUrl, { ...given.query }, given.headers["content-length"]])
            await next()
          },
        ],
      },
    })
    app.guarded("/form", form)
    const browser = await visit(app, "/form?tab=a", { "x-user": "Ada" })
    await browser.press("form-1 save", { a: "1" }).expect(200)
    expect(seen[1]).toEqual(["GET", "/form?tab=a", "/form?tab=a", { tab: "a" }, undefined])
  })

  it("leaves every POST without the mark to the host", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    await request(app.listener).post("/counter").type("form").send({ _live: "counter-1 increment" }).expect(404)
    await request(app.listener).post("/counter?x_live=1&_lively").type("form").send({}).expect(404)
  })

  it("loads the address of a posted page as an ordinary page", async () => {
    const app = host.make()
    app.live.view("/form", form)
    const { text } = await request(app.listener).get("/form?a=1&_live&b=2").expect(200)
    expect(pageOf(text).attribute(/<code>(.*?)<\/code>/)).toBe('{"a":"1","b":"2"}')
    expect(text).toContain('action="/form?a=1&amp;b=2&amp;_live"')
  })

  it("never posts to another host, whatever the page's path", async () => {
    const app = host.make()
    app.live.view("//evil.example/counter", counter)
    const { text } = await request(app.listener).get("//evil.example/counter")
    expect(text).not.toContain('action="//')
  })

  it("works with helmet and the host's own CSRF protection in front", async () => {
    const app = host.make(guardedBy(host))
    app.live.view("/form", form)
    const browser = await visit(app, "/form")
    expect(browser.values("_csrf")).toHaveLength(1)
    const { text } = await browser.press("form-1 save", { a: "1" }, { Origin: "null" }).expect(200)
    expect(pageOf(text).attribute(/<output>(.*?)<\/output>/)).toBe('{"a":"1"}')
    const { _csrf, ...without } = browser.hidden()
    await browser.post({ ...without, _live: "form-1 save" }).expect(403)
  })
})

/** helmet, and for CSRF csrf-sync on Express, a double-submit cookie on Koa. */
function guardedBy(host: Host): HostOptions {
  if (host.kind === "express") {
    const { generateToken, csrfSynchronisedProtection } = csrfSync({
      getTokenFromRequest: (given) => (given.body as Record<string, string> | undefined)?.["_csrf"],
    })
    return {
      before: {
        express: [
          helmet(),
          session({ secret: "x", resave: false, saveUninitialized: true }),
          express.urlencoded({ extended: true }),
          csrfSynchronisedProtection,
        ],
      },
      csrf: (given) => ({ name: "_csrf", value: generateToken(given) }),
    }
  }
  const doubleSubmit = async (context: Context, next: () => Promise<unknown>): Promise<void> => {
    const cookie = context.cookies.get("xsrf") ?? "token"
    if (context.method === "POST" && (context.request.body as Record<string, string>)["_csrf"] !== cookie)
      context.throw(403, "CSRF")
    context.cookies.set("xsrf", cookie)
    await next()
  }
  return {
    before: { koa: [koaHelmet(), bodyparser(), doubleSubmit] },
    csrf: (context: Context) => ({ name: "_csrf", value: context.cookies.get("xsrf") ?? "token" }),
  }
}

describe.each(hosts)("the example of docs/without-javascript.md on $name", (host) => {
  it("ends with a redirect where a second post would do harm, and shows again what was refused", async () => {
    const app = host.make()
    app.live.view("/notes", notesExample())
    const browser = new Browser(app)
    await browser.get("/notes")
    expect(browser.action).toBe("/notes?_live")
    const refused = await browser.press("notes-1 add", { text: "" }).expect(200)
    expect(refused.text).toContain("Write something first.")
    await browser.press("notes-1 add", { text: "Milk" }).expect(303).expect("Location", "/notes")
    for (const path of ["/notes", "/notes?_live"]) {
      await browser.get(path)
      expect(browser.text.match(/<li>Milk<\/li>/g)).toHaveLength(1)
      expect(browser.text).not.toContain("Write something first.")
    }
  })
})

it("the example of docs/without-javascript.md stays where there is a connection", async () => {
  const { process, exits } = await startView(notesExample())
  await process.event("add", { text: "Milk" })
  expect(toHtml(process.rendered)).toContain("<li>Milk</li>")
  expect(exits).toEqual([])
})

/** A new one each time: it holds its notes. */
function notesExample(): LiveView {
  return runDocs<{ readonly notesView: LiveView }>("without-javascript.md", { livemount, zod }).exports.notesView
}
