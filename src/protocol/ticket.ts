/** Names of what a ticket is asked for and answered with: a page token for another URL of a root that is there already. */

/** Of the request: the id of the root. */
export const PATCH_HEADER = "Live-Patch"

/** Of the request, also for a page: the user has not gone there yet. */
export const PREFETCH_HEADER = "Live-Prefetch"

/** Of the answer with status 204: where the host redirects to. */
export const LOCATION_HEADER = "Live-Location"

/** Of the answer that is a ticket. No browser shows it as a page. */
export const TICKET_TYPE = "application/vnd.livemount"

/** What such an answer holds, as JSON. */
export interface TicketBody {
  /** The page token. */
  readonly t: string
  /** Name of the view. */
  readonly view: string
}
