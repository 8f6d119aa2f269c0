/**
 * What messages call a value that was given by mistake. It may be anything, so each function here is total, as those of
 * `thrown.ts` are.
 */

import { attempt, memberOf, textOf } from "./thrown.js"

/** Longest text that is shown, in UTF-16 units. */
const LONGEST = 40

/** What kind of value it is, as a noun. Nothing of what is in it: a session or a message may be a secret. */
export function kindOf(value: unknown): string {
  if (typeof value === "number") return String(value)
  if (typeof value !== "object") return `a ${typeof value}`
  if (value === null) return "null"
  if (attempt(() => Array.isArray(value)) === true) return "an array"
  if (typeof memberOf(value, "then") === "function") return "a promise"
  const name = className(value)
  return name === undefined ? "an object" : `an instance of ${name}`
}

/** The name of an object's class, if it has one that tells more than `Object`. */
export function className(value: object): string | undefined {
  const name = memberOf(memberOf(value, "constructor"), "name")
  return typeof name === "string" && name !== "" && name !== "Object" ? name : undefined
}

/** The value itself if it is short to say, else its kind: `"pubic"`, `7`, `undefined`, `an array`. */
export function described(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value)
  return isComposed(value) ? kindOf(value) : textOf(value)
}

/** The value and its kind: `the number "7"`, `an array`. */
export function describedWithKind(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return isComposed(value) ? kindOf(value) : `the ${typeof value} ${described(textOf(value))}`
}

/** True for objects and functions, whose text would say too much or nothing. */
function isComposed(value: unknown): boolean {
  return (typeof value === "object" && value !== null) || typeof value === "function"
}
