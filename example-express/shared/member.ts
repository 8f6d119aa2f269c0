/**
 * Tells one browser from all others, by a cookie of the host's own: it stands for whatever log-in an application has. The
 * host's middleware calls `welcome`, and what it found out goes into the views' session.
 */

import { randomUUID } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"

const members = new WeakMap<IncomingMessage, string>()

/** Knows the member again, or gives a new one their cookie. */
export function welcome(request: IncomingMessage, response: ServerResponse): void {
  const known = /(?:^|;\s*)club-member=([\w-]{36})(?:;|$)/.exec(request.headers.cookie ?? "")?.[1]
  const member = known ?? randomUUID()
  members.set(request, member)
  if (known === undefined) response.appendHeader("Set-Cookie", `club-member=${member}; Path=/; HttpOnly; SameSite=Lax`)
}

/** The member who sent a request. */
export function memberOf(request: IncomingMessage): string {
  return members.get(request) ?? randomUUID()
}
