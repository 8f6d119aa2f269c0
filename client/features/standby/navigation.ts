/**
 * Where the browser goes for a view: along a redirect, or to the same page anew. A page load never ends in a loop. Loaded
 * while the page connects: a view may redirect, or give up, at any time.
 */
import type { Navigation } from "../../page/navigation.js"
import type { Notices } from "../../page/notices.js"
import { cleanAddress, ownUrl } from "../../page/own-url.js"
import { complain } from "../../util/console.js"
import type { Loadable } from "../../util/lazy.js"
import { isInThisPage, ReloadGuard, redirectTarget } from "./location.js"
import { PageLoading } from "./page-loading.js"

export interface NavigationTools {
  /** Loads another page. */
  visit(url: string): void
  readonly notices: Pick<Loadable<Notices>, "use">
}

export class BrowserNavigation implements Navigation {
  readonly loading: PageLoading
  readonly #tools: NavigationTools
  readonly #reloads = new ReloadGuard()

  constructor(tools: NavigationTools) {
    this.#tools = tools
    this.loading = new PageLoading(tools.notices)
    cleanAddress()
  }

  redirect(to: string): void {
    const url = redirectTarget(to)
    if (url === undefined)
      complain(`Refused a redirect to ${JSON.stringify(to)}: not a path of this site, not http(s).`)
    // A view that redirects to its own page at each join would never end; the user will.
    else if (url !== ownUrl() || navigator.userActivation?.isActive || this.#reloads.mayReload()) this.#go(url)
    else complain(`The view redirects to its own page again and again: ${url}`)
  }

  reload(): void {
    if (this.#reloads.mayReload()) this.#go(ownUrl())
  }

  arrived(): void {
    this.#reloads.clear()
  }

  #go(url: string): void {
    const { loading } = this
    loading.start({ kind: "redirect", to: url })
    this.#tools.visit(url)
    if (isInThisPage(url)) loading.stop("redirect")
  }
}
