/**
 * What of a view's assigns is persisted: brought back after its mount, and sealed for its page when it has changed. An event that
 * changes it brings the new snapshot in its own answer; all else waits a moment, so that what comes in quick succession is sealed once.
 *
 * ```
 *  told ──► changed ──► due ──► told
 *    │        │    later        ▲ ▲
 *    │        └─── an event ────┘ │
 *    └── asked for, page moved ───┘
 * ```
 */

import { isAsyncResult } from "../../async/async-result.js"
import { LiveError } from "../../errors/live-error.js"
import type { Changes } from "../../render/renderer.js"
import { bringBack, type Persist } from "../../snapshot/bring-back.js"
import type { Saved, SavedValues } from "../../snapshot/snapshot.js"
import type { SnapshotSeries } from "../../snapshot/snapshot-series.js"
import type { Logger } from "../../telemetry/logger.js"
import type { CancelTimer, Clock } from "../../util/clock.js"
import { findUnplain } from "../../util/plain-data.js"
import type { CloseReason } from "../../view/definition.js"
import { type Additions, type AssignsState, setAssign } from "./assigns.js"
import type { RootPlace } from "./place/root-place.js"

/** Milliseconds that changes wait which no event has made. */
const PAUSE = 500

/** What the page has been told. */
export type PersistedState = "told" | "changed" | "due"

const NEXT: Readonly<Record<PersistedState, readonly PersistedState[]>> = {
  told: ["told", "changed"],
  changed: ["due", "told"],
  due: ["told"],
}

/** What {@link Persisted} is made of. */
export interface PersistedParts {
  readonly view: string
  readonly persist: Persist
  readonly series: SnapshotSeries
  readonly place: RootPlace
  readonly services: PersistedServices
}

/** What all of an app share. */
export interface PersistedServices {
  readonly clock: Pick<Clock, "after">
  readonly logger: Logger
  readonly development: boolean
}

export class Persisted {
  readonly #parts: PersistedParts
  /** What the next mount is brought back to. */
  #saved: Saved | undefined
  /** From the first `mount` on. */
  #assigns: AssignsState | undefined
  #state: PersistedState = "told"
  #cancel: CancelTimer | undefined
  /** The page has had something handled: what the assigns are is no longer what was brought. */
  #hasAnswered = false
  /** Where the page was when something was sealed last. */
  #vouched: RootPlace["vouched"]

  constructor(parts: PersistedParts) {
    this.#parts = parts
    this.#saved = parts.series.saved
    this.#vouched = parts.place.vouched
  }

  get state(): PersistedState {
    return this.#state
  }

  /** What was brought is in use: what goes wrong in the first mount may come of it. */
  get series(): SnapshotSeries {
    return this.#parts.series
  }

  /**
   * Is of these assigns from now on. Those before them, of a view that mounts anew, are what it is brought back to.
   *
   * @throws {@link LiveError} LV_PERSIST_KEY, LV_PERSIST_UNPLAIN
   */
  holds(assigns: AssignsState, additions: Additions): void {
    const before = this.#assigns
    const { persist, services } = this.#parts
    if (before !== undefined) this.#saved = { values: pick(before, persist.keys), version: persist.version }
    this.#assigns = assigns
    for (const key of persist.keys) this.#checkKey(key, assigns, additions)
    if (services.development) this.#plainValues(assigns)
  }

