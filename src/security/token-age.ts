/** Whether something that says itself when it was issued may still be used. Pure. */

/** What was issued "in the future", by a server whose clock is ahead, is taken within this many milliseconds. */
const CLOCK_SKEW = 300_000

/** @param age - Milliseconds since it was issued. */
export function isInTime(age: number, maxAge: number): boolean {
  return age < maxAge && age >= -CLOCK_SKEW
}
