/** What the page's entry in the history says of us: each name of ours stands beside those of other scripts. */

/** The name that the snapshots of its page are kept under. */
export const SNAPSHOTS_KEY = "livemountSnapshots"

/** True if it has something of this name. */
export function isInEntry(name: string): boolean {
  const { state } = history
  return typeof state === "object" && state !== null && name in state
}
