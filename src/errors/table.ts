/**
 * Every error livemount raises: stable code, HTTP status, and the text. Codes are never reused.
 * A message says what was given, what was expected and what to do.
 * `docs/errors.md` explains each; a test holds the two together. Keep each section sorted by code.
 *
 * Entries are written out, parameter and return types too: `isolatedDeclarations` infers no calls.
 */

import { described } from "./described.js"

/** As {@link described}, at the beginning of a sentence. */
function subject(given: unknown): string {
  return described(given).replace(/^a(?=n? )/, "A")
}

/** The table. */
export const errorTable = {
  // --- views and processes
  LV_ASSIGN_DIRECT: {
    status: 500,
    message: ({ view, key }: { view: string; key: string }): string =>
      `\`socket.assigns.${key}\` of the view "${view}" was written to, which its page would never show. ` +
      `Write \`socket.assign({ ${key}: … })\`, or \`socket.update("${key}", (${key}) => …)\`.`,
  },
  LV_ASSIGN_IN_MOUNT: {
    status: 500,
    message: ({ view, method }: { view: string; method: string }): string =>
      `\`mount\` of "${view}" called \`socket.${method}\`. It returns its assigns, such as \`{ posts: asyncResult(task) }\`.`,
  },
  LV_ASSIGN_RESERVED: {
    status: 500,
    message: ({ view, key }: { view: string; key: string }): string =>
      `The view "${view}" set the assign "${key}", which livemount writes. Give your assign another name` +
      (key === "flash"
        ? ', or call `socket.putFlash("info", text)` to say something to the user.'
        : ": the action is an option of the route, `live.view(path, view, { action })`."),
  },
  LV_ASSIGNS_INVALID: {
    status: 500,
    message: ({ view, callback, got }: { view: string; callback: string; got: string }): string =>
      `${callback} of the view "${view}" gave ${got} where assigns are expected. ` +
      "Give a plain object of all assigns, such as `{ count: 0 }`.",
  },
  LV_ASSIGN_UNKNOWN: {
    status: 500,
    message: ({
      view,
      key,
      known,
      suggestion,
    }: {
      view: string
      key: string
      known: readonly string[]
      suggestion: string | undefined
    }): string =>
      `The view "${view}" has no assign "${key}".${suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`} ` +
      `\`mount\` returned ${known.length === 0 ? "none" : `these: ${known.join(", ")}`}. Return it from \`mount\` too; it may be undefined there.`,
  },
  LV_ASYNC_INVALID: {
    status: 500,
    message: ({ what, expected, given }: { what: string; expected: string; given: unknown }): string =>
      `${what} takes ${expected}. It was given: ${described(given)}.`,
  },
  LV_ASYNC_NOT_STARTED: {
    status: 500,
    message: ({ view, key }: { view: string; key: string }): string =>
      `The assign "${key}" of the view "${view}" was given an \`asyncResult(task)\`, whose task nobody would start: ` +
      `that is for what \`mount\` returns. Write \`socket.assignAsync("${key}", task)\`.`,
  },
  LV_CALLBACK_FAILED: {
    status: 500,
    message: ({ view }: { view: string }): string =>
      `Something went wrong in the view "${view}". The server's log says what.`,
  },
  LV_DELAY_INVALID: {
    status: 500,
    message: ({ given }: { given: unknown }): string =>
      `${subject(given)} is no delay. sendAfter and sendInterval take milliseconds, from 0 to 2147483647 (24 days).`,
  },
  LV_DUPLICATE_VIEW: {
    status: 500,
    message: ({ view }: { view: string }): string =>
      `There are two views with the name "${view}". The name is the view's socket.io namespace: give one of them another.`,
  },
  LV_EVENT_INVALID: {
    status: 400,
    message: ({ view, event, issues }: { view: string; event: string; issues: readonly string[] }): string =>
      `The parameters of the event "${event}" of the view "${view}" did not pass its schema: ${issues.join("; ")}. ` +
      "Mend what the page sends, or give `event` a third argument that handles what does not pass.",
  },
  LV_FLASH_INVALID: {
    status: 500,
    message: ({ what, expected, given }: { what: string; expected: string; given: unknown }): string =>
      `The ${what} of a flash is ${expected}. It was given: ${described(given)}. Write \`socket.putFlash("info", "Saved.")\`.`,
  },
  LV_FORM_INVALID: {
    status: 500,
    message: ({ expected }: { expected: string }): string =>
      `\`toForm(schema, params, issues, options)\` was called in another way: ${expected}.`,
  },
  LV_GUARD_INVALID: {
    status: 500,
    message: ({ where, given }: { where: string; given: unknown }): string =>
      `${where} takes a guard, which is a function. It was given: ${described(given)}. ` +
      "Write `(params, session, socket) => …`, which returns what it adds to the assigns, or `socket.redirect(…)`.",
  },
  LV_GUARD_KEY: {
    status: 500,
    message: ({ view, key }: { view: string; key: string }): string =>
      `\`mount\` of the view "${view}" returned "${key}", which a guard of it adds too. ` +
      `Leave it out: templates and callbacks see the guard's. Or give the one in \`mount\` another name.`,
  },
  LV_GUARD_RESULT: {
    status: 500,
    message: ({ view, guard, given }: { view: string; guard: string; given: unknown }): string =>
      `A guard of the view "${view}"${guard === "" ? "" : `, \`${guard}\`,`} returned ${described(given)}. ` +
      "It returns what it adds to the assigns as a plain object (`{}` for nothing), or `socket.redirect(…)`: " +
      "what returns nothing has decided nothing, so the view was not mounted.",
  },
  LV_REDIRECT_LOST: {
    status: 500,
    message: ({ view, callback }: { view: string; callback: string }): string =>
      `${callback} of the view "${view}" called \`socket.redirect\` and returned something else, so nobody would be sent anywhere. ` +
      "Write `return socket.redirect(…)`, and call it only where it is returned.",
  },
  LV_NOT_A_VIEW: {
    status: 500,
    message: ({ got }: { got: string }): string => `${got} is not a live view. Give what \`liveView({ … })\` returned.`,
  },
  LV_NO_HANDLE_INFO: {
    status: 500,
    message: ({ view, what }: { view: string; what: string }): string =>
      `${what} is used with the view "${view}", which has no \`handleInfo(message, socket)\` to take the message. Add it.`,
  },
  LV_PARAMS_IN_ISLAND: {
    status: 500,
    message: ({ view }: { view: string }): string =>
      `The view "${view}" has \`handleParams\`, so it needs a URL of its own, and was used as an island. Serve it with ` +
      "`live.view` or `live.page`; what an island is given goes into its `session`.",
  },
  LV_PARAMS_INVALID: {
    status: 404,
    message: ({ view, issues }: { view: string; issues: readonly string[] }): string =>
      `The params of a page of the view "${view}" did not pass its schema: ${issues.join("; ")}. ` +
      "So there is no such page. Mend the link, or have the schema take them.",
  },
  LV_PARAMS_SCHEMA: {
    status: 500,
    message: ({ given }: { given: unknown }): string =>
      `\`liveView.params\` takes a Standard Schema validator (Zod, Valibot, ArkType, …). It was given: ${described(given)}.`,
  },
  LV_PATCH_CHAIN: {
    status: 500,
    message: ({ view, to, most }: { view: string; to: string; most: number }): string =>
      `The view "${view}" has patched ${most} times in a row, and wants to go to ${JSON.stringify(to)}. Its \`handleParams\` ` +
      "calls `socket.pushPatch` for a URL from which it patches again: let it patch only where the URL is not yet the right one.",
  },
  LV_PATCH_REFUSED: {
    status: 500,
    message: ({ view, to, why, remedy }: { view: string; to: string; why: string; remedy: string }): string =>
      `The view "${view}" may not patch to ${JSON.stringify(to)}: ${why}. ${remedy}`,
  },
  LV_PERSIST_ISLAND: {
    status: 500,
    message: ({ view }: { view: string }): string =>
      `The view "${view}" persists assigns, and is shown as an island without an id of its own: nothing of it is persisted there, ` +
      `since the next page may count its islands otherwise. Give it one: \`live("${view}", {}, { id: "my-${view}" })\`.`,
  },
  LV_PERSIST_KEY: {
    status: 500,
    message: ({ view, key, why }: { view: string; key: string; why: string }): string =>
      `The view "${view}" cannot persist its assign "${key}": ${why}. Take it out of \`persist\`.`,
  },
  LV_PERSIST_UNPLAIN: {
    status: 500,
    message: ({ view, path, got }: { view: string; path: string; got: string }): string =>
      `The view "${view}" persists the assign \`${path}\`, which holds ${got}: it would not come back as it was. ` +
      "Persist plain data (text, numbers, lists, objects; of a Date its text), and make the rest of it in `restore(saved, socket)`.",
  },
  LV_RENDER_INVALID: {
    status: 500,
    message: ({ view, got }: { view: string; got: string }): string =>
      `The \`render\` of the view "${view}" gave ${got}. It has to return what html\`…\` makes.`,
  },
  LV_SENDER_INVALID: {
    status: 500,
    message: ({ given }: { given: unknown }): string =>
      `${subject(given)} is no socket of a view. \`pubsub.broadcastFrom(socket, topic, message)\` takes what callbacks get as \`socket\`.`,
  },
  LV_SESSION_INVALID: {
    status: 500,
    message: ({ name, why }: { name: string; why: string }): string =>
      `The live session ${name} cannot be made: ${why} ` +
      'Write `const admin = live.session("admin", { onMount: [requireAdmin] })`, and `admin.view(path, view)`.',
  },
  LV_SESSION_OF_VIEW: {
    status: 500,
    message: ({
      view,
      registered,
      given,
    }: {
      view: string
      registered: string | undefined
      given: string | undefined
    }): string =>
      `The view "${view}" belongs to ${registered === undefined ? "no live session" : `the live session "${registered}"`}, ` +
      `and was added to ${given === undefined ? "none" : `"${given}"`} as well. Its guards have to run wherever it is served: ` +
      "add it always by the same live session, or declare a second view with the same members and another name.",
  },
  LV_RESTORE_RESULT: {
    status: 500,
    message: ({ view }: { view: string }): string =>
      `\`restore\` of the view "${view}" returned assigns, which nobody takes. Set them: \`socket.assign({ … })\`; what it does not set stays as \`mount\` returned it.`,
  },
  LV_SNAPSHOT_NAMES: {
    status: 500,
    message: ({
      view,
      version,
      lacking,
      other,
    }: {
      view: string
      version: number
      lacking: string
      other: string
    }): string =>
      `A snapshot of the view "${view}" has the assign "${other}", which the view does not persist, and lacks "${lacking}", which it does; both are of version ${version}. ` +
      `"${lacking}" stays as \`mount\` returned it. If an assign was renamed, raise \`version\`, and have \`upgrade(old, from)\` return it under its new name.`,
  },
  LV_SNAPSHOT_RESTORE: {
    status: 500,
    message: ({ view }: { view: string }): string =>
      `The view "${view}" failed with the snapshot that its page brought, and begins anew. ` +
      "If it persists something else than before, raise its `version`; `restore(saved, socket)` may refuse what no longer fits.",
  },
  LV_SNAPSHOT_VERSION: {
    status: 500,
    message: ({ view, from, to, why }: { view: string; from: number; to: number; why: string }): string =>
      `A snapshot of version ${from} was brought to the view "${view}", which is at version ${to}, and ${why}. It begins anew. ` +
      "`upgrade(old, from)` returns what this version persists.",
  },
  LV_STREAM_ASSIGNED: {
    status: 500,
    message: ({ view, key }: { view: string; key: string }): string =>
      `The stream "${key}" of the view "${view}" cannot be assigned: \`mount\` makes it, once. ` +
      `Change its rows with \`socket.stream("${key}")\`; \`reset(items)\` gives it others altogether.`,
  },
  LV_STREAM_INVALID: {
    status: 500,
    message: ({ why }: { why: string }): string =>
      `A stream cannot be used like that: ${why}. Write \`stream(items, { key: (item) => item.id, limit: 200 })\`; \`at\` is "start", "end" or an index.`,
  },
  LV_STREAM_LOOPS: {
    status: 500,
    message: (): string =>
      "A stream is looped over in two places of one render. Its rows are made once, for one loop: show the second place with a stream of its own.",
  },
  LV_STREAM_NOT_SHOWN: {
    status: 500,
    message: ({ view, key }: { view: string; key: string }): string =>
      `The stream "${key}" of the view "${view}" was changed, and its template does not loop over it. ` +
      "Its rows are kept in the page alone: put the loop where it is always rendered, and hide it with an attribute. " +
      "Templates of engines other than nunjucks have no such loop: keep the items in an assign of their own there.",
  },
  LV_STREAM_PLACE: {
    status: 500,
    message: (): string =>
      "A stream is looped over where no rows can be put in and taken out one by one. Loop over it between tags, with `{% for row in rows %}` or `rows.map(…)`; " +
      "templates of other engines have no such place. To work with the items elsewhere, keep them in an assign of their own.",
  },
  LV_STREAM_ROW: {
    status: 500,
    message: ({ template }: { template: string }): string =>
      `The rows of a stream are made by different templates (${template} and another one). Have one template for all rows, and put the choice inside of its element.`,
  },
  LV_STREAM_UNKNOWN: {
    status: 500,
    message: ({ view, key }: { view: string; key: string }): string =>
      `The assign "${key}" of the view "${view}" is no stream. Return one from \`mount\`: \`${key}: stream(items, { key: (item) => item.id })\`.`,
  },
  LV_THROWN: {
    status: 500,
    message: ({ where, what }: { where: string; what: string }): string =>
      `${where} threw ${what}, which is no error. Throw an Error (\`throw new Error("…")\`): it says where it comes from.`,
  },
  LV_TOPIC_INVALID: {
    status: 500,
    message: ({ given, family }: { given: unknown; family?: string }): string =>
      family === undefined
        ? `${subject(given)} is not a topic. Declare one with its messages' type: \`const posts = topic<Post>("posts")\`.`
        : `${subject(given)} names no topic of "${family}". Give a text that is not empty, or a number.`,
  },
  LV_UNKNOWN_EVENT: {
    status: 400,
    message: ({ view, event, known }: { view: string; event: string; known: readonly string[] }): string =>
      `The view "${view}" has no event "${event}". ${known.length === 0 ? "It declares none" : `It has: ${known.join(", ")}`}. ` +
      (event.startsWith("[")
        ? "A text is no list of commands: only `js` makes these, as `{{ js.show('#menu') }}` (in Pug `String(js.show('#menu'))`)."
        : "Add it to `events`, or handle dynamic names in `handleEvent`."),
  },
  LV_VIEW_CLOSED: {
    status: 410,
    message: ({ view }: { view: string }): string =>
      `The view "${view}" has ended, so this could not be done any more.`,
  },
  LV_VIEW_INVALID: {
    status: 500,
    message: ({ view, why }: { view: string; why: string }): string => `The view ${view} is not right: ${why}`,
  },

  // --- security and form parameters
  LV_BAD_ORIGIN: {
    status: 500,
    message: ({ given }: { given: string }): string =>
      `The entry ${JSON.stringify(given)} of the option \`origins\` is no origin. ` +
      'Write scheme and host, such as "https://www.example.com", "https://*.example.com" for all subdomains, or "*".',
  },
  LV_BAD_REDIRECT: {
    status: 500,
    message: ({ to, why }: { to: string; why: string }): string =>
      `A view may not redirect to ${JSON.stringify(to)}: ${why}. Give a path of this app that starts with one "/", ` +
      'or name another site on purpose: `socket.redirect({ external: "https://…" })`.',
  },
  LV_FORM_LIMIT: {
    status: 413,
    message: ({ limit }: { limit: string }): string =>
      `The form's parameters were refused: ${limit} Send fewer fields, or less deeply nested ones.`,
  },
  LV_NO_SECRET: {
    status: 500,
    message: ({ count }: { count: number }): string =>
      `The option \`secret\` ${count === 0 ? "is an empty list" : "holds an empty text"}. ` +
      "Give at least one random text of 32 characters or more; the first signs, all verify.",
  },

  LV_SNAPSHOT_REFUSED: {
    status: 403,
    message: ({ view, why, remedy }: { view: string; why: string; remedy: string }): string =>
      `A snapshot that was brought to the view "${view}" was not taken, and the view began anew: ${why}. What to do: ${remedy}.`,
  },
  LV_SNAPSHOT_STORE: {
    status: 503,
    message: ({ why }: { why: string }): string =>
      `The store of snapshots does not answer as it should (${why}). Views go on, and take what their pages bring; what was dropped may be brought too, until it is back.`,
  },
  LV_SNAPSHOT_TOO_LARGE: {
    status: 413,
    message: ({ view, size, limit, where }: { view: string; size: number; limit: number; where: string }): string =>
      `What the view "${view}" persists comes to ${size} characters sealed, and ${where} takes ${limit}: where it is needed there, the view begins anew. ` +
      "Persist keys and choices, and load the rest in `mount` or `restore`.",
  },

  // --- messages between processes
  LV_BUS_CLIENT_INVALID: {
    status: 500,
    message: ({ given }: { given: unknown }): string =>
      "`redisBus` takes a client of ioredis or of node-redis, such as `redisBus(new Redis(url))`. " +
      `It was given: ${described(given)}.`,
  },
  LV_BUS_DOWN: {
    status: 503,
    message: ({ engine, reason }: { engine: string; reason: string }): string =>
      `${engine} is out of reach: ${reason}. Until it is back, messages reach the views of this process only.`,
  },
  LV_BUS_IN_USE: {
    status: 500,
    message: ({ engine }: { engine: string }): string =>
      `A bus belongs to one livemount, and this one (${engine}) is in use. Make another for each \`liveMiddleware()\`, ` +
      "with a `prefix` of its own where they are not to hear each other.",
  },
  LV_BUS_LOOP: {
    status: 500,
    message: ({ topic, hops }: { topic: string; hops: number }): string =>
      `A message on the topic "${topic}" was not published: ${hops} processes have answered each other's messages ` +
      "before it, and would go on. Do not broadcast because of a broadcast that another process has made for the same reason.",
  },
  LV_BUS_LOST: {
    status: 503,
    message: ({ topic, engine }: { topic: string; engine: string }): string =>
      `A message on the topic "${topic}" reached this process only: ${engine} was out of reach for too long, or failed.`,
  },
  LV_BUS_MESSAGE_INVALID: {
    status: 500,
    message: ({ topic, why }: { topic: string; why: string }): string =>
      `A message on the topic "${topic}" was not published: ${why}. Between processes a message travels as JSON: ` +
      "give plain data, and send an id where it is large.",
  },
  LV_BUS_NO_ADAPTER: {
    status: 500,
    message: ({ adapter }: { adapter: string }): string =>
      `\`socketIoBus\` was given a server whose adapter (${adapter}) knows no other processes. Give \`new Server()\` an ` +
      "adapter, such as the one of @socket.io/redis-streams-adapter, before the bus is made.",
  },
  LV_CONTROL_REFUSED: {
    status: 403,
    message: (_details: object): string =>
      "A message of another process was refused: it is not signed with this app's `secret`. Give all processes the same " +
      "`secret`, and apps that share an engine each a `prefix` for their bus.",
  },

  // --- templates
  LV_COMMAND_INVALID: {
    status: 500,
    message: ({ method, problem }: { method: string; problem: string }): string => `\`js.${method}\` ${problem}.`,
  },
  LV_COMMAND_NOT_FROM_JS: {
    status: 500,
    message: ({ attribute }: { attribute: string }): string =>
      `A text for "${attribute}" begins with "[", as lists of commands do. Only \`js\` makes these: ` +
      `\`${attribute}="\${js.show("#menu")}"\`, in nunjucks \`${attribute}="{{ js.show("#menu") }}"\`. For an event give its name.`,
  },
  LV_COMPONENT_INVALID: {
    status: 500,
    message: ({ component, why }: { component: string; why: string }): string =>
      `The component ${component} is not right: ${why}`,
  },
  LV_COMPONENT_USE: {
    status: 500,
    message: ({ problem }: { problem: string }): string => `A component was used wrongly: ${problem}`,
  },
  LV_HOLE_PLACE: {
    status: 500,
    message: ({ template, excerpt, place }: { template: string; excerpt: string; place: string }): string =>
      `A value cannot stand ${place}. (${template}: ${excerpt})`,
  },
  LV_HOLE_VALUE: {
    status: 500,
    message: ({
      template,
      place,
      value,
      expected,
    }: {
      template: string
      place: string
      value: string
      expected: string
    }): string => `A hole ${place} got ${value}. It takes ${expected}. (${template})`,
  },
  LV_TEMPLATE_COMPILE: {
    status: 500,
    message: ({ place, problem }: { place: string; problem: string }): string =>
      `The template cannot be compiled: ${problem} (${place})`,
  },
  LV_TEMPLATE_MISSING: {
    status: 500,
    message: ({ name, problem }: { name: string; problem: string }): string =>
      `The template "${name}" cannot be used: ${problem}${problem.endsWith("?") ? "" : "."} Look at the option \`views\` and at the file's name.`,
  },
  LV_TEMPLATE_RENDER: {
    status: 500,
    message: ({ place, problem }: { place: string; problem: string }): string =>
      `The template cannot be rendered: ${problem} (${place})`,
  },
  LV_TEMPLATE_UNBALANCED: {
    status: 500,
    message: ({ template, excerpt, problem }: { template: string; excerpt: string; problem: string }): string =>
      `The template ${problem}. Write both tags of each element, one inside of the other. (${template}: ${excerpt})`,
  },

  // --- transport
  LV_ANSWER_LOST: {
    status: 503,
    message: ({ view }: { view: string }): string =>
      `The view "${view}" has handled an event, and what it came to is not known any more: the connection was lost, and more had ` +
      "been said than is kept (`limits.unconfirmedSize`). The page shows what the view shows.",
  },
  LV_BAD_MESSAGE: {
    status: 400,
    message: ({ view, message, expected }: { view: string; message: string; expected: string }): string =>
      `The view "${view}" was sent a ${message} that is none. Expected: ${expected}. Nothing was done; is the page's script of this version?`,
  },
  LV_CONNECT_PARAMS_TOO_LARGE: {
    status: 413,
    message: ({ view, size, limit }: { view: string; size: number; limit: number }): string =>
      `A join of the view "${view}" brought connect parameters of size ${size}; at most ${limit} is taken. ` +
      "Send less, or raise `limits.connectParamsSize`.",
  },
  LV_DETACHED_TOO_LONG: {
    status: 410,
    message: ({ view }: { view: string }): string =>
      `The page of the view "${view}" has not come back within \`resumeWindow\` after it had lost its connection. The view has ended.`,
  },
  LV_DETACHED_TOO_MANY: {
    status: 429,
    message: ({ view, limit }: { view: string; limit: string }): string =>
      `More views wait for pages that have lost their connection than may (\`limits.${limit}\`): the oldest of the client that holds most of ` +
      `them, of the view "${view}", has ended. When its page comes back it is mounted anew.`,
  },
  LV_DISCONNECTED: {
    status: 401,
    message: ({ view }: { view: string }): string =>
      `The view "${view}" was ended by \`live.disconnect\`. Load the page again.`,
  },
  LV_EVENT_GAP: {
    status: 400,
    message: ({ view, number }: { view: string; number: number }): string =>
      `The view "${view}" was sent event ${number}, and not the one before it: what the user did is no longer in order, so the view has ended. ` +
      "Is the page's script of this version?",
  },
  LV_JOIN_FAILED: {
    status: 500,
    message: ({ view }: { view: string }): string =>
      `The view "${view}" could not be started. The server's log says why.`,
  },
  LV_MESSAGE_TOO_LARGE: {
    status: 413,
    message: ({ view, size, limit }: { view: string; size: number; limit: number }): string =>
      `The view "${view}" was sent a message of size ${size}; at most ${limit} is taken. Send less, or raise \`limits.messageSize\`.`,
  },
  LV_MOUNT_LATE: {
    status: 503,
    message: ({ view, seconds, what }: { view: string; seconds: number; what: string }): string =>
      `The view "${view}" is being mounted, and for ${seconds} seconds ${what} has not returned. ` +
      "Give what it awaits a time limit, or have `socket.assignAsync` fetch it, which nobody waits for.",
  },
  LV_NOT_SERIALIZABLE: {
    status: 500,
    message: ({ view }: { view: string }): string =>
      `What the view "${view}" sends to the page is no plain JSON data. Events and replies hold text, numbers, booleans, null, ` +
      "arrays and plain objects, no binary data, and no cycle.",
  },
  LV_ORIGIN_REFUSED: {
    status: 403,
    message: ({ origin, host }: { origin: string; host: string }): string =>
      `A connection from the origin ${JSON.stringify(origin)} was refused: the host it was made to is ${JSON.stringify(host)}. If both are ` +
      "yours, add the origin to the option `origins`, or have the app trust its proxy's X-Forwarded-Host " +
      '(Express: `app.set("trust proxy", …)`; Koa: `app.proxy = true`).',
  },
  LV_PROTOCOL_VERSION: {
    status: 400,
    message: ({ got, expected }: { got: number; expected: number }): string =>
      `The page's script speaks version ${got} of the protocol, this server ${expected}. Load the page again.`,
  },
  LV_TOKEN_EXPIRED: {
    status: 401,
    message: ({ view }: { view: string }): string =>
      `The page's token for the view "${view}" is too old. Load the page again.`,
  },
  LV_TOKEN_FOREIGN: {
    status: 401,
    message: ({ view }: { view: string }): string =>
      `The page's token for the view "${view}" was issued to another browser, or the browser sent no cookie "livemount" (over https: "__Host-livemount") along. ` +
      "Load the page again, and let the site set cookies.",
  },
  LV_TOKEN_INVALID: {
    status: 401,
    message: ({ view, remedy }: { view: string; remedy: string }): string =>
      `The page's token is none for the view "${view}": not signed with a secret of this server, or for something else. ${remedy}.`,
  },
  LV_TOO_MANY_EVENTS: {
    status: 429,
    message: ({ view, limit }: { view: string; limit: number }): string =>
      `${limit} events wait for the view "${view}" already (\`limits.eventsWaiting\`). This one was not handled; its handlers are slow.`,
  },
  LV_TOO_MANY_INFOS: {
    status: 503,
    message: ({ view, limit }: { view: string; limit: number }): string =>
      `${limit} messages wait for \`handleInfo\` of the view "${view}" already (\`limits.infosWaiting\`), and there are more: it does not keep ` +
      "up. The view has ended, and its page begins it anew. Make `handleInfo` faster, send less, or say by `topic(name, { coalesce })` " +
      "which messages replace which.",
  },
  LV_VIEW_BUSY: {
    status: 503,
    message: ({ view, seconds }: { view: string; seconds: number }): string =>
      `A page has come to its view "${view}", which was busy for ${seconds} seconds since: a callback that has not returned stands before it. ` +
      "The view has ended, and the page has got another. Await what takes long in `socket.assignAsync` or `socket.startAsync`.",
  },
  LV_TOO_MANY_JOINS: {
    status: 429,
    message: ({ limit }: { limit: number }): string =>
      `The page joined views too often: ${limit} per second can be kept up (\`limits.joinsPerSecond\`). Try again later.`,
  },
  LV_TOO_MANY_VIEWS: {
    status: 429,
    message: ({ limit }: { limit: number }): string =>
      `The page holds ${limit} views already, and may hold no more (\`limits.viewsPerConnection\`).`,
  },
  LV_UNKNOWN_INSTANCE: {
    status: 404,
    message: ({ view, instance }: { view: string; instance: string }): string =>
      `This connection has no instance ${instance} of the view "${view}": it has ended, or never was. Nothing was done.`,
  },
  LV_UNKNOWN_VIEW: {
    status: 404,
    message: ({ namespace }: { namespace: string }): string =>
      `No view lives in the namespace ${JSON.stringify(namespace)}. Register it: \`live.view\`, \`live.page\` or \`live.register\`.`,
  },
  LV_UNREAD: {
    status: 429,
    message: ({ limit }: { limit: number }): string =>
      `More than ${limit} bytes wait for this page, which does not read them (\`limits.unsentBytes\`). Nothing was done; try again later.`,
  },
  LV_WAITING_TOO_LARGE: {
    status: 429,
    message: ({ limit }: { limit: number }): string =>
      `What waits to be handled for this page is as large as it may be: ${limit} (\`limits.waitingSize\`). This was not handled; try again later.`,
  },

  // --- HTTP: pages, islands, the plain POST
  LV_CLIENT_NOT_BUILT: {
    status: 500,
    message: ({ file }: { file: string }): string =>
      `The browser's script was not built: there is no ${file}. Run \`npm run build\`. Until then pages work by POST only.`,
  },
  LV_IDENTIFY_INVALID: {
    status: 500,
    message: ({ got }: { got: string }): string =>
      `The option \`identify\` returned ${got}. Return the id as a text or a number, or nothing; it is asked while the page is ` +
      "written, so it cannot be asynchronous.",
  },
  LV_ISLAND_UNKNOWN: {
    status: 500,
    message: ({
      view,
      known,
      suggestion,
    }: {
      view: string
      known: readonly string[]
      suggestion: string | undefined
    }): string =>
      `There is no view "${view}" for live("${view}").${suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`} ` +
      `${known.length === 0 ? "No view is registered" : `Registered are: ${known.join(", ")}`}. Register it with \`live.register(view)\`.`,
  },
  LV_LAYOUT_WITHOUT_CONTENT: {
    status: 500,
    message: ({ layout }: { layout: string }): string =>
      `The layout "${layout}" does not print \`content\`, so the view has no place in it. Write {{ content }}, or what your engine has for it.`,
  },
  LV_ISLAND_ID: {
    status: 500,
    message: ({ view, given, why }: { view: string; given: unknown; why: string }): string =>
      `The island "${view}" was given the id ${described(given)}: ${why}.`,
  },
  LV_ISLAND_TOO_LATE: {
    status: 500,
    message: ({ view }: { view: string }): string =>
      `live("${view}") was called after livemount was done with this request: nobody would put the island into the page. ` +
      "Render it behind `app.use(live)`, or print what `await live.island(ctx, name)` returns.",
  },
  LV_NOT_IN_PLACE: {
    status: 500,
    message: (_details: Record<string, never>): string =>
      "A request did not pass through livemount before it came to a live page or island, or its `res.locals` (Koa: " +
      "`ctx.state`) was replaced since. Put `app.use(live)` before the routes that use it, and add to the locals only.",
  },
  LV_POST_ABORTED: {
    status: 400,
    message: (_details: Record<string, never>): string => "The posted form ended before all of it had arrived.",
  },
  LV_POST_EVENT: {
    status: 400,
    message: ({ problem }: { problem: string }): string => `The posted event was refused: ${problem}`,
  },
  LV_POST_MALFORMED: {
    status: 400,
    message: (_details: Record<string, never>): string =>
      "The posted form does not say which view and event it is for: its field `_live` is missing or was changed.",
  },
  LV_POST_REFUSED: {
    status: 403,
    message: ({ why, remedy }: { why: string; remedy: string }): string =>
      `The posted form was refused: ${why}. ${remedy}.`,
  },
  LV_POST_TOO_LARGE: {
    status: 413,
    message: ({ limit }: { limit: number }): string =>
      `The posted form is larger than ${limit} bytes. For larger ones put a body parser of your own before livemount.`,
  },
  LV_POST_UNSUPPORTED: {
    status: 415,
    message: ({ type }: { type: string }): string =>
      `The posted form came as ${type}. Forms are taken as application/x-www-form-urlencoded; ` +
      "for multipart forms put a parser that leaves `body` before livemount.",
  },
  LV_SERVER_INVALID: {
    status: 500,
    message: ({ given }: { given: unknown }): string =>
      `\`live.attach\` takes the server that an app listens with. It was given: ${described(given)}. ` +
      "Give what `app.listen(3000)` or `http.createServer(app)` returned.",
  },
  LV_SESSION_NOT_PLAIN: {
    status: 500,
    message: ({ from, path, got }: { from: string; path: string; got: string }): string =>
      `${from[0]?.toUpperCase()}${from.slice(1)} must give a plain object of JSON data, which is signed into the page` +
      `${path === "" ? ", but it" : `, but \`${path}\``} is ${got}. Give ids, texts and numbers, and load the rest in \`mount\`.`,
  },
  LV_SESSION_TOO_LARGE: {
    status: 500,
    message: ({ view, session, size, limit }: { view: string; session: number; size: number; limit: number }): string =>
      `The page of the view "${view}" could never be joined: with its session of ${session} characters its join has the size ${size}; ` +
      `at most ${limit} is taken (\`limits.messageSize\`). Put ids into the session, and load the rest in \`mount\`.`,
  },
  LV_TICKET_FLASH: {
    status: 409,
    message: ({ root }: { root: string }): string =>
      `A ticket was asked for the root "${root}", and a route has put a flash (\`live.flash\`), which a page shows and a ticket does not. ` +
      "Load the page.",
  },
  LV_TICKET_MALFORMED: {
    status: 400,
    message: (_details: Record<string, never>): string =>
      "A ticket was asked for without saying for which root: the header `Live-Patch` is the id of a page's live root.",
  },
  LV_TICKET_NEEDED: {
    status: 400,
    message: ({ view, to }: { view: string; to: string }): string =>
      `The view "${view}" does not go to ${JSON.stringify(to)} without a ticket: it says no \`patch: "socket"\`, or this is none of ` +
      "its `live.view` paths. The page fetches a ticket by itself.",
  },
  LV_TICKET_OTHER_VIEW: {
    status: 409,
    message: ({ view, root }: { view: string; root: string }): string =>
      `A ticket was asked for the root "${root}", and the page at this URL is one of the view "${view}": it is loaded. ` +
      "To pages of other views lead `live-navigate` and `socket.pushNavigate`, or an ordinary link.",
  },
  LV_TICKET_REFUSED: {
    status: 403,
    message: ({ from }: { from: string }): string =>
      `A ticket was asked for by a page of another origin (${from}). Only the app's own pages may.`,
  },

  LV_TICKET_STALE: {
    status: 400,
    message: ({ view }: { view: string }): string =>
      `A ticket for another URL of the view "${view}" is too old, of another session than the one in use, or of another user. ` +
      "The page fetches another one by itself.",
  },

  // --- options, routes, engines
  LV_ENGINE_RESULT: {
    status: 500,
    message: ({ template, got }: { template: string; got: string }): string =>
      `The engine that renders "${template}" gave a value of type ${got} where the page's HTML is expected. ` +
      "Have the option `render(name, locals)` return the text, or a promise of it.",
  },
  LV_NO_ENGINE: {
    status: 500,
    message: ({ template }: { template: string }): string =>
      `Nobody is known who could render "${template}". Give the option \`render(name, locals)\`, which calls your engine, ` +
      "or name a nunjucks template (.njk).",
  },
  LV_NUNJUCKS_MISSING: {
    status: 500,
    message: (_details: Record<string, never>): string =>
      "A nunjucks template is to be rendered, but nunjucks is not installed. Run `npm install nunjucks`.",
  },
  LV_NUNJUCKS_VERSION: {
    status: 500,
    message: ({ version, missing }: { version: string; missing: readonly string[] }): string =>
      `nunjucks ${version} is installed, which does not have what livemount builds on: ${missing.slice(0, 3).join(", ")}` +
      `${missing.length > 3 ? ` and ${missing.length - 3} more` : ""}. Install version 3.2.4 or newer of nunjucks 3: ` +
      "`npm install nunjucks@3`.",
  },
  LV_OPTIONS_CONFLICT: {
    status: 500,
    message: ({ one, other }: { one: string; other: string }): string =>
      `The options \`${one}\` and \`${other}\` exclude each other: give one of them.`,
  },
  LV_OPTION_INVALID: {
    status: 500,
    message: ({
      option,
      expected,
      given,
      hint,
    }: {
      option: string
      expected: string
      given: unknown
      hint?: string | undefined
    }): string =>
      `The option \`${option}\` takes ${expected}. It was given: ${described(given)}.${hint === undefined ? "" : ` ${hint}`}`,
  },
  LV_OPTION_RESULT: {
    status: 500,
    message: ({ option, got, expected }: { option: string; got: string; expected: string }): string =>
      `The option \`${option}\` returned ${got}. Return ${expected}, or nothing; it is asked while the page is written, so it ` +
      "cannot be asynchronous.",
  },
  LV_OPTION_UNKNOWN: {
    status: 500,
    message: ({
      option,
      suggestion,
      known,
    }: {
      option: string
      suggestion: string | undefined
      known: readonly string[]
    }): string =>
      `There is no option \`${option}\`. ${suggestion === undefined ? `There are: ${known.join(", ")}.` : `Did you mean \`${suggestion}\`?`}`,
  },
  LV_PATH_INVALID: {
    status: 500,
    message: ({ path, why }: { path: string; why: string }): string =>
      `The path ${JSON.stringify(path)} cannot be a route: ${why}. Paths are written as in Express 5: ` +
      '"/reports/:id", "/files/*path", "/docs{/:page}".',
  },
  LV_PATH_UNDECODABLE: {
    status: 400,
    message: ({ path }: { path: string }): string => `The path ${JSON.stringify(path)} is not properly encoded.`,
  },
  LV_SECRET_REQUIRED: {
    status: 500,
    message: (_details: Record<string, never>): string =>
      "In production the option `secret` is required: random text of 32 characters or more, the same in all processes and " +
      "after a restart. `node -p \"crypto.randomBytes(32).toString('base64url')\"` makes one.",
  },
  LV_SECRET_SHORT: {
    status: 500,
    message: ({ length }: { length: number }): string =>
      `The option \`secret\` is too short: ${length} characters; in production it is random text of at least 32.`,
  },
} as const

/** A stable error code. */
export type ErrorCode = keyof typeof errorTable

/** What the message of a code is made from. */
export type ErrorArguments<C extends ErrorCode> = Parameters<(typeof errorTable)[C]["message"]>[0]
