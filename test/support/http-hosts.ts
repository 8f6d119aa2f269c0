/**
 * The same small app on each host: sessions by a header, EJS as the app's engine, guards, routes. So one suite says what
 * all of them must do.
 */

import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import Router from "@koa/router"
import ejs from "ejs"
import express, { type Application } from "express"
import express4 from "express4"
import Koa, { type Context, type Middleware } from "koa"
import Koa2 from "koa2"
import { liveMiddleware as expressLive } from "../../adapters/express/index.js"
import { liveMiddleware as koaLive } from "../../adapters/koa/index.js"
import type { Live } from "../../src/server/live.js"
import type { LiveOptions } from "../../src/server/options/live-options.js"
import type { LiveView } from "../../src/view/definition.js"
import { renderByExtension, views } from "./other-engines.js"
import { RecordingLogger } from "./recording-logger.js"

/** Whether a user may see a page, by the parameters in its path. */
export type Guard = (user: string, params: Readonly<Record<string, string>>) => boolean

const isAnybody: Guard = (user) => user !== ""

/** What a test builds its app with, whatever the host. */
export interface HostApp {
  readonly live: Live<never, unknown>
  readonly logger: RecordingLogger
  /** A live page in the host's own routing, behind a guard that asks for the header `x-user`, or for more. */
  guarded(path: string, view: LiveView, within?: Pick<Live<never, unknown>, "page">, may?: Guard): void
  /** A page of the host, rendered by its engine, with these headers. */
  legacy(path: string, template: string, headers?: Readonly<Record<string, string>>): void
  /** A page made as a string, with one island. */
  handmade(path: string, island: string): void
  readonly listener: RequestListener
}

/** What differs between the apps of the tests. */
export interface HostOptions {
  readonly options?: Omit<LiveOptions<never>, "session" | "csrf" | "nonce">
  /** Of the host, before livemount: Express middleware or Koa middleware. */
  readonly before?: { readonly express?: readonly unknown[]; readonly koa?: readonly unknown[] }
  /** Of the host, between livemount and the routes. */
  readonly after?: { readonly express?: readonly unknown[]; readonly koa?: readonly unknown[] }
  readonly session?: (request: never) => object
  readonly csrf?: (request: never) => { name: string; value: string } | undefined
  readonly nonce?: (request: never) => string
  /** Set up the host's app, before anything else. */
  readonly setUp?: (app: never) => void
}

export interface Host {
  readonly name: string
  readonly kind: "express" | "koa"
  make(options?: HostOptions): HostApp
}

export const hosts: readonly Host[] = [
  { name: "Express 5", kind: "express", make: (options) => expressApp(express(), options) },
  { name: "Express 4", kind: "express", make: (options) => expressApp(express4(), options) },
  { name: "Koa 3", kind: "koa", make: (options) => koaApp(new Koa(), options) },
  { name: "Koa 2", kind: "koa", make: (options) => koaApp(new Koa2(), options) },
]

const opened: { readonly live: Live<never, unknown>; readonly servers: Server[] }[] = []

/** Ends all apps of a test file: for `afterEach`. */
export async function closeHosts(): Promise<void> {
  for (const { live, servers } of opened.splice(0)) {
    await live.close()
    for (const server of servers) await new Promise((resolve) => server.close(resolve))
  }
}

/** Starts a server for an app and returns its URL. */
export async function serve(app: HostApp): Promise<string> {
  const server = createServer(app.listener)
  opened.find(({ live }) => live === app.live)?.servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const legacyLocals = { layout: false, heading: "A legacy page", starts: [{ start: 7 }] }

function given(options: HostOptions, logger: RecordingLogger): object {
  const { session, csrf, nonce } = options
  return {
    secret: "s".repeat(32),
    logger,
    ...options.options,
    ...(session && { session }),
    ...(csrf && { csrf }),
    ...(nonce && { nonce }),
  }
}

function expressApp(app: Application, options: HostOptions = {}): HostApp {
  const logger = new RecordingLogger()
  app.set("views", views)
  app.engine("ejs", ejs.renderFile as never)
  options.setUp?.(app as never)
  for (const middleware of options.before?.express ?? []) app.use(middleware as never)
  app.use((request, response, next) => {
    response.locals["user"] = request.get("x-user") ?? "nobody"
    next()
  })
  const live = expressLive(given(options, logger))
  opened.push({ live: live as never, servers: [] })
  app.use(live)
  for (const middleware of options.after?.express ?? []) app.use(middleware as never)
  return {
    live: live as never,
    logger,
    guarded: (path, view, within = live as never, may = isAnybody) =>
      app.get(
        path,
        (request, response, next) => {
          if (!may(request.get("x-user") ?? "", request.params as Record<string, string>))
            response.status(401).send("Who are you?")
          else next()
        },
        within.page(view) as never,
      ),
    legacy: (path, template, headers = {}) =>
      app.get(path, (_request, response) => {
        for (const [name, value] of Object.entries(headers)) response.set(name, value)
        response.render(template, legacyLocals)
      }),
    handmade: (path, island) =>
      app.get(path, (request, response, next) => {
        // Express 4 does not look at what a handler returns.
        live.island(request, island).then((made) => response.send(`<main>${made}</main>`), next)
      }),
    get listener() {
      // After the routes: what nobody answered, and errors.
      app.use((error: Error & { status?: number }, _request: unknown, response: express.Response, _next: unknown) => {
        response.status(error.status ?? 500).send(`Sorry: ${error.message}`)
      })
      return app as RequestListener
    },
  }
}

function koaApp(app: Koa, options: HostOptions = {}): HostApp {
  const logger = new RecordingLogger()
  const router = new Router()
  app.silent = true
  app.use(async (context, next) => {
    try {
      await next()
    } catch (error) {
      const { status, message } = error as Error & { status?: number }
      context.status = status ?? 500
      context.body = `Sorry: ${message}`
    }
  })
  app.context["render"] = async function (this: Context, name: string, locals: object): Promise<void> {
    this.type = "html"
    this.body = await renderByExtension(name, { ...this.state, ...locals })
  }
  options.setUp?.(app as never)
  for (const middleware of options.before?.koa ?? []) app.use(middleware as Middleware)
  app.use(async (context, next) => {
    context.state["user"] = context.get("x-user") || "nobody"
    await next()
  })
  const live = koaLive(given(options, logger))
  opened.push({ live: live as never, servers: [] })
  app.use(live)
  for (const middleware of options.after?.koa ?? []) app.use(middleware as Middleware)
  app.use(router.routes())
  return {
    live: live as never,
    logger,
    guarded: (path, view, within = live as never, may = isAnybody) => {
      router.get(
        path,
        async (context, next) => {
          if (!may(context.get("x-user"), context.params)) context.throw(401, "Who are you?")
          await next()
        },
        within.page(view) as never,
      )
    },
    legacy: (path, template, headers = {}) => {
      router.get(path, async (context) => {
        for (const [name, value] of Object.entries(headers)) context.set(name, value)
        await (context as unknown as { render(name: string, locals: object): Promise<void> }).render(
          template,
          legacyLocals,
        )
      })
    },
    handmade: (path, island) => {
      router.get(path, async (context) => {
        context.body = `<main>${await live.island(context as never, island)}</main>`
      })
    },
    listener: app.callback(),
  }
}
