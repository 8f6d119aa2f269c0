/**
 * The POST of a page whose script does not run (yet): reads it, checks that it comes from a page of ours, and turns it
 * into a GET for the host's own guards and routes. The root it names runs the event when it is mounted there.
 */

import { LiveError } from "../errors/live-error.js"
import { LIVE_FIELD } from "../protocol/plain-post.js"
import { readBrowserCookie } from "../security/browser-cookie.js"
import { verifyCsrfToken } from "../security/csrf-token.js"
import { MADE_UP_SECRET, type RefusalReason } from "../security/signer.js"
import { decodeForm, PARAMETERS, refuseMany } from "../util/form-params.js"
import { readFormBody } from "./form-body.js"
import { csrfFieldOf } from "./hook-results.js"
import type { HostExchange } from "./host-exchange.js"
import type { HttpContext } from "./http-context.js"
import type { PageRequest } from "./page-request.js"
import { TOKEN_FIELD, withoutMark } from "./page-url.js"
import { type PostedEvent, readPostTarget } from "./post-target.js"

/** What a form may have beside its own fields: ours, and the host's CSRF token. */
const OWN_FIELDS = 3

/**
 * Takes a request whose URL has the mark `_live`: reads the event if it is a POST, and strips the mark.
 *
 * @throws {@link LiveError} LV_POST_REFUSED (not from a page of ours), LV_POST_MALFORMED, LV_FORM_LIMIT, and those of the body
 */
export async function takePost(page: PageRequest): Promise<void> {
  const { exchange, context } = page
  const { method } = exchange.message
  if (method === "POST") {
    page.wasPosted = true
    page.waitingEvent = await readPost(exchange, context)
  } else if (method !== "GET" && method !== "HEAD") return
  // A GET has it too: after a POST the mark stands in the address bar, where it may be loaded again.
  exchange.becomeGet(withoutMark(exchange.url), withoutMark(exchange.originalUrl))
}

async function readPost(exchange: HostExchange, context: HttpContext): Promise<PostedEvent> {
  const { message } = exchange
  checkOrigin(exchange, context)
  const body = await readFormBody(message, exchange.body)
  refuseMany(body, PARAMETERS + OWN_FIELDS)
  const fields = new URLSearchParams(body)
  const token = fields.get(TOKEN_FIELD)
  const check = verifyCsrfToken(context.signer, token, readBrowserCookie(message.headers.cookie, exchange.secure))
  if (!check.ok)
    throw refusal(`its CSRF token was refused: ${check.reason}`, tokenRemedy(check.reason, context), context)
  const target = readPostTarget(fields.get(LIVE_FIELD) ?? "")
  if (target === undefined) throw new LiveError("LV_POST_MALFORMED", {})
  const { root, event, isForm, values } = target
  if (!isForm) return { root, event, payload: values }
  const own = [LIVE_FIELD, TOKEN_FIELD, csrfFieldOf(context.hooks, exchange.subject)?.name]
  for (const name of own) if (name !== undefined) fields.delete(name)
  // `fields.has` looks through all of them: asked for each value, the work would grow with the square of their number.
  const named = new Set(fields.keys())
  for (const [name, value] of Object.entries(values)) if (!named.has(name)) fields.append(name, value)
  return { root, event, payload: decodeForm(fields.toString()) }
}

function checkOrigin({ message }: HostExchange, context: HttpContext): void {
  const check = context.origins.checkPost(message)
  if (!check.ok) throw refusal(`it comes from ${check.origin}, this is ${check.host}`, FOREIGN, context)
}

/** Whoever runs the app can mend this, and nobody else. */
const FOREIGN =
  "If both are yours, add the origin to the option `origins`, or have the app trust its proxy's X-Forwarded-Host " +
  '(Express: `app.set("trust proxy", …)`; Koa: `app.proxy = true`)'

function tokenRemedy(reason: RefusalReason, { signer }: HttpContext): string {
  if (reason === "signature" && signer.isMadeUp) return MADE_UP_SECRET
  return "Load the page again and repeat what you did; cookies must be allowed"
}

function refusal(why: string, remedy: string, { services }: HttpContext): LiveError<"LV_POST_REFUSED"> {
  const error = new LiveError("LV_POST_REFUSED", { why, remedy })
  services.logger.warn(error.message, { code: error.code })
  return error
}
