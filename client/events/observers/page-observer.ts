/** Notices the page coming and going: visibility, network, the browser's back/forward cache. */
import { isPageHidden } from "../../dom/nodes/members.js"
import { Observer } from "./observer.js"

export interface PageDelegate {
  /** It came to the front, or the network is back: the best moment to reconnect. */
  pageResumed(): void
  pageHidden(): void
  /** `mayReturn`: it may be put into the back/forward cache, which takes no page with an open connection. */
  pageLeft(mayReturn: boolean): void
  /** It was taken out of the back/forward cache. */
  pageRestored(): void
}

export class PageObserver extends Observer<PageDelegate> {
  protected override listen(): void {
    this.on("visibilitychange", () => {
      if (isPageHidden()) this.delegate.pageHidden()
      else this.delegate.pageResumed()
    })
    this.on("online", () => this.delegate.pageResumed(), window)
    this.on("pagehide", (event) => this.delegate.pageLeft(isPersisted(event)), window)
    this.on(
      "pageshow",
      (event) => {
        if (isPersisted(event)) this.delegate.pageRestored()
      },
      window,
    )
  }
}

function isPersisted(event: Event): boolean {
  return (event as PageTransitionEvent).persisted
}
