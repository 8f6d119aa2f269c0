/** Maps that hold the newest alone of what has been put into them. */

/** Puts something in as the newest, and lets go of the oldest where there are more than `most`. */
export function putNewest<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  // What is put in again stands where it stood otherwise.
  map.delete(key)
  map.set(key, value)
  for (const oldest of map.keys()) {
    if (map.size <= most) break
    map.delete(oldest)
  }
}
