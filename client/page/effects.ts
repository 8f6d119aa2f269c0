/** What a frame asks of the page beside its differences: its title, events for scripts, another address, to leave it. */
import type { Extras } from "../../src/protocol/frames.js"
import type { Loadable } from "../util/lazy.js"
import type { PageView } from "../view/view-page.js"
import type { Views } from "../view/views.js"
import { sendFlash } from "./flash.js"
import { followRedirect, type Navigation } from "./navigation.js"
import type { Patches } from "./patches.js"
import { type KeptSnapshots, snapshotArrived } from "./snapshots.js"
import { writeTitle } from "./title.js"

/** Hears the events of views: `client/features/hooks/`. */
export interface EventHearer {
  eventArrived(name: string, payload: unknown): void
}

export interface EffectsOptions {
  readonly hooks: Loadable<EventHearer>
  readonly navigation: Loadable<Navigation>
  readonly patches: Loadable<Patches>
  readonly snapshots: Loadable<KeptSnapshots>
  /** Loads another page. */
  visit(url: string): void
  readonly views: Pick<Views, "answered">
}

export function takeEffects(
  effects: Extras,
  view: PageView,
  { hooks, navigation, patches, snapshots, visit, views }: EffectsOptions,
): void {
  const { n: title, e: events = [], p: patch, r: redirect, s: snapshot } = effects
  if (title !== undefined) writeTitle(title)
  for (const [name, detail] of events) {
    window.dispatchEvent(new CustomEvent(`live:${name}`, { detail }))
    if (hooks.isWanted) hooks.use((part) => part.eventArrived(name, detail))
  }
  if (snapshot !== undefined) snapshotArrived(view.root, snapshot, snapshots)
  if (patch !== undefined) patches.use((part) => part.patchArrived(patch, view))
  if (redirect === undefined) return
  // Instead of a join, too. The page may stay: what is behind the address can be a download.
  views.answered(view)
  const load = (): void => {
    if (redirect.f !== undefined) sendFlash(redirect.f)
    followRedirect(redirect.to, navigation, visit)
  }
  if (redirect.n === undefined) load()
  else patches.get().then((part) => part.navigationArrived(redirect, view), load)
}
