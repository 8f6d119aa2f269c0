/** From which machine a request has come, also through a proxy. */

import type { IncomingMessage } from "node:http"

/**
 * The address of the client: what the nearest proxy says, where the app trusts it; else what the connection says. Others that stand before
 * it in `X-Forwarded-For` anybody may have written.
 */
export function forwardedAddress(
  request: Pick<IncomingMessage, "headers" | "socket">,
  trustsProxy: (request: Pick<IncomingMessage, "headers">) => boolean,
): string | undefined {
  const forwarded = request.headers["x-forwarded-for"]
  const last = forwarded === undefined ? undefined : String(forwarded).split(",").at(-1)?.trim()
  return last && trustsProxy(request) ? last : request.socket.remoteAddress
}
