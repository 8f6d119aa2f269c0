/** Whose a snapshot is, and of which root: it opens for nobody else and nowhere else. Pure. */

import { hash } from "node:crypto"
import type { PageToken } from "../security/page-token.js"

/** What the token of a root says that a snapshot is bound to. */
export type RootClaims = Pick<PageToken, "view" | "id" | "identify" | "session" | "params" | "route">

/**
 * Whether a root can have snapshots: the root of a page, or an island with an id of its own. Others are counted as they come in
 * the page, and the same number may be another island the next time.
 */
export function mayPersist({ route, id }: Pick<PageToken, "route" | "id">): boolean {
  return route !== undefined || !/-\d+$/.test(id)
}

/** What it is sealed with: without it the snapshot does not open at all. */
export function boundTo({ view, id }: RootClaims, cookie: string): string {
  return JSON.stringify([view, id, cookie])
}

/** What stands in it as digests, so that a developer can be told which of them is another. */
export const MARKS = ["user", "session", "params"] as const

export type OwnerMark = (typeof MARKS)[number]

/** The digests, in the order of {@link MARKS}. */
export type Marks = readonly [user: string, session: string, params: string]

export function marksOf({ identify, session, params, route }: RootClaims): Marks {
  const names = route?.names ?? []
  const ofPath = names.map((name) => [name, params[name]])
  return [digest(identify ?? null), digest(session), digest(ofPath)]
}

/** 66 bits. Nobody can read them, or try any out. */
function digest(value: unknown): string {
  return hash("sha256", JSON.stringify(value), "base64url").slice(0, 11)
}
