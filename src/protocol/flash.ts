/**
 * How a flash travels to the next page, signed: in a cookie over a page load, written by the server or by the page's script;
 * in a header where the script fetches the page. Pure.
 */

export const FLASH_COOKIE = "livemount_flash"

/** Of the request for a page that takes the place of another without a page load: the flash that it is to show. */
export const FLASH_HEADER = "Live-Flash"

/** Of a request by which a page asks for a token of its own: nobody sees what it is answered with. */
export const RENEWAL_HEADER = "Live-Renewal"

/** How long it may take to the next page. */
export const FLASH_SECONDS = 60

/** Writes the cookie, for `Set-Cookie` and `document.cookie` alike. An empty token takes it away. */
export function flashCookie(token: string, secure: boolean): string {
  const age = token === "" ? 0 : FLASH_SECONDS
  return `${FLASH_COOKIE}=${token}; Path=/; Max-Age=${age}; SameSite=Lax${secure ? "; Secure" : ""}`
}
