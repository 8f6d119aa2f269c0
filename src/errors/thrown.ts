/**
 * What can be said of anything that was thrown. JavaScript throws every value: none, texts, proxies, objects without a
 * `toString`, errors whose `message` is a getter that throws. Each function here is total: it returns for all of them,
 * and throws for none. Nothing else in livemount asks a thrown value for its text.
 */

import { inspect } from "node:util"
import { isNativeError } from "node:util/types"

/** Longest description of a value that is no error, in UTF-16 units. */
const LONGEST = 500

/** True for errors: of every realm, and without asking a proxy. */
export function isError(value: unknown): value is Error {
  return isNativeError(value) || attempt(() => value instanceof Error) === true
}

/** A value as text, as `String` would have it; what refuses that is named by its kind. */
export function textOf(value: unknown): string {
  return attempt(() => String(value)) ?? unreadable(value)
}

/** The message of what was thrown: an error's own, a text itself, anything else in a short description. */
export function messageOf(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return textOf(thrown)
  const message = memberOf(thrown, "message")
  if (typeof message === "string" && (message !== "" || isError(thrown))) return message
  if (isError(thrown)) return message === undefined ? unreadable(thrown) : textOf(message)
  const text = attempt(() => inspect(thrown, { depth: 1, maxArrayLength: 10, maxStringLength: 100, getters: false }))
  return text === undefined ? unreadable(thrown) : text.slice(0, LONGEST)
}

/** The stack of an error, if it has one that is text. */
export function stackOf(thrown: unknown): string | undefined {
  if (!isError(thrown)) return undefined
  const stack = memberOf(thrown, "stack")
  return typeof stack === "string" ? stack : undefined
}

/** A member of what was thrown; undefined where there is none, or where it cannot be read. */
export function memberOf(thrown: unknown, name: string): unknown {
  return attempt(() => (thrown as Record<string, unknown> | null | undefined)?.[name])
}

/** The details of a log entry, for a printer that failed on one of them: each as text. Never throws. */
export function printable(details: object): object {
  const names = attempt(() => Object.keys(details)) ?? []
  return Object.fromEntries(
    names.map((name) => {
      const value = memberOf(details, name)
      if (typeof value === "object" || typeof value === "function") return [name, stackOf(value) ?? messageOf(value)]
      return [name, value]
    }),
  )
}

/** What a value is, where it does not say. */
function unreadable(value: unknown): string {
  if (isError(value)) return "an error whose message cannot be read"
  return typeof value === "object" ? "an object that cannot be shown as text" : `a ${typeof value} without a text`
}

/** The result of a function; undefined where it throws. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
