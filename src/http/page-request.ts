/**
 * What is known of one request while its page is made: cookie, session, ids given out, words that stand for what is
 * still to come. Nothing in it outlives the response.
 */

import { escapeHtml } from "../html/text/escape.js"
import { POST_ATTRIBUTE } from "../protocol/markup.js"
import { makeBrowserCookie, readBrowserCookie, setCookieText } from "../security/browser-cookie.js"
import { signCsrfToken } from "../security/csrf-token.js"
import { keepPrivate, makePrivate } from "./caching.js"
import { csrfFieldOf, identifyOf, nonceOf } from "./hook-results.js"
import type { HostExchange } from "./host-exchange.js"
import type { HttpContext } from "./http-context.js"
import { pathAndQuery, pathOf, TOKEN_FIELD, withMark, withoutMark } from "./page-url.js"
import { PlaceholderWords } from "./placeholder-words.js"
import { checkPlainData } from "./plain-data.js"
import type { PostedEvent } from "./post-target.js"

/** What a word in a page stands for. */
export type Placeholder =
  | { readonly kind: "island"; readonly view: string; readonly session: Readonly<Record<string, unknown>> }
  | { readonly kind: "content"; readonly html: string }
  | { readonly kind: "head" }
  | { readonly kind: "scripts" }

const NOTHING = {}

/** One request that may become a page with live roots. */
export class PageRequest {
  /** Of the middleware; a handler behind it has an exchange of its own. */
  readonly exchange: HostExchange
  readonly context: HttpContext
  /** The event that a plain POST brought, until its root takes it. */
  waitingEvent: PostedEvent | undefined
  /** The request was a plain POST, so whatever it is sent to is asked for with GET. */
  wasPosted = false
  /** Nobody replaces words any more, so none may be handed out. */
  isLeft = false
  /** A button somewhere in the page posts through the hidden form. */
  needsForm = false
  /** The script's tag stands in what was written already. */
  hasScript = false
  /** The hidden form stands in what was written already. */
  hasForm = false
  /** As the middleware sees it, relative to where it is mounted. */
  readonly #seenUrl: string
  /** Most requests need none of these. */
  #basePath: string | undefined
  #ownUrl: string | undefined
  #words: PlaceholderWords<Placeholder> | undefined
  #ids: Map<string, number> | undefined
  #isGuarded = false
  #cookie: string | undefined
  #session: Promise<Readonly<Record<string, unknown>>> | undefined
  #postFields: string | undefined

  constructor(exchange: HostExchange, context: HttpContext) {
    this.exchange = exchange
    this.context = context
    this.#seenUrl = exchange.url
  }

  /** What a proxy has stripped from the path: "" or such as "/app". */
  get basePath(): string {
    this.#basePath ??= this.context.basePaths.of(this.exchange)
    return this.#basePath
  }

  /** The page's own path and query, as the browser has them. */
  get url(): string {
    return this.basePath + this.#pathAndQuery
  }

