/** What the people of an app are told once, however often it happens. */

const told = new WeakMap<object, Set<string>>()

/** True the first time that this is asked for of an app's logger, or of whatever is wrong. */
export function isFirstOf(owner: object, what: string): boolean {
  const known = told.get(owner) ?? new Set()
  if (known.has(what)) return false
  told.set(owner, known.add(what))
  return true
}
