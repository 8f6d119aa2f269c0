/**
 * Asks the host for a page that may take the place of this one. Whether it may is decided by the head of the answer, as far as
 * that decides: what follows is not read then.
 */
import { FLASH_HEADER } from "../../../src/protocol/flash.js"
import { NAVIGATE_HEADER, PAGE_HEADER, type PageMark, PRESSED, readPageMark } from "../../../src/protocol/page-mark.js"
import { LOCATION_HEADER, PREFETCH_HEADER } from "../../../src/protocol/ticket.js"
import { withOwnNonce } from "./nonces.js"

/** `elsewhere`: the host shows, refuses or does something else there. `unreachable`: no answer. */
export type PageAnswer =
  | { readonly kind: "page"; readonly html: string; readonly mark: PageMark; readonly policies: string }
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "elsewhere" }
  | { readonly kind: "unreachable" }

/** Rule the document for as long as it is there, beside what the mark has a digest of: a proxy may have set them. */
const POLICIES = [
  "content-security-policy",
  "cross-origin-opener-policy",
  "cross-origin-embedder-policy",
  "permissions-policy",
  "referrer-policy",
]

/** What is asked for. */
export interface AskedPage {
  /** Without a hash. */
  readonly url: string
  /** What it is to show once; undefined: nothing. */
  readonly flash?: string | undefined
  /** Nobody is about to see it. */
  readonly isPrefetch?: true
  /** The user is about to let go of a link to it. */
  readonly isPressed?: boolean
}

/** `here`: what this page is marked with. */
export async function fetchPage(
  { url, flash, isPrefetch, isPressed }: AskedPage,
  here: PageMark,
  signal: AbortSignal,
): Promise<PageAnswer> {
  // Whoever waited for the prefetched one wants none any more.
  if (signal.aborted) return { kind: "unreachable" }
  const headers = {
    accept: "text/html",
    [NAVIGATE_HEADER]: isPressed ? PRESSED : "1",
    ...(flash !== undefined && { [FLASH_HEADER]: flash }),
    ...(isPrefetch && { [PREFETCH_HEADER]: "1" }),
  }
  const body = new AbortController()
  signal.addEventListener("abort", () => body.abort())
  try {
    const options = { cache: "no-store", credentials: "same-origin", redirect: "manual", headers } as const
    const response = await fetch(url, { ...options, signal: body.signal })
    const to = response.headers.get(LOCATION_HEADER)
    if (response.status === 204 && to !== null) return { kind: "redirect", to: new URL(to, url).href }
    const mark = markOf(response)
    if (mark === undefined || !mayFollow(here, mark)) {
      body.abort()
      return { kind: "elsewhere" }
    }
    const html = withOwnNonce(await response.text(), response.headers.get("content-security-policy"))
    return { kind: "page", html, mark, policies: policiesOf(response) }
  } catch {
    return { kind: "unreachable" }
  }
}

/** What the answer is marked with, if nothing in its head asks for more than another page's content. */
function markOf({ status, headers }: Response): PageMark | undefined {
  const type = headers.get("content-type") ?? ""
  const isPage = status === 200 && /^text\/html\b/i.test(type)
  if (!isPage || /^\s*attachment/i.test(headers.get("content-disposition") ?? "")) return undefined
  if (headers.has("clear-site-data") || headers.has("refresh")) return undefined
  if (/(?:^|[;,])\s*sandbox\b/i.test(headers.get("content-security-policy") ?? "")) return undefined
  return readPageMark(headers.get(PAGE_HEADER))
}

/** The same script, people, live session and policies. */
function mayFollow(here: PageMark, there: PageMark): boolean {
  return (["script", "liveSession", "identity", "policies"] as const).every((part) => here[part] === there[part])
}

function policiesOf({ headers }: Response): string {
  return POLICIES.map((name) => (headers.get(name) ?? "").replace(/'nonce-[^']*'/g, "")).join("\n")
}
