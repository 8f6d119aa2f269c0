/**
 * Parameters of forms and queries: urlencoded text to nested plain data, with limits, and without keys that objects
 * inherit. Written here because the work has to stay linear in the text's length, whatever its names are: qs takes
 * 0.8 s for 47 KB of chosen names.
 *
 *   user[name]=Ada          { user: { name: "Ada" } }
 *   tags[]=a&tags[]=b       { tags: ["a", "b"] }, and so does tags=a&tags=b
 *   rows[0][id]=1           { rows: [{ id: "1" }] }
 *   tags[_unused_0]=&tags[0]=a
 *                           { tags: ["a"], _unused_tags: "" }: a list stays one while its items are unused
 *   prices[70125]=9         { prices: { 70125: "9" } }: an array would forget the number
 */

import { LiveError } from "../errors/live-error.js"
import { UNUSED_PREFIX } from "../protocol/markup.js"

/** Bounds of what is decoded; beyond them the whole text is refused, nothing is cut off silently. */
export interface FormLimits {
  /** Name and value pairs. @defaultValue 1000 */
  readonly parameters?: number | undefined
  /** Levels of brackets. @defaultValue 8 */
  readonly depth?: number | undefined
}

/** Parameters that are taken unless something else is said. */
export const PARAMETERS = 1000
/** Default of {@link FormLimits.depth}. */
export const DEPTH = 8

/** The field by which a change event names its control. */
const TARGET = "_target"

/**
 * Decodes the fields of a form. `_target`, which a change event adds, becomes the path to the control's value:
 * `user[name]` is `["user", "name"]`.
 *
 * @throws {@link LiveError} LV_FORM_LIMIT when a limit is exceeded.
 */
export function decodeForm(text: string, limits: FormLimits = {}): Record<string, unknown> {
  const params = decode(text, limits)
  if (TARGET in params) {
    const target = targetPath(params[TARGET])
    if (target === undefined) delete params[TARGET]
    else params[TARGET] = target
  }
  return params
}

/**
 * Decodes a URL's query, with or without its question mark.
 *
 * @throws {@link LiveError} LV_FORM_LIMIT when a limit is exceeded.
 */
export function decodeQuery(text: string, limits: FormLimits = {}): Record<string, unknown> {
  return decode(text, limits)
}

/** Named values while they are collected; whether it is an array is known at the end. */
interface Branch {
  readonly values: Map<string, Branch | string>
  /** What the next `[]` stands for. */
  next: number
}

function decode(text: string, limits: FormLimits): Record<string, unknown> {
  const { parameters = PARAMETERS, depth = DEPTH } = limits
  const root: Branch = { values: new Map(), next: 0 }
  refuseMany(text, parameters)
  for (const [name, value] of new URLSearchParams(text)) {
    const path = pathOf(name)
    if (path.length > depth + 1)
      throw new LiveError("LV_FORM_LIMIT", { limit: `a name with more than ${depth} levels.` })
    if (!path.some(isInherited)) insert(root, path, value)
  }
  return toObject(root, parameters)
}

/**
 * Refuses a text of too many parameters before it is taken apart: that alone costs fifty times as much memory as the text.
 *
 * @throws {@link LiveError} LV_FORM_LIMIT
 */
export function refuseMany(text: string, parameters: number = PARAMETERS): void {
  let count = 0
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("&", start)
    // What stands between two & is nothing, and none.
    if (end !== start && ++count > parameters) {
      throw new LiveError("LV_FORM_LIMIT", { limit: `more than ${parameters} parameters.` })
    }
    if (end === -1) return
    start = end + 1
  }
}

/** Like `user[tags][]`. */
const NESTED = /^([^[]+)((?:\[[^[\]]*\])+)$/

/** Keys from the outside in; null stands for `[]`. */
type Path = readonly (string | null)[]

/** A name whose brackets do not match is taken as it is. */
function pathOf(name: string): Path {
  const match = NESTED.exec(name)
  if (match === null) return [name]
  const [, first, rest] = match as unknown as [string, string, string]
  const keys = rest.slice(1, -1).split("][")
  return [first, ...keys.map((key) => (key === "" ? null : key))]
}

/** `__proto__`, `constructor`, `toString` …: as data they are of no use, and break what handles the object. */
function isInherited(key: string | null): boolean {
  return key !== null && key in Object.prototype
}

function insert(root: Branch, path: Path, value: string): void {
  let branch = root
  const last = path.length - 1
  for (let i = 0; i < last; i++) {
    const key = keyIn(branch, path[i] as string | null)
    let inner = branch.values.get(key)
    if (typeof inner !== "object") {
      inner = branchOf(inner)
      branch.values.set(key, inner)
    }
    branch = inner
  }
  const key = keyIn(branch, path[last] as string | null)
  const existing = branch.values.get(key)
  if (existing === undefined) {
    branch.values.set(key, value)
    return
  }
  // Said twice: all values, in order.
  const several = typeof existing === "object" ? existing : branchOf(existing)
  several.values.set(keyIn(several, null), value)
  branch.values.set(key, several)
}

function branchOf(first: string | undefined): Branch {
  return first === undefined ? { values: new Map(), next: 0 } : { values: new Map([["0", first]]), next: 1 }
}

const INDEX = /^(?:0|[1-9]\d{0,8})$/

function keyIn(branch: Branch, segment: string | null): string {
  if (segment === null) return String(branch.next++)
  if (INDEX.test(segment)) branch.next = Math.max(branch.next, Number(segment) + 1)
  return segment
}

function toObject({ values }: Branch, bound: number): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [key, value] of values) {
    const data = toData(value, bound)
    object[key] = data
    if (Array.isArray(data) && isUnused(value)) object[UNUSED_PREFIX + key] ??= ""
  }
  return object
}

/** A list cannot hold what a change says of its items: it stands beside the list, if it is said of all. */
function isUnused(value: Branch | string): boolean {
  if (typeof value === "string") return false
  return [...value.values.keys()].every((key) => isItemMark(key) || value.values.has(UNUSED_PREFIX + key))
}

/** `_unused_0`: no user has used the item 0 yet. */
function isItemMark(key: string): boolean {
  return key.startsWith(UNUSED_PREFIX) && INDEX.test(key.slice(UNUSED_PREFIX.length))
}

/** Small numbers are positions, and gaps between them are closed: a row that the page removed leaves none. */
function toData(value: Branch | string, bound: number): unknown {
  if (typeof value === "string") return value
  const keys = [...value.values.keys()].filter((key) => !isItemMark(key))
  if (keys.length === 0 || !keys.every((key) => INDEX.test(key) && Number(key) < bound)) return toObject(value, bound)
  keys.sort((a, b) => Number(a) - Number(b))
  return keys.map((key) => toData(value.values.get(key) as Branch | string, bound))
}

/** The client appends its field last, after one that the form itself may have. */
function targetPath(value: unknown): Path | undefined {
  const name: unknown = Array.isArray(value) ? value.at(-1) : value
  return typeof name === "string" ? pathOf(name).filter((key) => key !== null && key !== "") : undefined
}
