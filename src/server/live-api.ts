/** What an app calls: `live` as it is on every host. What the host's requests need is the {@link LiveServer}'s. */

import { LiveError } from "../errors/live-error.js"
import { escapeHtml } from "../html/text/escape.js"
import type { KnownHost } from "../http/host/known-host.js"
import type { HttpContext } from "../http/http-context.js"
import type { IslandOptions } from "../http/live-function.js"
import type { PageRoute } from "../http/routes/resolve.js"
import type { Routes } from "../http/routes/routes.js"
import { islandId } from "../http/visit/island-id.js"
import { makeIsland } from "../http/visit/islands.js"
import { sayWhenWritten, scriptTags } from "../http/visit/page-tags.js"
import { checkPlainData } from "../http/visit/plain-data.js"
import type { Visit } from "../http/visit/visit.js"
import type { Visits } from "../http/visit/visits.js"
import type { Orders } from "../supervise/orders.js"
import type { Transport } from "../transport/socket-io/transport.js"
import { inTime } from "../util/in-time.js"
import { checkOptionNames } from "../util/option-names.js"
import type { LiveView } from "../view/definition.js"
import type { LiveSessionDefinition } from "../view/live-sessions.js"
import type { ViewRegistry } from "../view/view-registry.js"
import { checkServer } from "./check-server.js"
import { failPage } from "./fail-page.js"
import type { CloseOptions, Live, PageOptions } from "./live.js"
import type { MissedViews } from "./missed-views.js"

/** What {@link Live} has on every host: all but `page` and `session`, which make the host's own kind of handler. */
export type LiveApi<Request extends object> = Omit<Live<Request, unknown>, "page" | "session">

/** What it works on. */
export interface ApiParts {
  readonly context: HttpContext
  readonly orders: Orders
  readonly transport: Transport
  readonly host: KnownHost
  readonly routes: Routes
  readonly visits: Visits
  /** In development only. */
  readonly missed: MissedViews | undefined
}

/** Makes it. Its members need no `this`: they become those of a middleware. */
export function makeApi<Request extends object>(parts: ApiParts): LiveApi<Request> {
  const { context, orders, transport, host, visits } = parts
  const { registry, services, supervisor } = context
  const { pubsub } = services
  let isClosing = false
  return {
    view(path, view, options) {
      serveAt(path, routeOf(view, registry, options), parts)
    },
    async island(request, name, session, options) {
      return writeIsland(visits.get(host.app?.localsOf(request)), { name, session, options })
    },
    flash(request, kind, text) {
      visits.get(host.app?.localsOf(request)).flash.put(kind, text)
    },
    register(...views) {
      for (const view of views) registry.add(view)
    },
    pubsub,
    send: (view, id, message) => orders.send(view.name, id, message),
    disconnect: (id) => orders.disconnect(String(id)),
    health: () => ({
      ready: !isClosing,
      bus: pubsub.health(),
      views: supervisor.count,
      connections: transport.count(),
    }),
    attach(server) {
      checkServer(server)
      transport.attach(server)
    },
    close(options) {
      isClosing = true
      return close(parts, options)
    },
  }
}

/** Serves a route at a path of its own. */
export function serveAt(path: string, route: PageRoute, { routes, missed }: Pick<ApiParts, "routes" | "missed">): void {
  missed?.adds(path, route)
  routes.add(path, route)
  missed?.watch()
}

/** What `live.page` and `live.view` serve. Registers the view. */
export function routeOf<Request extends object>(
  view: LiveView,
  registry: ViewRegistry,
  options: PageOptions<Request> = {},
  liveSession?: LiveSessionDefinition,
): PageRoute {
  checkOptionNames(options, ["layout", "session", "action"])
  const { layout, session, action } = options
  if (action !== undefined && typeof action !== "string")
    throw new LiveError("LV_OPTION_INVALID", { option: "action", expected: 'a text, such as "new"', given: action })
  return { view: registry.add(view, liveSession), layout, session, action }
}

/** What `live.island` was given. */
interface GivenIsland {
  readonly name: string
  readonly session: object | undefined
  readonly options: IslandOptions | undefined
}

async function writeIsland(visit: Visit, { name, session, options }: GivenIsland): Promise<string> {
  const plain = checkPlainData(session, `the values given to live.island("${name}")`)
  const id = islandId(name, options, visit.words)
  // The host's own handler waits for this: what it is given must be fit for the host.
  const made = await makeIsland({ view: name, session: plain, id }, visit).catch((error: unknown) =>
    failPage(error, visit.exchange),
  )
  visit.answeredByHost()
  // Nobody but the page's author has the response in hand, so the browser is told in the page.
  if (made.kind === "redirect") return `<meta http-equiv="refresh" content="0;url=${escapeHtml(made.to)}">`
  return visit.forms.fill(made.html + tagsOf(visit))
}

/** Asks the app for a nonce, and for its CSRF field. */
function tagsOf(visit: Visit): string {
  try {
    const tags = scriptTags(visit, undefined)
    sayWhenWritten(tags, visit.exchange)
    return tags.html
  } catch (error) {
    return failPage(error, visit.exchange)
  }
}

async function close(
  { context, orders, transport, missed }: ApiParts,
  { timeout = 10_000 }: CloseOptions = {},
): Promise<void> {
  const { clock, pubsub } = context.services
  missed?.close()
  try {
    await inTime(transport.close(), timeout, clock)
  } finally {
    // Until now others may have asked for views, and may have had users disconnected.
    orders.close()
    await pubsub.close()
  }
}