  /** Where the middleware is mounted, as the browser sees it: "" or a path that its own URLs begin with. */
  get base(): string {
    return this.basePath + mountPath(pathOf(this.#seenUrl), pathOf(this.#pathAndQuery))
  }

  get #pathAndQuery(): string {
    this.#ownUrl ??= withoutMark(pathAndQuery(this.exchange.originalUrl))
    return this.#ownUrl
  }

  /** The words that were left in the page. */
  get words(): PlaceholderWords<Placeholder> {
    this.#words ??= new PlaceholderWords()
    return this.#words
  }

  /** True if words were left in this page. */
  needsFilling(html: string): boolean {
    return this.#words?.areIn(html) === true
  }

  /** The id of the next root of a view: instances of a view are counted as they come in the page. */
  nextId(view: string): string {
    this.#ids ??= new Map()
    const count = (this.#ids.get(view) ?? 0) + 1
    this.#ids.set(view, count)
    return `${view}-${count}`
  }

  /** The event that a plain POST brought for this root. It is given out once. */
  takeEvent(root: string): PostedEvent | undefined {
    if (this.waitingEvent?.root !== root) return undefined
    const posted = this.waitingEvent
    this.waitingEvent = undefined
    return posted
  }

  /**
   * Returns the browser's cookie, to which tokens are bound. Whoever asks puts something into the page that holds for this
   * browser only, so the cookie is set and the page made private here, once.
   */
  bindToBrowser(): string {
    if (this.#cookie !== undefined) return this.#cookie
    const { message, response } = this.exchange
    const known = readBrowserCookie(message.headers.cookie, this.exchange.secure)
    this.#cookie = known ?? makeBrowserCookie()
    if (!response.headersSent) {
      if (known === undefined) response.appendHeader("Set-Cookie", setCookieText(this.#cookie, this.exchange.secure))
      makePrivate(response, this.#overruled)
      if (this.exchange.isWrittenLater) keepPrivate(response, this.#overruled)
    } else if (known === undefined) {
      this.#warn(
        "A live view was made after the response had begun, so its cookie could not be set. Call live.island before.",
      )
    }
    return this.#cookie
  }

  /** The host makes this page and answers with it, so its headers are not final yet: they are looked at once more. */
  answeredByHost(): void {
    if (this.#cookie === undefined || this.#isGuarded || this.exchange.isWrittenLater) return
    this.#isGuarded = true
    keepPrivate(this.exchange.response, this.#overruled)
  }

  /** What the option `identify` says of this request. */
  get identify(): string | undefined {
    return identifyOf(this.context.hooks, this.exchange.subject)
  }

  /** What the option `session` says of this request. */
  get session(): Promise<Readonly<Record<string, unknown>>> | Readonly<Record<string, unknown>> {
    if (this.context.hooks.session === undefined) return NOTHING
    this.#session ??= this.#readSession()
    return this.#session
  }

  /** The CSP nonce, as an attribute with its space, or nothing. */
  get nonceAttribute(): string {
    const nonce = nonceOf(this.context.hooks, this.exchange.subject)
    return nonce === undefined ? "" : ` nonce="${escapeHtml(nonce)}"`
  }

  /** Where a plain POST goes, as attributes of a form. */
  get postAttributes(): string {
    return ` method="post" action="${escapeHtml(withMark(this.url))}"`
  }

  /** The hidden fields that every form of a plain POST has. */
  get postFields(): string {
    if (this.#postFields === undefined) {
      const { signer, tokenAge, hooks } = this.context
      this.#postFields = hiddenField(TOKEN_FIELD, signCsrfToken(signer, this.bindToBrowser(), tokenAge))
      const own = csrfFieldOf(hooks, this.exchange.subject)
      if (own !== undefined) this.#postFields += hiddenField(own.name, own.value)
    }
    return this.#postFields
  }

  readonly #overruled = (header: string): void => {
    this.#warn(
      `Cache-Control: ${header} was replaced by "private, no-cache": the page holds a live view, whose token is one browser's.`,
    )
  }

  #warn(text: string): void {
    const { logger, development } = this.context.services
    if (development) logger.warn(text, { url: this.url })
  }

  async #readSession(): Promise<Readonly<Record<string, unknown>>> {
    return checkPlainData(await this.context.hooks.session?.(this.exchange.subject), "the option `session`")
  }
}

/** Where the middleware is mounted, by the path it sees and the one that was asked for. */
function mountPath(seen: string, asked: string): string {
  // A mounted app sees "/" where just its mount path was asked for.
  if (seen === "/") return asked.replace(/\/$/, "")
  return asked.endsWith(seen) ? asked.slice(0, asked.length - seen.length) : ""
}

/** A hidden field that the browser's script steps over. */
export function hiddenField(name: string, value: string): string {
  return `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}" ${POST_ATTRIBUTE}>`
}
