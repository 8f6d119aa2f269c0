/** What a view persists, checked, its types erased. */

import type { Persist } from "../snapshot/bring-back.js"
import type { SavedValues } from "../snapshot/snapshot.js"
import { RESERVED_ASSIGNS } from "./reserved-assigns.js"

/** What was given to `liveView`, with nothing known of it but the names. */
type Members = Readonly<Record<string, unknown>>

/** @param check - Throws where something is not right. */
export function erasePersist(members: Members, check: (right: boolean, why: string) => void): Persist | undefined {
  const { persist, version = 1, upgrade, restore } = members
  for (const name of ["version", "upgrade", "restore"]) {
    check(persist !== undefined || members[name] === undefined, `\`${name}\` is for views with \`persist\`.`)
  }
  for (const [name, value] of Object.entries({ upgrade, restore })) {
    check(value === undefined || typeof value === "function", `\`${name}\` is a function.`)
  }
  if (persist === undefined) return undefined
  check(isNames(persist), '`persist` is a list of names of assigns, such as ["cart", "step"].')
  const keys = persist as readonly string[]
  const reserved = keys.find((key) => RESERVED_ASSIGNS.includes(key))
  check(reserved === undefined, `\`persist\` names the assign "${reserved}", which livemount writes.`)
  check(Number.isSafeInteger(version) && (version as number) > 0, "`version` is a whole number from 1 on.")
  return {
    keys: [...keys],
    version: version as number,
    upgrade: (upgrade as ((old: SavedValues, from: number) => unknown) | undefined)?.bind(members),
    restore: (restore as ((saved: SavedValues, socket: unknown) => unknown) | undefined)?.bind(members),
  }
}

function isNames(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false
  return value.every((name) => typeof name === "string" && name !== "") && new Set(value).size === value.length
}
