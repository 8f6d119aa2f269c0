/** The socket of guards: it has what a decision needs, and nothing that goes on after it. */

import { checkRedirect, type ExternalTarget } from "../../security/redirect.js"
import type { GuardSocket } from "../../view/on-mount.js"
import type { Params, Redirect } from "../../view/socket.js"
import { guardedAssigns } from "./guarded-assigns.js"
import { heldOrMade } from "./held.js"
import type { UnitOwner } from "./unit-owner.js"

type Values = Readonly<Record<string, unknown>>

export class GuardViewSocket implements GuardSocket {
  readonly #owner: UnitOwner
  readonly #held: Values
  readonly #additions: Values

  /**
   * @param held - What the HTTP request holds already, by key.
   * @param additions - What guards have added so far; it grows.
   */
  constructor(owner: UnitOwner, held: Values, additions: Values) {
    this.#owner = owner
    this.#held = held
    this.#additions = additions
  }

  get assigns(): Values {
    return guardedAssigns(this.#additions, this.view)
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

  get connectParams(): Params {
    return this.#owner.facts.connectParams
  }

  assignNew<T>(key: string, make: () => T): T | Awaited<T> {
    return heldOrMade(this.#held, key, make)
  }

  redirect(to: string | ExternalTarget): Redirect {
    return { "~redirect": checkRedirect(to, this.#owner.facts.basePath) }
  }
}
