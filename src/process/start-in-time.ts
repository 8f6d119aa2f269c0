/**
 * Starting a process whose `mount` may never return. A page that joins waits for a while only: then the process is given up, and the page
 * is told, and tries again later. Who has asked for a page by HTTP waits for as long as the host lets them. Either way the log says so.
 */

import { LiveError } from "../errors/live-error.js"
import { tellRarely } from "../telemetry/told-rarely.js"
import { inTime, LATE } from "../util/in-time.js"
import type { ProcessServices, Started } from "./process-options.js"
import type { ViewProcess } from "./view-process.js"

/** Milliseconds: longer than a mount takes that will return, shorter than a user waits who has not gone. */
const PATIENCE = 30_000

type StartServices = Pick<ProcessServices, "clock" | "logger">

/** A process that has rendered. */
export type StartedView = Extract<Started, { readonly kind: "rendered" }>

/**
 * Starts it for a client that waits.
 *
 * @param giveUp - Ends it when that has taken too long.
 * @throws {@link LiveError} LV_MOUNT_LATE, and what `start` of the process rejects with
 */
export async function startInTime(
  process: ViewProcess,
  services: StartServices,
  giveUp: (process: ViewProcess) => void,
): Promise<Started> {
  const started = await inTime(process.start(), PATIENCE, services.clock)
  if (started !== LATE) return started
  const error = tellLate(process, services)
  giveUp(process)
  throw error
}

/** Starts it for somebody who waits as long as it takes. */
export async function startPatiently(process: ViewProcess, services: StartServices): Promise<Started> {
  const cancel = services.clock.after(PATIENCE, () => tellLate(process, services))
  try {
    return await process.start()
  } finally {
    cancel()
  }
}

/** Tells of it, unless nobody waits for it any more. */
function tellLate(process: ViewProcess, { logger }: StartServices): LiveError<"LV_MOUNT_LATE"> {
  const { view, id } = process
  const error = new LiveError("LV_MOUNT_LATE", { view, seconds: PATIENCE / 1000, what: CALLBACKS })
  const { code, message } = error
  if (!process.isEnded) tellRarely({ logger, kind: `${code} ${view}`, level: "error" }, message, { code, view, id })
  return error
}

const CALLBACKS = "a guard, `mount`, `handleParams`, or the render"
