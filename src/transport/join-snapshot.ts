/** What a join has to do with snapshots: it may bring one, and it may fail with it. */

import { isLiveError, LiveError } from "../errors/live-error.js"
import type { JoinRequest } from "../protocol/frames.js"
import { readBrowserCookie } from "../security/browser-cookie.js"
import type { PageToken } from "../security/page-token.js"
import { mayPersist } from "../snapshot/snapshot-owner.js"
import type { SnapshotSeries } from "../snapshot/snapshot-series.js"
import type { NamespaceContext } from "./namespace-context.js"
import type { TokenBearer } from "./token-check.js"

/** The snapshots of the root that is joined. Undefined: its view persists nothing, or cannot here. */
export function seriesOf(
  { s: brought }: JoinRequest,
  token: PageToken,
  { context, peer }: TokenBearer,
): Promise<SnapshotSeries> | undefined {
  const { view, snapshots } = context
  if (view.definition.persist === undefined || snapshots === undefined || !mayPersist(token)) return undefined
  const cookie = readBrowserCookie(peer.cookie, false)
  return cookie === undefined ? undefined : snapshots.begin(token, cookie, brought)
}

/** True where a view may have failed because of what was brought: it is mounted once more, without. The exception itself has been told. */
export function failedWithSnapshot(
  series: SnapshotSeries | undefined,
  error: unknown,
  { view: { definition }, services }: NamespaceContext,
): boolean {
  if (series?.saved === undefined || isLiveError(error, "LV_VIEW_CLOSED")) return false
  const { code, message } = new LiveError("LV_SNAPSHOT_RESTORE", { view: definition.name })
  services.logger.warn(message, { code, view: definition.name, error })
  return true
}
