/** The last of a view: what it persists is kept, and `terminate` is called, after the callback that still runs. */

import type { CloseReason } from "../view/definition.js"
import { contextOf, reportCrash } from "./crash.js"
import { patiently } from "./patience.js"
import type { ProcessServices } from "./process-options.js"
import type { Unit } from "./unit/unit.js"
import type { ProcessFacts } from "./unit/unit-owner.js"

/** Whose end it is. */
export interface Ending {
  /** Settles when the callback that still runs is done, and never rejects. */
  readonly running: Promise<void> | undefined
  readonly facts: ProcessFacts
  readonly services: ProcessServices
}

/** Has the app let go of what `mount` took. What it throws is reported, and hurts nobody. */
export async function letGo(unit: Unit, reason: CloseReason, ending: Ending): Promise<void> {
  const { running, facts, services } = ending
  if (running !== undefined) await patiently(running, services.clock)
  const told = facts.isLive ? facts.persisted?.ended(reason) : undefined
  // A `mount` that takes longer still: what it returns must be cleaned up all the same, but nobody waits for that.
  if (running !== undefined && !unit.owesTerminate) void running.then(() => terminate(unit, reason, ending))
  else if (unit.owesTerminate) await terminate(unit, reason, ending)
  if (told !== undefined) await patiently(told, services.clock)
}

async function terminate(unit: Unit, reason: CloseReason, { facts, services }: Ending): Promise<void> {
  try {
    await unit.terminate(reason)
  } catch (error) {
    reportCrash(error, contextOf(facts, "terminate"), services)
  }
}
