/**
 * Checks what a client sends, before anything else looks at it: shape, size, depth. Pure. Whatever passes is plain JSON
 * data of bounded size, with the types it is said to have.
 */

import type { JoinRequest } from "../protocol/frames.js"
import { ROOT_SLOT, type WirePath } from "../protocol/values.js"

const MAX_DEPTH = 32
const MAX_TEMPLATES = 2000
const MAX_ID = 40
const MAX_NAME = 100
const MAX_PATHS = 1000
/** Browsers nest 512 elements; a list in an item of a list makes three numbers of a path. */
const MAX_PATH = 1024
const MAX_OVERLAPS = 16

/** True for a whole number from 0 on that is exact. */
export function isIndex(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0
}

/** True for what may be an event's name. */
export function isEventName(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= MAX_NAME
}

/** True for what an event may have by which its handler knows it again, or if it has nothing. */
export function isEventId(value: unknown): value is string | undefined {
  return value === undefined || isEventName(value)
}

/**
 * What values take in memory beside their texts, in UTF-16 units (two bytes), roughly: a list of a million empty objects
 * is two million units of JSON, and 64 MB of heap.
 */
const OBJECT_SIZE = 32
const LIST_SIZE = 32
const KEY_SIZE = 24
const TEXT_SIZE = 16
const OTHER_SIZE = 8

/**
 * The size of a payload: about the UTF-16 units that it takes in memory, those of its texts and keys among them. Undefined
 * when it is none: deeper than 32 levels, binary, or with a key `__proto__`.
 */
export function payloadSize(value: unknown, depth = 0): number | undefined {
  if (typeof value === "string") return TEXT_SIZE + value.length
  if (value === null || typeof value !== "object") return typeof value === "function" ? undefined : OTHER_SIZE
  if (depth === MAX_DEPTH) return undefined
  if (Array.isArray(value)) return arraySize(value, depth)
  // A binary attachment; everything else comes from JSON.
  if (ArrayBuffer.isView(value)) return undefined
  let size = OBJECT_SIZE
  for (const key in value) {
    if (key === "__proto__") return undefined
    const inner = payloadSize((value as Record<string, unknown>)[key], depth + 1)
    if (inner === undefined) return undefined
    size += KEY_SIZE + key.length + inner
  }
  return size
}

function arraySize(values: readonly unknown[], depth: number): number | undefined {
  let size = LIST_SIZE
  for (const value of values) {
    const inner = payloadSize(value, depth + 1)
    if (inner === undefined) return undefined
    size += inner
  }
  return size
}

/** True for a join request. Its version is only a number here. */
export function isJoinRequest(value: unknown): value is JoinRequest {
  if (typeof value !== "object" || value === null) return false
  const { v, t, h, n, a, p, r, s } = value as Record<string, unknown>
  if (typeof v !== "number" || typeof t !== "string") return false
  if (!isTemplateIds(h) || !isNumbersOf(h, n)) return false
  if (a !== undefined && a !== true) return false
  return isTextOrNone(s) && isParamsOrNone(p) && isComeBackOrNone(r)
}

function isComeBackOrNone(value: unknown): boolean {
  if (value === undefined) return true
  if (typeof value !== "object" || value === null) return false
  const { k, f, e } = value as Record<string, unknown>
  return typeof k === "string" && k.length <= MAX_NAME && isIndex(f) && isIndex(e)
}

function isTextOrNone(value: unknown): boolean {
  return value === undefined || typeof value === "string"
}

function isParamsOrNone(value: unknown): boolean {
  return value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value))
}

/** The size of the join request of a page that has this token and these templates, and asks for all that there is. */
export function joinSize(token: string, templates: readonly string[]): number {
  const request: JoinRequest = { v: 1, t: token, h: templates, n: templates.map((_id, index) => index), a: true }
  return payloadSize(request) ?? 0
}

function isTemplateIds(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length > MAX_TEMPLATES) return false
  return value.every((id) => typeof id === "string" && id !== "" && id.length <= MAX_ID)
}

function isNumbersOf(ids: readonly string[], value: unknown): boolean {
  if (!Array.isArray(value) || value.length > ids.length) return false
  return value.every((number) => isIndex(number) && number < ids.length)
}

/** Places whose values are asked for. */
export interface AskedPaths {
  readonly paths: readonly WirePath[]
  /** How many of them bring values once more: they are said twice, or start with another path. */
  readonly overlaps: number
}

/**
 * The paths of a request for values; undefined if it has none. Few may lie within another: else a small request could ask for
 * the whole page a thousand times.
 */
export function readPaths(value: unknown): AskedPaths | undefined {
  if (!Array.isArray(value) || value.length > MAX_PATHS || !value.every(isPath)) return undefined
  const overlaps = overlapsOf(value)
  return overlaps > MAX_OVERLAPS ? undefined : { paths: value, overlaps }
}

/** Slot −1 is the whole root; it stands alone. */
function isPath(value: unknown): value is WirePath {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PATH) return false
  return value.every(isIndex) || (value.length === 1 && value[0] === ROOT_SLOT)
}

/** How many paths are said twice, or start with another path. */
function overlapsOf(paths: readonly WirePath[]): number {
  // With a comma at the end, since 3 is no beginning of 30. What starts with a path stands right behind it when they are sorted:
  // so each is looked at once, and not with each of its beginnings.
  const keys = paths.map((path) => `${String(path)},`).sort()
  let count = keys.includes(`${ROOT_SLOT},`) ? new Set(keys).size - 1 : 0
  let outer: string | undefined
  for (const key of keys) {
    if (outer !== undefined && key.startsWith(outer)) count += 1
    else outer = key
  }
  return count
}
