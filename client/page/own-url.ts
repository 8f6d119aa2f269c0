/** Where the page is: its own URL, without what a plain POST has added to it. */
import { LIVE_FIELD } from "../../src/protocol/plain-post.js"

/** The page's URL for a GET: without the plain POST's parameter and without the hash. */
export function ownUrl(): string {
  const url = new URL(location.href)
  // Deleting rewrites the whole query, so only where there is something to delete.
  if (url.searchParams.has(LIVE_FIELD)) url.searchParams.delete(LIVE_FIELD)
  url.hash = ""
  return url.href
}

/** Takes the plain POST's parameter out of the address bar: what the user copies or reloads is the page itself. */
export function cleanAddress(): void {
  if (new URL(location.href).searchParams.has(LIVE_FIELD)) {
    history.replaceState(history.state, "", ownUrl() + location.hash)
  }
}
