/**
 * The cookie `livemount`: a random name for one browser. It logs nobody in; tokens are bound to it, so that a page which
 * some cache handed to another user opens nothing there.
 */

import { parseCookie } from "cookie"
import { randomText } from "./random-text.js"

/** Name of the cookie. */
const BROWSER_COOKIE = "livemount"

/**
 * Its name over https. Browsers take a cookie of such a name from this host alone and over https: neither a subdomain nor
 * a page over http can put another one in its place.
 */
const HOST_COOKIE = "__Host-livemount"

const VALUE = /^[0-9a-f]{32}$/

/**
 * Reads the browser's value from a `Cookie` header; undefined when there is none of our making.
 *
 * @param secure - Whether the request is known to have come over https: then the name that others can set does not count.
 */
export function readBrowserCookie(header: string | undefined, secure: boolean): string | undefined {
  if (header === undefined || !header.includes(BROWSER_COOKIE)) return undefined
  const cookies = parseCookie(header)
  // Where it is not known, as behind a proxy that the app does not trust, the better one is there or it is not.
  const value = cookies[HOST_COOKIE] ?? (secure ? undefined : cookies[BROWSER_COOKIE])
  return value !== undefined && VALUE.test(value) ? value : undefined
}

/** Makes the value for a browser that has none: 128 random bits. */
export function makeBrowserCookie(): string {
  return randomText(16, "hex")
}

/**
 * Writes the `Set-Cookie` header for a value. It lasts as long as the browser's session.
 * @param secure - Whether the page came over https.
 */
export function setCookieText(value: string, secure: boolean): string {
  const name = secure ? `${HOST_COOKIE}=${value}; Secure` : `${BROWSER_COOKIE}=${value}`
  return `${name}; Path=/; HttpOnly; SameSite=Lax`
}
