/** The app that livemount is in, once it is known: on Express when it is mounted, on Koa with the first request. */

import type { HostApp } from "../http/host-exchange.js"

export class KnownHost {
  #app: HostApp | undefined

  get app(): HostApp | undefined {
    return this.#app
  }

  /** The first one stays: a router may be reached through several. */
  learn(app: HostApp): void {
    this.#app ??= app
  }
}
