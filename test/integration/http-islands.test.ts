/** Islands in pages that the host renders with its own engine, on each host. */

import { createHash } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import compression from "compression"
import ejs from "ejs"
import type { Application } from "express"
import express from "express"
import Koa from "koa"
import compress from "koa-compress"
import Koa2 from "koa2"
import nunjucks from "nunjucks"
import request from "supertest"
import { liveMiddleware as expressLive } from "../../adapters/express/index.js"
import { liveMiddleware as koaLive } from "../../adapters/koa/index.js"
import { closeHosts, type HostOptions, hosts } from "../support/http-hosts.js"
import { counter, failing, leaving, pageOf, slow } from "../support/http-views.js"
import { views } from "../support/other-engines.js"

afterEach(closeHosts)

/** What stands between a root's tags. */
function contentOf(text: string, id: string): string | undefined {
  return new RegExp(`<div id="${id}"[^>]*>([\\s\\S]*?)</div>`).exec(text)?.[1]
}

describe.each(hosts)("islands on $name", (host) => {
  it("are put into the page: several, of one view and of others, mounted asynchronously", async () => {
    const app = host.make()
    app.live.register(counter, slow)
    app.legacy("/legacy", "legacy.ejs")
    const { text } = await request(app.listener).get("/legacy").expect(200)
    expect(pageOf(text).roots.map(({ id }) => id)).toEqual(["counter-1", "slow-1", "counter-2"])
    expect(contentOf(text, "counter-1")).toContain("5</p>")
    expect(contentOf(text, "slow-1")).toBe("<em>it took &lt;a while&gt;</em>")
    expect(contentOf(text, "counter-2")).toContain("7</p>")
    expect(text).toContain("<h1>A legacy page</h1>")
  })

  it("bring the script before the page's last </body>", async () => {
    const app = host.make()
    app.live.register(counter, slow)
    app.legacy("/legacy", "legacy.ejs")
    const { text } = await request(app.listener).get("/legacy")
    expect(text).toMatch(/<form id="live-post".*<\/form><script type="module"[^>]*><\/script><\/body><\/html>\s*$/)
  })

  it("leave the script where the page has put it", async () => {
    const app = host.make()
    app.live.register(counter)
    app.legacy("/legacy", "legacy-scripts.ejs")
    const { text } = await request(app.listener).get("/legacy")
    expect(text).toMatch(
      /<footer><\/footer><form id="live-post".*<script type="module"[^>]*><\/script><p>after<\/p><\/body>/,
    )
    expect(text).toMatch(/<head><link rel="modulepreload"[^>]*><\/head>/)
    expect(text.match(/<script/g)).toHaveLength(1)
  })

  it("make the page private, also over what the host says, and warn of it", async () => {
    const app = host.make()
    app.live.register(counter, slow)
    app.legacy("/legacy", "legacy.ejs", { "Cache-Control": "public, max-age=60" })
    const response = await request(app.listener).get("/legacy").expect("Cache-Control", "private, no-cache")
    expect(response.headers["set-cookie"]?.[0]).toMatch(/^livemount=/)
    expect(app.logger.at("warn").join()).toContain("public, max-age=60")
  })

  it("leave pages without a root as they are", async () => {
    const app = host.make({ setUp: () => {} })
    app.live.register(counter)
    app.legacy("/plain", "broken-layout.ejs", { "Cache-Control": "public, max-age=60" })
    const response = await request(app.listener).get("/plain").expect("Cache-Control", "public, max-age=60")
    expect(response.headers["set-cookie"]).toBeUndefined()
    expect(response.text).not.toContain("script")
  })

  it("whose session is too large to be joined are empty, and told; the rest of the page is there", async () => {
    const app = host.make({ session: () => ({ text: "x".repeat(140_000) }) })
    app.live.register(counter, slow)
    app.legacy("/legacy", "legacy.ejs")
    const { text } = await request(app.listener).get("/legacy").expect(200)
    expect(text).toContain("<h1>A legacy page</h1>")
    for (const id of ["counter-1", "slow-1", "counter-2"]) expect(contentOf(text, id)).toBe("")
    // No browser tries to join what cannot be joined.
    expect(text).not.toContain("data-live-token")
    const told = app.logger.entries.filter(({ level }) => level === "error")
    expect(told.map(({ details }) => (details as { error: { code: string } }).error.code)).toEqual(
      Array.from({ length: 3 }, () => "LV_SESSION_TOO_LARGE"),
    )
  })

  it("contain what goes wrong in one of them, a redirect too", async () => {
    const app = host.make()
    app.live.register(counter, failing, leaving)
    app.legacy("/legacy", "broken-island.ejs")
    const { text } = await request(app.listener).get("/legacy").expect(200)
    expect(contentOf(text, "failing-1")).toBe("")
    expect(contentOf(text, "leaving-1")).toBe("")
    expect(contentOf(text, "counter-1")).toContain("0</p>")
    expect(text).toContain("<p>before</p>")
    const entry = app.logger.entries.find(({ level }) => level === "error")
    expect(entry?.message).toContain('The island "failing-1"')
    expect(entry?.details).toMatchObject({ error: { message: "mount failed" } })
  })

  it.each([
    ["development", true],
    ["production", false],
  ])("are refused at once when no view has the name, in %s", async (_name, development) => {
    const app = host.make({ options: { development } })
    app.live.register(counter)
    app.legacy("/legacy", "unknown-island.ejs")
    const { text } = await request(app.listener).get("/legacy").expect(500)
    expect(text).toContain('Did you mean "counter"?')
  })

  it("come with their tags into pages made otherwise", async () => {
    const app = host.make()
    app.live.register(counter)
    app.handmade("/handmade", "counter")
    const response = await request(app.listener).get("/handmade").expect(200)
    expect(response.text).toMatch(
      /^<main><div id="counter-1"[\s\S]*<\/div><form id="live-post".*<script[^>]*><\/script><\/main>$/,
    )
    expect(response.headers["cache-control"]).toBe("private, no-cache")
  })

  it("made for a page of one's own tell the browser in the page where a posted event redirects", async () => {
    const app = host.make()
    app.live.register(counter)
    app.handmade("/handmade", "counter")
    const page = await request(app.listener).get("/handmade")
    const cookie = String(page.headers["set-cookie"]).split(";")[0] as string
    const response = await request(app.listener)
      .post("/handmade?_live")
      .set("Cookie", cookie)
      .type("form")
      .send({ _live: "counter-1 leave ?", _live_token: pageOf(page.text).field("_live_token") })
    expect(response.text).toBe('<main><meta http-equiv="refresh" content="0;url=/left"></main>')
  })

  it("answer HEAD with the length of the whole page", async () => {
    const app = host.make()
    app.live.register(counter, slow)
    app.legacy("/legacy", "legacy.ejs")
    const { headers } = await request(app.listener).head("/legacy").expect(200)
    expect(Number(headers["content-length"])).toBeGreaterThan(1500)
  })
})

