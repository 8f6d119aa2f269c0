/** Names of what a page without a running script brings its snapshots in, and hands them to the script when it comes. */

/** The field of a plain POST: what each root of the page persists. */
export const SNAPSHOT_FIELD = "_live_snapshot"

/**
 * The root element of a view that persists: the snapshot that its next join brings. Served empty, or with that of what was brought or a
 * posted event has made; then the newest that the page was told.
 */
export const SNAPSHOT_ATTRIBUTE = "data-live-snapshot"
