/** What all templates of an app see, whatever the request: the option `locals`, over what the host's app has. */

import type { KnownHost } from "../../http/host/known-host.js"

const NONE = {}

export class AppLocals {
  /** Those of the option. */
  readonly own: object | undefined
  readonly #host: KnownHost

  constructor(own: object | undefined, host: KnownHost) {
    this.own = own
    this.#host = host
  }

  /** All of them, as they are now. Asked for at each render, and most apps have one of the two at most. */
  get all(): object {
    const { own } = this
    const ofApp = this.#host.app?.locals
    return ofApp === undefined || own === undefined ? (ofApp ?? own ?? NONE) : { ...ofApp, ...own }
  }
}
