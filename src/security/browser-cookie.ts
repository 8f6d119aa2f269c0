/**
 * The cookie `livemount`: a random name for one browser. It logs nobody in; tokens are bound to it, so that a page which
 * some cache handed to another user opens nothing there.
 */

import { randomUUID } from "node:crypto"
import { parseCookie } from "cookie"

/** Name of the cookie. */
export const BROWSER_COOKIE = "livemount"

const VALUE = /^[0-9a-f]{32}$/

/** Reads the browser's value from a `Cookie` header; undefined when there is none of our making. */
export function readBrowserCookie(header: string | undefined): string | undefined {
  if (header === undefined || !header.includes(BROWSER_COOKIE)) return undefined
  const value = parseCookie(header)[BROWSER_COOKIE]
  return value !== undefined && VALUE.test(value) ? value : undefined
}

/** Makes the value for a browser that has none: 122 random bits. */
export function makeBrowserCookie(): string {
  // Of all sources of randomness the one for UUIDs is the cheapest: it is filled in advance.
  return randomUUID().replaceAll("-", "")
}

/**
 * Writes the `Set-Cookie` header for a value. It lasts as long as the browser's session.
 * @param secure - Whether the page came over https.
 */
export function setCookieText(value: string, secure: boolean): string {
  return `${BROWSER_COOKIE}=${value}; Path=/; HttpOnly; ${secure ? "Secure; " : ""}SameSite=Lax`
}
