/**
 * The flash of one request: what it brings from the page before, what is put while it is answered, and what of both goes on
 * to the next page. A page with a root at its own address takes it; islands, prefetches, tickets and HEAD leave it where it
 * is.
 *
 * It is brought in a cookie, or in a header where the page's script asks for the page that it goes on with. Such a script
 * takes the cookie away itself, when it shows the page: it may have the browser load the address instead.
 */

import { FLASH_HEADER, flashCookie } from "../../protocol/flash.js"
import { flashIn, readFlash } from "../../security/flash-token.js"
import { type Flash, NO_FLASH, withFlashText } from "../../util/flash.js"
import type { HostExchange } from "../host/host-exchange.js"
import type { HttpContext } from "../http-context.js"
import type { Browser } from "./browser.js"
import { isGuess, isSeen } from "./seen.js"

const IN_HEADER = FLASH_HEADER.toLowerCase()

export class VisitFlash {
  readonly #exchange: HostExchange
  readonly #context: HttpContext
  readonly #browser: Browser
  /** By the host's routes. */
  #put: Flash = NO_FLASH
  /** What its page was rendered with. */
  #shown: Flash = NO_FLASH
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
    this.#put = withFlashText(this.#put, kind, text)
    if (this.#exchange.response.headersSent) this.#tellLate(kind)
    // Nobody has gone there yet. Who does is told then.
    if (!isGuess(this.#exchange.message)) this.#send(this.#all)
  }

  /** It has no place any more in the answer, which would bring it to the browser. */
  #tellLate(kind: string): void {
    this.#context.services.logger.warn(
      `\`live.flash\` was given the kind "${kind}" after the request was answered: nobody sees it. Call it before \`redirect\`, \`send\` or \`render\`.`,
      { code: "LV_FLASH_LATE", url: this.#exchange.message.url },
    )
  }

  /** What the page is to show. It is not taken yet: the page may come to nothing. */
  show(): Flash {
    this.#shown = this.#isSeen ? this.#all : NO_FLASH
    return this.#shown
  }

  /** Something was put that this answer does not show. So nothing takes a page's place by it: the page itself has to be asked for. */
  get isUnshown(): boolean {
    return this.#put !== NO_FLASH && (!this.#isSeen || this.#lateKinds.length > 0)
  }

  /**
   * The page is about to be sent, and shows it: the next one does not, nor does this one when the user comes back to it. What was put since
   * it was rendered goes on to the next page. A script that has asked for this one takes all of the cookie: nothing was put too late then, or the page
   * is loaded instead ({@link isUnshown}).
   */
  taken(): void {
    if (!this.#isSeen) return
    const { headers } = this.#exchange.message
    const isInCookie = this.#isSent || flashIn(headers.cookie) !== undefined
    if (isInCookie && headers["live-navigate"] === undefined) this.#write(this.#late)
    if (isInCookie || this.#inHeader !== undefined) this.#keepUncached()
  }

  /** There is no page but a redirect: what was brought, and what was put meanwhile, goes on. */
  carry(fresh: Flash): void {
    if (!this.#isSeen) return
    if (Object.keys(fresh).length > 0 || this.#inHeader !== undefined) this.#send(merged(this.#all, fresh))
  }

  /** The token of what was put too late for the page; empty: nothing was. */
  get #late(): string {
    const late = this.#lateKinds
    return late.length === 0 ? "" : this.#browser.flashToken(Object.fromEntries(late))
  }

  get #lateKinds(): readonly [kind: string, text: string][] {
    return Object.entries(this.#put).filter(([kind, text]) => this.#shown[kind] !== text)
  }

  /** What was brought, and what was put since. */
  get #all(): Flash {
    return merged(this.#brought, this.#put)
  }

  get #brought(): Flash {
    const inHeader = this.#inHeader
    const inCookie = flashIn(this.#exchange.message.headers.cookie)
    // Nearly always. Else the browser's own cookie would be looked for once more for each page.
    if (inCookie === undefined && inHeader === undefined) return NO_FLASH
    const { signer } = this.#context
    const { known } = this.#browser
    return merged(readFlash(signer, inCookie, known), readFlash(signer, inHeader, known))
  }

  get #inHeader(): unknown {
    return this.#exchange.message.headers[IN_HEADER]
  }

  get #isSeen(): boolean {
    return isSeen(this.#exchange.message)
  }

  #send(flash: Flash): void {
    this.#isSent = true
    this.#write(this.#browser.flashToken(flash))
  }

  #write(token: string): void {
    const { response, secure } = this.#exchange
    if (!response.headersSent) response.appendHeader("Set-Cookie", flashCookie(token, secure))
  }

  #keepUncached(): void {
    const { response } = this.#exchange
    if (!response.headersSent) response.setHeader("Cache-Control", "no-store")
  }
}

/** Both together. What there is none of is the one that is empty, which costs views nothing. */
function merged(flash: Flash = NO_FLASH, later: Flash = NO_FLASH): Flash {
  if (later === NO_FLASH) return flash
  return flash === NO_FLASH ? later : { ...flash, ...later }
}
