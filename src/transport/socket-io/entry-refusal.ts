/** Who is not let in: refusals of a handshake, and of an entry to a namespace. */

import type { IncomingMessage } from "node:http"
import { refusal } from "../../errors/refusal.js"
import type { ErrorArguments, ErrorCode } from "../../errors/table.js"
import type { Problem } from "../../protocol/frames.js"
import type { OriginCheck, OriginPolicy } from "../../security/origin.js"
import type { Logger } from "../../telemetry/logger.js"
import { tellRarely } from "../../telemetry/told-rarely.js"

/** A refusal to enter a namespace: socket.io hands `data` to the client's `connect_error`. */
export function entryRefusal<C extends ErrorCode>(
  code: C,
  details: ErrorArguments<C>,
): Error & { readonly data: Problem } {
  const problem = refusal(code, details)
  return Object.assign(new Error(problem.message), { data: problem })
}

/** Checks a handshake's origin; logs a refusal with both values. */
export function originRefusal(origins: OriginPolicy, request: IncomingMessage, logger: Logger): Error | undefined {
  let check: OriginCheck
  try {
    check = origins.check(request)
  } catch (failure) {
    // The app's own "trust proxy" function. Nobody is around here to catch what it throws.
    const rarely = { logger, kind: "origin unknown", level: "error" } as const
    tellRarely(rarely, "The origin of a connection could not be checked; it was refused.", { error: failure })
    check = { ok: false, origin: String(request.headers.origin), host: String(request.headers.host) }
  }
  if (check.ok) return undefined
  const { origin, host } = check
  const error = entryRefusal("LV_ORIGIN_REFUSED", { origin, host })
  const { code } = error.data
  tellRarely({ logger, kind: code }, error.message, { code, origin, host })
  return error
}
