/**
 * Where a view may send the browser: a path of its own origin, or an http(s) URL that it names as external.
 * Everything a browser might read as another host, or as a script, is refused.
 */

import { LiveError } from "../errors/live-error.js"

/** A target outside of the app, said so on purpose: text from a user cannot become one by accident. */
export interface ExternalTarget {
  readonly external: string
}

/** Control characters anywhere, or a backslash: browsers drop the former and read the latter as a slash. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f\\]/
/** The same, percent-encoded: some servers and proxies decode a path before they look at it again. */
const UNSAFE_ENCODED = /%(?:[01][0-9a-f]|7f|5c)/i

/**
 * Checks a redirect's target and returns it fit for a header: what is not ASCII, and spaces, percent-encoded.
 *
 * @param basePath - What a proxy strips from the app's paths: put before a path that does not begin with it.
 * @throws {@link LiveError} LV_BAD_REDIRECT when it is neither a path of the same origin nor an external http(s) URL.
 */
export function checkRedirect(to: string | ExternalTarget, basePath = ""): string {
  if (typeof to === "string") return encodeForHeader(withBase(checkPath(to), basePath))
  return checkExternal(to?.external)
}

function checkPath(to: string): string {
  if (!to.startsWith("/")) throw refused(to, "it does not start with /")
  if (to.startsWith("//")) throw refused(to, "a browser reads // as the start of a host")
  if (UNSAFE.test(to)) throw refused(to, "it holds a backslash or a control character")
  const path = to.split(/[?#]/, 1)[0] as string
  if (UNSAFE_ENCODED.test(path)) throw refused(to, "its path holds an encoded backslash or control character")
  return to
}

/** Puts a proxy's prefix before a path. An app that knows its prefix may write it, so a path that has it already stays. */
export function withBase(to: string, basePath: string): string {
  const hasIt = to.startsWith(basePath) && /^(?:[/?#]|$)/.test(to.slice(basePath.length))
  return hasIt ? to : basePath + to
}

function checkExternal(to: unknown): string {
  if (typeof to !== "string") throw refused(String(to), "it is not text")
  if (UNSAFE.test(to)) throw refused(to, "it holds a backslash or a control character")
  if (!/^https?:\/\//i.test(to) || !URL.canParse(to)) throw refused(to, "it is not a complete http(s) URL")
  return new URL(to).href
}

function refused(to: string, why: string): LiveError<"LV_BAD_REDIRECT"> {
  return new LiveError("LV_BAD_REDIRECT", { to, why })
}

function encodeForHeader(path: string): string {
  // Half of a surrogate pair is no character and cannot be encoded.
  return path.replace(/\p{Surrogate}/gu, "\ufffd").replace(/[^\u0021-\u007e]/gu, encodeURIComponent)
}
