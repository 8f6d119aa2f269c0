/** The socket of guards: it has what a decision needs, and nothing that goes on after it. */

import type { ExternalTarget } from "../../security/redirect.js"
import { AskedRedirect } from "../../view/asked-redirect.js"
import type { GuardSocket } from "../../view/on-mount.js"
import type { Redirect } from "../../view/socket.js"
import { FactsSocket } from "./facts-socket.js"
import { guardedAssigns } from "./guarded-assigns.js"
import { heldOrMade } from "./held.js"
import type { UnitOwner } from "./unit-owner.js"

type Values = Readonly<Record<string, unknown>>

export class GuardViewSocket extends FactsSocket implements GuardSocket {
  /** For who calls the guards. */
  readonly "~asked": AskedRedirect
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
    this["~asked"] = new AskedRedirect(owner.facts.view, owner.facts.basePath)
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
    return this["~asked"].make(to)
  }
}
