/** The flash that is on its way to the next page, in a cookie: the page that shows it takes it away. */
import { FLASH_COOKIE, flashCookie } from "../../src/protocol/flash.js"
import { cookiesOfPage, setCookie } from "../dom/nodes/members.js"

/** It goes to the next page that is loaded. */
export function sendFlash(token: string): void {
  setCookie(flashCookie(token, location.protocol === "https:"))
}

/** There is one. */
export function isFlashHeld(): boolean {
  return new RegExp(`(?:^|; )${FLASH_COOKIE}=[^;]`).test(cookiesOfPage())
}

/** It is shown. */
export function takeFlash(): void {
  if (isFlashHeld()) sendFlash("")
}
