/** The flash that is on its way to the next page, in a cookie: the page that shows it takes it away. */
import { FLASH_COOKIE, flashCookie } from "../../../src/protocol/flash.js"

/** There is one. */
export function isFlashHeld(): boolean {
  return new RegExp(`(?:^|; )${FLASH_COOKIE}=[^;]`).test(document.cookie)
}

/** It is shown. */
export function takeFlash(): void {
  if (isFlashHeld()) document.cookie = flashCookie("", location.protocol === "https:")
}