  #checkKey(key: string, { values }: AssignsState, additions: Additions): void {
    const { view } = this.#parts
    const refuse = (why: string): never => {
      throw new LiveError("LV_PERSIST_KEY", { view, key, why })
    }
    if (Object.hasOwn(additions, key)) refuse("a guard of the view adds it, and decides it anew at each mount")
    if (!Object.hasOwn(values, key)) refuse("`mount` does not return it")
    if (isAsyncResult(values[key])) refuse("it is an `asyncResult`, whose task runs anew")
  }

  /** Brings a view that has just been mounted back to what was saved, if anything was. */
  async restore(socket: unknown): Promise<void> {
    const saved = this.#saved
    if (saved === undefined) return
    this.#saved = undefined
    const assigns = this.#assigns as AssignsState
    const { view, persist, services } = this.#parts
    await bringBack({ view, persist, logger: services.logger, clock: services.clock }, saved, {
      socket,
      assign: (key, value) => setAssign(assigns, key, value),
    })
  }

  /** @param changes - Of the assigns, since the last render; undefined: any of them may have changed. */
  note(changes: Changes | undefined): void {
    if (this.#state !== "told" || !this.#concerns(changes)) return
    this.#become("changed")
  }

  #concerns(changes: Changes | undefined): boolean {
    if (changes === undefined) return true
    return this.#parts.persist.keys.some((key) => changes.dirty.has(key) || changes.mutated.has(key))
  }

  /**
   * A frame is about to be told. Returns the snapshot that goes along, if one does.
   *
   * @param answers - It answers the page: what that has changed goes along at once.
   * @param later - Called when another frame is to be made for it.
   */
  take(answers: boolean, later: () => void): string | undefined {
    this.#hasAnswered ||= answers
    const hasMoved = this.#hasMoved()
    if (this.#state === "told" && !hasMoved) return undefined
    if (answers || hasMoved || this.#state === "due") return this.seal()
    this.#cancel ??= this.#parts.services.clock.after(PAUSE, () => {
      this.#cancel = undefined
      this.#become("due")
      later()
    })
    return undefined
  }

  /** What was sealed for another URL does not open for this one. */
  #hasMoved(): boolean {
    const { series, place } = this.#parts
    const { vouched } = place
    if (vouched === this.#vouched || vouched === undefined) return false
    this.#vouched = vouched
    return series.moved(vouched.token)
  }

  /**
   * Seals what is persisted now. Empty: it is too large, and the page is to forget what it has.
   *
   * @param issuedAt - What its age counts from, where that is not now.
   * @throws {@link LiveError} LV_PERSIST_UNPLAIN
   */
  seal(issuedAt?: number): string {
    this.#hasMoved()
    const { series, persist } = this.#parts
    const saved = { values: this.#plainValues(this.#assigns as AssignsState), version: persist.version }
    const text = series.seal(saved, issuedAt)
    this.#stopWaiting()
    this.#become("told")
    return text
  }

  #plainValues(assigns: AssignsState): SavedValues {
    const { view, persist } = this.#parts
    const values = pick(assigns, persist.keys)
    const unplain = findUnplain(values)
    if (unplain !== undefined) throw new LiveError("LV_PERSIST_UNPLAIN", { view, ...unplain })
    return values
  }

  /** The page was told all of it. */
  get isTold(): boolean {
    const { before, mutated } = this.#assigns ?? {}
    const isPending = (key: string): boolean => before?.has(key) === true || mutated?.has(key) === true
    return this.#state === "told" && !this.#parts.persist.keys.some(isPending)
  }

  /** The process has ended. Settles when the store knows what the page was not told; undefined: nothing is to be waited for. */
  ended(reason: CloseReason): Promise<void> | undefined {
    this.#stopWaiting()
    if (reason === "leave") this.series.left()
    if (reason === "crash" && !this.#hasAnswered) this.series.failed()
    if (reason !== "shutdown" || this.#assigns === undefined) return undefined
    if (!this.isTold) this.#keepUntold()
    return this.series.told
  }

  /** The page finds it in the store, if there is one, whichever snapshot it brings. */
  #keepUntold(): void {
    const { series, services, view } = this.#parts
    // Nobody could bring one of it, and ask for the newest.
    if (!series.isKnown) return
    if (!series.isStored) return series.lost()
    try {
      this.seal()
    } catch (error) {
      services.logger.error(`What the view "${view}" persists could not be sealed at its end.`, { view, error })
    }
  }

  #stopWaiting(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #become(next: PersistedState): void {
    if (!NEXT[this.#state].includes(next))
      throw new Error(`What is persisted is "${this.#state}" and cannot become "${next}".`)
    this.#state = next
  }
}

function pick({ values }: AssignsState, keys: readonly string[]): SavedValues {
  return Object.fromEntries(keys.map((key) => [key, values[key]]))
}
