/**
 * The Content-Security-Policy of the examples: as strict as a policy gets. Nothing runs or styles that is not listed;
 * scripts need the nonce of their response, and no string becomes markup outside the "livemount" policy.
 */

import { randomBytes } from "node:crypto"
import type { IncomingMessage } from "node:http"

const nonces = new WeakMap<IncomingMessage, string>()

/** The nonce of one request: made at the first call, then the same. */
export function nonceOf(request: IncomingMessage): string {
  const known = nonces.get(request)
  if (known !== undefined) return known
  const nonce = randomBytes(18).toString("base64url")
  nonces.set(request, nonce)
  return nonce
}

/** Options for helmet (Express) and koa-helmet. */
export const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      imgSrc: ["'self'"],
      requireTrustedTypesFor: ["'script'"],
      scriptSrc: [(request: IncomingMessage): string => `'nonce-${nonceOf(request)}'`],
      styleSrc: ["'self'"],
      trustedTypes: ["livemount"],
    },
  },
}
