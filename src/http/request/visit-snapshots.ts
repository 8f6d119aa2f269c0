/**
 * The snapshots of one request: what it brings of what views persist, and where what they persist now goes. A plain POST brings and
 * takes those of all roots in a field of its forms; a redirect takes that of its view along in a cookie.
 */

import { LiveError } from "../../errors/live-error.js"
import { mayPersist, type RootClaims } from "../../snapshot/snapshot-owner.js"
import type { SnapshotSeries } from "../../snapshot/snapshot-series.js"
import type { RegisteredView } from "../../view/view-registry.js"
import type { HostExchange } from "../host/host-exchange.js"
import type { HttpContext } from "../http-context.js"
import type { Browser } from "./browser.js"
import { isSeen } from "./seen.js"
import { COOKIE_SIZE, snapshotCookie, snapshotIn } from "./snapshot-cookie.js"
import { NO_SNAPSHOTS, type RootSnapshots } from "./snapshot-field.js"

/** A root and its view, as its token will say it. */
export interface SnapshotRoot {
  readonly view: RegisteredView
  readonly claims: Omit<RootClaims, "view">
}

/** Characters of one root's snapshot that the forms of a page have room for. */
const FORM_SIZE = 8192

export class VisitSnapshots {
  readonly #exchange: HostExchange
  readonly #context: HttpContext
  readonly #browser: Browser
  /** Of the roots of this page, for its forms. */
  #ofPage: Map<string, string> | undefined

  constructor(exchange: HostExchange, context: HttpContext, browser: Browser) {
    this.#exchange = exchange
    this.#context = context
    this.#browser = browser
  }

  /** True if a root of any page may have one. */
  get areUsed(): boolean {
    return this.#context.registry.persists
  }

  /** Those of the roots of this page, so far. */
  get ofPage(): RootSnapshots {
    return this.#ofPage ?? NO_SNAPSHOTS
  }

  /**
   * Begins the snapshots of a root whose view persists: they go on from what this request brings of it. Undefined: it cannot here.
   *
   * @param posted - What a plain POST brings; undefined: it is none.
   */
  begin({ view, claims }: SnapshotRoot, posted: RootSnapshots | undefined): Promise<SnapshotSeries> | undefined {
    const { definition } = view
    const { snapshots } = this.#context
    if (snapshots === undefined) return undefined
    if (!mayPersist(claims)) return this.#refuseCounted(definition.name)
    const brought = posted === undefined ? this.#inCookie(claims.id) : posted.get(claims.id)
    return snapshots.begin({ ...claims, view: definition.name }, this.#browser.bind(), brought)
  }

  /** A root of this page shows this. Returns the text for its element; undefined: there is no room for it. */
  shows(view: string, id: string, text: string): string | undefined {
    if (text === "") return undefined
    if (text.length > FORM_SIZE) {
      const where = "the forms of a page"
      this.#context.snapshots?.tooLarge({ view, id, size: text.length, limit: FORM_SIZE, where })
      return undefined
    }
    this.#ofPage ??= new Map()
    this.#ofPage.set(id, text)
    return text
  }

  /** The view redirects to itself: takes what it persists along. */
  carry(view: string, id: string, text: string): void {
    const { response, secure } = this.#exchange
    if (text === "" || response.headersSent) return
    const { services, snapshots } = this.#context
    const where = "the cookie of a redirect"
    if (text.length <= COOKIE_SIZE) response.appendHeader("Set-Cookie", snapshotCookie(secure, { root: id, text }))
    else if (services.development) snapshots?.tooLarge({ view, id, size: text.length, limit: COOKIE_SIZE, where })
  }

  /** There is a page: what was brought for it is not brought to the next one. */
  taken(): void {
    const { message, response, secure } = this.#exchange
    if (snapshotIn(message.headers.cookie) === undefined || !isSeen(message) || response.headersSent) return
    response.appendHeader("Set-Cookie", snapshotCookie(secure))
  }

  #inCookie(id: string): string | undefined {
    const { message } = this.#exchange
    const brought = snapshotIn(message.headers.cookie)
    return brought?.root === id && isSeen(message) ? brought.text : undefined
  }

  /** In development it is told once for each view. */
  #refuseCounted(view: string): undefined {
    const { services, snapshots } = this.#context
    if (!services.development || snapshots?.isFirstTold(view) !== true) return undefined
    const { code, message } = new LiveError("LV_PERSIST_ISLAND", { view })
    services.logger.warn(message, { code, view })
    return undefined
  }
}
