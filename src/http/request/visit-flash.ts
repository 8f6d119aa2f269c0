/**
 * The flash of one request: what it brings from the page before, what is put while it is answered, and what of both goes on
 * to the next page. A page with a root at its own address takes it; islands, prefetches and HEAD leave it where it is.
 */

import { flashCookie } from "../../protocol/flash-cookie.js"
import { bringsFlash, readFlash } from "../../security/flash-token.js"
import { type Flash, NO_FLASH, withFlash } from "../../util/flash.js"
import type { HostExchange } from "../host/host-exchange.js"
import type { HttpContext } from "../http-context.js"
import type { Browser } from "./browser.js"

export class VisitFlash {
  readonly #exchange: HostExchange
  readonly #context: HttpContext
  readonly #browser: Browser
  /** By the host's routes. */
  #put: Flash = NO_FLASH
  /** The response brings the cookie so far. */
  #isSent = false

  constructor(exchange: HostExchange, context: HttpContext, browser: Browser) {
    this.#exchange = exchange
    this.#context = context
    this.#browser = browser
  }

  /**
   * Puts one, for the page that this request is answered with, or the next.
   *
   * @throws {@link LiveError} LV_FLASH_INVALID
   */
  put(kind: string, text: string): void {
    this.#put = withFlash(this.#put, kind, text)
    this.#send({ ...this.#brought, ...this.#put })
  }

  /** What the page is to show. It is not taken yet: the page may come to nothing. */
  get shown(): Flash {
    return this.#isAsked ? { ...this.#brought, ...this.#put } : NO_FLASH
  }

  /** The page shows it: the next one does not. */
  taken(): void {
    if (!this.#isAsked) return
    if (this.#isSent || bringsFlash(this.#exchange.message.headers.cookie)) this.#write("")
  }

  /** There is no page but a redirect: what was brought, and what was put meanwhile, goes on. */
  carry(fresh: Flash): void {
    const all = { ...this.#brought, ...this.#put, ...fresh }
    if (Object.keys(fresh).length > 0) this.#send(all)
  }

  get #brought(): Flash {
    const { cookie } = this.#exchange.message.headers
    return readFlash(this.#context.signer, cookie, this.#browser.known) ?? NO_FLASH
  }

  /** By a user who is about to see the page. */
  get #isAsked(): boolean {
    const { method, headers } = this.#exchange.message
    if (method === "HEAD" || headers["live-patch"] !== undefined || headers["live-prefetch"] !== undefined) return false
    const purpose = `${String(headers["sec-purpose"] ?? "")} ${String(headers["purpose"] ?? "")}`
    return !/\bprefetch\b/.test(purpose)
  }

  #send(flash: Flash): void {
    this.#isSent = true
    this.#write(this.#browser.flashToken(flash))
  }

  #write(token: string): void {
    const { response, secure } = this.#exchange
    if (!response.headersSent) response.appendHeader("Set-Cookie", flashCookie(token, secure))
  }
}
