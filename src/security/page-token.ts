/** The token of a live root: everything a join may know about the page that was answered over HTTP. */

import { type Flash, isFlash } from "../util/flash.js"
import type { SignatureRefusal, Signer } from "./signer.js"

/** What the HTTP response of a page vouches for. Plain data: it is signed, not encrypted. */
export interface PageToken {
  /** Name of the view. */
  readonly view: string
  /** Id of the root element. */
  readonly id: string
  /** What the view gets as session. */
  readonly session: Readonly<Record<string, unknown>>
  /** What the view gets as params: of the path and of the query. */
  readonly params: Readonly<Record<string, unknown>>
  /** Path and query of the page, as the browser has them. */
  readonly url: string
  /** What a proxy strips from the app's paths, such as "/app"; none: nothing. */
  readonly basePath?: string | undefined
  /** Name of the live session that the view belongs to; none: to none. */
  readonly liveSession?: string | undefined
  /** What the page shows once: a view that is joined for the first time begins with it. */
  readonly flash?: Flash | undefined
  /** Digests of the top-level slots as they stand in the HTML. */
  readonly digests: string
  /** What the `identify` option answered for the request, if anything. */
  readonly identify?: string | undefined
  /** Key of the process that has rendered the page and waits for its first join; none: that mounts the view. */
  readonly parked?: string | undefined
  /** Of the root of a page; an island has none: no patch moves it. */
  readonly route?: RouteClaim | undefined
}

/** What the token of a page's root says of its route. */
export interface RouteClaim {
  /** The option `action` of its route. */
  readonly action?: string | undefined
  /** The names of those params that come from the path; all others are of the query. */
  readonly names: readonly string[]
  /** Where livemount is mounted, as the browser sees it; of views that go between their routes without asking the host. */
  readonly base?: string | undefined
}

/** What a token says, and for how long. */
export interface Vouched {
  readonly token: PageToken
  /** Milliseconds since 1970. It decides whether `live.disconnect` has voided the token. */
  readonly issuedAt: number
  /** Seconds that it holds from then on. */
  readonly maxAge: number
}

/** A token that holds. */
export interface VerifiedPageToken extends Vouched {
  readonly ok: true
}

/** The outcome of {@link verifyPageToken}. */
export type PageTokenCheck = VerifiedPageToken | { readonly ok: false; readonly reason: SignatureRefusal }

const PURPOSE = "page"

/** Stands for a field that there is none of, where others follow. */
const ABSENT = 0

/**
 * Signs a page's token, which holds only together with the browser's cookie. When it was issued is the caller's to say: not before its
 * claims were asked for, or what has voided them meanwhile would not count; of what takes the place of a token, when that one was.
 */
export function signPageToken(signer: Signer, { token, maxAge, issuedAt }: Vouched, cookie: string): string {
  return signer.sign(PURPOSE, fieldsOf(token), { maxAge, binding: cookie, issuedAt })
}

function fieldsOf(token: PageToken): readonly unknown[] {
  const fields: unknown[] = [token.view, token.id, token.session, token.params, token.url, token.digests]
  const route = token.route && routeFields(token.route)
  const optional = [token.identify, token.basePath || undefined, token.liveSession, route, flashOf(token), token.parked]
  // What is absent at the end is left out: each character is one of every page.
  const last = optional.findLastIndex((field) => field !== undefined)
  for (const field of optional.slice(0, last + 1)) fields.push(field ?? ABSENT)
  return fields
}

function routeFields({ action, names, base }: RouteClaim): readonly unknown[] {
  const first = action ?? ABSENT
  return [base === undefined ? first : [first, base], ...names]
}

/** Most pages show none. */
function flashOf({ flash = {} }: PageToken): Flash | undefined {
  return Object.keys(flash).length === 0 ? undefined : flash
}

/** Reads a page's token as it arrived. Without the cookie it was signed with, it is refused: reason "binding". */
export function verifyPageToken(signer: Signer, text: unknown, cookie: string | undefined): PageTokenCheck {
  const check = signer.verify(PURPOSE, text, { binding: cookie })
  if (!check.ok) return check
  const { payload, issuedAt, maxAge } = check
  const token = readToken(payload)
  return token === undefined ? { ok: false, reason: "malformed" } : { ok: true, token, issuedAt, maxAge }
}

/** The payload is ours, so this guards against an older layout, not against an attacker. */
function readToken(payload: unknown): PageToken | undefined {
  if (!Array.isArray(payload)) return undefined
  const [view, id, session, params, url, digests, ...optional] = payload as unknown[]
  if (typeof view !== "string" || typeof id !== "string" || typeof url !== "string") return undefined
  if (typeof digests !== "string" || !isRecord(session) || !isRecord(params)) return undefined
  const texts = optional.slice(0, 3)
  const route = readRoute(optional[3])
  const [flash, parked] = optional.slice(4)
  if (!texts.every(isTextOrNone) || route === null || !isFlashOrNone(flash) || !isTextOrNone(parked)) return undefined
  const [identify, basePath, liveSession] = texts.map(textOf)
  // In one literal: it is held for as long as the view lives, and takes half as much.
  return {
    view,
    id,
    session,
    params,
    url,
    digests,
    identify,
    basePath,
    liveSession,
    route,
    flash: flashIn(flash),
    parked: textOf(parked),
  }
}

function isFlashOrNone(value: unknown): value is Flash | typeof ABSENT | undefined {
  return value === undefined || value === ABSENT || isFlash(value)
}

function flashIn(value: Flash | typeof ABSENT | undefined): Flash | undefined {
  return value === ABSENT ? undefined : value
}

/** Null: it is of another layout. */
function readRoute(route: unknown): RouteClaim | undefined | null {
  if (route === undefined || route === ABSENT) return undefined
  if (!Array.isArray(route)) return null
  const [first, ...names] = route as unknown[]
  const [action, base] = Array.isArray(first) ? (first as unknown[]) : [first]
  if (!isTextOrNone(action) || !isTextOrNone(base) || !names.every((name) => typeof name === "string")) return null
  return { action: textOf(action), names, ...(base === undefined ? {} : { base: textOf(base) }) }
}

function isTextOrNone(value: unknown): value is string | typeof ABSENT | undefined {
  return value === undefined || value === ABSENT || typeof value === "string"
}

function textOf(value: string | typeof ABSENT | undefined): string | undefined {
  return value === ABSENT ? undefined : value
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
