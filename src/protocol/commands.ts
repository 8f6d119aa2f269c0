/**
 * Lists of commands as they stand in attributes: {@link COMMANDS}, and JSON of {@link CommandList}. The server writes the
 * mark in front of what `js` made, and takes it out of everything else (`src/render/values/vouched.ts`).
 */

/** A noncharacter, which no document may contain. */
export const COMMANDS = "\uFDD1"

/** `[name, options]`, in order. */
export type CommandList = readonly (readonly [name: string, options: Readonly<Record<string, unknown>>])[]

/** What a text is a list of; undefined for the name of an event, and for what is no list. */
export function readCommands(text: string): CommandList | undefined {
  if (!text.startsWith(COMMANDS)) return undefined
  try {
    return JSON.parse(text.slice(1)) as CommandList
  } catch {
    return undefined
  }
}

/** What a binding posts where no script sends it. */
export interface Posted {
  readonly event: string
  readonly values: Readonly<Record<string, string>>
}

/** What the text of a binding posts, with the element's values: its event, or what its list pushes first; null: nothing. */
export function postedBy(text: string, values: Readonly<Record<string, string>>): Posted | null {
  if (!text.startsWith(COMMANDS)) return { event: text, values }
  const push = readCommands(text)?.find(([name]) => name === "push")?.[1]
  if (push === undefined) return null
  const all: Record<string, string> = { ...values }
  for (const [name, value] of Object.entries((push["value"] ?? {}) as object)) all[name] = fieldText(value)
  return { event: String(push["event"]), values: all }
}

/** A field of a form is a text. */
export function fieldText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}
