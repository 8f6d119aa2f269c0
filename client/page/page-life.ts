/** What the page does as its views join, prove themselves, give up, and write to it. */
import type { WriteLog } from "../dom/nodes/write-log.js"
import type { PageEvents } from "../events/page-events.js"
import type { Loadable } from "../util/lazy.js"
import type { PageView, ViewLife } from "../view/view-page.js"
import type { Views } from "../view/views.js"
import type { Navigation } from "./navigation.js"
import type { Patches } from "./patches.js"

/** Follows what is written to the page: `client/features/built-ins/` and `viewport/`. */
export interface WriteFollower {
  pageWritten(): void
}

/** Lives with elements of views: `client/features/hooks/`. */
export interface HooksFollower extends WriteFollower {
  viewJoined(view: PageView): void
  viewLost(view: PageView): void
}

/** Bindings that few pages have: `client/features/rare-bindings/`. */
export interface RareBindingsFollower {
  pageWritten(log: WriteLog): void
  viewJoined(view: PageView): void
  viewLost(view: PageView): void
  eventShown(element: Element, type: string, isShown: boolean): void
}

/** What the page does for its views, and for what follows their frames. */
export interface PageLife extends ViewLife {
  /**
   * A frame has been written: `LiveDom` tells it, with its log (`client/dom/nodes/write-log.ts`). Once more, without one, when a
   * view is bound: only then it takes for its own what a portal moves.
   */
  pageWritten(log?: WriteLog): void
}

export interface PageLifeOptions {
  readonly views: Views
  readonly events: PageEvents
  readonly navigation: Loadable<Navigation>
  readonly builtIns: Loadable<WriteFollower>
  readonly hooks: Loadable<HooksFollower>
  readonly patches: Pick<Loadable<Patches>, "part">
  readonly viewport: Loadable<WriteFollower>
  readonly rareBindings: Loadable<RareBindingsFollower>
}

export function pageLife(options: PageLifeOptions): PageLife {
  const { views, events, navigation, builtIns, hooks, patches, viewport, rareBindings } = options
  const pageWritten = (log?: WriteLog): void => {
    events.elements.pageWritten()
    if (builtIns.isWanted) builtIns.use(follow)
    // What comes later finds the page as it is by then.
    viewport.part?.pageWritten()
    hooks.part?.pageWritten()
    if (log !== undefined) rareBindings.part?.pageWritten(log)
  }
  return {
    pageWritten,
    viewRecovers: (view, used) => events.ofForms?.recover(view, used),
    viewJoined(view, isResumed) {
      views.answered(view)
      pageWritten()
      for (const element of view.dirtyForms) events.resendChange(element, view)
      hooks.part?.viewJoined(view)
      rareBindings.part?.viewJoined(view)
      patches.part?.viewJoined(view, isResumed)
    },
    eventSent() {
      patches.part?.eventSent()
    },
    viewLost(view) {
      hooks.part?.viewLost(view)
      rareBindings.part?.viewLost(view)
    },
    eventShown: (element, type, isShown) => rareBindings.part?.eventShown(element, type, isShown),
    viewProved() {
      if (views.all.every(({ isSound }) => isSound)) navigation.use(arrived)
    },
    viewGaveUp(_view, { code }) {
      // What the user has typed is worth more than a view that may come back. A page that is another one by now
      // (a log-out, a new version of the application) cannot take it anyway.
      const isSame = !/^LV_(TOKEN|PROTOCOL)_/.test(code)
      if (!isSame || views.all.every(({ dirtyForms }) => dirtyForms.length === 0)) navigation.use(reload)
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

function follow(part: WriteFollower): void {
  part.pageWritten()
}
