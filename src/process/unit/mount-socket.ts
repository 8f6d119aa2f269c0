/** The socket of `mount`. TypeScript knows that it writes no assigns; who writes JavaScript is told by an error. */

import { LiveError } from "../../errors/live-error.js"
import { checkRedirect, type ExternalTarget } from "../../security/redirect.js"
import type { MountSocket, Redirect } from "../../view/socket.js"
import type { UnitOwner } from "./unit-owner.js"
import { UnitSocket } from "./unit-socket.js"

type Values = Record<string, unknown>

export class MountViewSocket extends UnitSocket implements MountSocket<unknown> {
  readonly #owner: UnitOwner
  readonly #held: Readonly<Values>

  /** @param held - What the HTTP request holds already, by key. */
  constructor(owner: UnitOwner, takesInfos: boolean, held: Readonly<Values>) {
    super(owner, takesInfos)
    this.#owner = owner
    this.#held = held
  }

  assignNew<T>(key: string, make: () => T): T | Awaited<T> {
    const held = Object.hasOwn(this.#held, key) ? this.#held[key] : undefined
    // The app says what stands under its own keys: nothing here could check it.
    return held === undefined ? make() : (held as T)
  }

  redirect(to: string | ExternalTarget): Redirect {
    return { "~redirect": checkRedirect(to, this.#owner.facts.basePath) }
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
