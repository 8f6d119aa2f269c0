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

  // --- security and form parameters
  LV_BAD_ORIGIN: entry<{ given: string }>(
    500,
    ({ given }) =>
      `The entry ${JSON.stringify(given)} of the option \`origins\` is no origin. ` +
      'Write scheme and host, such as "https://www.example.com", "https://*.example.com" for all subdomains, or "*".',
  ),
  LV_BAD_REDIRECT: entry<{ to: string; why: string }>(
    500,
    ({ to, why }) =>
      `A view may not redirect to ${JSON.stringify(to)}: ${why}. Give a path of this app that starts with one "/", ` +
      'or name another site on purpose: `socket.redirect({ external: "https://…" })`.',
  ),
  LV_FORM_LIMIT: entry<{ limit: string }>(
    413,
    ({ limit }) =>
      `The form's parameters were refused: ${limit} Send fewer or less deeply nested fields, or raise the limit.`,
  ),
  LV_NO_SECRET: entry<{ count: number }>(
    500,
    ({ count }) =>
      `The option \`secret\` ${count === 0 ? "is an empty list" : "holds an empty text"}. ` +
      "Give at least one random text of 32 characters or more; the first signs, all verify.",
  ),
} as const satisfies Record<string, ErrorEntry<never>>

/** A stable error code. */
export type ErrorCode = keyof typeof errorTable

/** What the message of a code is made from. */
export type ErrorArguments<C extends ErrorCode> = Parameters<(typeof errorTable)[C]["message"]>[0]
