/**
 * How many processes have passed a message on, one because of the other. Two processes that broadcast because of each
 * other's broadcasts would never end; what goes too far is dropped.
 *
 * It follows the code that a message sets off, across `await`, in Node's AsyncLocalStorage, which makes every promise of the
 * program a little dearer once it is used. So it is used for messages from other processes only.
 */

import { AsyncLocalStorage } from "node:async_hooks"

/** A message that has been passed on as often as this goes no further. */
export const MOST_HOPS = 16

let storage: AsyncLocalStorage<number> | undefined

/** The hops of the message that the running code handles; 0 if it is none of another process. */
export function currentHops(): number {
  return storage?.getStore() ?? 0
}

/** Runs code that handles a message with this many hops. */
export function withHops<T>(hops: number, run: () => T): T {
  if (hops === currentHops()) return run()
  storage ??= new AsyncLocalStorage()
  return storage.run(hops, run)
}
