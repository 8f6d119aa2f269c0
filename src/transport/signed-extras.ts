/** What accompanies a frame, with what is signed for its browser: the flash of a redirect, and the token of a patch. */

import type { Frame } from "../process/output/frame.js"
import type { Extras, WireRedirect } from "../protocol/frames.js"
import { signFlash } from "../security/flash-token.js"
import { signPageToken } from "../security/page-token.js"
import type { Flash } from "../util/flash.js"
import type { TokenBearer } from "./token-check.js"

/** As the page is told it. A patch gets a token if the view has made it already. */
export function signedExtras({ extras, flash, vouched }: Frame, bearer: TokenBearer): Extras | undefined {
  const { r: redirect, p: patch } = extras ?? {}
  if (redirect !== undefined && flash !== undefined) return { ...extras, r: withFlash(redirect, flash, bearer) }
  if (patch === undefined || vouched === undefined) return extras
  const { browser } = bearer.peer
  if (browser === undefined) return extras
  return { ...extras, p: { ...patch, t: signPageToken(bearer.context.signer, vouched, browser) } }
}

/** A redirect as the page is told it: with the flash that the next page is to show. */
export function withFlash(redirect: WireRedirect, flash: Flash, { context, peer }: TokenBearer): WireRedirect {
  const { browser } = peer
  if (browser === undefined || Object.keys(flash).length === 0) return redirect
  return { ...redirect, f: signFlash(context.signer, flash, browser) }
}
