/**
 * The redirect that a guard, or `mount`, makes: it counts when it is returned, and only then. One that is made and not returned
 * would let somebody in who was to be sent away, and nobody would notice.
 */

import { LiveError } from "../errors/live-error.js"
import { checkRedirect, type ExternalTarget } from "../security/redirect.js"
import { isRedirect } from "./redirect.js"
import type { Redirect } from "./socket.js"

export class AskedRedirect {
  readonly #view: string
  readonly #basePath: string
  #isMade = false

  constructor(view: string, basePath: string) {
    this.#view = view
    this.#basePath = basePath
  }

  /** @throws {@link LiveError} LV_BAD_REDIRECT */
  make(to: string | ExternalTarget): Redirect {
    this.#isMade = true
    return { "~redirect": checkRedirect(to, this.#basePath) }
  }

  /**
   * True if what a callback has returned is a redirect.
   *
   * @throws {@link LiveError} LV_REDIRECT_LOST, if it is something else while a redirect was made
   */
  isIn(returned: unknown, callback: string): returned is Redirect {
    if (isRedirect(returned)) return true
    if (this.#isMade) throw new LiveError("LV_REDIRECT_LOST", { view: this.#view, callback })
    return false
  }
}
