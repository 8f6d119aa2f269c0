/** What the HTTP request holds already, for `assignNew` of the sockets that there are before a view is mounted. */

/** Returns what is held under a key, else what `make` makes. */
export function heldOrMade<T>(held: Readonly<Record<string, unknown>>, key: string, make: () => T): T | Awaited<T> {
  const value = Object.hasOwn(held, key) ? held[key] : undefined
  // The app says what stands under its own keys: nothing here could check it.
  return value === undefined ? make() : (value as T)
}
