/**
 * What the page half asks of the part that has views show other URLs without a page load: `client/features/patches/`. And how
 * entries of the history are known that it has written.
 */
import type { WirePatch, WireRedirect } from "../../src/protocol/frames.js"
import type { PageView } from "../view/view-page.js"
import { isInEntry } from "./entry-state.js"

/** In an entry's state, what is ours of it; other scripts have keys of their own there. */
export const ENTRY_KEY = "livemount"

export interface Patches {
  /** Once more after `stop`, in which links are the browser's own. */
  start(): void
  stop(): void
  /** A view shows another URL, or asks for a ticket to do so. */
  patchArrived(patch: WirePatch, view: PageView): void
  /** A view sends the browser to another page of the app. */
  navigationArrived(redirect: WireRedirect, view: PageView): void
  /** The user wants another page of the app; `load` is called where the browser has to load it. */
  navigate(href: string, replaces: boolean, load: () => void): void
  /** What waited for the connection may go on. `isResumed`: what was handed over before will be answered. */
  viewJoined(view: PageView, isResumed: boolean): void
  /** What was fetched before may no longer be so. */
  eventSent(): void
}

/** True if the page's entry in the history is one of those. */
export function isOurEntry(): boolean {
  return isInEntry(ENTRY_KEY)
}
