/** What is handed to the host's error handling in place of what was thrown, where that would break it. */

import { format, inspect } from "node:util"
import { LiveError } from "./live-error.js"
import { attempt, isError, messageOf, stackOf } from "./thrown.js"

/** What the hosts and their error handlers read of an error. */
const READ_BY_HOSTS = ["name", "message", "code", "status", "statusCode", "headers", "expose"] as const

/**
 * What may be handed to code that takes errors as they usually are: the host's error handling, which calls `next()` of a
 * falsy value and of the text "route", and prints the others by whatever they say of themselves. Errors, and objects that
 * can be printed, are returned as they are; of anything else an error is made.
 *
 * @param where - Gives what threw it, for the start of a sentence. Only asked where an error is made.
 */
export function toHostError(thrown: unknown, where: () => string): object {
  if (typeof thrown === "object" && thrown !== null && isWellBehaved(thrown)) return thrown
  const details = {
    where: attempt(where) ?? "The app",
    what: typeof thrown === "string" ? JSON.stringify(thrown) : messageOf(thrown),
  }
  // A cause is printed together with its error, so it has to be printable itself.
  const isPlain = thrown !== undefined && typeof thrown !== "object" && typeof thrown !== "function"
  const error = new LiveError("LV_THROWN", details, isPlain ? { cause: thrown } : {})
  const stack = stackOf(thrown)
  if (stack !== undefined) error.stack = `${String(error)}\nThrown was: ${stack}`
  return error
}

/** True if all that is usually done with an error works: it is read, printed, made a text, and written as JSON. */
function isWellBehaved(thrown: object): boolean {
  const works = attempt(() => {
    for (const name of READ_BY_HOSTS) Reflect.get(thrown, name)
    const { message, stack } = thrown as { readonly message?: unknown; readonly stack?: unknown }
    format("%s %j", thrown, thrown)
    inspect(thrown)
    const isText = typeof String(thrown) === "string"
    if (isError(thrown) && typeof message !== "string") return false
    return isText && (stack === undefined || typeof stack === "string")
  })
  return works === true
}
