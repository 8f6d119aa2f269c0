/**
 * Asks the host's own routes for a ticket: the page token for another URL of a root's view. It follows nothing; whatever is no
 * ticket is for the browser to load.
 */
import { ROOT_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { LIVE_FIELD } from "../../../src/protocol/plain-post.js"
import { getAttribute } from "../../dom/nodes/members.js"

/** In ms: a host that is slower has something else to show than a patch. */
const PATIENCE = 10_000

/** `elsewhere`: the host shows, refuses or does something else there. `unreachable`: no answer. */
export type TicketAnswer =
  | { readonly kind: "ticket"; readonly ticket: string }
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "elsewhere" }
  | { readonly kind: "unreachable" }

/** `page` is a URL without a hash. */
export async function fetchTicket(root: Element, page: string, isPrefetch: boolean): Promise<TicketAnswer> {
  const headers = {
    accept: "text/html",
    "live-patch": getAttribute(root, "id") ?? "",
    ...(isPrefetch ? { "live-prefetch": "1" } : {}),
  }
  // Marked, for caches that do not look at headers: what comes must never be shown as the page.
  const url = `${page}${page.includes("?") ? "&" : "?"}${LIVE_FIELD}`
  try {
    const signal = AbortSignal.timeout(PATIENCE)
    const options = { cache: "no-store", credentials: "same-origin", redirect: "manual", headers, signal } as const
    const response = await fetch(url, options)
    const to = response.headers.get("live-location")
    if (response.status === 204 && to !== null) return { kind: "redirect", to: new URL(to, page).href }
    if (response.status !== 200 || !isTicket(response)) return { kind: "elsewhere" }
    const { t: ticket, view } = (await response.json()) as { readonly t: string; readonly view: string }
    return view === getAttribute(root, ROOT_ATTRIBUTE) ? { kind: "ticket", ticket } : { kind: "elsewhere" }
  } catch {
    return { kind: "unreachable" }
  }
}

function isTicket({ headers }: Response): boolean {
  return /^application\/vnd\.livemount\b/.test(headers.get("content-type") ?? "")
}
