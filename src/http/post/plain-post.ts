/**
 * The POST of a page whose script does not run (yet): read, and checked that it comes from a page of ours. For the host's
 * own guards and routes it goes on as a GET; the root it names runs the event when it is mounted there.
 */

import { LiveError } from "../../errors/live-error.js"
import { LIVE_FIELD, type PostTarget } from "../../protocol/plain-post.js"
import { SNAPSHOT_FIELD } from "../../protocol/snapshot.js"
import { type SignatureRefusal, signatureRemedy } from "../../security/signer.js"
import { tellRarely } from "../../telemetry/told-rarely.js"
import { decodeForm, PARAMETERS, refuseMany } from "../../util/form-params.js"
import { csrfFieldOf } from "../host/hook-results.js"
import type { HostExchange } from "../host/host-exchange.js"
import type { HttpContext } from "../http-context.js"
import type { Browser } from "../request/browser.js"
import { TOKEN_FIELD } from "../request/page-url.js"
import { NO_SNAPSHOTS, type RootSnapshots, readSnapshots } from "../request/snapshot-field.js"
import { readFormBody } from "./form-body.js"
import { type PostedEvent, readPostTarget } from "./post-target.js"

/** What a form may have beside its own fields: ours, and the host's CSRF token. */
const OWN_FIELDS = 4

/** One plain POST: its event, until the root that it names takes it, and what the page's roots persist. */
export class PlainPost {
  #event: PostedEvent | undefined
  #snapshots = NO_SNAPSHOTS

  /**
   * Reads the event, and whether it comes from a page of ours.
   *
   * @throws {@link LiveError} LV_POST_REFUSED (not from a page of ours), LV_POST_MALFORMED, LV_FORM_LIMIT, and those of the body
   */
  async read(exchange: HostExchange, context: HttpContext, browser: Browser): Promise<void> {
    checkOrigin(exchange, context)
    const body = await readFormBody(exchange.message, exchange.body)
    refuseMany(body, PARAMETERS + OWN_FIELDS)
    const fields = new URLSearchParams(body)
    const check = browser.checkCsrf(fields.get(TOKEN_FIELD))
    if (!check.ok)
      throw refusal(`its CSRF token was refused: ${check.reason}`, tokenRemedy(check.reason, context), context)
    const target = readPostTarget(fields.get(LIVE_FIELD) ?? "")
    if (target === undefined) throw new LiveError("LV_POST_MALFORMED", {})
    const { root, event, isForm, values } = target
    this.#snapshots = readSnapshots(fields.get(SNAPSHOT_FIELD))
    const own = [LIVE_FIELD, TOKEN_FIELD, SNAPSHOT_FIELD, csrfFieldOf(context.hooks, exchange.subject)?.name]
    this.#event = { root, event, payload: isForm ? formPayload(fields, own, values) : values }
  }

  /** The event, if this root is the one that it is for. It is given out once. */
  takeFor(root: string): PostedEvent | undefined {
    const event = this.#event
    if (event?.root !== root) return undefined
    this.#event = undefined
    return event
  }

  /** What each root of the page has brought of what it persists. */
  get snapshots(): RootSnapshots {
    return this.#snapshots
  }

  /** The event that no root has taken so far. */
  get untaken(): PostedEvent | undefined {
    return this.#event
  }
}

/** The form's decoded fields without those that are no fields of its author, over its `live-value-*`. */
function formPayload(
  fields: URLSearchParams,
  own: readonly (string | undefined)[],
  values: PostTarget["values"],
): PostedEvent["payload"] {
  for (const name of own) if (name !== undefined) fields.delete(name)
  // `fields.has` looks through all of them: asked for each value, the work would grow with the square of their number.
  const named = new Set(fields.keys())
  for (const [name, value] of Object.entries(values)) if (!named.has(name)) fields.append(name, value)
  return decodeForm(fields.toString())
}

function checkOrigin({ message }: HostExchange, context: HttpContext): void {
  const check = context.origins.checkPost(message)
  if (!check.ok) throw refusal(`it comes from ${check.origin}, this is ${check.host}`, FOREIGN, context)
}

/** Whoever runs the app can mend this, and nobody else. */
const FOREIGN =
  "If both are yours, add the origin to the option `origins`, or have the app trust its proxy's X-Forwarded-Host " +
  '(Express: `app.set("trust proxy", …)`; Koa: `app.proxy = true`)'

function tokenRemedy(reason: SignatureRefusal, { signer }: HttpContext): string {
  if (reason === "signature") return signatureRemedy(signer)
  return "Load the page again and repeat what you did; cookies must be allowed"
}

function refusal(why: string, remedy: string, { services }: HttpContext): LiveError<"LV_POST_REFUSED"> {
  const error = new LiveError("LV_POST_REFUSED", { why, remedy })
  tellRarely({ logger: services.logger, kind: error.code }, error.message, { code: error.code })
  return error
}
