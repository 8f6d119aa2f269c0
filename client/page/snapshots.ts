/**
 * The newest snapshot of each root stands in an attribute of its element, where its joins find it. What keeps them over a page load is
 * a part: `client/features/snapshots/`.
 */
import { SNAPSHOT_ATTRIBUTE } from "../../src/protocol/snapshot.js"
import { setAttribute } from "../dom/nodes/members.js"
import type { Loadable } from "../util/lazy.js"
import { isInEntry, SNAPSHOTS_KEY } from "./entry-state.js"

/** Keeps the snapshots of the page over a page load. */
export interface KeptSnapshots {
  /** A root has another one. */
  changed(): void
  /** Nothing of this tab is to be brought any more, by no page. */
  forget(): void
}

/** A root has a new one. Empty: it has none any more. */
export function snapshotArrived(root: Element, text: string, kept: Loadable<KeptSnapshots>): void {
  setAttribute(root, SNAPSHOT_ATTRIBUTE, text)
  kept.use(changed)
}

/** True if the page's entry was shown before, with roots that had some. */
export function areSnapshotsKept(): boolean {
  return isInEntry(SNAPSHOTS_KEY)
}

function changed(kept: KeptSnapshots): void {
  kept.changed()
}
