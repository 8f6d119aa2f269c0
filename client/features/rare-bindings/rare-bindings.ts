/**
 * Bindings that few pages have, loaded when a page or a template has one. They say what happens to an element that comes or
 * goes, to its view's connection, beside it, and while its event is under way.
 */
import { findAllInPage } from "../../dom/nodes/members.js"
import { PatchRecord } from "../../dom/nodes/patch-record.js"
import type { WriteLog } from "../../dom/nodes/write-log.js"
import type { PageView } from "../../view/view-page.js"
import type { BindingTools, Bound, BoundView } from "./bound.js"
import { ClickAway } from "./click-away.js"
import { Connected } from "./connected.js"
import { DisableWith } from "./disable-with.js"
import { Leaving } from "./leaving.js"
import { Mounted } from "./mounted.js"
import { TriggerAction } from "./trigger-action.js"

export class RareBindings {
  readonly #mounted: Mounted
  readonly #leaving: Leaving
  readonly #connected: Connected
  readonly #disableWith: DisableWith
  readonly #triggerAction: TriggerAction

  constructor(tools: BindingTools) {
    const bound: Bound = {
      ...tools,
      elements: (binding, view) =>
        [...findAllInPage(`[${tools.prefix}${binding}]`)].filter(
          (element) => view === undefined || tools.viewOf(element) === view,
        ),
    }
    this.#mounted = new Mounted(bound)
    this.#leaving = new Leaving(bound)
    this.#connected = new Connected(bound)
    this.#disableWith = new DisableWith(bound)
    this.#triggerAction = new TriggerAction(bound)
    new ClickAway(bound).start()
    // For the logs: what they say is early enough.
    tools.toolbox.watchWrites(() => {})
  }

  /** A view has written to the page. */
  pageWritten(log: WriteLog): void {
    const record = new PatchRecord(log)
    this.#leaving.pageWritten()
    this.#mounted.pageWritten(record)
    this.#triggerAction.pageWritten(record)
  }

  viewJoined(view: PageView): void {
    this.#mounted.viewJoined(view as BoundView)
    this.#connected.viewJoined(view as BoundView)
    this.#triggerAction.viewJoined(view as BoundView)
  }

  viewLost(view: PageView): void {
    this.#connected.viewLost(view as BoundView)
  }

  /** An element begins, or ends, to show that an event of it is under way. */
  eventShown(element: Element, type: string, isShown: boolean): void {
    this.#disableWith.eventShown(element, type, isShown)
  }
}
