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
      `${what} is used with the view "${view}", which has no \`handleInfo(message, socket)\` to take the message. Add it.`,
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
  LV_HOLE_VALUE: entry<{ template: string; place: string; value: string; expected: string }>(
    500,
    ({ template, place, value, expected }) => `A hole ${place} got ${value}. It takes ${expected}. (${template})`,
  ),
  LV_TEMPLATE_COMPILE: entry<{ place: string; problem: string }>(
    500,
    ({ place, problem }) => `The template cannot be compiled: ${problem} (${place})`,
  ),
  LV_TEMPLATE_MISSING: entry<{ name: string; problem: string }>(
    500,
    ({ name, problem }) => `The template "${name}" cannot be used: ${problem}. Look at the option \`views\` and at the file's name.`,
  ),
  LV_TEMPLATE_RENDER: entry<{ place: string; problem: string }>(
    500,
    ({ place, problem }) => `The template cannot be rendered: ${problem} (${place})`,
  ),
  LV_TEMPLATE_UNBALANCED: entry<{ template: string; excerpt: string; open: readonly string[] }>(
    500,
    ({ template, excerpt, open }) =>
      `The template ${open.length === 0 ? "closes an element it did not open, or ends inside a tag" : `leaves ${open.map((name) => `<${name}>`).join(", ")} open`}. ` +
      `Write both tags of each element, also where HTML does not need them. (${template}: ${excerpt})`,
  ),

  // --- transport
  LV_BAD_MESSAGE: entry<{ view: string; message: string; expected: string }>(
    400,
    ({ view, message, expected }) =>
      `The view "${view}" was sent a ${message} that is none. Expected: ${expected}. Nothing was done; is the page's script of this version?`,
  ),
  LV_DISCONNECTED: entry<{ view: string }>(
    401,
    ({ view }) => `The view "${view}" was ended by \`live.disconnect\`. Load the page again.`,
  ),
  LV_JOIN_FAILED: entry<{ view: string }>(
    500,
    ({ view }) => `The view "${view}" could not be started. The server's log says why.`,
  ),
  LV_MESSAGE_TOO_LARGE: entry<{ view: string; size: number; limit: number }>(
    413,
    ({ view, size, limit }) =>
      `The view "${view}" was sent a message of size ${size}; at most ${limit} is taken. Send less, or raise \`limits.messageSize\`.`,
  ),
  LV_NOT_SERIALIZABLE: entry<{ view: string }>(
    500,
    ({ view }) =>
      `What the view "${view}" sends to the page is no plain JSON data. Events and replies hold text, numbers, booleans, null, ` +
      "arrays and plain objects, and no cycle.",
  ),
  LV_ORIGIN_REFUSED: entry<{ origin: string; host: string }>(
    403,
    ({ origin, host }) =>
      `A connection from the origin ${JSON.stringify(origin)} was refused: the host it was made to is ${JSON.stringify(host)}. If both are ` +
      "yours, add the origin to the option `origins`, or have the app trust its proxy's X-Forwarded-Host.",
  ),
  LV_PROTOCOL_VERSION: entry<{ got: number; expected: number }>(
    400,
    ({ got, expected }) =>
      `The page's script speaks version ${got} of the protocol, this server ${expected}. Load the page again.`,
  ),
  LV_TOKEN_EXPIRED: entry<{ view: string }>(
    401,
    ({ view }) => `The page's token for the view "${view}" is too old. Load the page again.`,
  ),
  LV_TOKEN_FOREIGN: entry<{ view: string }>(
    401,
    ({ view }) =>
      `The page's token for the view "${view}" was issued to another browser, or the browser sent no cookie "livemount" along. ` +
      "Load the page again, and let the site set cookies.",
  ),
  LV_TOKEN_INVALID: entry<{ view: string }>(
    401,
    ({ view }) =>
      `The page's token is none for the view "${view}": not signed with a secret of this server, or for something else. Load the page again.`,
  ),
  LV_TOO_MANY_JOINS: entry<{ limit: number }>(
    429,
    ({ limit }) =>
      `The page joined views too often: ${limit} per second can be kept up (\`limits.joinsPerSecond\`). Try again later.`,
  ),
  LV_TOO_MANY_VIEWS: entry<{ limit: number }>(
    429,
    ({ limit }) => `The page holds ${limit} views already, and may hold no more (\`limits.viewsPerConnection\`).`,
  ),
  LV_UNKNOWN_INSTANCE: entry<{ view: string; instance: string }>(
    404,
    ({ view, instance }) =>
      `This connection has no instance ${instance} of the view "${view}": it has ended, or never was. Nothing was done.`,
  ),
  LV_UNKNOWN_VIEW: entry<{ namespace: string }>(
    404,
    ({ namespace }) =>
      `No view lives in the namespace ${JSON.stringify(namespace)}. Register it: \`live.view\`, \`live.page\` or \`live.register\`.`,
  ),

  // --- HTTP: pages, islands, the plain POST
  LV_CLIENT_NOT_BUILT: entry<{ file: string }>(
    500,
    ({ file }) =>
      `The browser's script was not built: there is no ${file}. Run \`npm run build\`. Until then pages work by POST only.`,
  ),
  LV_IDENTIFY_INVALID: entry<{ got: string }>(
    500,
    ({ got }) => `The option \`identify\` returned a ${got}. Return the id as a text or a number, or nothing.`,
  ),
  LV_ISLAND_UNKNOWN: entry<{ view: string; known: readonly string[]; suggestion: string | undefined }>(
    500,
    ({ view, known, suggestion }) =>
      `There is no view "${view}" for live("${view}").${suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`} ` +
      `${known.length === 0 ? "No view is registered" : `Registered are: ${known.join(", ")}`}. Register it with \`live.register(view)\`.`,
  ),
  LV_LAYOUT_WITHOUT_CONTENT: entry<{ layout: string }>(
    500,
    ({ layout }) =>
      `The layout "${layout}" does not print \`content\`, so the view has no place in it. Write {{ content }}, or what your engine has for it.`,
  ),
  LV_NOT_IN_PLACE: entry<{ url: string }>(
    500,
    ({ url }) =>
      `The request for ${url} did not pass through livemount before it came to a live page or island. ` +
      "Put `app.use(live)` before the routes that use it.",
  ),
  LV_POST_ABORTED: entry<Record<string, never>>(400, () => "The posted form ended before all of it had arrived."),
  LV_POST_EVENT: entry<{ problem: string }>(400, ({ problem }) => `The posted event was refused: ${problem}`),
  LV_POST_MALFORMED: entry<Record<string, never>>(
    400,
    () => "The posted form does not say which view and event it is for: its field `_live` is missing or was changed.",
  ),
  LV_POST_REFUSED: entry<{ why: string }>(
    403,
    ({ why }) =>
      `The posted form was refused: ${why}. Load the page again and repeat what you did; cookies must be allowed.`,
  ),
  LV_POST_TOO_LARGE: entry<{ limit: number }>(
    413,
    ({ limit }) =>
      `The posted form is larger than ${limit} bytes. For larger ones put a body parser of your own before livemount.`,
  ),
  LV_POST_UNSUPPORTED: entry<{ type: string }>(
    415,
    ({ type }) =>
      `The posted form came as ${type}. Forms are taken as application/x-www-form-urlencoded; ` +
      "for multipart forms put a parser that leaves `body` before livemount.",
  ),
  LV_SESSION_NOT_PLAIN: entry<{ from: string; path: string; got: string }>(
    500,
    ({ from, path, got }) =>
      `${from[0]?.toUpperCase()}${from.slice(1)} must give a plain object of JSON data, which is signed into the page` +
      `${path === "" ? ", but it" : `, but \`${path}\``} is ${got}. Give ids, texts and numbers, and load the rest in \`mount\`.`,
  ),

  // --- options, routes, engines
  LV_NO_ENGINE: entry<{ template: string }>(
    500,
    ({ template }) =>
      `Nobody is known who could render "${template}". Give the option \`render(name, locals)\`, which calls your engine, ` +
      "or name a nunjucks template (.njk).",
  ),
  LV_NUNJUCKS_MISSING: entry<Record<string, never>>(
    500,
    () => "A nunjucks template is to be rendered, but nunjucks is not installed. Run `npm install nunjucks`.",
  ),
  LV_OPTIONS_CONFLICT: entry<{ one: string; other: string }>(
    500,
    ({ one, other }) => `The options \`${one}\` and \`${other}\` exclude each other: give one of them.`,
  ),
  LV_OPTION_INVALID: entry<{ option: string; expected: string; given: unknown }>(
    500,
    ({ option, expected, given }) => `The option \`${option}\` takes ${expected}. It was given: ${describe(given)}.`,
  ),
  LV_OPTION_UNKNOWN: entry<{ option: string; suggestion: string | undefined; known: readonly string[] }>(
    500,
    ({ option, suggestion, known }) =>
      `There is no option \`${option}\`. ${suggestion === undefined ? `There are: ${known.join(", ")}.` : `Did you mean \`${suggestion}\`?`}`,
  ),
  LV_PATH_INVALID: entry<{ path: string; why: string }>(
    500,
    ({ path, why }) =>
      `The path ${JSON.stringify(path)} cannot be a route: ${why}. Paths are written as in Express 5: ` +
      '"/reports/:id", "/files/*path", "/docs{/:page}".',
  ),
  LV_PATH_UNDECODABLE: entry<{ path: string }>(
    400,
    ({ path }) => `The path ${JSON.stringify(path)} is not properly encoded.`,
  ),
  LV_SECRET_REQUIRED: entry<Record<string, never>>(
    500,
    () =>
      "In production the option `secret` is required: random text of 32 characters or more, the same in all processes and " +
      "after a restart. `node -p \"crypto.randomBytes(32).toString('base64url')\"` makes one.",
  ),
} as const satisfies Record<string, ErrorEntry<never>>

/** A stable error code. */
export type ErrorCode = keyof typeof errorTable

/** What the message of a code is made from. */
export type ErrorArguments<C extends ErrorCode> = Parameters<(typeof errorTable)[C]["message"]>[0]
