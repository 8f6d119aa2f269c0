/** A request of Express and its response, as livemount takes them. */

import type { Answer, HostApp, HostEngine, HostExchange } from "../../src/server/adapter-kit.js"
import { hostApp } from "./app.js"
import { requestEngine } from "./engine.js"
import { renderLayoutBy } from "./layout.js"
import type { ExpressRequest, ExpressResponse, FullRequest } from "./types.js"

export class ExpressExchange implements HostExchange {
  readonly #request: FullRequest
  readonly #response: ExpressResponse

  constructor(request: ExpressRequest, response: ExpressResponse) {
    this.#request = request as FullRequest
    this.#response = response
  }

  get subject(): ExpressRequest {
    return this.#request
  }

  get message(): ExpressRequest {
    return this.#request
  }

  get response(): ExpressResponse {
    return this.#response
  }

  get app(): HostApp {
    return hostApp(this.#request.app)
  }

  get engine(): HostEngine {
    return requestEngine(this.#request.app, this.#response)
  }

  get url(): string {
    return this.#request.url ?? "/"
  }

  get originalUrl(): string {
    return this.#request.originalUrl
  }

  get address(): string | undefined {
    return this.#request.ip
  }

  get secure(): boolean {
    return this.#request.secure
  }

  get params(): Readonly<Record<string, unknown>> {
    return this.#request.params as Readonly<Record<string, unknown>>
  }

  get body(): unknown {
    return this.#request.body
  }

  get locals(): Record<string, unknown> {
    return this.#response.locals
  }

  get localsName(): string {
    return "res.locals"
  }

  get isWrittenLater(): boolean {
    return false
  }

  renderBy(render: (locals: object) => Promise<string>, name: string, locals: object): Promise<string> {
    return renderLayoutBy(render, this.#response, name, locals)
  }

  becomeGet(url: string, originalUrl: string): void {
    const request = this.#request
    if (request.method === "POST") request.method = "GET"
    request.url = url
    request.originalUrl = originalUrl
    // Without these a parser further on finds no body to read, as with any GET.
    for (const header of ["content-length", "content-type", "transfer-encoding"]) delete request.headers[header]
    // Express 4 parsed the query before; in Express 5 it is read from the URL each time.
    const query = Object.getOwnPropertyDescriptor(request, "query")?.value as Record<string, unknown> | undefined
    if (query !== undefined) delete query["_live"]
  }

  send({ status, headers, body }: Answer): void {
    const response = this.#response
    if (status !== undefined) response.statusCode = status
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (status !== 304) response.setHeader("Content-Length", Buffer.byteLength(body))
    // Not `res.send`: it copies the page to a buffer and hashes it for an ETag, but no live page is the same twice.
    response.end(body)
  }

  /** Hands an error to the app's error handling. */
  fail(error: unknown): void {
    this.#request.next?.(error)
  }
}
