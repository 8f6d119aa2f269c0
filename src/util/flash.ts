/** Flash: short messages to the user, by kind, that are shown once. */

import { LiveError } from "../errors/live-error.js"

/** The texts that are to be shown, by kind: `{ info: "Saved." }`. */
export type Flash = Readonly<Record<string, string>>

/** One for all views, as of which most say nothing: who wrote into it would say it to everybody. */
export const NO_FLASH: Flash = Object.freeze({})

/** The assign that holds them. livemount writes it. */
export const FLASH_ASSIGN = "flash"

/** The event that every view has: takes away the flash of the kind `key`, or all. */
export const CLEAR_FLASH = "live:clear-flash"

/** Adds the assign to a copy of the assigns, which lacks it: it is not enumerable. */
export function withFlashOf(assigns: object, values: Record<string, unknown>): Record<string, unknown> {
  if (FLASH_ASSIGN in assigns) values[FLASH_ASSIGN] = assigns[FLASH_ASSIGN]
  return values
}

/** In bytes, as JSON. Browsers drop cookies of more than 4,096 bytes, signature and all. */
const LONGEST_TEXT = 2_000

const KIND = /^[a-z][a-z0-9_-]*$/i

/**
 * Returns the flash with one text more.
 *
 * @throws {@link LiveError} LV_FLASH_INVALID
 */
export function withFlashText(flash: Flash, kind: unknown, text: unknown): Flash {
  if (typeof kind !== "string" || !KIND.test(kind) || kind === "__proto__") {
    throw new LiveError("LV_FLASH_INVALID", { what: "kind", expected: 'a name such as "info" or "error"', given: kind })
  }
  if (typeof text !== "string")
    throw new LiveError("LV_FLASH_INVALID", { what: "text", expected: "a text", given: text })
  if (Buffer.byteLength(JSON.stringify(text)) > LONGEST_TEXT)
    throw new LiveError("LV_FLASH_INVALID", {
      what: "text",
      expected: "a short one, of 2,000 bytes at most",
      given: text,
    })
  return Object.freeze({ ...flash, [kind]: text })
}

/** Returns the flash without the text of a kind; without all, if none is given. */
export function withoutFlash(flash: Flash, kind: string | undefined): Flash {
  if (kind === undefined) return NO_FLASH
  if (!Object.hasOwn(flash, kind)) return flash
  const { [kind]: _gone, ...rest } = flash
  return Object.freeze(rest)
}

/** True for what came back as a flash. */
export function isFlash(value: unknown): value is Flash {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(([kind, text]) => KIND.test(kind) && typeof text === "string")
}