/** Compression, ETag and nunjucks' autoescaping together: all of them see the finished page. */
const environment = (): nunjucks.Environment =>
  new nunjucks.Environment(new nunjucks.FileSystemLoader(views), { autoescape: true })

describe("islands in nunjucks with autoescape, compressed, with an ETag", () => {
  it.each(hosts.filter(({ kind }) => kind === "express"))("on $name", async (host) => {
    const options: HostOptions = {
      before: { express: [compression({ threshold: 0 })] },
      setUp: (app: never) => {
        nunjucks.configure(views, { autoescape: true, express: app as Application })
      },
    }
    const app = host.make(options)
    app.live.register(counter, slow)
    app.legacy("/legacy", "legacy.njk")
    const response = await request(app.listener)
      .get("/legacy")
      .set("Accept-Encoding", "gzip")
      .buffer(true)
      .parse(asBytes)
      .expect(200)
      .expect("Content-Encoding", "gzip")
    const text = gunzipIfNeeded(response.body as Buffer)
    expect(pageOf(text).roots).toHaveLength(3)
    expect(response.headers["etag"]).toMatch(new RegExp(`^W/"${Buffer.byteLength(text).toString(16)}-`))
  })

  it.each([
    ["Koa 3", Koa],
    ["Koa 2", Koa2],
  ])("on %s", async (_name, Host) => {
    const app = new Host()
    const live = koaLive({ secret: "s".repeat(32), logger: silent })
    live.register(counter, slow)
    app.use(compress({ threshold: 0 }))
    app.use(async (context, next) => {
      await next()
      if (typeof context.body === "string") context.etag = createHash("sha1").update(context.body).digest("hex")
    })
    app.use(live)
    const templates = environment()
    app.use((context) => {
      context.body = templates.render("legacy.njk", { ...context.state, heading: "A legacy page" })
    })
    const response = await request(app.callback())
      .get("/legacy")
      .set("Accept-Encoding", "br")
      .buffer(true)
      .parse(asBytes)
      .expect(200)
    const text = brotliIfNeeded(response.body as Buffer)
    expect(pageOf(text).roots).toHaveLength(3)
    expect(response.headers["etag"]).toBe(`"${createHash("sha1").update(text).digest("hex")}"`)
    await live.close()
  })
})

