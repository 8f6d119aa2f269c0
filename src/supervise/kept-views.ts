/**
 * The processes that their pages may come back to, by the keys that the pages have, also while the connection is (or seems to be)
 * there. A key is random, and opens for one browser: what it is found by holds a mark of the browser's cookie. A page that comes back gets another
 * one; until it has shown that it has that (an answer may be lost like everything else) the one it came with is good, too.
 */

import type { ViewProcess } from "../process/view-process.js"
import { BEHIND_NAME, TAG_LENGTH, UNIQUE_LENGTH } from "../protocol/key.js"
import { randomText } from "../security/random-text.js"
import { type DetachedOptions, DetachedViews } from "./detached-views.js"

/** What a process is kept with. */
export interface Kept {
  readonly process: ViewProcess
  /** What it is found by; undefined: its page cannot come back. Written by who keeps it. */
  key: string | undefined
  /** The number of the last event or ticket that has come. */
  readonly came: number
  /** The connection of its page is lost. */
  detached(): void
  /** The process has ended. */
  ended(): void
}

const KEY = new RegExp(`^([\\w.-]{1,64}):([\\w-]{${TAG_LENGTH}})[\\da-f-]{${UNIQUE_LENGTH}}$`)

function noTag(): string {
  return "-".repeat(TAG_LENGTH)
}

/** Who has given out a key, as it says; undefined: it is no key of ours. */
export function nodeOf(key: string): { readonly node: string; readonly tag: string } | undefined {
  const match = KEY.exec(key)
  return match === null ? undefined : { node: match[1] as string, tag: match[2] as string }
}

/** What {@link KeptViews} are made with. */
export interface KeptOptions extends DetachedOptions {
  /** @defaultValue one by chance */
  readonly node?: string | undefined
  /** Vouches for the name: see `node-tag.ts`. @defaultValue nothing does, for a process that is alone */
  readonly tagOf?: ((node: string) => string) | undefined
}

export class KeptViews<K extends Kept = Kept> {
  readonly #byKey = new Map<string, K>()
  readonly #byProcess = new Map<ViewProcess, K>()
  /** The keys of before, of those whose pages may have no other. */
  readonly #before = new Map<K, string>()
  readonly #detached: DetachedViews
  /** The name of this process of the app, which its keys begin with. */
  readonly node: string
  readonly #tag: string

  constructor({ node = randomText(4, "hex"), tagOf = noTag, ...options }: KeptOptions) {
    this.node = node
    this.#tag = tagOf(node)
    this.#detached = new DetachedViews(options)
  }

  /** How many wait for a page that has lost its connection. */
  get detachedCount(): number {
    return this.#detached.count
  }

  /**
   * Keeps a process from now on.
   *
   * @param browser - Whose key it is: the mark of its cookie.
   * @returns The key, for the page.
   */
  keep(kept: K, browser: string): string {
    this.#byProcess.set(kept.process, kept)
    return this.#give(kept, browser)
  }

  /** Keeps it under another key than before, for the same browser. */
  renew(kept: K): string {
    if (kept.key === undefined) throw new Error("A process that is not kept has no key to be renewed.")
    this.#before.set(kept, kept.key)
    return this.#give(kept, this.#browserOf(kept.key))
  }

  #give(kept: K, browser: string): string {
    const key = `${this.node}:${this.#tag}${randomText(UNIQUE_LENGTH / 2, "hex")}`
    kept.key = key + browser
    this.#byKey.set(kept.key, kept)
    return key
  }

  /** As a part of the key: a part of the header that it came with would keep all of that. */
  #browserOf(key: string): string {
    return key.slice(this.node.length + BEHIND_NAME)
  }

  /** What this browser's key opens. */
  find(key: string, browser: string): K | undefined {
    return this.#byKey.get(key + browser)
  }

  /**
   * A page comes back, by the key that {@link find} has found: of its keys the one that it has is good, until it has shown that it has
   * another.
   *
   * @returns False where that is the key of before: the page has not got what it was told with the other one.
   */
  take(kept: K, key: string): boolean {
    if (kept.key === undefined) return false
    const given = key + this.#browserOf(kept.key)
    const isNewest = kept.key === given
    if (isNewest) this.heard(kept)
    else this.#forget(kept.key)
    kept.key = given
    this.#before.delete(kept)
    this.#detached.take(kept.process)
    return isNewest
  }

  /** The page has its newest key. False: that was known. */
  heard(kept: K): boolean {
    // Nearly always: it is asked with each message of a page.
    if (this.#before.size === 0) return false
    this.#forget(this.#before.get(kept))
    return this.#before.delete(kept)
  }

  /** The connection is lost, which came from this address. False: nobody can come back. */
  left(process: ViewProcess, address: string): boolean {
    const kept = this.#byProcess.get(process)
    if (kept?.key === undefined) return false
    kept.detached()
    this.#detached.add(process, { browser: this.#browserOf(kept.key), address })
    return true
  }

  ended(process: ViewProcess): void {
    const kept = this.#byProcess.get(process)
    if (kept === undefined) return
    this.#detached.take(process)
    this.#byProcess.delete(process)
    this.#forget(kept.key)
    this.heard(kept)
    kept.ended()
  }

  close(): void {
    this.#detached.close()
  }

  #forget(key: string | undefined): void {
    if (key !== undefined) this.#byKey.delete(key)
  }
}
