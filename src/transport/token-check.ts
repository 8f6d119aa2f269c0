/**
 * Whether a page token that arrives holds: for this browser, for this view, and until now. Of a join and of a ticket alike.
 */

import type { Problem } from "../protocol/frames.js"
import { type Vouched, verifyPageToken } from "../security/page-token.js"
import type { SignatureRefusal } from "../security/signer.js"
import { isFirstOf } from "../telemetry/told-once.js"
import { tokenRefusal } from "./inbound-problems.js"
import { type HeldToken, ifHeld } from "./ledger/held-token.js"
import type { NamespaceContext } from "./namespace-context.js"
import type { Peer } from "./peer.js"

/** Over which connection it came. */
export interface TokenBearer {
  readonly context: NamespaceContext
  readonly peer: Pick<Peer, "browser">
}

/**
 * What the token says, or what is wrong with it.
 *
 * @param held - The one that was verified when the view was joined that its page comes back to, over this browser's connection.
 */
export function checkToken(text: string, { context, peer }: TokenBearer, held?: HeldToken): Vouched | Problem {
  const known = ifHeld(held, text, context.signer.now())
  if (known !== undefined) return admitted(known, context)
  const check = verifyPageToken(context.signer, text, peer.browser)
  return check.ok ? admitted(check, context) : refused(context, check.reason)
}

function admitted(vouched: Vouched, context: NamespaceContext): Vouched | Problem {
  const { token } = vouched
  const { view } = context
  if (token.view !== view.definition.name) return tokenRefusal(context, "malformed")
  // The app has been deployed anew, with the view in another live session: the page fetches a token of that one.
  if (token.liveSession !== view.liveSession?.name) return tokenRefusal(context, "expired")
  return isVoided(vouched, context) ? tokenRefusal(context, "expired") : vouched
}

/** Who runs the app is told once: pages of two processes whose secrets differ are refused over and over. */
function refused(context: NamespaceContext, reason: SignatureRefusal): Problem {
  const problem = tokenRefusal(context, reason)
  const { signer, services } = context
  // That a secret was made up has been said already.
  if (reason === "signature" && !signer.isMadeUp && isFirstOf(signer, problem.code))
    services.logger.warn(problem.message, { code: problem.code })
  return problem
}

/** This process knows that it was voided, by now: what a join waits for takes its time. */
export function isVoided({ token: { identify }, issuedAt }: Vouched, { voids }: NamespaceContext): boolean {
  return identify !== undefined && voids.has(identify, issuedAt)
}

/** Asks the store of voided tokens; undefined: there is nobody to ask. It may be voided here, too, while the store is asked. */
export function askIfVoided(vouched: Vouched, context: NamespaceContext): Promise<boolean> | undefined {
  const { token, issuedAt } = vouched
  if (token.identify === undefined) return undefined
  return context.voids.ask(token.identify, issuedAt)?.then((isSo) => isSo || isVoided(vouched, context))
}
