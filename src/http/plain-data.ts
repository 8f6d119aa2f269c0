/** Checks that what is about to be signed into a page is plain data: it comes back from JSON as it went in. */

import { LiveError } from "../errors/live-error.js"

const DEEPEST = 32

/**
 * Returns the session as the views get it: a plain object.
 *
 * @param from - Where it came from, for the message: "the option `session`".
 * @throws {@link LiveError} LV_SESSION_NOT_PLAIN
 */
export function checkPlainData(value: unknown, from: string): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {}
  if (Array.isArray(value) || typeof value !== "object") throw refused(from, "", describe(value))
  check(value, from, "", 0)
  return value as Readonly<Record<string, unknown>>
}

function check(value: unknown, from: string, path: string, depth: number): void {
  if (value === null || typeof value === "string" || typeof value === "boolean") return
  if (typeof value === "number" && Number.isFinite(value)) return
  if (depth > DEEPEST) throw refused(from, path, "nested too deeply, or in itself")
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) check(item, from, `${path}[${index}]`, depth + 1)
    return
  }
  if (typeof value !== "object" || !isPlainObject(value)) throw refused(from, path, describe(value))
  for (const [key, item] of Object.entries(value)) {
    // JSON leaves it out, and reading what is left out gives undefined again.
    if (item !== undefined) check(item, from, path === "" ? key : `${path}.${key}`, depth + 1)
  }
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  // Also a plain object of another realm, whose prototype is another Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "an array"
  if (typeof value === "object" && value !== null) return `an instance of ${value.constructor?.name ?? "a class"}`
  return typeof value === "number" ? String(value) : `a ${typeof value}`
}

function refused(from: string, path: string, got: string): LiveError<"LV_SESSION_NOT_PLAIN"> {
  return new LiveError("LV_SESSION_NOT_PLAIN", { from, path, got })
}
