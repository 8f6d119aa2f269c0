/**
 * Watches folders of templates while an app is developed, and tells, once they are quiet, that something in them has
 * changed. Each folder is watched by itself: that sees files that editors replace, on every system.
 */

import { type FSWatcher, readdirSync, watch } from "node:fs"
import { join, resolve } from "node:path"

/** Milliseconds without a change. An editor writes a file in several steps. */
const QUIET = 60

/** More folders than this are not a folder of templates. */
const MOST_FOLDERS = 500

export class TemplateWatcher {
  readonly #changed: () => void
  readonly #roots = new Set<string>()
  readonly #watchers = new Map<string, FSWatcher>()
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Watches a folder and those in it, from now on. One that does not exist is none. */
  add(folder: string): void {
    if (this.#closed) return
    const root = resolve(folder)
    this.#roots.add(root)
    this.#scan(root)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  #scan(folder: string): void {
    try {
      const entries = readdirSync(folder, { withFileTypes: true })
      this.#watch(folder)
      for (const entry of entries) {
        if (!entry.isDirectory() || entry.name.startsWith(".") || entry.name === "node_modules") continue
        this.#scan(join(folder, entry.name))
      }
    } catch {
      // It is gone, or the system gives no more watches: what is in it is read again at the next change elsewhere.
      this.#forget(folder)
    }
  }

  #watch(folder: string): void {
    if (this.#watchers.has(folder) || this.#watchers.size >= MOST_FOLDERS) return
    const watcher = watch(folder, { persistent: false }, () => this.#touched())
    watcher.on("error", () => this.#forget(folder))
    this.#watchers.set(folder, watcher)
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close()
    this.#watchers.delete(folder)
  }

  #touched(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      for (const folder of Array.from(this.#watchers.keys())) this.#scan(folder)
      for (const root of this.#roots) this.#scan(root)
      this.#changed()
    }, QUIET)
    this.#timer.unref()
  }
}
