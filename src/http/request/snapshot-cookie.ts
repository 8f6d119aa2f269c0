/**
 * The cookie that takes what a view persists over a redirect to itself: of one root, for a minute, for the next page alone. What it
 * holds is sealed for this browser, so nobody else has any use for it.
 */

import { parseCookie } from "cookie"

const COOKIE = "livemount_snapshot"

/** How long it may take to the next page, in seconds. */
const SECONDS = 60

/** Characters of a snapshot that go along. Browsers keep 4,096 of a cookie with its name, and an app has others. */
export const COOKIE_SIZE = 3072

/** Writes the `Set-Cookie` header. Without a snapshot the cookie is taken away. */
export function snapshotCookie(secure: boolean, snapshot?: BroughtSnapshot): string {
  const value = snapshot === undefined ? "; Max-Age=0" : `${snapshot.root}~${snapshot.text}; Max-Age=${SECONDS}`
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`
}

/** What a `Cookie` header brings. */
export interface BroughtSnapshot {
  readonly root: string
  readonly text: string
}

/** Undefined: it brings none. */
export function snapshotIn(header: string | undefined): BroughtSnapshot | undefined {
  const value = header?.includes(`${COOKIE}=`) === true ? parseCookie(header)[COOKIE] : undefined
  const [, root, text] = /^([^~]+)~(.+)$/.exec(value ?? "") ?? []
  return root === undefined || text === undefined ? undefined : { root, text }
}