describe("res.render on Express", () => {
  it("gives the filled page to its callback, with and without values", async () => {
    const app = express()
    app.set("views", views)
    app.set("view engine", "ejs")
    const live = expressLive({ secret: "s".repeat(32), logger: silent })
    live.register(counter)
    app.use(live)
    app.get("/one", (_request, response) =>
      response.render("legacy-scripts", (error: unknown, html: string) => response.send(`${String(error)} ${html}`)),
    )
    app.get("/two", (_request, response) =>
      response.render("legacy-scripts", {}, (_error: unknown, html: string) => response.send(html)),
    )
    app.get("/error", (_request, response) =>
      response.render("missing", (error: Error) => response.send(`refused: ${error.message}`)),
    )
    for (const path of ["/one", "/two"]) {
      const { text } = await request(app).get(path).expect(200)
      expect(pageOf(text).roots).toHaveLength(1)
    }
    const { text } = await request(app).get("/error").expect(200)
    expect(text).toContain("refused: Failed to lookup view")
    await live.close()
  })

  it("hands what the callback throws after filling to the app's error handling", async () => {
    const app = express()
    app.set("views", views)
    const live = expressLive({ secret: "s".repeat(32), logger: silent })
    live.register(counter)
    app.use(live)
    app.get("/", (_request, response) =>
      response.render("legacy-scripts.ejs", () => {
        throw new Error("the callback failed")
      }),
    )
    app.use((error: Error, _request: unknown, response: express.Response, _next: unknown) =>
      response.status(500).send(error.message),
    )
    await request(app).get("/").expect(500, "the callback failed")
    await live.close()
  })

  it("works inside an express.Router, and in an app mounted in another one", async () => {
    const app = express()
    const router = express.Router()
    const inner = express()
    inner.set("views", views)
    app.set("views", views)
    const live = expressLive({ secret: "s".repeat(32), logger: silent })
    live.register(slow)
    router.use(live)
    live.view("/counter", counter)
    live.view("/", slow)
    inner.get("/legacy", (_request, response) => response.render("legacy-scripts.ejs"))
    router.use("/inner", inner)
    app.use("/sub", router)
    const page = await request(app).get("/sub/counter?x=1").expect(200)
    expect(page.text).toMatch(/src="\/sub\/live\/[\w-]+\.js"/)
    expect(page.text).toContain('action="/sub/counter?x=1&amp;_live"')
    const root = await request(app).get("/sub").expect(200)
    expect(root.text).toMatch(/src="\/sub\/live\/[\w-]+\.js"/)
    const { text } = await request(app).get("/sub/inner/legacy").expect(200)
    expect(pageOf(text).roots).toHaveLength(1)
    await live.close()
  })
})

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Bytes as they arrive; a decoder of supertest may have been there before. */
function asBytes(response: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = []
  const stream = response as NodeJS.ReadableStream
  stream.on("data", (chunk: Buffer) => chunks.push(Buffer.from(chunk)))
  stream.on("end", () => done(null, Buffer.concat(chunks)))
}

function gunzipIfNeeded(body: Buffer): string {
  return (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString()
}

function brotliIfNeeded(body: Buffer): string {
  return body.includes("<!doctype") ? body.toString() : brotliDecompressSync(body).toString()
}

describe.each(hosts)("on $name a binding outside of all views", (host) => {
  it("is told once while the app is developed: around an island, in a layout, and in a page without either", async () => {
    const folder = mkdtempSync(join(tmpdir(), "livemount-"))
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const around = write(
      "around.ejs",
      '<html><body><button live-click="one"></button><%- live("counter") %></body></html>',
    )
    const without = write("without.ejs", '<html><body><button live-click="two"></button></body></html>')
    const layout = write("layout.ejs", '<html><body><button live-click="three"></button><%- content %></body></html>')
    for (const development of [true, false]) {
      const render = async (name: string, locals: object): Promise<string> => ejs.renderFile(name, locals)
      const app = host.make({
        options: { layout, development, ...(host.kind === "koa" && { render }) },
        setUp: ((koa: { context?: Record<string, unknown> }) => {
          if (koa.context === undefined) return
          koa.context["render"] = async function (
            this: { state: object; body: unknown },
            name: string,
            locals: object,
          ) {
            this.body = await ejs.renderFile(name, { ...this.state, ...locals })
          }
        }) as never,
      })
      app.live.view("/counter", counter)
      app.legacy("/around", around)
      app.legacy("/without", without)
      for (const path of ["/around", "/without", "/counter", "/around", "/without", "/counter"]) {
        await request(app.listener).get(path).expect(200)
      }
      const warnings = app.logger.at("warn").filter((text) => text.includes("outside of all live views"))
      const found = warnings.map((text) => /"(\w+)">.* page (\S+)/.exec(text)?.slice(1))
      expect(found).toEqual(
        development
          ? [
              ["one", "/around"],
              ["two", "/without"],
              ["three", "/counter"],
            ]
          : [],
      )
    }
    rmSync(folder, { recursive: true })
  })
})
