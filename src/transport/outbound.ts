/**
 * Checks what a view's own code hands to its page. socket.io sends binary data as packets of their own, which the protocol
 * does not have: the browser's script would end the whole connection.
 */

import type { Extras } from "../protocol/frames.js"

/**
 * Refuses binary data in a reply and in the events for the page.
 *
 * @throws TypeError
 */
export function refuseBinary({ e, y }: Extras): void {
  if (holdsBinary(y) || holdsBinary(e)) throw new TypeError("It holds binary data. Send it as text, such as base64.")
}

/** As socket.io decides it. */
function holdsBinary(value: unknown, asJson?: true): boolean {
  if (typeof value !== "object" || value === null) return false
  if (Array.isArray(value)) return value.some((item) => holdsBinary(item))
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value) || value instanceof Blob) return true
  const { toJSON } = value as { readonly toJSON?: unknown }
  if (asJson === undefined && typeof toJSON === "function") return holdsBinary(toJSON.call(value), true)
  return Object.values(value).some((inner) => holdsBinary(inner))
}
