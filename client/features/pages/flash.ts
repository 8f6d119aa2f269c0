/** The flash that is on its way to the next page, in a cookie: a page that was fetched, and is loaded after all, has taken it. */
import { FLASH_COOKIE, flashCookie } from "../../../src/protocol/flash-cookie.js"

/** Its token; undefined: there is none. */
export function heldFlash(): string | undefined {
  const start = `${FLASH_COOKIE}=`
  return document.cookie
    .split("; ")
    .find((cookie) => cookie.startsWith(start) && cookie !== start)
    ?.slice(start.length)
}

/** It is for the next page again. */
export function returnFlash(token: string | undefined): void {
  if (token !== undefined && heldFlash() === undefined) {
    document.cookie = flashCookie(token, location.protocol === "https:")
  }
}
