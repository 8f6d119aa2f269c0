/**
 * The cookie `livemount`: a random name for one browser. It logs nobody in; tokens are bound to it, so that a page which
 * some cache handed to another user opens nothing there.
 */

import { randomBytes } from "node:crypto"
import { parseCookie, stringifySetCookie } from "cookie"

/** Name of the cookie. */
export const BROWSER_COOKIE = "livemount"

const BYTES = 18
const VALUE = /^[A-Za-z0-9_-]{24}$/

/** Reads the browser's value from a `Cookie` header; undefined when there is none of our making. */
export function readBrowserCookie(header: string | undefined): string | undefined {
  if (header === undefined || !header.includes(BROWSER_COOKIE)) return undefined
  const value = parseCookie(header)[BROWSER_COOKIE]
  return value !== undefined && VALUE.test(value) ? value : undefined
}

/** Makes the value for a browser that has none. */
export function makeBrowserCookie(): string {
  return randomBytes(BYTES).toString("base64url")
}

/**
 * Writes the `Set-Cookie` header for a value. It lasts as long as the browser's session.
 * @param secure - Whether the page came over https.
 */
export function setCookieText(value: string, secure: boolean): string {
  return stringifySetCookie({ name: BROWSER_COOKIE, value, path: "/", httpOnly: true, sameSite: "lax", secure })
}
