/** The snapshot that a join brings, and the one that it is answered with. */

import type { ViewProcess } from "../process/view-process.js"
import type { Extras } from "../protocol/frames.js"
import type { PageToken } from "../security/page-token.js"
import { mayPersist } from "../snapshot/snapshot-owner.js"
import type { SnapshotSeries } from "../snapshot/snapshot-series.js"
import type { TokenBearer } from "./token-check.js"

/** The snapshots of the root that is joined. Undefined: its view persists nothing, or cannot here. */
export function seriesOf(
  brought: string | undefined,
  token: PageToken,
  { context, peer }: TokenBearer,
): Promise<SnapshotSeries> | undefined {
  const { view, snapshots } = context
  if (view.definition.persist === undefined || snapshots === undefined || !mayPersist(token)) return undefined
  return peer.browser === undefined ? undefined : snapshots.begin(token, peer.browser, brought)
}

/** With the newest snapshot of a view that persists: the page has none yet, or may have missed it. */
export function withSnapshot(extras: Extras | undefined, { facts, isEnded }: ViewProcess): Extras | undefined {
  if (facts.persisted === undefined || isEnded || extras?.s !== undefined) return extras
  return { ...extras, s: facts.persisted.seal() }
}
