/** A part of the client that is there already, and what would wait for one. */
import type { Loadable } from "../../client/util/lazy.js"
import type { ChannelGate } from "../../client/view/view-channel.js"

export function loaded<T>(part: T): Loadable<T> {
  return { part, isWanted: true, want: () => {}, use: (work) => work(part), get: () => Promise.resolve(part) }
}

/** Nothing waits for a part. */
export const openGate: ChannelGate & { isShutFor(): boolean } = { isShutFor: () => false, opens: (work) => work() }
