/** A view's wish to send the browser elsewhere, as `mount` returns it. */

import type { Redirect } from "./socket.js"

/** True for what `socket.redirect` gives. */
export function isRedirect(mounted: unknown): mounted is Redirect {
  return typeof mounted === "object" && mounted !== null && "~redirect" in mounted
}
