/**
 * The browser that a request came from: its cookie, the tokens that hold for it alone, and that no shared cache keeps a
 * page with such a token in it.
 */

import { makeBrowserCookie, readBrowserCookie, setCookieText } from "../../security/browser-cookie.js"
import { signCsrfToken, verifyCsrfToken } from "../../security/csrf-token.js"
import { signFlash } from "../../security/flash-token.js"
import { type PageToken, signPageToken } from "../../security/page-token.js"
import type { SignatureCheck } from "../../security/signer.js"
import type { Flash } from "../../util/flash.js"
import type { HostExchange } from "../host/host-exchange.js"
import type { HttpContext } from "../http-context.js"
import { keepPrivate, makePrivate } from "./caching.js"
import type { PageAddress } from "./page-address.js"

export class Browser {
  readonly #exchange: HostExchange
  readonly #context: HttpContext
  readonly #address: PageAddress
  /** From the moment something was made for this browser only. */
  #cookie: string | undefined
  #isGuarded = false

  constructor(exchange: HostExchange, context: HttpContext, address: PageAddress) {
    this.#exchange = exchange
    this.#context = context
    this.#address = address
  }

  /** As tokens say how long they hold. */
  get #secondsOfTokens(): number {
    return this.#context.tokenAge / 1000
  }

  /** Signs what a root says of itself, for a join by this browser. */
  pageToken(token: PageToken, issuedAt: number): string {
    const vouched = { token, issuedAt, maxAge: this.#secondsOfTokens }
    return signPageToken(this.#context.signer, vouched, this.bind())
  }

  /** Signs that a form of this page was written for this browser. */
  csrfToken(): string {
    return signCsrfToken(this.#context.signer, this.bind(), this.#secondsOfTokens)
  }

  /** Signs a flash for the next page of this browser. */
  flashToken(flash: Flash): string {
    return signFlash(this.#context.signer, flash, this.bind())
  }

  /** The cookie that it has sent; undefined: it has none of ours. */
  get known(): string | undefined {
    return this.#sentCookie
  }

  /** Whether a form that was posted by this browser was written for it. */
  checkCsrf(token: string | null): SignatureCheck {
    return verifyCsrfToken(this.#context.signer, token, this.#sentCookie)
  }

  /** The host makes this page and answers with it, so its headers are not final yet: they are looked at once more. */
  answeredByHost(): void {
    const { isWrittenLater, response } = this.#exchange
    if (this.#cookie === undefined || this.#isGuarded || isWrittenLater) return
    this.#isGuarded = true
    keepPrivate(response, this.#overruled)
  }

  get #sentCookie(): string | undefined {
    return readBrowserCookie(this.#exchange.message.headers.cookie, this.#exchange.secure)
  }

  /**
   * Returns the cookie, to which tokens are bound. Whoever asks puts something into the page that holds for this browser
   * only, so the cookie is set and the page made private here, once.
   */
  bind(): string {
    if (this.#cookie !== undefined) return this.#cookie
    const { response, secure, isWrittenLater } = this.#exchange
    const known = this.#sentCookie
    this.#cookie = known ?? makeBrowserCookie()
    if (!response.headersSent) {
      if (known === undefined) response.appendHeader("Set-Cookie", setCookieText(this.#cookie, secure))
      makePrivate(response, this.#overruled)
      if (isWrittenLater) keepPrivate(response, this.#overruled)
    } else if (known === undefined) {
      this.#warn(
        "A live view was made after the response had begun, so its cookie could not be set. Call live.island before.",
      )
    }
    return this.#cookie
  }

  readonly #overruled = (header: string): void => {
    this.#warn(
      `Cache-Control: ${header} was replaced by "private, no-cache": the page holds a live view, whose token is one browser's.`,
    )
  }

  #warn(text: string): void {
    const { logger, development } = this.#context.services
    if (development) logger.warn(text, { url: this.#address.url })
  }
}
