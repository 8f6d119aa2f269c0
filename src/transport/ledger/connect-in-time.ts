/**
 * Connects a page to a view that runs already. That is a message in the view's mailbox, and waits there for what stands before it: for
 * ever, behind a handler that never returns. So a page waits for a while only; then the view is ended, and the page gets another.
 */

import { refusal } from "../../errors/refusal.js"
import type { Arrival } from "../../process/messages/mailbox.js"
import type { Frame } from "../../process/output/frame.js"
import type { ProcessServices } from "../../process/process-options.js"
import type { ViewProcess } from "../../process/view-process.js"
import type { Supervisor } from "../../supervise/supervisor.js"
import type { Ledger } from "./ledger.js"

/** Milliseconds: longer than a handler takes that will return, shorter than a user waits who has not gone. */
const PATIENCE = 30_000

/** A page that has come, and to be connected as {@link ViewProcess.connect} says. */
export interface Coming {
  readonly ledger: Ledger
  readonly arrival: Arrival
  readonly ready?: (() => void) | undefined
}

/** Who waits for it, and ends it. */
export interface Waiting {
  readonly services: Pick<ProcessServices, "clock" | "logger">
  readonly supervisor: Pick<Supervisor, "giveUp" | "hasGivenUp">
}

/** Resolves with what the page has not been told yet; undefined: the view was busy for too long, and has ended. */
export async function connectInTime({ ledger, arrival, ready }: Coming, context: Waiting): Promise<Frame | undefined> {
  const { process } = ledger
  const cancel = context.services.clock.after(PATIENCE, () => giveUp(process, context))
  const frame = await process.connect(ledger, arrival, ready)
  cancel()
  // Also by somebody else who has waited for the same view.
  return context.supervisor.hasGivenUp(process) ? undefined : frame
}

function giveUp(process: ViewProcess, { services, supervisor }: Waiting): void {
  if (process.isEnded) return
  const { view, id } = process
  const { code, message } = refusal("LV_VIEW_BUSY", { view, seconds: PATIENCE / 1000 })
  services.logger.error(message, { code, view, id })
  supervisor.giveUp(process)
}
