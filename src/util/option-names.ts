/** Refuses options that nobody knows: a misspelled one would be a setting that silently does nothing. */

import { LiveError } from "../errors/live-error.js"
import { closest } from "./closest.js"

/**
 * Checks the names of what was given.
 *
 * @param within - The option that they are part of, with a dot at its end.
 * @throws {@link LiveError} LV_OPTION_UNKNOWN, with the nearest name
 */
export function checkOptionNames(given: object, names: readonly string[], within = ""): void {
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue
    const nearest = closest(name, names)
    throw new LiveError("LV_OPTION_UNKNOWN", {
      option: within + name,
      suggestion: nearest && within + nearest,
      known: names.map((known) => within + known),
    })
  }
}
