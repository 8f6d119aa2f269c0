/** `live-connected` and `live-disconnected`: at each join of a view, and when its connection has been gone for a while. */
import { listenTo } from "../../dom/nodes/members.js"
import type { Bound, BoundView } from "./bound.js"

/** In ms: a connection that is back by then was hardly gone. */
const PATIENCE = 500

export class Connected {
  readonly #page: Bound
  /** A view that has been left is not joined again. */
  readonly #timers = new WeakMap<BoundView, ReturnType<typeof setTimeout>>()
  /** The page is being left: that is no lost connection. */
  #isLeft = false

  constructor(page: Bound) {
    this.#page = page
    listenTo(window, "pagehide", () => (this.#isLeft = true))
    listenTo(window, "pageshow", () => (this.#isLeft = false))
    // Views that were joined before this part came.
    for (const element of page.elements("connected")) {
      if (page.viewOf(element)?.readiness === "ready") page.happened(element, "connected")
    }
  }

  viewJoined(view: BoundView): void {
    clearTimeout(this.#timers.get(view))
    this.#timers.delete(view)
    for (const element of this.#page.elements("connected", view)) this.#page.happened(element, "connected")
  }

  viewLost(view: BoundView): void {
    if (this.#timers.has(view)) return
    this.#timers.set(
      view,
      setTimeout(() => {
        if (this.#isLeft) return
        for (const element of this.#page.elements("disconnected", view)) this.#page.happened(element, "disconnected")
      }, PATIENCE),
    )
  }
}
