/** The app that livemount is in, once it is known: on Express when it is mounted, on Koa with the first request. */

import type { HostApp } from "./host-exchange.js"

export class KnownHost {
  #app: HostApp | undefined
  #likely: HostApp | undefined

  get app(): HostApp | undefined {
    return this.#app ?? this.#likely
  }

  /** The first one stays: a router may be reached through several. */
  learn(app: HostApp): void {
    this.#app ??= app
  }

  /** The app of a server that livemount is put on: the one, unless a request comes by way of another below it. */
  suppose(app: HostApp): void {
    this.#likely ??= app
  }
}
