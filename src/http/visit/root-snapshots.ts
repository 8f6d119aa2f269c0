/** What one root has to do with snapshots: it begins with what its request brings, and says where what it persists goes. */

import type { ViewProcess } from "../../process/view-process.js"
import { mayPersist } from "../../snapshot/snapshot-owner.js"
import type { SnapshotSeries } from "../../snapshot/snapshot-series.js"
import type { ViewDefinition } from "../../view/definition.js"
import { pathOf } from "../request/page-url.js"
import type { RootSnapshots } from "../request/snapshot-field.js"
import type { RootRequest } from "./root-token.js"
import type { Visit } from "./visit.js"

export function mayHaveSnapshots({ id, claims: { view, route } }: RootRequest): boolean {
  return view.definition.persist !== undefined && mayPersist({ id, route })
}

/** Undefined: nothing of its view is persisted. */
export function beginSnapshots(
  { id, claims }: RootRequest,
  visit: Visit,
  brought: RootSnapshots | undefined = visit.post?.snapshots,
): Promise<SnapshotSeries> | undefined {
  const { view, identify, session, params, route } = claims
  if (view.definition.persist === undefined) return undefined
  return visit.snapshots.begin({ view, claims: { id, identify, session, params, route } }, brought)
}

/**
 * What the root's element says of what it shows. Undefined: that is what its view begins with, or no page has room for it. As the page's
 * tokens, it counts from when the request came: its user may be disconnected since then.
 */
export function shownSnapshot({ view, id, facts }: ViewProcess, isPosted: boolean, visit: Visit): string | undefined {
  const { persisted } = facts
  if (persisted === undefined || (!isPosted && persisted.series.saved === undefined)) return undefined
  return visit.snapshots.shows(view, id, persisted.seal(visit.begunAt))
}

/** A redirect of a view. */
export interface OwnRedirect {
  readonly definition: ViewDefinition
  readonly to: string
}

/** After a posted event: if the view redirects to itself, the page there goes on from here. */
export function carrySnapshot({ view, id, facts }: ViewProcess, { definition, to }: OwnRedirect, visit: Visit): void {
  const { persisted } = facts
  if (persisted !== undefined && isOfView(definition, to, visit))
    visit.snapshots.carry(view, id, persisted.seal(visit.begunAt))
}

/** Of a handler in the host's own routing only the path that it is asked for now is known to be its. */
function isOfView(definition: ViewDefinition, to: string, { address, context }: Visit): boolean {
  const [path = ""] = to.split(/[?#]/)
  if (path === pathOf(address.url)) return true
  return (
    path.startsWith(`${address.base}/`) &&
    context.routes?.find(definition, path.slice(address.base.length)) !== undefined
  )
}
