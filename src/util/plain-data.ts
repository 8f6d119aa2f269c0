/** Tells what is plain data: a value that comes back from JSON as it went in. */

import { kindOf } from "../errors/described.js"

const DEEPEST = 32

/** What in a value is not plain data. */
export interface Unplain {
  /** Where: "user.born", "items[3]"; empty for the value itself. */
  readonly path: string
  /** What stands there, as a noun. */
  readonly got: string
}

/**
 * Finds the first part of a value that JSON does not bring back as it was; undefined: there is none.
 *
 * @param passes - Of objects that are not plain: true for those that count as if they were.
 */
export function findUnplain(value: unknown, passes: Passes = none): Unplain | undefined {
  const found = find(value, passes, 0)
  return found && { ...found, path: found.path.replace(/^\./, "") }
}

type Passes = (value: object) => boolean

function none(): boolean {
  return false
}

/** The path is written on the way back: nearly always there is none to be written. */
function find(value: unknown, passes: Passes, depth: number): Unplain | undefined {
  if (isScalar(value)) return undefined
  if (depth > DEEPEST) return { path: "", got: "nested too deeply, or in itself" }
  if (Array.isArray(value)) return findInArray(value, passes, depth)
  if (typeof value !== "object" || value === null) return { path: "", got: kindOf(value) }
  if (isPlainObject(value)) return findInObject(value, passes, depth)
  return passes(value) ? undefined : { path: "", got: kindOf(value) }
}

function findInArray(items: readonly unknown[], passes: Passes, depth: number): Unplain | undefined {
  for (let index = 0; index < items.length; index++) {
    const found = find(items[index], passes, depth + 1)
    if (found !== undefined) return { ...found, path: `[${index}]${found.path}` }
  }
  return undefined
}

function findInObject(value: Readonly<Record<string, unknown>>, passes: Passes, depth: number): Unplain | undefined {
  for (const key of Object.keys(value)) {
    const item = value[key]
    // JSON leaves it out, and reading what is left out gives undefined again.
    const found = item === undefined ? undefined : find(item, passes, depth + 1)
    if (found !== undefined) return { ...found, path: `.${key}${found.path}` }
  }
  return undefined
}

/** True for what JSON has a word for. */
function isScalar(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value)
  return value === null || typeof value === "string" || typeof value === "boolean"
}

/** True for an object of values by name, which is no instance of anything. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // Not compared with Object.prototype: an object of another realm (a vm context) is plain too.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
