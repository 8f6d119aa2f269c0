/** The socket of `mount`. TypeScript knows that it writes no assigns; who writes JavaScript is told by an error. */

import { LiveError } from "../../errors/live-error.js"
import type { ExternalTarget } from "../../security/redirect.js"
import { AskedRedirect } from "../../view/asked-redirect.js"
import type { MountSocket, Redirect } from "../../view/socket.js"
import { guardedAssigns } from "./guarded-assigns.js"
import { heldOrMade } from "./held.js"
import type { UnitOwner } from "./unit-owner.js"
import { UnitSocket } from "./unit-socket.js"

type Values = Record<string, unknown>

export class MountViewSocket extends UnitSocket implements MountSocket<unknown> {
  /** For who calls `mount`. */
  readonly "~asked": AskedRedirect
  readonly #held: Readonly<Values>
  readonly #additions: Readonly<Values>

  /**
   * @param held - What the HTTP request holds already, by key.
   * @param additions - What the view's guards have added.
   */
  constructor(owner: UnitOwner, takesInfos: boolean, held: Readonly<Values>, additions: Readonly<Values>) {
    super(owner, takesInfos)
    this.#held = held
    this.#additions = additions
    this["~asked"] = new AskedRedirect(owner.facts.view, owner.facts.basePath)
  }

  get assigns(): Readonly<Values> {
    return guardedAssigns(this.#additions, this.view)
  }

  assignNew<T>(key: string, make: () => T): T | Awaited<T> {
    return heldOrMade(this.#held, key, make)
  }

  redirect(to: string | ExternalTarget): Redirect {
    return this["~asked"].make(to)
  }

  assign(): never {
    this.#refuse("assign")
  }

  update(): never {
    this.#refuse("update")
  }

  assignAsync(): never {
    this.#refuse("assignAsync")
  }

  startAsync(): never {
    this.#refuse("startAsync")
  }

  #refuse(method: string): never {
    throw new LiveError("LV_ASSIGN_IN_MOUNT", { view: this.view, method })
  }
}
