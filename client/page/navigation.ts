/** Where the browser goes for a view: along a redirect, or to the same page anew. A page load never ends in a loop. */
import { complain } from "./console.js"
import { isInThisPage, ownUrl, ReloadGuard, redirectTarget, type Visit } from "./location.js"
import type { PageLoading } from "./page-loading.js"

export class Navigation {
  readonly #visit: Visit
  readonly #loading: PageLoading
  readonly #reloads = new ReloadGuard()

  constructor(visit: Visit, loading: PageLoading) {
    this.#visit = visit
    this.#loading = loading
  }

  /** Follows a redirect, if it leads to where a view may send anybody. */
  redirect(to: string): void {
    const url = redirectTarget(to)
    if (url === undefined)
      complain(`Refused a redirect to ${JSON.stringify(to)}: not a path of this site, not http(s).`)
    // A view that redirects to its own page at each join would never end; the user will.
    else if (url !== ownUrl() || navigator.userActivation?.isActive || this.#reloads.mayReload()) this.#go(url)
    else complain(`The view redirects to its own page again and again: ${url}`)
  }

  /** Loads the page once more, but not again before its views have been sound. */
  reload(): void {
    if (this.#reloads.mayReload()) this.#go(ownUrl())
  }

  /** All views are sound: the next failure may ask for a load again. */
  arrived(): void {
    this.#reloads.clear()
  }

  #go(url: string): void {
    this.#loading.start({ kind: "redirect", to: url })
    this.#visit(url)
    if (isInThisPage(url)) this.#loading.stop("redirect")
  }
}
