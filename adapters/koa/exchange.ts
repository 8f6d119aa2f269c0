/** A context of Koa, as livemount takes it. */

import type { IncomingMessage, ServerResponse } from "node:http"
import type { Answer, HostApp, HostEngine, HostExchange } from "../../src/server/adapter-kit.js"
import { hostApp } from "./app.js"
import { requestEngine } from "./engine.js"
import type { FullContext, KoaContext } from "./types.js"

export class KoaExchange implements HostExchange {
  readonly #context: FullContext

  constructor(context: KoaContext) {
    this.#context = context as FullContext
  }

  get subject(): KoaContext {
    return this.#context
  }

  get message(): IncomingMessage {
    return this.#context.req
  }

  get response(): ServerResponse {
    return this.#context.res
  }

  get app(): HostApp {
    return hostApp(this.#context.app)
  }

  get engine(): HostEngine | undefined {
    return requestEngine(this.#context)
  }

  get url(): string {
    return this.#context.url
  }

  get originalUrl(): string {
    return this.#context.originalUrl
  }

  get address(): string | undefined {
    return this.#context.ip
  }

  get secure(): boolean {
    return this.#context.secure
  }

  get params(): Readonly<Record<string, unknown>> {
    return this.#context.params ?? {}
  }

  get body(): unknown {
    return this.#context.request?.body
  }

  get locals(): Record<string, unknown> {
    return this.#context.state as Record<string, unknown>
  }

  get localsName(): string {
    return "ctx.state"
  }

  get isWrittenLater(): boolean {
    return true
  }

  /** What an app has around `ctx.render` belongs to the engine behind that. */
  renderBy(render: (locals: object) => Promise<string>, _name: string, locals: object): Promise<string> {
    return render(locals)
  }

  becomeGet(url: string, originalUrl: string): void {
    const context = this.#context
    if (context.method === "POST") context.method = "GET"
    context.url = url
    context.originalUrl = originalUrl
    // Without these a parser further on finds no body to read, as with any GET.
    for (const header of ["content-length", "content-type", "transfer-encoding"]) delete context.req.headers[header]
  }

  send({ status, headers, body }: Answer): void {
    const context = this.#context
    if (status !== undefined) context.status = status
    for (const [name, value] of Object.entries(headers)) context.set(name, value)
    context.body = body
  }

  abandon(): void {
    this.#context.respond = false
  }
}
