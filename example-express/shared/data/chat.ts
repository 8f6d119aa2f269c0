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

export class Chat {
  #entries: readonly Entry[] = []

  get entries(): readonly Entry[] {
    return this.#entries
  }

  say(name: string, text: string): Entry {
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
