/** The page's URL and the mark `_live` in it, which says that a POST is ours. Pure. */

import { LIVE_FIELD } from "../../protocol/plain-post.js"

/** The field of the plain POST's own CSRF token. */
export const TOKEN_FIELD = "_live_token"

const MARK = new RegExp(`(?:^|&)${LIVE_FIELD}(?:=[^&]*)?(?=&|$)`, "g")
const NAMED = new RegExp(`(?:^|&)${LIVE_FIELD}(?:=([^&]*))?(?:&|$)`)

/** What the marks of one livemount say, so that another one in the same app leaves them alone. */
export type MarkName = string

/** @param namespace - Such as "/live/", which is the usual one and is not named. */
export function markName(namespace: string): MarkName {
  const name = namespace.slice(1, -1)
  return name === "live" ? "" : name
}

/** True if the URL's query has the mark of the livemount of this name. */
export function isMarked(url: string, name: MarkName): boolean {
  const start = url.indexOf("?")
  if (start < 0 || !url.includes(LIVE_FIELD, start)) return false
  const found = NAMED.exec(url.slice(start + 1))
  return found !== null && (found[1] ?? "") === name
}

/** The URL without the mark; all else stays as it is written. */
export function withoutMark(url: string): string {
  const start = url.indexOf("?")
  if (start < 0 || !url.includes(LIVE_FIELD, start)) return url
  const query = url.slice(start + 1)
  const rest = query.replace(MARK, "").replace(/^&/, "")
  if (rest === query) return url
  return rest === "" ? url.slice(0, start) : `${url.slice(0, start)}?${rest}`
}

/** The URL with the mark, fit for a form's `action`. */
export function withMark(url: string, name: MarkName): string {
  // `//host/` as an action would lead to another host, though the path of this page begins so.
  const safe = /^[/\\]{2}/.test(url) ? `/.${url}` : url
  return `${safe}${safe.includes("?") ? "&" : "?"}${LIVE_FIELD}${name === "" ? "" : `=${name}`}`
}

/** Path and query of a request's target, which a proxy may have sent with scheme and host. */
export function pathAndQuery(target: string): string {
  if (target.startsWith("/")) return target
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(target)
  const path = absolute === null ? target : target.slice(absolute[0].length)
  return path.startsWith("/") ? path : `/${path}`
}

/** The path of a URL, without its query. */
export function pathOf(url: string): string {
  const end = url.indexOf("?")
  return end < 0 ? url : url.slice(0, end)
}

/** The query of a URL, without its question mark. */
export function queryOf(url: string): string {
  const start = url.indexOf("?")
  return start < 0 ? "" : url.slice(start + 1)
}

/** Where the middleware is mounted, by the path it sees and the one that was asked for; undefined: they do not match. */
export function mountPath(seen: string, asked: string): string | undefined {
  // A mounted app sees "/" where just its mount path was asked for.
  if (seen === "/") return asked.replace(/\/$/, "")
  return asked.endsWith(seen) ? asked.slice(0, asked.length - seen.length) : undefined
}
