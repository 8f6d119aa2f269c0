/** Attributes of elements that the server's changes leave alone from now on. */

/** By element: names, or beginnings that end with `*`. */
const ignored = new WeakMap<Element, readonly string[]>()

export function ignore(element: Element, names: readonly string[]): void {
  ignored.set(element, [...(ignored.get(element) ?? []), ...names])
}

export function isIgnored(element: Element, name: string): boolean {
  const names = ignored.get(element)
  return (
    names !== undefined && names.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : one === name))
  )
}
