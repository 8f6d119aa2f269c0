/**
 * The token that a page has joined its view with. It was verified then, for the browser that the view is kept for: the same text says the
 * same when the page comes back with it, for as long as it holds.
 */

import { hash } from "node:crypto"
import type { Vouched } from "../../security/page-token.js"
import { isInTime } from "../../security/token-age.js"

export interface HeldToken extends Vouched {
  /** In place of its text, which is longer. */
  readonly digest: string
}

/** @param text - A token that has been verified. */
export function holdToken(text: string, { token, issuedAt, maxAge }: Vouched): HeldToken {
  return { token, issuedAt, maxAge, digest: digestOf(text) }
}

/** What the token that has come says, where it is this one, and still holds. */
export function ifHeld(held: HeldToken | undefined, text: string, now: number): HeldToken | undefined {
  if (held === undefined || !isInTime(now - held.issuedAt, held.maxAge * 1000)) return undefined
  return held.digest === digestOf(text) ? held : undefined
}

function digestOf(text: string): string {
  return hash("sha256", text, "base64url")
}
