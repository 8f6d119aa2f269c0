/**
 * Asks the host's own routes for a ticket: the page token for another URL of a root's view. It follows nothing; whatever is no
 * ticket is for the browser to load.
 */
import { ROOT_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { LIVE_FIELD } from "../../../src/protocol/plain-post.js"
import {
  LOCATION_HEADER,
  PATCH_HEADER,
  PREFETCH_HEADER,
  TICKET_TYPE,
  type TicketBody,
} from "../../../src/protocol/ticket.js"
import { getAttribute } from "../../dom/nodes/members.js"

/** In ms: a host that is slower has something else to show than a patch. */
const PATIENCE = 10_000

/** `elsewhere`: the host shows, refuses or does something else there. `unreachable`: no answer. */
export type TicketAnswer =
  | { readonly kind: "ticket"; readonly ticket: string }
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "elsewhere" }
  | { readonly kind: "unreachable" }

/** `url` has no hash. */
export async function fetchTicket(root: Element, url: string, isPrefetch: boolean): Promise<TicketAnswer> {
  const headers = {
    accept: "text/html",
    [PATCH_HEADER]: getAttribute(root, "id") ?? "",
    ...(isPrefetch ? { [PREFETCH_HEADER]: "1" } : {}),
  }
  // Marked, for caches that do not look at headers: what comes must never be shown as the page.
  const marked = `${url}${url.includes("?") ? "&" : "?"}${LIVE_FIELD}`
  try {
    const signal = AbortSignal.timeout(PATIENCE)
    const options = { cache: "no-store", credentials: "same-origin", redirect: "manual", headers, signal } as const
    const response = await fetch(marked, options)
    const to = response.headers.get(LOCATION_HEADER)
    if (response.status === 204 && to !== null) return { kind: "redirect", to: new URL(to, url).href }
    if (response.status !== 200 || !isTicket(response)) return { kind: "elsewhere" }
    const { t: ticket, view } = (await response.json()) as TicketBody
    return view === getAttribute(root, ROOT_ATTRIBUTE) ? { kind: "ticket", ticket } : { kind: "elsewhere" }
  } catch {
    return { kind: "unreachable" }
  }
}

function isTicket({ headers }: Response): boolean {
  // A host may say a character set, too.
  return headers.get("content-type")?.split(";")[0] === TICKET_TYPE
}
