/** Keeps pages with a live root out of shared caches: their tokens are one browser's. */

import type { ServerResponse } from "node:http"
import { beforeHead } from "./written-head.js"

const PRIVATE = "private, no-cache"

/** Told what the host had said, when that would have let a shared cache keep the page. */
export type Overruled = (header: string) => void

/** Makes the response private as it stands. */
export function makePrivate(response: ServerResponse, overruled: Overruled): void {
  const said = response.getHeader("Cache-Control")
  if (said !== undefined) {
    const header = String(said)
    // `no-store` is stricter than what is needed here, so it stays.
    if (header === PRIVATE || /\bno-store\b/i.test(header)) return
    if (/\b(?:public|s-maxage)\b/i.test(header)) overruled(header)
  }
  response.setHeader("Cache-Control", PRIVATE)
}

/** Makes the response private once more when its headers are written: the host may say `public` until then. */
export function keepPrivate(response: ServerResponse, overruled: Overruled): void {
  beforeHead(response, () => makePrivate(response, overruled))
}
