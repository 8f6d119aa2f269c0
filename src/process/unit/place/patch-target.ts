/** Where a view may have its page go by a patch: a URL of its own origin. Resolved by the URL standard against the page's. */

import { described } from "../../../errors/described.js"
import { LiveError } from "../../../errors/live-error.js"
import type { Vouched } from "../../../security/page-token.js"
import { withBase } from "../../../security/redirect.js"
import { decodeQuery } from "../../../util/form-params.js"
import type { FindRoute, OwnRoute } from "./own-routes.js"
import type { RootPlace } from "./root-place.js"

/** What is known of a root that is to move. */
export interface Whereabouts {
  readonly view: string
  readonly place: RootPlace
  /** The view has a `handleParams`. */
  readonly takesParams: boolean
  /** What a proxy strips from the app's paths: "" or such as "/app". */
  readonly basePath: string
  /** Of a view that vouches for its URLs itself. */
  readonly findRoute?: FindRoute | undefined
}

/** A URL that is the page's next, perhaps. */
export interface PatchTarget {
  /** Path, query and hash. */
  readonly href: string
  /** Path and query. */
  readonly url: string
  /** What the page's token says there. Undefined: the host has to be asked. */
  readonly vouched: Vouched | undefined
  /** It is not along the page's own path. */
  readonly isElsewhere: boolean
  /** It is one of the routes that the view vouches for itself. */
  readonly isRoute: boolean
}

/** Stands for the page's origin, which no process knows. No URL of anybody's has it. */
const ORIGIN = "http://page.invalid"
/** A URL that is much longer is refused by servers on the way. */
const LONGEST = 8000

/**
 * Resolves a target.
 *
 * @throws {@link LiveError} LV_PATCH_REFUSED, LV_FORM_LIMIT
 */
export function patchTarget(to: unknown, facts: Whereabouts): PatchTarget {
  const { place, findRoute } = facts
  const from = new URL(place.url, ORIGIN)
  const { pathname, search, hash } = resolved(to, from, facts)
  const isElsewhere = pathname !== from.pathname
  const own = findRoute && routeAt(pathname, place, findRoute)
  const whole = { href: pathname + search + hash, url: pathname + search, isElsewhere, isRoute: own !== undefined }
  if (own === undefined && isElsewhere) return { ...whole, vouched: undefined }
  const params = { ...decodeQuery(search), ...(own?.params ?? place.pathParams) }
  const vouched = place.at(whole.url, params, own?.route)
  if (vouched !== undefined && !place.hasRoomFor(vouched))
    throw refused(to, facts, TOO_LARGE, "Keep what is large in a store.")
  return { ...whole, vouched }
}

/** The URL, if it may be the page's. */
function resolved(to: unknown, from: URL, facts: Whereabouts): URL {
  const { place, basePath, takesParams } = facts
  const refuse = (why: string, remedy: string): never => {
    throw refused(to, facts, why, remedy)
  }
  if (!place.isPageRoot) refuse("it is an island, and the page's URL is not its own", REDIRECT)
  if (!takesParams)
    refuse("it has no `handleParams(params, uri, socket)` to show what the URL says", `Add it. ${REDIRECT}`)
  if (typeof to !== "string") return refuse("that is no text", 'Give a path or a query, such as "?page=2".')
  const written = /^\/(?![/\\])/.test(to) ? withBase(to, basePath) : to
  const url = URL.parse(written, from.href)
  if (url === null || url.origin !== ORIGIN) return refuse("it leads to another origin", REDIRECT)
  // The page would read it as a host.
  if (url.pathname.startsWith("//")) refuse("a browser reads // as the start of a host", REDIRECT)
  if (url.href.length > LONGEST)
    refuse(`it is longer than ${LONGEST} characters`, "Keep what is large in the session or a store.")
  return url
}

function refused(to: unknown, { view }: Whereabouts, why: string, remedy: string): LiveError {
  return new LiveError("LV_PATCH_REFUSED", { view, to: typeof to === "string" ? to : described(to), why, remedy })
}

/** A route that the view vouches for, at a path as the browser shows it. */
function routeAt(path: string, { base }: RootPlace, findRoute: FindRoute): OwnRoute | undefined {
  if (base === undefined || !path.startsWith(`${base}/`)) return undefined
  const found = findRoute(path.slice(base.length))
  return found && { ...found, route: { ...found.route, base } }
}

const TOO_LARGE = "the token of its page would be larger than a join may be (`limits.messageSize`)"
const REDIRECT = "To leave the view call `socket.redirect`."
