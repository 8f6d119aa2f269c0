/** The checks of addresses that generated code calls: see `render/url-check.ts`. */

import { BLOCKED_URL, isBlockedSource, type UrlPlace } from "../render/url-check.js"

/** Where an address stands in a template. */
export interface CheckedUrl extends UrlPlace {
  readonly line: number
  readonly column: number
  /** Addresses that the template itself writes out in a branch: they are as its author wants them. */
  readonly own: readonly string[]
}

/** Makes the checks; `blocked` is told of each address that is replaced. */
export function urlChecks(blocked: (place: CheckedUrl) => void): object {
  const check = (source: string, place: CheckedUrl): boolean => {
    if (!isBlockedSource(source, place) || place.own.includes(source)) return false
    blocked(place)
    return true
  }
  return {
    /** Source of an attribute's value. */
    url: (source: string, place: CheckedUrl): string => (check(source, place) ? BLOCKED_URL : source),
    /** A value that is not written yet. */
    urlValue: (value: unknown, place: CheckedUrl): unknown =>
      value !== undefined && value !== null && check(String(value), place) ? BLOCKED_URL : value,
  }
}
