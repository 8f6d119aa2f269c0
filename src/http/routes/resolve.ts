/** The first step to a page: which view a request is for, and with which params. */

import { decodeQuery } from "../../util/form-params.js"
import type { RegisteredView } from "../../view/view-registry.js"
import { queryOf } from "../request/page-url.js"

/** What a route or a handler says about its page. */
export interface PageRoute {
  readonly view: RegisteredView
  /** Wins over the view's own. */
  readonly layout: string | false | undefined
  /** Laid over what the option `session` gives. */
  readonly session: object | ((subject: never) => unknown) | undefined
  /** What the view gets as `socket.action`, and as the assign of that name. */
  readonly action: string | undefined
}

/** What a request is for. */
export interface Resolved {
  readonly route: PageRoute
  /** What the view gets as params. */
  readonly params: Readonly<Record<string, unknown>>
  /** The names of those that the path gave. */
  readonly names: readonly string[]
}

/**
 * Resolves a request whose route is known.
 *
 * @param ofPath - What the path gave; it wins over the query.
 * @param url - The page's URL.
 */
export function resolve(route: PageRoute, ofPath: Readonly<Record<string, unknown>>, url: string): Resolved {
  const query = queryOf(url)
  const params: Record<string, unknown> = query === "" ? {} : decodeQuery(query)
  const names: string[] = []
  for (const [name, value] of Object.entries(ofPath)) {
    // Undefined: an optional part of the path that is not there.
    if (value === undefined) continue
    params[name] = value
    names.push(name)
  }
  return { route, params, names }
}
