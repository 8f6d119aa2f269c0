/**
 * The way of a request to the page of its view, in four steps:
 *
 * ```
 * resolve ─► claims ─► root ─► page
 * ```
 *
 * A route is resolved to a view and its params (`resolve.ts`); what the token will say of the request is asked for
 * (`claims.ts`); the root is mounted, rendered and written (`root.ts`); layout, islands and tags are put around it, and it
 * is sent (`send-page.ts`). Each can be called without those behind it: a ticket is the first two (`answer-ticket.ts`).
 */

import { LiveError } from "../../errors/live-error.js"
import { isFirstOf } from "../../telemetry/told-once.js"
import { checkParams } from "../../view/checked-params.js"
import type { HostExchange } from "../host/host-exchange.js"
import { type PageRoute, resolve } from "../routes/resolve.js"
import { answerTicket } from "./answer-ticket.js"
import { makeRoot } from "./root.js"
import { sendPage } from "./send-page.js"
import type { Visit } from "./visit.js"

/**
 * Makes the page of a route and answers with it, or with a ticket for it. Resolves with false, and answers nothing, if the view has no
 * page for these params: the host goes on. Rejects with what went wrong, before anything is
 * answered: the host handles it.
 *
 * @param ofPath - What the path gave as params.
 * @param exchange - Of the handler that answers.
 */
export async function answerPage(
  route: PageRoute,
  ofPath: Readonly<Record<string, unknown>>,
  exchange: HostExchange,
  visit: Visit,
): Promise<boolean> {
  const resolved = resolve(route, ofPath, visit.address.url)
  const params = await checkParams(route.view.definition, resolved.params)
  if (params instanceof LiveError) {
    // The rest of the app may have the page: it may be meant so, or the schema be wrong.
    const { development, logger } = visit.context.services
    if (development) logger.info(params.message, { code: params.code, url: visit.address.url })
    return false
  }
  if (visit.ticket !== undefined) {
    await answerTicket(visit.ticket, resolved, exchange, visit)
    return true
  }
  const id = visit.words.nextId(route.view.definition.name)
  const claims = await visit.claims.ofPage(resolved, exchange.subject)
  const flash = visit.flash.show()
  const root = await makeRoot({ id, claims, params, flash }, visit)
  if (root.kind === "redirect") tellCircle(root.to, route.view.definition.name, visit)
  await sendPage({ route, id }, root, exchange, visit)
  return true
}

/** Says in development that a page leads to itself: the browser says only that there are too many redirects. */
function tellCircle(to: string, view: string, { address, context, post }: Visit): void {
  const { development, logger } = context.services
  if (!development || post !== undefined || to.split("#")[0] !== address.url || !isFirstOf(logger, `circle ${view}`))
    return
  logger.warn(
    `The view "${view}" leads from ${address.url} to there: a guard, \`mount\` or \`handleParams\` redirects or patches, and does so again for ` +
      "where it has led to. Let it go elsewhere, or only where the URL is not yet the right one.",
    { code: "LV_REDIRECT_CIRCLE", view },
  )
}
