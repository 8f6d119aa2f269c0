/** The assigns as callbacks read them: whoever writes to them is told how, since the page would never show it. */

import { LiveError } from "../../errors/live-error.js"

type Values = Readonly<Record<string, unknown>>

/** One for each record of assigns: callbacks may compare it. */
const guards = new WeakMap<Values, Values>()

/** Returns the assigns for reading. Writes throw LV_ASSIGN_DIRECT. */
export function guardedAssigns(values: Values, view: string): Values {
  let guard = guards.get(values)
  if (guard === undefined) {
    const refuse = (_target: Values, key: string | symbol): never => {
      throw new LiveError("LV_ASSIGN_DIRECT", { view, key: String(key) })
    }
    guard = new Proxy(values, {
      set: refuse,
      deleteProperty: refuse,
      defineProperty: refuse,
      // `Object.freeze`, which would freeze the record itself: JavaScript throws a TypeError.
      preventExtensions: () => false,
      setPrototypeOf: () => false,
    })
    guards.set(values, guard)
  }
  return guard
}
