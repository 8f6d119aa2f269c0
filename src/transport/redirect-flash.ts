/** A redirect as the page is told it: with the flash that the next page is to show, signed for this browser. */

import type { WireRedirect } from "../protocol/frames.js"
import { readBrowserCookie } from "../security/browser-cookie.js"
import { signFlash } from "../security/flash-token.js"
import type { Flash } from "../util/flash.js"
import type { TokenBearer } from "./token-check.js"

export function withFlash(redirect: WireRedirect, flash: Flash, { context, peer }: TokenBearer): WireRedirect {
  const cookie = readBrowserCookie(peer.cookie, false)
  if (cookie === undefined || Object.keys(flash).length === 0) return redirect
  return { ...redirect, f: signFlash(context.signer, flash, cookie) }
}
