/** Where a view may have its page go by a patch: a URL of its own origin. Resolved by the URL standard against the page's. */

import { described } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import { withBase } from "../../security/redirect.js"
import { decodeQuery } from "../../util/form-params.js"
import type { Params } from "../../view/socket.js"
import type { ProcessFacts } from "./unit-owner.js"

/** A URL that is the page's next, perhaps. */
export interface PatchTarget {
  /** Path, query and hash. */
  readonly href: string
  /** Path and query. */
  readonly url: string
  /** Of a URL of the page's own path: what the view gets as params. Undefined: the host has to be asked. */
  readonly params: Params | undefined
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
export function patchTarget(to: unknown, { view, place, basePath, takesParams }: ProcessFacts): PatchTarget {
  const refuse = (why: string, remedy: string): never => {
    throw new LiveError("LV_PATCH_REFUSED", { view, to: typeof to === "string" ? to : described(to), why, remedy })
  }
  if (!place.isPage) refuse("it is an island, and the page's URL is not its own", REDIRECT)
  if (!takesParams)
    refuse("it has no `handleParams(params, uri, socket)` to show what the URL says", `Add it. ${REDIRECT}`)
  if (typeof to !== "string") return refuse("that is no text", 'Give a path or a query, such as "?page=2".')
  const written = /^\/(?![/\\])/.test(to) ? withBase(to, basePath) : to
  const from = new URL(place.url, ORIGIN)
  const url = URL.parse(written, from.href)
  if (url === null || url.origin !== ORIGIN) return refuse("it leads to another origin", REDIRECT)
  const { pathname, search, hash } = url
  // The page would read it as a host.
  if (pathname.startsWith("//")) return refuse("a browser reads // as the start of a host", REDIRECT)
  if (url.href.length > LONGEST)
    refuse(`it is longer than ${LONGEST} characters`, "Keep what is large in the session or a store.")
  const params = pathname === from.pathname ? { ...decodeQuery(search), ...place.pathParams } : undefined
  return { href: pathname + search + hash, url: pathname + search, params }
}

const REDIRECT = "To leave the view call `socket.redirect`."
