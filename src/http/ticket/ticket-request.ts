/**
 * A request for a ticket: a GET with the mark `_live`, and a header that names the root it is for. The host takes it for a
 * request of the page, as which it runs through all of the host's guards; only a page handler knows what it is.
 */

import type { IncomingMessage } from "node:http"
import { LiveError } from "../../errors/live-error.js"
import { PATCH_HEADER } from "../../protocol/ticket.js"
import { tellRarely } from "../../telemetry/told-rarely.js"
import type { HostExchange } from "../host/host-exchange.js"
import type { HttpContext } from "../http-context.js"
import { keepApart } from "./ticket-head.js"

/** What a page handler calls its root: the view's name, and a number. */
const ROOT = /^([a-z][a-z0-9-]{0,199})-[1-9]\d{0,8}$/

/** By these a host would answer with less than the page: a ticket is never what the browser has of it already. */
const PARTIAL = ["if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range", "range"]

export class TicketRequest {
  /** Id of the root. */
  readonly root: string
  readonly #view: string

  private constructor(root: string, view: string) {
    this.root = root
    this.#view = view
  }

  /**
   * Reads what a marked GET asks for; undefined: the page. From here on the answer is kept apart from the page's, whoever
   * gives it.
   *
   * @throws {@link LiveError} LV_TICKET_REFUSED, LV_TICKET_MALFORMED
   */
  static read(exchange: HostExchange, context: HttpContext): TicketRequest | undefined {
    const { message } = exchange
    const root = message.headers[PATCH_HEADER.toLowerCase()]
    if (root === undefined) return undefined
    keepApart(exchange)
    checkOrigin(message, context)
    const [, view] = ROOT.exec(String(root)) ?? []
    if (view === undefined) throw new LiveError("LV_TICKET_MALFORMED", {})
    for (const header of PARTIAL) delete message.headers[header]
    return new TicketRequest(String(root), view)
  }

  /** True if the root may be one that a page handler of this view has made. */
  isFor(view: string): boolean {
    return this.#view === view
  }
}

/** A page of another origin cannot send the header, unless the host allows it by CORS: for its own sake, not for this. */
function checkOrigin(message: IncomingMessage, { origins, services }: HttpContext): void {
  const site = message.headers["sec-fetch-site"]
  const isSame = site === undefined || site === "same-origin"
  if (isSame && origins.check(message).ok) return
  const from = isSame ? `Origin: ${message.headers.origin}` : `Sec-Fetch-Site: ${String(site)}`
  const error = new LiveError("LV_TICKET_REFUSED", { from })
  tellRarely({ logger: services.logger, kind: error.code }, error.message, { code: error.code })
  throw error
}
