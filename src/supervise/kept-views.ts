/**
 * The processes that their pages may come back to, by the keys that the pages have, also while the connection is (or seems to be)
 * there. A key is random, is good once, and opens for one browser: what it is found by holds the browser's cookie.
 */

import { randomUUID } from "node:crypto"
import type { ViewProcess } from "../process/view-process.js"
import { type DetachedClient, type DetachedOptions, DetachedViews } from "./detached-views.js"

/** What a process is kept with. */
export interface Kept {
  readonly process: ViewProcess
  /** What it is found by; undefined: its page cannot come back. Written by who keeps it. */
  key: string | undefined
  /** The connection of its page is lost. */
  detached(): void
  /** The process has ended. */
  ended(): void
}

export class KeptViews<K extends Kept = Kept> {
  readonly #byKey = new Map<string, K>()
  readonly #byProcess = new Map<ViewProcess, K>()
  readonly #detached: DetachedViews

  constructor(options: DetachedOptions) {
    this.#detached = new DetachedViews(options)
  }

  /** How many wait for a page that has lost its connection. */
  get detachedCount(): number {
    return this.#detached.count
  }

  /**
   * Keeps a process from now on, or under another key than before.
   *
   * @param browser - Whose key it is: the cookie.
   * @returns The key, for the page.
   */
  keep(kept: K, browser: string): string {
    this.#forgetKey(kept)
    const key = randomUUID()
    kept.key = key + browser
    this.#byKey.set(kept.key, kept)
    this.#byProcess.set(kept.process, kept)
    return key
  }

  /** What this browser's key opens. */
  find(key: string, browser: string): K | undefined {
    return this.#byKey.get(key + browser)
  }

  /** A page comes back: the key opens nothing any more, unless the page is lost again before it has another. */
  take(kept: K): void {
    this.#forgetKey(kept)
    this.#detached.take(kept.process)
  }

  /** The connection is lost. False: nobody can come back, or none has the room. */
  left(process: ViewProcess, client: DetachedClient): boolean {
    const kept = this.#byProcess.get(process)
    if (kept?.key === undefined) return false
    this.#byKey.set(kept.key, kept)
    kept.detached()
    this.#detached.add(process, client)
    return true
  }

  ended(process: ViewProcess): void {
    const kept = this.#byProcess.get(process)
    if (kept === undefined) return
    this.#detached.take(process)
    this.#byProcess.delete(process)
    this.#forgetKey(kept)
    kept.ended()
  }

  close(): void {
    this.#detached.close()
  }

  #forgetKey({ key }: K): void {
    if (key !== undefined) this.#byKey.delete(key)
  }
}
