/** What was said in the room: the last entries, oldest first, as an immutable list. */

import { randomUUID } from "node:crypto"

export interface Entry {
  readonly id: string
  readonly name: string
  readonly text: string
  /** ISO time. */
  readonly at: string
  /** Hours and minutes for reading, UTC. */
  readonly time: string
}

/** Entries kept and shown. */
export const CHAT_LENGTH = 50

/** Chosen names kept. */
const NAMES = 1000

export class Chat {
  #entries: readonly Entry[] = []
  /** By page. The page that has been silent for longest stands first. */
  readonly #names = new Map<string, string>()

  get entries(): readonly Entry[] {
    return this.#entries
  }

  /** The name last used in a page: it outlives a lost connection, after which the page's view is mounted anew. */
  nameIn(page: string): string | undefined {
    return this.#names.get(page)
  }

  say(page: string, name: string, text: string): Entry {
    this.#names.delete(page)
    this.#names.set(page, name)
    for (const oldest of this.#names.keys()) {
      if (this.#names.size <= NAMES) break
      this.#names.delete(oldest)
    }
    const at = new Date().toISOString()
    const entry: Entry = { id: randomUUID(), name, text, at, time: at.slice(11, 16) }
    this.#entries = withEntry(this.#entries, entry)
    return entry
  }
}

/** Appends an entry, unless it is there already, and drops what is too old. */
export function withEntry(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  if (entries.some(({ id }) => id === entry.id)) return entries
  return [...entries, entry].slice(-CHAT_LENGTH)
}
