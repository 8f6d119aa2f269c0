/** The page token of a root, no larger than the join may be that brings it. */

import { LiveError } from "../../errors/live-error.js"
import type { Flash } from "../../util/flash.js"
import type { Params } from "../../view/socket.js"
import type { PageClaims } from "./claims.js"
import type { Visit } from "./visit.js"

/** What a root is made from. */
export interface RootRequest {
  readonly id: string
  readonly claims: PageClaims
  /** What the view's schema has made of those of the claims; undefined: nobody has asked it, as for islands. */
  readonly params?: Params
  /** What a page is to show once. Islands leave it to pages. */
  readonly flash?: Flash
}

/** What is known of what the root shows; of a ticket's nothing. */
export interface Shown {
  readonly templates: readonly string[]
  readonly digests: string
  /** What the view begins with when it is joined. */
  readonly flash: Flash
  /** Key of the process that waits for the root's join; undefined: none does. */
  readonly parked?: string | undefined
}

/**
 * Signs what a root says of the request, for this browser.
 *
 * @throws {@link LiveError} LV_SESSION_TOO_LARGE
 */
export function rootToken(
  { id, claims }: RootRequest,
  { templates, digests, flash, parked }: Shown,
  { browser, context, begunAt }: Visit,
): string {
  const { session, params, url, basePath, identify, route } = claims
  const { name: view } = claims.view.definition
  const liveSession = claims.view.liveSession?.name
  const given = { session, params, url, basePath, identify, route }
  const token = browser.pageToken({ view, id, ...given, digests, liveSession, flash, parked }, begunAt)
  const { limit, sizeOf } = context.joins
  const size = sizeOf(token, templates)
  if (size > limit)
    throw new LiveError("LV_SESSION_TOO_LARGE", { view, session: JSON.stringify(session).length, size, limit })
  return token
}
