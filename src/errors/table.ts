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

/** A value given by mistake, short enough for a sentence. */
function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
  return typeof value === "object" && value !== null ? "An object" : String(value)
}

/** The table. */
export const errorTable = {
  // --- views and processes
  LV_ASSIGNS_INVALID: entry<{ view: string; callback: string; got: string }>(
    500,
    ({ view, callback, got }) =>
      `${callback} of the view "${view}" gave ${got} where assigns are expected. ` +
      "Give a plain object of all assigns, such as `{ count: 0 }`.",
  ),
  LV_ASSIGN_UNKNOWN: entry<{ view: string; key: string; known: readonly string[]; suggestion: string | undefined }>(
    500,
    ({ view, key, known, suggestion }) =>
      `The view "${view}" has no assign "${key}".${suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`} ` +
      `\`mount\` returned ${known.length === 0 ? "none" : `these: ${known.join(", ")}`}. Return it from \`mount\` too; it may be undefined there.`,
  ),
  LV_CALLBACK_FAILED: entry<{ view: string }>(
    500,
    ({ view }) => `Something went wrong in the view "${view}". The server's log says what.`,
  ),
  LV_DELAY_INVALID: entry<{ given: unknown }>(
    500,
    ({ given }) =>
      `${String(given)} is no delay. sendAfter and sendInterval take milliseconds, from 0 to 2147483647 (24 days).`,
  ),
  LV_DUPLICATE_VIEW: entry<{ view: string }>(
    500,
    ({ view }) =>
      `There are two views with the name "${view}". The name is the view's socket.io namespace: give one of them another.`,
  ),
  LV_EVENT_INVALID: entry<{ view: string; event: string; issues: readonly string[] }>(
    400,
    ({ view, event, issues }) =>
      `The parameters of the event "${event}" of the view "${view}" did not pass its schema: ${issues.join("; ")}. ` +
      "Mend what the page sends, or give `event` a third argument that handles what does not pass.",
  ),
  LV_NOT_A_VIEW: entry<{ got: string }>(
    500,
    ({ got }) => `${got} is not a live view. Give what \`liveView({ … })\` returned.`,
  ),
  LV_NO_HANDLE_INFO: entry<{ view: string; what: string }>(
    500,
    ({ view, what }) =>
      `The view "${view}" calls ${what}, but has no \`handleInfo(message, socket)\` that takes the message.`,
  ),
  LV_TOPIC_INVALID: entry<{ given: unknown; family?: string }>(500, ({ given, family }) =>
    family === undefined
      ? `${describe(given)} is not a topic. Declare one with its messages' type: \`const posts = topic<Post>("posts")\`.`
      : `${describe(given)} names no topic of "${family}". Give a text that is not empty, or a number.`,
  ),
  LV_UNKNOWN_EVENT: entry<{ view: string; event: string; known: readonly string[] }>(
    400,
    ({ view, event, known }) =>
      `The view "${view}" has no event "${event}". ${known.length === 0 ? "It declares none" : `It has: ${known.join(", ")}`}. ` +
      "Add it to `events`, or handle dynamic names in `handleEvent`.",
  ),
  LV_VIEW_CLOSED: entry<{ view: string }>(
    410,
    ({ view }) => `The view "${view}" has ended, so this could not be done any more.`,
  ),
  LV_VIEW_INVALID: entry<{ view: string; why: string }>(
    500,
    ({ view, why }) => `The view ${view} is not right: ${why}`,
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

  // --- templates
  LV_HOLE_PLACE: entry<{ template: string; excerpt: string; place: string }>(
    500,
    ({ template, excerpt, place }) => `A value cannot stand ${place}. (${template}: ${excerpt})`,
  ),
  LV_TEMPLATE_UNBALANCED: entry<{ template: string; excerpt: string; open: readonly string[] }>(
    500,
    ({ template, excerpt, open }) =>
      `The template ${open.length === 0 ? "closes an element it did not open, or ends inside a tag" : `leaves ${open.map((name) => `<${name}>`).join(", ")} open`}. ` +
      `Write both tags of each element, also where HTML does not need them. (${template}: ${excerpt})`,
  ),
} as const satisfies Record<string, ErrorEntry<never>>

/** A stable error code. */
export type ErrorCode = keyof typeof errorTable

/** What the message of a code is made from. */
export type ErrorArguments<C extends ErrorCode> = Parameters<(typeof errorTable)[C]["message"]>[0]
