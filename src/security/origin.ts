/**
 * Whether a request comes from the app's own pages: the host in `Origin` must be the one the request was sent to, or
 * stand in the option `origins`. Decides only; who asks logs the refusal.
 */

import type { IncomingMessage } from "node:http"
import { LiveError } from "../errors/live-error.js"

/** The part of a request that is looked at. */
export type OriginRequest = Pick<IncomingMessage, "headers">

/** Options of {@link OriginPolicy}. */
export interface OriginOptions {
  /**
   * Further origins that are let in: `https://www.example.com`, `https://*.example.com` (any subdomain),
   * or `*` (any, which is for public, read-only pages).
   */
  readonly origins?: readonly string[] | undefined
  /** Whether the app trusts the proxy that sent this request, so that `X-Forwarded-Host` counts. @defaultValue never */
  readonly trustsProxy?: ((request: OriginRequest) => boolean) | undefined
  /**
   * Whether pages of any port of this machine may connect to any other of its ports, as where an app is developed behind
   * the server of a bundler. @defaultValue false
   */
  readonly loopback?: boolean | undefined
}

/** The outcome of a check. A refusal tells both values, for the log. */
export type OriginCheck = { readonly ok: true } | { readonly ok: false; readonly origin: string; readonly host: string }

const PASSED: OriginCheck = { ok: true }

/** Checks the origins of requests against the app's own host and the `origins` option. */
export class OriginPolicy {
  readonly #allowed: readonly RegExp[]
  readonly #trustsProxy: (request: OriginRequest) => boolean
  readonly #loopback: boolean

  /** @throws {@link LiveError} LV_BAD_ORIGIN when an entry of `origins` cannot be read. */
  constructor(options: OriginOptions = {}) {
    this.#allowed = (options.origins ?? []).map(originPattern)
    this.#trustsProxy = options.trustsProxy ?? (() => false)
    this.#loopback = options.loopback ?? false
  }

  /**
   * Checks a socket's handshake. No `Origin` at all passes: browsers send none with polling requests of the same
   * origin, and programs that are no browser could send any.
   */
  check(request: OriginRequest): OriginCheck {
    const origin = request.headers.origin
    if (origin === undefined) return PASSED
    const host = this.#host(request)
    if (isSameHost(origin, host) || this.#allowed.some((pattern) => pattern.test(origin.toLowerCase()))) return PASSED
    if (this.#areLoopback(origin, host)) return PASSED
    return { ok: false, origin, host }
  }

  /**
   * Checks a form's POST. `Sec-Fetch-Site` must be `same-origin` where the browser sends it. `Origin: null` says
   * nothing here: under `Referrer-Policy: no-referrer` browsers send it with the app's own forms.
   */
  checkPost(request: OriginRequest): OriginCheck {
    const site = request.headers["sec-fetch-site"]
    const { origin = "" } = request.headers
    if (site !== undefined && site !== "same-origin" && !this.#areLoopback(origin, this.#host(request))) {
      return {
        ok: false,
        origin: `${request.headers.origin ?? "none"} (Sec-Fetch-Site: ${String(site)})`,
        host: this.#host(request),
      }
    }
    return request.headers.origin === "null" ? PASSED : this.check(request)
  }

  #areLoopback(origin: string, host: string): boolean {
    if (!this.#loopback) return false
    const [from, to] = [parseOrigin(origin), parseOrigin(`http://${host}`)]
    return from !== undefined && to !== undefined && isLoopback(from.hostname) && isLoopback(to.hostname)
  }

  #host(request: OriginRequest): string {
    const { headers } = request
    const forwarded = headers["x-forwarded-host"]
    if (forwarded !== undefined && this.#trustsProxy(request)) {
      // Several proxies append: the first is what the browser asked for.
      const first = String(forwarded).split(",", 1)[0]?.trim()
      if (first !== undefined && first !== "") return first
    }
    const authority = headers[":authority"]
    return headers.host ?? (typeof authority === "string" ? authority : "")
  }
}

/** Compares by what a browser would connect to: letter case and the scheme's default port do not count. */
function isSameHost(origin: string, host: string): boolean {
  const from = parseOrigin(origin)
  if (from === undefined || host === "") return false
  const to = parseOrigin(`${from.protocol}//${host}`)
  return to !== undefined && from.host === to.host
}

/** Names that lead to this machine, on every machine. */
function isLoopback(hostname: string): boolean {
  return /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname)
}

/** An origin and nothing else: http(s), no user, path, query or fragment. */
function parseOrigin(text: string): URL | undefined {
  if (!/^https?:\/\/[^/?#@\\\s]+$/i.test(text) || !URL.canParse(text)) return undefined
  return new URL(text)
}

function originPattern(entry: string): RegExp {
  if (entry === "*") return /^/
  const wildcard = /^https?:\/\/\*\./i.test(entry)
  const parsed = parseOrigin((wildcard ? entry.replace("*.", "") : entry).replace(/\/$/, ""))
  if (parsed === undefined || parsed.host.includes("*")) throw new LiveError("LV_BAD_ORIGIN", { given: entry })
  const scheme = escapePattern(`${parsed.protocol}//`)
  return new RegExp(`^${scheme}${wildcard ? "(?:[a-z0-9_-]+\\.)+" : ""}${escapePattern(parsed.host)}$`)
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")
}
