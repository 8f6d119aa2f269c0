/**
 * Stands in for engine.io-client's build/esm/util.js and build/esm/globals.js, which know other platforms than browsers.
 *
 * Relied on there: `socket.js` calls `byteLength` with the text of a packet, `setTimeoutFn` and `clearTimeoutFn` as members of
 * itself, which `installTimerFunctions` makes, `nextTick` with what to do; it reads `defaultBinaryType` and calls
 * `createCookieJar`, which mean nothing in a browser.
 */

export const byteLength = (text: string): number => new Blob([text]).size

interface Timers {
  setTimeoutFn?(work: () => void, delay: number): unknown
  clearTimeoutFn?(timer: number | undefined): void
}

export function installTimerFunctions(object: Timers): void {
  object.setTimeoutFn = (...timer) => setTimeout(...timer)
  object.clearTimeoutFn = (timer) => clearTimeout(timer)
}

export const nextTick = (work: () => void): void => queueMicrotask(work)
export const defaultBinaryType = undefined
export const createCookieJar = (): undefined => undefined
