/** Where in the app a root stands: the URL of its page, and which route of its view that is. */

import type { PageRoot } from "../../security/page-token.js"

export class RootPlace {
  /** Path and query of the page, as the browser shows them. */
  readonly url: string
  /** The option `action` of the page's route. */
  readonly action: string | undefined
  /** It is the root of its page: the page's URL is its own. An island stands in a page that has another root, or none. */
  readonly isPage: boolean
  /** The view's `handleParams` runs for it, or has thrown. */
  isHandling = false

  /** @param page - Undefined: it is an island. */
  constructor(url: string, page: PageRoot | undefined) {
    this.url = url
    this.action = page?.action
    this.isPage = page !== undefined
  }
}

/** Of a process that nobody has said a page of. */
export const NO_PLACE: RootPlace = new RootPlace("/", undefined)
