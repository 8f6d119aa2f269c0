/** Waiting for a callback that may never be done. */

import type { Clock } from "../util/clock.js"

/** How long a running callback may hold up `terminate`, in milliseconds. */
const PATIENCE = 10_000

/** Waits for a callback, but not for ever. The promise given must not reject. */
export function patiently(running: Promise<void>, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(PATIENCE, resolve)
    void running.then(() => {
      cancel()
      resolve()
    })
  })
}
