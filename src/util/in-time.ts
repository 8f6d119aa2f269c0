/** Waiting for an answer that may never come. */

import type { CancelTimer, Clock } from "./clock.js"

/** Settles as the answer does; with "late" if that has not happened after so many milliseconds. */
export async function inTime<Answer>(
  answer: Promise<Answer>,
  ms: number,
  clock: Pick<Clock, "after">,
): Promise<Answer | "late"> {
  let cancel: CancelTimer = () => {}
  const late = new Promise<"late">((resolve) => {
    cancel = clock.after(ms, () => resolve("late"))
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    cancel()
  }
}
