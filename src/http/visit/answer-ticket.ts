/**
 * Answers with a ticket instead of a page. Whoever comes here has passed the host's own guards and routes, as if for the
 * page; nothing is mounted, and guards of the view run when the ticket is handed over.
 */

import { LiveError } from "../../errors/live-error.js"
import { TICKET_TYPE, type TicketBody } from "../../protocol/ticket.js"
import { NO_FLASH } from "../../util/flash.js"
import type { HostExchange } from "../host/host-exchange.js"
import type { Resolved } from "../routes/resolve.js"
import type { TicketRequest } from "../ticket/ticket-request.js"
import { rootToken, type Shown } from "./root-token.js"
import type { Visit } from "./visit.js"

/** A root that is there already may show anything: its next join asks for all values. */
const NOTHING: Shown = { templates: [], digests: "", flash: NO_FLASH }

/**
 * Answers with the token of the page that was resolved, for the root that asks; or says that the page has to be loaded.
 *
 * @param exchange - Of the handler that answers.
 * @throws {@link LiveError} those of the claims, LV_SESSION_TOO_LARGE
 */
export async function answerTicket(
  ticket: TicketRequest,
  resolved: Resolved,
  exchange: HostExchange,
  visit: Visit,
): Promise<void> {
  const { name: view } = resolved.route.view.definition
  const { root } = ticket
  if (!ticket.isFor(view)) return refuse(new LiveError("LV_TICKET_OTHER_VIEW", { view, root }), exchange)
  if (visit.flash.isUnshown) return refuse(new LiveError("LV_TICKET_FLASH", { root }), exchange)
  const claims = await visit.claims.ofPage(resolved, exchange.subject)
  const body: TicketBody = { t: rootToken({ id: root, claims }, NOTHING, visit), view }
  // The status is the host's, where it has set one: with another than 200 this is no ticket.
  exchange.send({ headers: headersOf(TICKET_TYPE), body: JSON.stringify(body) })
}

/** No error of the app: the browser loads the page. */
function refuse({ message }: LiveError, exchange: HostExchange): void {
  exchange.send({ status: 409, headers: headersOf("text/plain; charset=utf-8"), body: message })
}

function headersOf(type: string): Readonly<Record<string, string>> {
  return { "Content-Type": type, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store" }
}
