/**
 * The prefix that a reverse proxy has stripped from a request's path: it stands before all that the browser is told, and
 * nothing that comes in has it.
 */

import type { Logger } from "../telemetry/logger.js"
import type { HostExchange } from "./host/host-exchange.js"

/** Longer ones are nobody's. */
const MOST_CHARACTERS = 256

/** Parts of letters, digits and what no browser, proxy or HTML parser reads as anything else. */
const BASE_PATH = /^(?:\/[\w.~-]+)+$/

/**
 * Returns a prefix as it is put before paths, such as "/app"; "" for none. Undefined for a text that is none: one that
 * a browser might read as another host, a parent folder or markup.
 */
export function readBasePath(text: string): string | undefined {
  const path = text.replace(/\/$/, "")
  if (path === "") return ""
  const isSound = path.length <= MOST_CHARACTERS && BASE_PATH.test(path) && !/\/\.{1,2}(?:\/|$)/.test(path)
  return isSound ? path : undefined
}

/** Knows the prefix of each request. */
export class BasePaths {
  readonly #fixed: string | undefined
  readonly #logger: Logger
  #hasWarned = false

  /** @param fixed - What the option `basePath` says. Undefined: `X-Forwarded-Prefix` of a proxy that the app trusts. */
  constructor(fixed: string | undefined, logger: Logger) {
    this.#fixed = fixed
    this.#logger = logger
  }

  /** The prefix of one request; "" for none. */
  of({ message, app }: HostExchange): string {
    if (this.#fixed !== undefined) return this.#fixed
    const header = message.headers["x-forwarded-prefix"]
    if (header === undefined || !app.trustsProxy(message)) return ""
    // Each proxy on the way adds what it strips: the first is the outermost.
    const parts = String(header)
      .split(",")
      .map((part) => readBasePath(part.trim()))
    const whole = parts.includes(undefined) ? undefined : readBasePath(parts.join(""))
    if (whole === undefined) this.#warn(String(header))
    return whole ?? ""
  }

  #warn(given: string): void {
    if (this.#hasWarned) return
    this.#hasWarned = true
    this.#logger.warn(
      `X-Forwarded-Prefix: ${JSON.stringify(given.slice(0, 100))} is no path such as "/app", so it was ignored; so will others be, without a word.`,
    )
  }
}
