/** Telling promises from values, so that what is synchronous can be handled without waiting. */

/** True for a promise, of any library and realm. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return false
  return typeof (value as { then?: unknown }).then === "function"
}
