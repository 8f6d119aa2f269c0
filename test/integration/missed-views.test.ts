/** Pages that are answered 404 although a view is registered for them: told once, with the remedy. On each host. */

import Router from "@koa/router"
import express, { type Application } from "express"
import express4 from "express4"
import Koa from "koa"
import Koa2 from "koa2"
import request from "supertest"
import { z } from "zod"
import { liveMiddleware as expressLive } from "../../adapters/express/index.js"
import { liveMiddleware as koaLive } from "../../adapters/koa/index.js"
import { html } from "../../src/render/values/html.js"
import type { Live } from "../../src/server/live.js"
import { liveView } from "../../src/view/live-view.js"
import { hosts } from "../support/http-hosts.js"
import { counter, failing } from "../support/http-views.js"
import { RecordingLogger } from "../support/recording-logger.js"

const opened: Live<never, unknown>[] = []

afterEach(async () => {
  for (const live of opened.splice(0)) await live.close()
})

/** An app whose test says where livemount stands. */
interface Trial {
  readonly listener: () => Parameters<typeof request>[0]
  readonly live: Live<never, unknown>
  readonly logger: RecordingLogger
  /** Uses livemount, under a path or for all. */
  use(path?: string): void
  /** What answers all that comes to it with 404. */
  notFound(): void
}

function trial(name: string, options: object = {}): Trial {
  const logger = new RecordingLogger()
  const given = { secret: "s".repeat(32), logger, ...options }
  if (name.startsWith("Koa")) return koaTrial(name, logger, given)
  const app: Application = name === "Express 4" ? express4() : express()
  const live = expressLive(given)
  opened.push(live as never)
  return {
    listener: () => app,
    live: live as never,
    logger,
    use: (path) => void (path === undefined ? app.use(live) : app.use(path, live)),
    notFound: () => void app.use((_request, response) => void response.status(404).send("Nothing here")),
  }
}

function koaTrial(name: string, logger: RecordingLogger, given: object): Trial {
  const app: Koa = name === "Koa 2" ? new Koa2() : new Koa()
  const live = koaLive(given)
  opened.push(live as never)
  return {
    listener: () => app.callback(),
    live: live as never,
    logger,
    use: (path) =>
      void app.use(
        path === undefined
          ? live
          : new Router()
              .use(path, live as never)
              .all("/{*rest}", (_context, next) => next())
              .routes(),
      ),
    // Koa goes up again through what has been passed: nobody behind this is asked.
    notFound: () => void app.use((context) => context.throw(404)),
  }
}

const warnings = ({ logger }: Trial): string[] =>
  logger.entries.filter(({ details }) => details["code"] === "LV_VIEW_NOT_REACHED").map(({ message }) => message)

describe.each(hosts)("on $name a view that is not reached", ({ name, kind }) => {
  beforeEach(() => jest.spyOn(console, "error").mockImplementation(() => undefined))
  afterEach(() => jest.restoreAllMocks())

  it("is told once where app.use(live) is missing", async () => {
    const made = trial(name)
    made.live.view("/counter/:id", counter)
    made.notFound()
    for (const path of ["/counter/7", "/counter/7?a=b", "/other"]) await request(made.listener()).get(path).expect(404)
    expect(warnings(made)).toEqual([
      expect.stringMatching(
        /^\/counter\/7 was answered 404.*live\.view\("\/counter\/:id", …\).*Write `app\.use\(live\)`/,
      ),
    ])
  })

  it("is told once where app.use(live) comes too late", async () => {
    const made = trial(name)
    made.live.view("/late", counter)
    made.live.view("/early", failing)
    if (kind === "express") {
      const app = made.listener() as Application
      app.use("/late", (_request, response) => void response.status(404).send("Nothing here"))
    } else {
      const app: Koa = name === "Koa 2" ? new Koa2() : new Koa()
      app.use(async (context, next) => (context.path === "/late" ? undefined : next()))
      app.use(made.live as never)
      Object.assign(made, { listener: () => app.callback() })
    }
    if (kind === "express") made.use()
    // livemount is there, as any other request shows.
    await request(made.listener()).get("/elsewhere").expect(404)
    await request(made.listener()).get("/late").expect(404)
    await request(made.listener()).get("/late").expect(404)
    expect(warnings(made)).toEqual([expect.stringContaining("stands behind what answered")])
  })

  it("is told where its path is another one's already; not where that leaves some of its pages to it", () => {
    const made = trial(name)
    made.live.view("/counter", counter)
    made.live.view("/:name", failing)
    expect(warnings(made)).toEqual([])
    made.live.view("/counter", failing)
    expect(warnings(made)).toEqual([
      expect.stringMatching(/live\.view\("\/counter", …\).*"counter" answers.*"failing".*another path/),
    ])
    const checked = liveView.params(z.object({ page: z.coerce.number() }))
    const paged = checked({ name: "paged", mount: () => ({}), render: () => html`<p></p>` })
    made.live.view("/posts", paged)
    made.live.view("/posts", counter)
    expect(warnings(made)).toHaveLength(1)
  })

  it("is told of a prefix that a proxy passes on", async () => {
    const made = trial(name)
    made.live.view("/counter", counter)
    made.live.view("/items/:id", failing)
    made.use()
    await request(made.listener()).get("/app/counter").expect(404)
    await request(made.listener()).get("/app/items/7").expect(404)
    expect(warnings(made)).toEqual([expect.stringMatching(/app\.use\("\/app", live\).*`basePath`/)])
  })

  it("is not told of what the view itself answers, nor of other pages, nor in production", async () => {
    const made = trial(name)
    made.live.view("/failing", failing)
    made.use()
    await request(made.listener()).get("/failing?status=404").expect(404)
    await request(made.listener()).get("/nothing").expect(404)
    await request(made.listener()).post("/failing").expect(404)
    const production = trial(name, { development: false })
    production.live.view("/counter", counter)
    production.notFound()
    await request(production.listener()).get("/counter").expect(404)
    expect([...warnings(made), ...warnings(production)]).toEqual([])
  })
})

describe.each(hosts.filter(({ kind }) => kind === "express"))("on $name, under a path", ({ name }) => {
  it("a view whose path has that path again is told", async () => {
    const made = trial(name)
    made.live.view("/admin/counter", counter)
    made.use("/admin")
    await request(made.listener()).get("/admin/counter").expect(404)
    expect(warnings(made)).toEqual([
      expect.stringMatching(/sees this path as "\/counter", since it is used under "\/admin"/),
    ])
  })

  it("a view that is asked for without it is told where it is", async () => {
    const made = trial(name)
    made.live.view("/counter", counter)
    made.use("/admin")
    await request(made.listener()).get("/admin/counter").expect(200)
    await request(made.listener()).get("/counter").expect(404)
    expect(warnings(made)).toEqual([expect.stringMatching(/under "\/admin", so the view is at "\/admin\/counter"/)])
  })

  it("the same where no request has come there yet", async () => {
    const made = trial(name)
    made.live.view("/counter", counter)
    made.use("/admin")
    await request(made.listener()).get("/counter").expect(404)
    expect(warnings(made)).toEqual([expect.stringContaining("`app.use(live)`")])
  })
})
