/**
 * Whom a page was made for, by its token: signed, and readable by whoever has the page (`src/security/signer.ts`, `page-token.ts`).
 */

/** Of what a token is about. */
const PAYLOAD = 3
/** What the option `identify` has answered. */
const IDENTIFY = 6

/** Undefined or 0 if it says nobody. Texts are good for a comparison, not to be shown. */
export function madeFor(token: string): unknown {
  try {
    const body = token.split(".")[1] as string
    return JSON.parse(atob(body.replace(/-/g, "+").replace(/_/g, "/")))[PAYLOAD][IDENTIFY] || undefined
  } catch {
    return undefined
  }
}
