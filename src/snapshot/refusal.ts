/** Why a snapshot does not open: its view mounts as if it had not been brought, and the log says so. */

import { isLiveError, LiveError } from "../errors/live-error.js"
import type { Logger } from "../telemetry/logger.js"
import { tellRarely } from "../telemetry/told-rarely.js"
import type { OwnerMark } from "./snapshot-owner.js"
import type { SnapshotSeries } from "./snapshot-series.js"

/** `unreadable`: of another secret, browser, view or root, or not as it left us. `older`: the store has forgotten its series. */
export type SnapshotRefusal = "unreadable" | "size" | "age" | "voided" | "dropped" | "failing" | OwnerMark

const WHY: Readonly<Record<SnapshotRefusal, readonly [why: string, remedy: string]>> = {
  unreadable: [
    "it was sealed with another secret, for another browser, view or root, or it was changed on its way",
    "After a change of the option `secret` keep the old one behind the new one for as long as snapshots last. " +
      "Islands that persist need the same id on each page",
  ],
  size: ["it is larger than any that is made", "Nothing: no page of this app sends such a text"],
  age: [
    "it is older than the option `snapshots.age` allows",
    "Nothing, or make `snapshots.age` longer where pages stay open for longer",
  ],
  voided: ["its user was disconnected (`live.disconnect`) after it was made", "Nothing"],
  dropped: [
    "the store does not have its series any more: the page was left, or its user was disconnected",
    "Nothing. If it happens to pages that are open, the store throws away what it should keep (`maxmemory-policy` of Redis)",
  ],
  failing: [
    "its view has crashed again and again right after it was brought back, before its page has sent anything",
    "See the exceptions in the log: what callbacks make of such a state. `restore(saved, socket)` may leave out what no longer fits",
  ],
  user: ["the option `identify` names another user than when it was made", "Nothing"],
  session: [
    "its view's session is another than when it was made",
    "Nothing, if somebody has logged in or out. Keep what differs in each request (times, random numbers) out of the option `session`",
  ],
  params: ["the params of its page's path are others than when it was made", "Nothing"],
}

/** The warning for the log. */
export function refusedSnapshot(view: string, reason: SnapshotRefusal): LiveError<"LV_SNAPSHOT_REFUSED"> {
  const [why, remedy] = WHY[reason]
  return new LiveError("LV_SNAPSHOT_REFUSED", { view, why, remedy })
}

/** A mount that has failed, of a root with these snapshots. */
export interface FailedMount {
  readonly view: string
  readonly series: SnapshotSeries | undefined
  readonly error: unknown
}

/** True where a mount may have failed because of what was brought: it is repeated without. The exception itself is told by others. */
export function failedWithSnapshot({ view, series, error }: FailedMount, logger: Logger): boolean {
  if (series?.saved === undefined || isLiveError(error, "LV_VIEW_CLOSED")) return false
  const { code, message } = new LiveError("LV_SNAPSHOT_RESTORE", { view })
  tellRarely({ logger, kind: `${code} ${view}` }, message, { code, view, error })
  return true
}
