/** The flash of a unit: an assign that only `putFlash` and `clearFlash` write, and what of it goes along with a redirect. */

import { type Flash, NO_FLASH, withFlashText, withoutFlash } from "../../util/flash.js"
import { type AssignsState, setFlash } from "./assigns.js"
import type { FlashReads } from "./flash-reads.js"

export class UnitFlash {
  #values: Flash
  /** Put since the client was last told something: a redirect takes it along. */
  #fresh: Flash = NO_FLASH
  /** From the first `mount` on. */
  #assigns: AssignsState | undefined
  /** Only in development. */
  readonly #reads: FlashReads | undefined

  /** @param values - What the page was asked for with. */
  constructor(values: Flash = NO_FLASH, reads?: FlashReads) {
    this.#values = values
    this.#reads = reads
  }

  get values(): Flash {
    return this.#values
  }

  /** What the assign is now. */
  get assign(): Flash {
    return this.#reads?.watch(this.#values) ?? this.#values
  }

  /** Is the assign of these from now on. */
  showIn(assigns: AssignsState): void {
    this.#assigns = assigns
  }

  /** @throws {@link LiveError} LV_FLASH_INVALID */
  put(kind: string, text: string): void {
    this.#fresh = withFlashText(this.#fresh, kind, text)
    this.#become(withFlashText(this.#values, kind, text))
  }

  /** Returns the way back to what is said now. */
  keep(): () => void {
    const [values, fresh] = [this.#values, this.#fresh]
    return () => {
      this.#fresh = fresh
      this.#become(values)
    }
  }

  /** Takes away what is shown: of one kind, or all. A patch that the user asked for does so too. */
  clear(kind?: string): void {
    this.#fresh = withoutFlash(this.#fresh, kind)
    this.#become(withoutFlash(this.#values, kind))
  }

  /** The client is told something: takes what a redirect in it is to bring along. */
  takeFresh(): Flash {
    const fresh = this.#fresh
    this.#fresh = NO_FLASH
    return fresh
  }

  /** The page shows what was rendered. A redirect takes along what is put from now on. */
  shown(): void {
    this.#fresh = NO_FLASH
    this.#reads?.review()
  }

  #become(values: Flash): void {
    if (values === this.#values) return
    this.#values = values
    if (this.#assigns !== undefined) setFlash(this.#assigns, this.assign)
  }
}
