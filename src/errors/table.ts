/**
 * Every error livemount raises: stable code, HTTP status, and the text. Codes are never reused.
 * A message says what was given, what was expected and what to do.
 * `docs/errors.md` explains each; a test holds the two together. Keep each section sorted by code.
 */

interface ErrorEntry<D> {
  readonly status: number
  readonly message: (details: D) => string
}

function entry<D>(status: number, message: (details: D) => string): ErrorEntry<D> {
  return { status, message }
}

/** The table. */
export const errorTable = {
  // --- views and processes
  LV_UNKNOWN_EVENT: entry<{ view: string; event: string; known: readonly string[] }>(
    400,
    ({ view, event, known }) =>
      `The view "${view}" has no event "${event}". ${known.length === 0 ? "It declares none" : `It has: ${known.join(", ")}`}. ` +
      "Add it to `events`, or handle dynamic names in `handleEvent`.",
  ),
} as const satisfies Record<string, ErrorEntry<never>>

/** A stable error code. */
export type ErrorCode = keyof typeof errorTable

/** What the message of a code is made from. */
export type ErrorArguments<C extends ErrorCode> = Parameters<(typeof errorTable)[C]["message"]>[0]
