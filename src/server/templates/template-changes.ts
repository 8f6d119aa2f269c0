/** Tells whoever listens that templates have changed, after they are read again: while an app is developed. */

import type { Logger } from "../../telemetry/logger.js"
import { TemplateWatcher } from "./template-watcher.js"

/** What {@link TemplateChanges} is made of. */
export interface TemplateChangesOptions {
  /** Watched from the first listener on. */
  readonly folders: readonly string[]
  readonly logger: Logger
  /** Reads what has changed again. */
  readonly reload: () => Promise<void>
}

export class TemplateChanges {
  readonly #options: TemplateChangesOptions
  readonly #listeners = new Set<() => void>()
  /** As long as somebody listens. */
  #watcher: TemplateWatcher | undefined

  constructor(options: TemplateChangesOptions) {
    this.#options = options
  }

  /** Watches further folders, if anybody listens. */
  watch(folders: readonly string[]): void {
    for (const folder of folders) this.#watcher?.add(folder)
  }

  /** Calls the listener whenever templates have changed. Returns what ends that. */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener)
    this.#watcher ??= new TemplateWatcher(() => void this.#changed())
    this.watch(this.#options.folders)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#watcher?.close()
      this.#watcher = undefined
    }
  }

  async #changed(): Promise<void> {
    const { reload, logger } = this.#options
    try {
      await reload()
      for (const listener of Array.from(this.#listeners)) listener()
    } catch (error) {
      logger.error("Templates that have changed could not be read again.", { error })
    }
  }
}
