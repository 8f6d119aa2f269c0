/** Whether what an app gives as its server is one. */

import { LiveError } from "../errors/live-error.js"

/** Of `http.Server`, of https and of what is made like them. An Express app listens, too, but has no address. */
const METHODS = ["on", "listeners", "listen", "address"] as const

/** @throws {@link LiveError} LV_SERVER_INVALID */
export function checkServer(given: unknown): void {
  const server = given as Partial<Record<(typeof METHODS)[number], unknown>> | null | undefined
  if (METHODS.every((name) => typeof server?.[name] === "function")) return
  throw new LiveError("LV_SERVER_INVALID", { given })
}
