/**
 * Where the page may go: redirects are checked once more in the browser, and a page load that livemount asks
 * for by itself happens once, never in a loop.
 */
import { ownUrl } from "../../page/own-url.js"

/** Remembers, for the tab's session, which page was loaded again because its views could not be joined. */
const RELOADED_KEY = "livemount:reloaded"

/** The URL a redirect leads to; undefined if it is neither a path of this origin nor http(s). */
export function redirectTarget(to: string): string | undefined {
  // Browsers drop tabs and line breaks before they parse, and take "\\" for "/": "/\t/host" is another host.
  if (/[\p{Cc}\\]/u.test(to) || !/^(\/(?!\/)|https?:\/\/)/i.test(to)) return undefined
  try {
    return new URL(to, location.href).href
  } catch {
    return undefined
  }
}

/** True for a place in this page: the browser goes there without loading anything. */
export function isInThisPage(url: string): boolean {
  const [page, hash] = url.split("#")
  return hash !== undefined && page === location.href.split("#")[0]
}

/** Allows one plain load of this page until its views have been sound again. */
export class ReloadGuard {
  /** True once; false also where there is no session storage to remember it in. */
  mayReload(): boolean {
    try {
      if (sessionStorage.getItem(RELOADED_KEY) === ownUrl()) return false
      sessionStorage.setItem(RELOADED_KEY, ownUrl())
      return true
    } catch {
      return false
    }
  }

  /** All is well: the next failure may ask for a load again. */
  clear(): void {
    try {
      sessionStorage.removeItem(RELOADED_KEY)
    } catch {
      // No storage, nothing remembered.
    }
  }
}
