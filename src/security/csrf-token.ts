/** The hidden field of the plain POST: proves that the form was written by us for this browser. */

import type { SignatureCheck, Signer } from "./signer.js"

const PURPOSE = "csrf"

/** Signs a token for the browser with this cookie. It holds for `maxAge` seconds, for every page of the app. */
export function signCsrfToken(signer: Signer, cookie: string, maxAge: number): string {
  return signer.sign(PURPOSE, null, { maxAge, binding: cookie })
}

/** Verifies the field as it was posted, against the cookie that came with it. */
export function verifyCsrfToken(signer: Signer, token: unknown, cookie: string | undefined): SignatureCheck {
  // An unbound token does not exist for this purpose; without a cookie nothing can hold.
  if (cookie === undefined) return { ok: false, reason: "binding" }
  return signer.verify(PURPOSE, token, { binding: cookie })
}
