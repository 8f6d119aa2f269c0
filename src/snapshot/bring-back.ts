/** Brings a view that has just been mounted back to what was saved of one before it: as its author says, or by the names of assigns. */

import { LiveError } from "../errors/live-error.js"
import { messageOf } from "../errors/thrown.js"
import type { Logger } from "../telemetry/logger.js"
import { isFirstOf } from "../telemetry/told-once.js"
import { tellRarely } from "../telemetry/told-rarely.js"
import type { Clock } from "../util/clock.js"
import { inTime, LATE } from "../util/in-time.js"
import { isPlainObject } from "../util/plain-data.js"
import { isThenable } from "../util/thenable.js"
import type { Saved, SavedValues } from "./snapshot.js"

/** Milliseconds that a callback may take: what was saved is worth less than a view that comes. */
const PATIENCE = 10_000
const SECONDS = PATIENCE / 1000

/** What a view persists, erased. */
export interface Persist {
  /** Names of assigns. */
  readonly keys: readonly string[]
  readonly version: number
  readonly upgrade?: ((old: SavedValues, from: number) => unknown) | undefined
  readonly restore?: ((saved: SavedValues, socket: unknown) => unknown) | undefined
}

/** The view, as far as it concerns what is saved. */
export interface BroughtView {
  readonly view: string
  readonly persist: Persist
  readonly logger: Logger
  readonly clock: Pick<Clock, "after">
}

/** Where assigns are brought back to. */
export interface BroughtTo {
  assign(key: string, value: unknown): void
  /** For the view's own `restore`. */
  readonly socket: unknown
}

/**
 * Brings assigns back.
 *
 * @throws {@link LiveError} LV_MOUNT_LATE, and what `restore` throws
 */
export async function bringBack(of: BroughtView, saved: Saved, { assign, socket }: BroughtTo): Promise<void> {
  const { persist } = of
  const values = saved.version === persist.version ? sameVersion(of, saved) : await upgraded(of, saved)
  if (values === undefined) return
  if (persist.restore !== undefined) {
    const result = await soon(of, persist.restore(values, socket))
    if (result === LATE) throw new LiveError("LV_MOUNT_LATE", { view: of.view, seconds: SECONDS, what: "`restore`" })
    if (isPlainObject(result)) warnOnce(of, new LiveError("LV_RESTORE_RESULT", { view: of.view }))
    return
  }
  for (const key of persist.keys) if (Object.hasOwn(values, key)) assign(key, values[key])
}

/** What lacks one name and has another is what an assign was called before. */
function sameVersion(of: BroughtView, { values, version }: Saved): SavedValues {
  const { keys } = of.persist
  const lacking = keys.find((key) => !Object.hasOwn(values, key))
  const other = Object.keys(values).find((name) => !keys.includes(name))
  if (lacking !== undefined && other !== undefined)
    warnOnce(of, new LiveError("LV_SNAPSHOT_NAMES", { view: of.view, version, lacking, other }))
  return values
}

/** Undefined: this version cannot use it. */
async function upgraded(of: BroughtView, { values, version }: Saved): Promise<SavedValues | undefined> {
  const { upgrade, keys } = of.persist
  if (upgrade === undefined) return refuse(of, version, "the view has no `upgrade(old, from)`")
  try {
    const made = await soon(of, upgrade(values, version))
    if (made === LATE) return refuse(of, version, `\`upgrade\` has not returned for ${SECONDS} seconds`)
    if (!isPlainObject(made)) return refuse(of, version, "`upgrade` returned no object of assigns")
    if (keys.some((key) => Object.hasOwn(made, key))) return made
    return refuse(of, version, "`upgrade` returned none of the assigns in `persist`")
  } catch (error) {
    return refuse(of, version, `\`upgrade\` threw: ${messageOf(error)}`, error)
  }
}

/** {@link LATE}: it has not returned in time. */
function soon({ clock }: BroughtView, returned: unknown): unknown {
  return isThenable(returned) ? inTime(Promise.resolve(returned), PATIENCE, clock) : returned
}

function refuse({ view, persist, logger }: BroughtView, from: number, why: string, error?: unknown): undefined {
  const { code, message } = new LiveError("LV_SNAPSHOT_VERSION", { view, from, to: persist.version, why })
  tellRarely({ logger, kind: `${code} ${view}` }, message, { code, view, ...(error === undefined ? {} : { error }) })
  return undefined
}

/** Mistakes in the program, which each page would tell. */
function warnOnce({ view, persist, logger }: BroughtView, { code, message }: LiveError): void {
  if (isFirstOf(persist, code)) logger.warn(message, { code, view })
}
