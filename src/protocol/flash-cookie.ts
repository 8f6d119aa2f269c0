/** The cookie that a flash travels in over a page load: written by the server, or by the page's script. Pure. */

export const FLASH_COOKIE = "livemount_flash"

/** How long it may take to the next page. */
export const FLASH_SECONDS = 60

/** Writes the cookie, for `Set-Cookie` and `document.cookie` alike. An empty token takes it away. */
export function flashCookie(token: string, secure: boolean): string {
  const age = token === "" ? 0 : FLASH_SECONDS
  return `${FLASH_COOKIE}=${token}; Path=/; Max-Age=${age}; SameSite=Lax${secure ? "; Secure" : ""}`
}
