/**
 * One request that may become a page with live roots, as the parts that make the page know it. Each part owns what it
 * writes; nothing of it outlives the response.
 */

import type { HostExchange } from "../host/host-exchange.js"
import type { HttpContext } from "../http-context.js"
import { PageForms } from "../post/page-forms.js"
import { PlainPost } from "../post/plain-post.js"
import { Browser } from "../request/browser.js"
import { PageAddress } from "../request/page-address.js"
import { withoutMark } from "../request/page-url.js"
import { PageWords } from "../request/page-words.js"
import { VisitFlash } from "../request/visit-flash.js"
import type { VisitSnapshots } from "../request/visit-snapshots.js"
import { TicketRequest } from "../ticket/ticket-request.js"
import { VisitClaims } from "./claims.js"

export class Visit {
  /** Of the middleware; a handler behind it has an exchange of its own. */
  readonly exchange: HostExchange
  readonly context: HttpContext
  readonly words: PageWords = new PageWords()
  /** As it came to the middleware: hosts change the URL on the way to a mounted handler. */
  readonly #came: { readonly url: string; readonly at: number }
  // Most requests need none of these.
  #address: PageAddress | undefined
  #browser: Browser | undefined
  #forms: PageForms | undefined
  #claims: VisitClaims | undefined
  /** What the mark in the URL stands for. */
  #marked: PlainPost | TicketRequest | undefined
  #flash: VisitFlash | undefined

  constructor(exchange: HostExchange, context: HttpContext) {
    this.exchange = exchange
    this.context = context
    this.#came = { url: exchange.url, at: context.signer.now() }
  }

  /**
   * When the request came, by the clock of tokens. Its tokens count from here, and not from when they are signed: whom the host has let
   * in may be disconnected (`live.disconnect`) while the page is made.
   */
  get begunAt(): number {
    return this.#came.at
  }

  get address(): PageAddress {
    this.#address ??= new PageAddress(this.exchange, this.context.basePaths, this.#came.url)
    return this.#address
  }

  get browser(): Browser {
    this.#browser ??= new Browser(this.exchange, this.context, this.address)
    return this.#browser
  }

  get forms(): PageForms {
    this.#forms ??= new PageForms(this.exchange, this.context, this.address, this.browser)
    return this.#forms
  }

  /** What this request brings of what views persist, and where that goes. */
  get snapshots(): VisitSnapshots {
    return this.forms.snapshots
  }

  /** What the tokens of this page say. */
  get claims(): VisitClaims {
    this.#claims ??= new VisitClaims(this.exchange, this.context, this.address)
    return this.#claims
  }

  /** What is said to the user once, by this page or the next. */
  get flash(): VisitFlash {
    this.#flash ??= new VisitFlash(this.exchange, this.context, this.browser)
    return this.#flash
  }

  /** The plain POST that this is; undefined: it is none. */
  get post(): PlainPost | undefined {
    return this.#marked instanceof PlainPost ? this.#marked : undefined
  }

  /** The request for a ticket that this is; undefined: it is none. */
  get ticket(): TicketRequest | undefined {
    return this.#marked instanceof TicketRequest ? this.#marked : undefined
  }

  /**
   * Takes a request whose URL has the mark `_live`: reads the event if it is a POST, or that a ticket is asked for, and goes
   * on as a GET without the mark.
   *
   * @throws {@link LiveError} those of {@link PlainPost.read} and {@link TicketRequest.read}
   */
  async takeMarked(): Promise<void> {
    const { exchange } = this
    const { method } = exchange.message
    if (method === "POST") {
      const post = new PlainPost()
      this.#marked = post
      await post.read(exchange, this.context, this.browser)
    } else if (method === "GET") {
      // Or the page, all the same: after a POST the mark stands in the address bar, where it may be loaded again.
      this.#marked = TicketRequest.read(exchange, this.context)
    } else if (method !== "HEAD") return
    exchange.becomeGet(withoutMark(exchange.url), withoutMark(exchange.originalUrl))
  }

  /** The host answers with this page. */
  answeredByHost(): void {
    this.#browser?.answeredByHost()
  }
}
