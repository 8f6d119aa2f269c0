/** Names of what a page without a running script brings its snapshots in, and hands them to the script when it comes. */

/** The field of a plain POST: what each root of the page persists. */
export const SNAPSHOT_FIELD = "_live_snapshot"

/** The root element of a page that shows what was brought, or what a posted event has made of it: the snapshot to be brought at its join. */
export const SNAPSHOT_ATTRIBUTE = "data-live-snapshot"
