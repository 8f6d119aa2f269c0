/**
 * About how many bytes data takes in memory: for bounds that have to hold roughly, and may cost no long walk. What is no plain data
 * (an object of a class) counts as one thing, and is not looked into: it may be anything, and large.
 */

import { isPlainObject } from "./plain-data.js"

const TEXT = 24
const OBJECT = 56
const KEY = 16
const ENTRY = 64
const OTHER = 8
/** Deeper data is another's, or goes in circles. */
const DEEPEST = 100

/** The size, or something above `most` as soon as it is more. */
export function roughSize(value: unknown, most: number, depth = 0): number {
  if (typeof value === "string") return TEXT + value.length
  if (typeof value !== "object" || value === null) return OTHER
  if (depth === DEEPEST) return OBJECT
  if (Array.isArray(value)) return sizeOfList(value, most, depth)
  if (value instanceof Map || value instanceof Set) return OBJECT + value.size * ENTRY
  return isPlainObject(value) ? sizeOfRecord(value, most, depth) : OBJECT
}

function sizeOfList(values: readonly unknown[], most: number, depth: number): number {
  let size = OBJECT
  for (const value of values) {
    size += OTHER + roughSize(value, most - size, depth + 1)
    if (size > most) return size
  }
  return size
}

function sizeOfRecord(values: Readonly<Record<string, unknown>>, most: number, depth: number): number {
  let size = OBJECT
  for (const key in values) {
    size += KEY + roughSize(values[key], most - size, depth + 1)
    if (size > most) return size
  }
  return size
}
