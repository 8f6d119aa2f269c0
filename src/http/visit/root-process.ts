/** The process that a root is rendered in, from what its request says and brings. */

import type { Started } from "../../process/process-options.js"
import { startPatiently } from "../../process/start-in-time.js"
import { RootPlace } from "../../process/unit/place/root-place.js"
import type { ViewProcess } from "../../process/view-process.js"
import { failedWithSnapshot } from "../../snapshot/refusal.js"
import type { SnapshotSeries } from "../../snapshot/snapshot-series.js"
import { NO_SNAPSHOTS } from "../request/snapshot-field.js"
import { beginSnapshots } from "./root-snapshots.js"
import type { RootRequest } from "./root-token.js"
import type { Visit } from "./visit.js"

/** A process that has mounted and rendered, or redirects. */
export interface StartedRoot {
  readonly process: ViewProcess
  readonly started: Started
}

/** What a request alone does not say. */
export interface SpawnedRoot {
  readonly isLive: boolean
  readonly series?: SnapshotSeries | undefined
}

/** Starts one that makes this response. What fails with a snapshot begins anew. */
export async function startRoot(
  root: RootRequest,
  series: SnapshotSeries | undefined,
  visit: Visit,
): Promise<StartedRoot> {
  try {
    return await startWith(series, root, visit)
  } catch (error) {
    const { name: view } = root.claims.view.definition
    if (!failedWithSnapshot({ view, series, error }, visit.context.services.logger)) throw error
    return startWith(await beginSnapshots(root, visit, NO_SNAPSHOTS), root, visit)
  }
}

async function startWith(series: SnapshotSeries | undefined, root: RootRequest, visit: Visit): Promise<StartedRoot> {
  const process = spawn(root, { isLive: false, series }, visit)
  try {
    return { process, started: await startPatiently(process, visit.context.services) }
  } catch (error) {
    void visit.context.supervisor.end(process, "leave")
    throw error
  }
}

/** Makes it. One that is live may wait for the script of its page. */
export function spawn(
  root: RootRequest,
  { isLive, series }: SpawnedRoot,
  { exchange, context, begunAt }: Visit,
): ViewProcess {
  const { id, claims, params: checked, flash } = root
  const { view, session, url, route, basePath, identify } = claims
  const { definition, renderer, liveSession } = view
  const { locals: held } = exchange
  const { services, supervisor, seeLocals, routes } = context
  seeLocals?.(held, exchange.localsName)
  const params = checked ?? claims.params
  const given = {
    params,
    areChecked: checked !== undefined,
    session,
    held,
    liveSession,
    flash,
    place: new RootPlace(url, route),
    series,
  }
  const options = { definition, renderer, id, isLive, ...given, basePath, routes, services }
  return supervisor.spawn(options, { identify, issuedAt: begunAt })
}
