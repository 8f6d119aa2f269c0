/** What a view persists at one moment, and the text that is sealed of it. Pure. */

import type { Marks } from "./snapshot-owner.js"

/** What a view persists, by the name of the assign. */
export type SavedValues = Readonly<Record<string, unknown>>

/** What a view has persisted, and by which version of it. */
export interface Saved {
  readonly values: SavedValues
  readonly version: number
}

export interface Snapshot extends Saved {
  /** Names those of one root in one entry of the history: each takes the place of the one before. */
  readonly series: string
  /** Which of the series it is, from 1 on. */
  readonly counter: number
  /** Milliseconds since 1970. */
  readonly issuedAt: number
  readonly marks: Marks
  /** Names what the store held when it was made; empty: there is none, or it was not known. */
  readonly epoch: string
}

/** Writes what is sealed. */
export function writeSnapshot({ issuedAt, series, counter, version, marks, epoch, values }: Snapshot): string {
  // As entries: an assign may be undefined, for which JSON has no word.
  const entries = Object.entries(values).map((entry) => (entry[1] === undefined ? [entry[0]] : entry))
  return JSON.stringify([issuedAt, series, counter, version, marks, epoch, entries])
}

/** Reads it. It is ours, so this guards against an older layout, not against an attacker. */
export function readSnapshot(text: string): Snapshot | undefined {
  const fields: unknown = JSON.parse(text)
  if (!Array.isArray(fields) || fields.length !== 7) return undefined
  const [issuedAt, series, counter, version, marks, epoch, entries] = fields as unknown[]
  if (![issuedAt, counter, version].every((field) => typeof field === "number")) return undefined
  if (typeof series !== "string" || typeof epoch !== "string" || !Array.isArray(marks) || !Array.isArray(entries))
    return undefined
  const values: unknown = Object.fromEntries(entries as [string, unknown][])
  return { issuedAt, series, counter, version, marks, epoch, values } as unknown as Snapshot
}
