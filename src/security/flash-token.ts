/**
 * A flash on its way to the next page: for a minute, signed for one browser. It travels in a header or in a cookie
 * (`src/protocol/flash.ts`), and holds what the next page says to the user, which its scripts may know.
 */

import { parseCookie } from "cookie"
import { FLASH_COOKIE, FLASH_SECONDS } from "../protocol/flash.js"
import { type Flash, isFlash } from "../util/flash.js"
import type { Signer } from "./signer.js"

const PURPOSE = "flash"

/** Browsers drop a cookie that is longer, with its name. */
const LONGEST = 4096 - `${FLASH_COOKIE}=`.length

/** Signs a flash for the browser with this cookie; of one that is too large for a cookie what was put last. */
export function signFlash(signer: Signer, flash: Flash, cookie: string): string {
  const text = signer.sign(PURPOSE, flash, { maxAge: FLASH_SECONDS, binding: cookie })
  if (text.length <= LONGEST) return text
  const [, ...later] = Object.entries(flash)
  return signFlash(signer, Object.fromEntries(later), cookie)
}

/** Reads a flash; undefined: the text is none that holds for the browser with this cookie. */
export function readFlash(signer: Signer, text: unknown, cookie: string | undefined): Flash | undefined {
  if (text === undefined || cookie === undefined) return undefined
  const check = signer.verify(PURPOSE, text, { binding: cookie })
  return check.ok && isFlash(check.payload) ? check.payload : undefined
}

/** The flash that a `Cookie` header brings, whether it holds or not; undefined: it brings none. */
export function flashIn(header: string | undefined): string | undefined {
  return header?.includes(`${FLASH_COOKIE}=`) === true ? parseCookie(header)[FLASH_COOKIE] : undefined
}
