/** Notes whether a view's template reads its flash, and tells the app's people of one that nobody sees. Development only. */

import type { Logger } from "../../telemetry/logger.js"
import { isFirstOf } from "../../telemetry/told-once.js"
import type { Flash } from "../../util/flash.js"

export class FlashReads {
  readonly #view: string
  readonly #logger: Logger
  /** What is watched now has been read, or there is nothing in it. */
  #isRead = true

  constructor(view: string, logger: Logger) {
    this.#view = view
    this.#logger = logger
  }

  /** Undefined in production. */
  static of(view: string, { development, logger }: { development: boolean; logger: Logger }): FlashReads | undefined {
    return development ? new FlashReads(view, logger) : undefined
  }

  /** Returns the same texts; reading one of them is noted. */
  watch(flash: Flash): Flash {
    this.#isRead = Object.keys(flash).length === 0
    if (this.#isRead) return flash
    const note = (): void => {
      this.#isRead = true
    }
    return new Proxy(flash, {
      get(target, key, receiver): unknown {
        note()
        return Reflect.get(target, key, receiver)
      },
      has(target, key): boolean {
        note()
        return Reflect.has(target, key)
      },
      ownKeys(target): ArrayLike<string | symbol> {
        note()
        return Reflect.ownKeys(target)
      },
    })
  }

  /** What is watched now was rendered: tells of it once for each view, if nothing has read it. */
  review(): void {
    if (this.#isRead || !isFirstOf(this.#logger, `flash ${this.#view}`)) return
    this.#logger.warn(
      `The view "${this.#view}" has a flash to show, and its template does not read it: nobody sees what \`putFlash\` said. ` +
        "Write `{% flash_group flash=flash %}` into the template, or `components.flashGroup({ flash })` into `render`.",
      { code: "LV_FLASH_UNREAD", view: this.#view },
    )
  }
}
