/**
 * What the app's options answer about a request while its page is written: that cannot wait, so a promise is refused,
 * and what it rejects with contained. It would end the process otherwise, since nobody else has it.
 */

import { kindOf } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import { memberOf } from "../../errors/thrown.js"
import type { HostCsrfField, RequestHooks } from "./request-hooks.js"

/**
 * What `identify` says of a request, as text; undefined: nobody.
 *
 * @throws {@link LiveError} LV_IDENTIFY_INVALID
 */
export function identifyOf({ identify }: RequestHooks, subject: object): string | undefined {
  const id = identify === undefined ? undefined : settled(identify(subject))
  if (id === undefined || id === null || id === "") return undefined
  if (typeof id === "string" || typeof id === "number") return String(id)
  throw new LiveError("LV_IDENTIFY_INVALID", { got: kindOf(id) })
}

/**
 * The nonce of a request; undefined: there is none.
 *
 * @throws {@link LiveError} LV_OPTION_RESULT
 */
export function nonceOf({ nonce }: RequestHooks, subject: object): string | undefined {
  const given: unknown = nonce === undefined ? undefined : settled(nonce(subject))
  if (given === undefined || given === null) return undefined
  if (typeof given === "string") return given
  throw new LiveError("LV_OPTION_RESULT", { option: "nonce", got: kindOf(given), expected: "a text" })
}

/**
 * The host's own field of a form's CSRF protection; undefined: there is none.
 *
 * @throws {@link LiveError} LV_OPTION_RESULT
 */
export function csrfFieldOf({ csrf }: RequestHooks, subject: object): HostCsrfField | undefined {
  const given: unknown = csrf === undefined ? undefined : settled(csrf(subject))
  if (given === undefined || given === null) return undefined
  const { name, value } = given as Partial<Record<keyof HostCsrfField, unknown>>
  if (typeof name === "string" && typeof value === "string") return { name, value }
  const got = isPromise(given) ? kindOf(given) : `{ name: ${kindOf(name)}, value: ${kindOf(value)} }`
  throw new LiveError("LV_OPTION_RESULT", { option: "csrf", got, expected: "{ name, value }, both texts" })
}

/** The value itself. Whatever a promise comes to, it is refused. */
function settled(value: unknown): unknown {
  if (isPromise(value)) Promise.resolve(value).catch(() => {})
  return value
}

function isPromise(value: unknown): boolean {
  return typeof memberOf(value, "then") === "function"
}
