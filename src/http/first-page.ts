/** Answers a request with the page of a view. */

import { decodeQuery } from "../util/form-params.js"
import type { RegisteredView } from "../view/view-registry.js"
import type { HostExchange } from "./host-exchange.js"
import { fillPage } from "./islands.js"
import { makeRoot } from "./live-root.js"
import { makeLiveFunction } from "./make-live-function.js"
import type { PageRequest } from "./page-request.js"
import { queryOf } from "./page-url.js"
import { checkPlainData } from "./plain-data.js"

/** What a route or a handler says about its page. */
export interface PageRoute {
  readonly view: RegisteredView
  /** Wins over the view's own. */
  readonly layout: string | false | undefined
  /** Laid over what the option `session` gives. */
  readonly session: object | ((subject: never) => unknown) | undefined
}

/** The content type of pages. */
const HTML = "text/html; charset=utf-8"

/**
 * Mounts the view and answers. Rejects with what went wrong, before anything is answered: the host handles it.
 *
 * @param params - What the path gave; they win over the query's.
 */
export async function answerPage(
  route: PageRoute,
  params: Readonly<Record<string, unknown>>,
  exchange: HostExchange,
  page: PageRequest,
): Promise<void> {
  const { view } = route
  const { definition } = view
  const root = await makeRoot(
    {
      view,
      id: page.nextId(definition.name),
      params: pageParams(page.url, params),
      session: await pageSession(route, page, exchange),
      held: exchange.locals,
    },
    page,
  )
  if (root.kind === "redirect") return redirect(root.to, page, exchange)
  const locals = {
    content: page.words.add({ kind: "content", html: root.html }),
    title: root.title ?? definition.name,
    live: makeLiveFunction(page),
  }
  const layout = await page.context.layouts.render(route.layout ?? definition.layout, locals, exchange)
  const filled = await fillPage(layout, page)
  if (filled.kind === "redirect") return redirect(filled.to, page, exchange)
  exchange.send({ headers: { "Content-Type": HTML }, body: filled.html })
}

/** Sends the browser elsewhere: 303 after a POST, so that it asks with GET. */
export function redirect(to: string, { wasPosted }: PageRequest, exchange: HostExchange): void {
  const headers = { Location: to, "Cache-Control": "private, no-cache", "Content-Type": "text/plain; charset=utf-8" }
  exchange.send({ status: wasPosted ? 303 : 302, headers, body: `Go on to ${to}` })
}

async function pageSession(
  { session, view }: PageRoute,
  page: PageRequest,
  exchange: HostExchange,
): Promise<Readonly<Record<string, unknown>>> {
  if (session === undefined) return page.session
  const values: unknown =
    typeof session === "function" ? await (session as (subject: object) => unknown)(exchange.subject) : session
  return { ...(await page.session), ...checkPlainData(values, `the session of the route of "${view.definition.name}"`) }
}

function pageParams(url: string, ofPath: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const query = queryOf(url)
  const params = query === "" ? {} : decodeQuery(query)
  for (const [name, value] of Object.entries(ofPath)) {
    // Undefined: an optional part of the path that is not there.
    if (value !== undefined) params[name] = value
  }
  return params
}
