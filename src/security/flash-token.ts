/**
 * A flash on its way to the next page: in a cookie of a minute, signed for one browser. Where a view redirects over the
 * socket the page's script writes the cookie, so it cannot be HttpOnly: a script cannot write one that is. It holds what the
 * next page says to the user, and nothing that a script of the page should not know.
 */

import { parseCookie } from "cookie"
import { FLASH_COOKIE, FLASH_SECONDS } from "../protocol/flash-cookie.js"
import { type Flash, isFlash } from "../util/flash.js"
import type { Signer } from "./signer.js"

const PURPOSE = "flash"

/** Signs a flash for the browser with this cookie. */
export function signFlash(signer: Signer, flash: Flash, cookie: string): string {
  return signer.sign(PURPOSE, flash, { maxAge: FLASH_SECONDS, binding: cookie })
}

/** Reads the flash that a `Cookie` header brings; undefined: it brings none that holds for this browser. */
export function readFlash(signer: Signer, header: string | undefined, cookie: string | undefined): Flash | undefined {
  if (header === undefined || cookie === undefined || !header.includes(FLASH_COOKIE)) return undefined
  const check = signer.verify(PURPOSE, parseCookie(header)[FLASH_COOKIE], { binding: cookie })
  return check.ok && isFlash(check.payload) ? check.payload : undefined
}

/** True if a `Cookie` header brings a flash, whether it holds or not. */
export function bringsFlash(header: string | undefined): boolean {
  return header?.includes(`${FLASH_COOKIE}=`) === true
}
