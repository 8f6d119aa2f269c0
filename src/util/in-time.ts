/** Waiting for an answer that may never come. */

import type { CancelTimer, Clock } from "./clock.js"

/** There was no answer in time. Nothing that is waited for can be taken for it, whatever an app's own functions return. */
export const LATE: unique symbol = Symbol("late")

/** Settles as the answer does; with {@link LATE} if that has not happened after so many milliseconds. */
export async function inTime<Answer>(
  answer: Promise<Answer>,
  ms: number,
  clock: Pick<Clock, "after">,
): Promise<Answer | typeof LATE> {
  let cancel: CancelTimer = () => {}
  const late = new Promise<typeof LATE>((resolve) => {
    cancel = clock.after(ms, () => resolve(LATE))
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    cancel()
  }
}
