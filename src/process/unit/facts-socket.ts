/** What every socket knows of its view, that of a guard too. */

import type { Params } from "../../view/socket.js"
import type { UnitOwner } from "./unit-owner.js"

export class FactsSocket {
  readonly #owner: UnitOwner

  constructor(owner: UnitOwner) {
    this.#owner = owner
  }

  get connected(): boolean {
    return this.#owner.connected
  }

  get id(): string {
    return this.#owner.facts.id
  }

  get view(): string {
    return this.#owner.facts.view
  }

  get uri(): string {
    return this.#owner.facts.place.url
  }

  get action(): string | undefined {
    return this.#owner.facts.place.action
  }

  get connectParams(): Params {
    return this.#owner.facts.connectParams
  }
}
