/**
 * Reading parameters that nothing has checked: what stands under a name, as a control can show it, and whether the user
 * has used that control. Names that every object inherits are never looked up.
 */

import { UNUSED_PREFIX } from "../protocol/markup.js"
import type { FieldValue } from "./form.js"

/** A number that is a position in a list. */
const INDEX = /^(?:0|[1-9]\d*)$/

/** Levels that are looked through; forms have eight at most. What is deeper counts as used. */
const DEEPEST = 32

/** True for what holds values by name: an object or a list. */
export function isPlace(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Date)
}

/** What stands under a name; undefined if nothing does. */
export function valueUnder(values: object | undefined, key: string): unknown {
  if (values === undefined || key in Object.prototype) return undefined
  if (Array.isArray(values) && !INDEX.test(key)) return undefined
  return (values as Readonly<Record<string, unknown>>)[key]
}

/** Values as the controls of one name show them: none for nothing. */
export function shownValues(value: unknown): readonly FieldValue[] {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value]
  return given.map(shownValue).filter((item) => item !== undefined && item !== null)
}

/** A value as a control shows it. */
export function shownValue(value: unknown): FieldValue {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value
    case "bigint":
      return String(value)
    default:
      if (value === null) return null
      return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined
  }
}

/** What is known of the message that brought the values. */
export interface Sent {
  /** The path to the control that changed, from these values on. */
  readonly target: readonly unknown[] | undefined
  /** All controls have been sent: one that is missing (a checkbox without its check) has been seen all the same. */
  readonly isWhole: boolean
}

/** Whether the user has used the control of that name, or one under it. */
export function isUsed(values: object | undefined, key: string, { target, isWhole }: Sent): boolean {
  if (valueUnder(values, `${UNUSED_PREFIX}${key}`) !== undefined) return false
  if (target?.[0] === key) return true
  const value = valueUnder(values, key)
  return value === undefined ? isWhole : holdsUsed(value, 0)
}

function holdsUsed(value: unknown, depth: number): boolean {
  if (!isPlace(value) || depth === DEEPEST) return true
  return Object.keys(value).some((key) => {
    if (key.startsWith(UNUSED_PREFIX) || valueUnder(value, `${UNUSED_PREFIX}${key}`) !== undefined) return false
    const inner = valueUnder(value, key)
    return inner !== undefined && holdsUsed(inner, depth + 1)
  })
}
