/**
 * The assigns of one view and which of them changed since its last render. Plain data and pure functions: the socket
 * writes here, the process reads it after the callback.
 *
 * ```
 *            assign(other value)                 assign(same object)
 *  clean ─────────────────────────► before     clean or before ───────────► mutated
 *          the value it had at the                 nothing inside it may be
 *          last render is kept                     trusted as unchanged
 * ```
 */

import { describedWithKind } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import type { Changes } from "../../render/renderer.js"
import { closest } from "../../util/closest.js"
import { FLASH_ASSIGN, type Flash, NO_FLASH } from "../../util/flash.js"
import { isPlainObject } from "../../util/plain-data.js"
import { RESERVED_ASSIGNS } from "../../view/reserved-assigns.js"

/** Assigns with what changed in them. */
export interface AssignsState {
  readonly values: Record<string, unknown>
  /** By name: the value at the last render, of what was assigned since. */
  before: Map<string, unknown> | undefined
  /** Names assigned again with the object they had. */
  mutated: Set<string> | undefined
}

/** What the guards of a view together add to its assigns. */
export type Additions = Readonly<Record<string, unknown>>

export const NO_ADDITIONS: Additions = {}

const NONE: ReadonlySet<string> = new Set()

/** What views begin with that have no flash, most of them for good: copies of records with a property that is not enumerable are slow. */
const NOTHING_SAID = Object.freeze({ [FLASH_ASSIGN]: NO_FLASH })

/**
 * Takes what `mount` returned, and what guards have added. A key of a guard is the guard's: when it runs again its value
 * would take the place of what `mount` has made of it.
 *
 * @throws {@link LiveError} LV_ASSIGNS_INVALID, LV_ASSIGN_RESERVED, LV_GUARD_KEY
 */
export function assignsFrom(
  mounted: unknown,
  view: string,
  additions: Additions = NO_ADDITIONS,
  flash: Flash = NO_FLASH,
): AssignsState {
  const given = plainObject(mounted, view, "`mount`")
  refuseReserved(given, view)
  for (const key of Object.keys(additions)) {
    if (Object.hasOwn(given, key) && !Object.is(given[key], additions[key])) {
      throw new LiveError("LV_GUARD_KEY", { view, key })
    }
  }
  const state: AssignsState = {
    values: { __proto__: NOTHING_SAID, ...given, ...additions },
    before: undefined,
    mutated: undefined,
  }
  if (flash !== NO_FLASH) ownFlash(state.values, flash)
  return state
}

/** Sets what livemount writes, and notes the change. */
export function setFlash(state: AssignsState, flash: Flash): void {
  if (!Object.hasOwn(state.values, FLASH_ASSIGN)) ownFlash(state.values, NO_FLASH)
  setAssign(state, FLASH_ASSIGN, flash)
}

/** Not enumerable: templates read it, and a copy of the assigns holds what the view itself has set. */
function ownFlash(values: object, flash: Flash): void {
  Object.defineProperty(values, FLASH_ASSIGN, { value: flash, writable: true, configurable: true })
}

/** True for the name of an assign that views do not write. */
export function isReserved(key: string): boolean {
  return RESERVED_ASSIGNS.includes(key)
}

/**
 * Refuses the assigns that livemount writes.
 *
 * @throws {@link LiveError} LV_ASSIGN_RESERVED
 */
export function refuseReserved(values: object, view: string): void {
  for (const key of RESERVED_ASSIGNS) {
    if (Object.hasOwn(values, key)) throw new LiveError("LV_ASSIGN_RESERVED", { view, key })
  }
}

/** Returns an object of values by name, checked to be one. */
export function plainObject(given: unknown, view: string, callback: string): Readonly<Record<string, unknown>> {
  if (isPlainObject(given)) return given
  throw new LiveError("LV_ASSIGNS_INVALID", { view, callback, got: describedWithKind(given) })
}

/** Sets one assign and notes the change. */
export function setAssign(state: AssignsState, key: string, value: unknown): void {
  const { values } = state
  const old = values[key]
  if (Object.is(old, value)) {
    if (!hasIdentity(value)) return
    state.mutated ??= new Set()
    state.mutated.add(key)
    return
  }
  state.before ??= new Map()
  if (!state.before.has(key)) state.before.set(key, old)
  values[key] = value
}

/** True for what may be changed in place, and is the same all the while. */
function hasIdentity(value: unknown): boolean {
  return typeof value === "function" || (typeof value === "object" && value !== null)
}

/** Says which names a view has when one was misspelled. */
export function unknownAssign(state: AssignsState, view: string, key: string): LiveError<"LV_ASSIGN_UNKNOWN"> {
  const known = Object.keys(state.values).filter((name) => !isReserved(name))
  return new LiveError("LV_ASSIGN_UNKNOWN", { view, key, known, suggestion: closest(key, known) })
}

/**
 * Takes what changed since the last call, or nothing. A value that went away and came back counts as unchanged, unless it
 * is an object: that may have been changed in place meanwhile.
 */
export function takeChanges(state: AssignsState): Changes | undefined {
  const { before, mutated } = state
  if (before === undefined && mutated === undefined) return undefined
  state.before = undefined
  state.mutated = undefined
  if (before === undefined) return { dirty: NONE, mutated: mutated ?? NONE }

  const dirty = new Set<string>()
  let again = mutated
  for (const [key, old] of before) {
    const value = state.values[key]
    if (!Object.is(old, value)) dirty.add(key)
    else if (hasIdentity(value)) {
      again ??= new Set()
      again.add(key)
    }
  }
  if (dirty.size === 0 && again === undefined) return undefined
  return { dirty, mutated: again ?? NONE }
}
