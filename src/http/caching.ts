/** Keeps pages with a live root out of shared caches: their tokens are one browser's. */

import type { ServerResponse } from "node:http"

const PRIVATE = "private, no-cache"

/**
 * Makes the response private, now and once more when its headers are written: a handler or an outer middleware may say
 * `public` in between.
 *
 * @param overruled - Told what the host had said, when that would have let a shared cache keep the page.
 */
export function keepPrivate(response: ServerResponse, overruled: (header: string) => void): void {
  if (response.headersSent) return
  makePrivate(response, overruled)
  const writeHead = response.writeHead
  response.writeHead = function (this: ServerResponse, ...values: Parameters<typeof writeHead>) {
    takeHeader(this, values)
    makePrivate(this, overruled)
    return writeHead.apply(this, values)
  } as typeof writeHead
}

/** Headers handed to `writeHead` would win over those set: takes ours out of them, and sets it. */
function takeHeader(response: ServerResponse, values: unknown[]): void {
  const given = values.at(-1)
  if (typeof given !== "object" || given === null || Array.isArray(given)) return
  const headers = { ...given } as Record<string, string>
  for (const name of Object.keys(headers)) {
    if (name.toLowerCase() !== "cache-control") continue
    response.setHeader("Cache-Control", String(headers[name]))
    delete headers[name]
  }
  values[values.length - 1] = headers
}

function makePrivate(response: ServerResponse, overruled: (header: string) => void): void {
  const header = String(response.getHeader("Cache-Control") ?? "")
  // `no-store` is stricter than what is needed here, so it stays.
  if (header === PRIVATE || /\bno-store\b/i.test(header)) return
  if (/\b(?:public|s-maxage)\b/i.test(header)) overruled(header)
  response.setHeader("Cache-Control", PRIVATE)
}
