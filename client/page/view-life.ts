/** What the page does as its views join, are written to, prove themselves and give up. */
import type { PageEvents } from "../events/page-events.js"
import type { Loadable } from "../util/lazy.js"
import type { ViewLife } from "../view/view-page.js"
import type { Views } from "../view/views.js"
import type { Navigation } from "./navigation.js"

/** Follows what is written to the page: `client/features/built-ins/`. */
export interface PatchFollower {
  pagePatched(): void
}

export interface ViewLifeOptions {
  /** The views of the page: they are made with what this makes. */
  readonly views: () => Views
  readonly events: PageEvents
  readonly navigation: Loadable<Navigation>
  readonly builtIns: Loadable<PatchFollower>
}

export function viewLife({ views, events, navigation, builtIns }: ViewLifeOptions): ViewLife {
  const viewPatched = (): void => {
    events.pagePatched()
    if (builtIns.isWanted) builtIns.use(pagePatched)
  }
  return {
    viewPatched,
    viewJoined(view) {
      views().answered(view)
      viewPatched()
      for (const element of view.dirtyForms) events.resendChange(element, view)
    },
    viewProved() {
      if (views().all.every(({ isSound }) => isSound)) navigation.use(arrived)
    },
    viewGaveUp(_view, { code }) {
      // What the user has typed is worth more than a view that may come back. A page that is another one by now
      // (a log-out, a new version of the application) cannot take it anyway.
      const isSame = !/^LV_(TOKEN|PROTOCOL)_/.test(code)
      if (!isSame || views().all.every(({ dirtyForms }) => dirtyForms.length === 0)) navigation.use(reload)
    },
  }
}

// Functions of their own, so that they wait once for the part.

function arrived(navigation: Navigation): void {
  navigation.arrived()
}

function reload(navigation: Navigation): void {
  navigation.reload()
}

function pagePatched(part: PatchFollower): void {
  part.pagePatched()
}
