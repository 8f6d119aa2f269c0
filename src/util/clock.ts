/**
 * The clock port: everything in the core that waits or reads the time goes through it, so tests hold the time in
 * their own hands.
 */

/** Stops a timer. Calling it again, or after the timer ran, does nothing. */
export type CancelTimer = () => void

/** Reads the time and starts timers. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `run` once, `ms` milliseconds from now. */
  after(ms: number, run: () => void): CancelTimer
  /** Calls `run` every `ms` milliseconds. */
  every(ms: number, run: () => void): CancelTimer
}

/** The longest delay that timers of Node take; a longer one would run at once. */
export const LONGEST_DELAY = 2_147_483_647

/** The real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  every(ms, run) {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
}
