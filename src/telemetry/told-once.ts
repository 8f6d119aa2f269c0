/** What the people of an app are told once, however often it happens. */

import type { Logger } from "./logger.js"

const told = new WeakMap<Logger, Set<string>>()

/** True the first time that an app's logger asks for this. */
export function isFirstOf(logger: Logger, what: string): boolean {
  const known = told.get(logger) ?? new Set()
  if (known.has(what)) return false
  told.set(logger, known.add(what))
  return true
}
