/** What the rows of a stream read beside their item. Macros and functions are the same in every render; values are not. */

import type { Frame } from "../internals/internals.js"
import type { Context } from "./context.js"

/** Where names have their values around a loop. */
export interface RowScope {
  readonly context: Context
  readonly frame: Frame
  /** Variables of generated code: of loops around, and what is set there. */
  readonly around: Readonly<Record<string, unknown>>
}

/** Says of the first of these names that has a value why a row must not read it; undefined if none has. */
export function foreignRead(names: readonly string[], { context, frame, around }: RowScope): string | undefined {
  const { globals } = context.env
  for (const name of names) {
    if (name === "loop") {
      return "a row of a stream reads `loop`, and rows that stay are not made again when others come before them. Have what it needs in the item"
    }
    const set: unknown = around[name] ?? frame.lookup(name)
    const value = set === undefined || set === null ? context.lookup(name) : set
    const isKnown = (value !== undefined && value !== null) || name in context.ctx
    if (!isKnown || isFixed(value) || (name in globals && value === globals[name])) continue
    return (
      `a row of a stream reads \`${name}\`, and rows that stay are not made again when that changes: ` +
      "a row may read its item alone. Have it in the item, or show it by an attribute of the element around the loop"
    )
  }
  return undefined
}

/** A function, or what an import brings: an object of macros. */
function isFixed(value: unknown): boolean {
  if (typeof value === "function") return true
  return typeof value === "object" && value !== null && !Array.isArray(value) && isAllFunctions(Object.values(value))
}

function isAllFunctions(values: readonly unknown[]): boolean {
  return values.length > 0 && values.every((value) => typeof value === "function")
}
