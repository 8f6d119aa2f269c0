/** A part of the client that is there already. */
import type { Loadable } from "../../client/util/lazy.js"

export function loaded<T>(part: T): Loadable<T> {
  return { part, isWanted: true, want: () => {}, use: (work) => work(part), get: () => Promise.resolve(part) }
}
