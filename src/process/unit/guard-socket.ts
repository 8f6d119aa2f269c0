/** The socket of guards: it has what a decision needs, and nothing that goes on after it. */

import { checkRedirect, type ExternalTarget } from "../../security/redirect.js"
import type { GuardSocket } from "../../view/on-mount.js"
import type { Redirect } from "../../view/socket.js"
import { FactsSocket } from "./facts-socket.js"
import { guardedAssigns } from "./guarded-assigns.js"
import { heldOrMade } from "./held.js"
import type { UnitOwner } from "./unit-owner.js"

type Values = Readonly<Record<string, unknown>>

export class GuardViewSocket extends FactsSocket implements GuardSocket {
  readonly #owner: UnitOwner
  readonly #held: Values
  readonly #additions: Values

  /**
   * @param held - What the HTTP request holds already, by key.
   * @param additions - What guards have added so far; it grows.
   */
  constructor(owner: UnitOwner, held: Values, additions: Values) {
    super(owner)
    this.#owner = owner
    this.#held = held
    this.#additions = additions
  }

  get assigns(): Values {
    return guardedAssigns(this.#additions, this.view)
  }

  assignNew<T>(key: string, make: () => T): T | Awaited<T> {
    return heldOrMade(this.#held, key, make)
  }

  putFlash(kind: string, text: string): void {
    if (!this.#owner.isEnded) this.#owner.flash.put(kind, text)
  }

  redirect(to: string | ExternalTarget): Redirect {
    return { "~redirect": checkRedirect(to, this.#owner.facts.basePath) }
  }
}
