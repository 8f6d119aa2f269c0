/**
 * Keeps the newest snapshot of each root over a page load: in the tab's sessionStorage, under a name that each entry of the history has
 * in its state which this document shows. So a page that is loaded again, or gone back to, is brought what it had; a page in another tab, or in
 * an entry of its own, is not.
 *
 * What is in the page decides: a root that has left it leaves the storage, too.
 */
import { SNAPSHOT_ATTRIBUTE } from "../../../src/protocol/snapshot.js"
import { findAllInPage, getAttribute, listenTo, setAttribute } from "../../dom/nodes/members.js"
import { SNAPSHOTS_KEY } from "../../page/entry-state.js"
import type { KeptSnapshots } from "../../page/snapshots.js"

const PREFIX = "livemount-snapshots:"

/** Documents whose snapshots are kept. */
const MOST = 20

/** What is kept of one document. */
interface Kept {
  /** When it was written. */
  readonly at: number
  /** By the ids of roots. */
  readonly roots: Readonly<Record<string, string>>
}

export class StoredSnapshots implements KeptSnapshots {
  readonly #name: string
  #written = ""

  constructor() {
    const state = history.state as Readonly<Record<string, unknown>> | null
    const known = state?.[SNAPSHOTS_KEY]
    this.#name = typeof known === "string" ? known : Math.random().toString(36).slice(2)
    if (typeof known === "string") this.#bring()
    forgetOldest()
    addEventListener("live:navigate", this.changed)
    // The browser may be ending the page without another word.
    addEventListener("pagehide", this.changed)
    listenTo(document, "visibilitychange", this.changed)
  }

  readonly changed = (): void => {
    const roots: Record<string, string> = {}
    for (const root of rootsInPage()) {
      const text = getAttribute(root, SNAPSHOT_ATTRIBUTE)
      if (text) roots[idOf(root)] = text
    }
    const all = JSON.stringify(roots)
    if (all !== this.#written) this.#write({ at: Date.now(), roots })
    this.#written = all
    if (all !== "{}") this.#nameEntry()
  }

  forget(): void {
    for (const root of rootsInPage())
      if (getAttribute(root, SNAPSHOT_ATTRIBUTE)) setAttribute(root, SNAPSHOT_ATTRIBUTE, "")
    try {
      for (const key of keysOfTab()) sessionStorage.removeItem(key)
    } catch {
      // There is no storage.
    }
    this.changed()
  }

  /** Roots as they were served have none, or that of the post which the page answers: that is newer. */
  #bring(): void {
    const roots = read(this.#key)?.roots ?? {}
    for (const root of rootsInPage()) {
      const text = roots[idOf(root)]
      if (typeof text === "string" && getAttribute(root, SNAPSHOT_ATTRIBUTE) === "")
        setAttribute(root, SNAPSHOT_ATTRIBUTE, text)
    }
  }

  #write(kept: Kept): void {
    try {
      if (Object.keys(kept.roots).length === 0) sessionStorage.removeItem(this.#key)
      else sessionStorage.setItem(this.#key, JSON.stringify(kept))
    } catch {
      // There is no room, or no storage: a page load begins anew.
    }
  }

  /** The page shows this entry now. */
  #nameEntry(): void {
    const state = history.state as object | null
    if (state !== null && (typeof state !== "object" || SNAPSHOTS_KEY in state)) return
    try {
      history.replaceState({ ...state, [SNAPSHOTS_KEY]: this.#name }, "")
    } catch {
      // The browser has had enough of changes for now.
    }
  }

  get #key(): string {
    return PREFIX + this.#name
  }
}

function rootsInPage(): Iterable<Element> {
  return findAllInPage(`[${SNAPSHOT_ATTRIBUTE}]`)
}

function idOf(root: Element): string {
  return getAttribute(root, "id") ?? ""
}

function read(key: string): Kept | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null") as Kept | null
    return typeof kept?.roots === "object" && kept.roots !== null ? kept : undefined
  } catch {
    return undefined
  }
}

function keysOfTab(): string[] {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX))
}

/** Of the documents that this tab has shown the last are gone back to, mostly. */
function forgetOldest(): void {
  try {
    const keys = keysOfTab()
    if (keys.length <= MOST) return
    const times = keys.map((key) => [read(key)?.at ?? 0, key] as const).sort(([one], [other]) => other - one)
    for (const [, key] of times.slice(MOST)) sessionStorage.removeItem(key)
  } catch {
    // There is no storage.
  }
}
