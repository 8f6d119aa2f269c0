/** The second step to a page: what the token of a root will say of the request, and what its view is mounted with. */

import type { RouteClaim } from "../../security/page-token.js"
import type { RegisteredView } from "../../view/view-registry.js"
import { identifyOf } from "../host/hook-results.js"
import type { HostExchange } from "../host/host-exchange.js"
import type { HttpContext } from "../http-context.js"
import type { PageAddress } from "../request/page-address.js"
import type { Resolved } from "../routes/resolve.js"
import { checkPlainData } from "./plain-data.js"

type Session = Readonly<Record<string, unknown>>

/** All that a token says but what the root alone knows: its id, and digests of what it shows. */
export interface PageClaims {
  readonly view: RegisteredView
  readonly params: Readonly<Record<string, unknown>>
  readonly session: Session
  /** The page's path and query, as the browser has them. */
  readonly url: string
  readonly basePath: string
  /** Undefined: it is an island. */
  readonly route: RouteClaim | undefined
  /** What the option `identify` says of the request. */
  readonly identify: string | undefined
  /** What its page has given an island; undefined: nothing, or it is none. */
  readonly given?: Session
}

/** The session of all requests of an app that has none: who wrote into it would write into everybody's. */
const NOTHING = Object.freeze({})

/** Makes the claims of one request's roots. The app's options are asked about its session once. */
export class VisitClaims {
  readonly #exchange: HostExchange
  readonly #hooks: HttpContext["hooks"]
  readonly #address: PageAddress
  #session: Promise<Session> | undefined
  #identified: { readonly as: string | undefined } | undefined

  constructor(exchange: HostExchange, { hooks }: HttpContext, address: PageAddress) {
    this.#exchange = exchange
    this.#hooks = hooks
    this.#address = address
  }

  /**
   * Those of a page.
   *
   * @param subject - The request, as the handler that answers has it.
   * @throws {@link LiveError} LV_SESSION_NOT_PLAIN, LV_IDENTIFY_INVALID, and what the app's functions throw
   */
  async ofPage({ route, params, names }: Resolved, subject: object): Promise<PageClaims> {
    const { view, session: given, action } = route
    const base = view.definition.patch === "socket" ? { base: this.#address.base } : {}
    const claimed: RouteClaim = { action, names, ...base }
    if (given === undefined) return this.#claims(view, params, await this.#ofRequest, claimed)
    const values: unknown = typeof given === "function" ? await (given as (subject: object) => unknown)(subject) : given
    const ofRequest = await this.#ofRequest
    const ofRoute = checkPlainData(values, `the session of the route of "${view.definition.name}"`)
    return this.#claims(view, params, { ...ofRequest, ...ofRoute }, claimed)
  }

  /**
   * Those of an island.
   *
   * @param given - Laid over the session of the page.
   * @throws {@link LiveError} LV_SESSION_NOT_PLAIN, LV_IDENTIFY_INVALID, and what the app's functions throw
   */
  async ofIsland(view: RegisteredView, given: Session): Promise<PageClaims> {
    const claims = this.#claims(view, {}, { ...(await this.#ofRequest), ...given })
    return Object.keys(given).length === 0 ? claims : { ...claims, given }
  }

  #claims(view: RegisteredView, params: PageClaims["params"], session: Session, route?: RouteClaim): PageClaims {
    const { url, basePath } = this.#address
    return { view, params, session, url, basePath, route, identify: this.identify }
  }

  /**
   * What the option `identify` says of the request, which is asked once.
   *
   * @throws {@link LiveError} LV_IDENTIFY_INVALID
   */
  get identify(): string | undefined {
    this.#identified ??= { as: identifyOf(this.#hooks, this.#exchange.subject) }
    return this.#identified.as
  }

  /** What the option `session` says of this request. */
  get #ofRequest(): Promise<Session> | Session {
    if (this.#hooks.session === undefined) return NOTHING
    this.#session ??= this.#readSession()
    return this.#session
  }

  async #readSession(): Promise<Session> {
    return checkPlainData(await this.#hooks.session?.(this.#exchange.subject), "the option `session`")
  }
}
