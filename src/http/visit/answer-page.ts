/**
 * The way of a request to the page of its view, in four steps:
 *
 * ```
 * resolve ─► claims ─► root ─► page
 * ```
 *
 * A route is resolved to a view and its params (`resolve.ts`); what the token will say of the request is asked for
 * (`claims.ts`); the root is mounted, rendered and written (`root.ts`); layout, islands and tags are put around it, here.
 */

import type { HostExchange } from "../host/host-exchange.js"
import { type FilledPage, fillPage } from "./fill-page.js"
import { makeLiveFunction } from "./make-live-function.js"
import { type PageRoute, type Resolved, resolve } from "./resolve.js"
import { makeRoot, type RootOutcome } from "./root.js"
import { sendRedirect } from "./send-redirect.js"
import type { Visit } from "./visit.js"

/** The content type of pages. */
const HTML = "text/html; charset=utf-8"

/**
 * Makes the page of a route and answers with it. Rejects with what went wrong, before anything is answered: the host
 * handles it.
 *
 * @param ofPath - What the path gave as params.
 * @param exchange - Of the handler that answers.
 */
export async function answerPage(
  route: PageRoute,
  ofPath: Readonly<Record<string, unknown>>,
  exchange: HostExchange,
  visit: Visit,
): Promise<void> {
  const resolved = resolve(route, ofPath, visit.address.url)
  const id = visit.words.nextId(route.view.definition.name)
  const claims = await visit.claims.ofPage(resolved, exchange.subject)
  const root = await makeRoot({ id, claims }, visit)
  const page = root.kind === "root" ? await makePage(resolved, root, exchange, visit) : root
  if (page.kind === "redirect") sendRedirect(page.to, exchange, visit)
  else exchange.send({ headers: { "Content-Type": HTML }, body: page.html })
}

/** The last step: the page around a root. */
async function makePage(
  { route }: Resolved,
  { html, title }: Extract<RootOutcome, { readonly kind: "root" }>,
  exchange: HostExchange,
  visit: Visit,
): Promise<FilledPage> {
  const { definition } = route.view
  const locals = {
    content: visit.words.add({ kind: "content", html }),
    title: title ?? definition.name,
    live: makeLiveFunction(visit),
  }
  const layout = await visit.context.layouts.render(route.layout ?? definition.layout, locals, exchange)
  return fillPage(layout, visit)
}
