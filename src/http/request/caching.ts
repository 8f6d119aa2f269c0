/** Keeps pages with a live root out of shared caches: their tokens are one browser's. */

import type { ServerResponse } from "node:http"

const PRIVATE = "private, no-cache"

/** Told what the host had said, when that would have let a shared cache keep the page. */
export type Overruled = (header: string) => void

/** Makes the response private as it stands. */
export function makePrivate(response: ServerResponse, overruled: Overruled): void {
  const header = String(response.getHeader("Cache-Control") ?? "")
  // `no-store` is stricter than what is needed here, so it stays.
  if (header === PRIVATE || /\bno-store\b/i.test(header)) return
  if (/\b(?:public|s-maxage)\b/i.test(header)) overruled(header)
  response.setHeader("Cache-Control", PRIVATE)
}

/** Makes the response private once more when its headers are written: the host may say `public` until then. */
export function keepPrivate(response: ServerResponse, overruled: Overruled): void {
  if (response.headersSent) return
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
