/**
 * Snapshots: what views persist, sealed for their browser, which brings it where their process is no more. Whatever is wrong with
 * one that is brought, its view begins anew, and the log says why.
 *
 * ```
 * seal   values + series, counter, time, digests ─► AES-256-GCM over cookie, view, root ─► text ─► page (and store)
 * open   text ─► readable? ─► same user, session, params? ─► young enough? ─► not voided? ─► the store's newest ─► values
 * ```
 */

import { LiveError } from "../errors/live-error.js"
import { randomText } from "../security/random-text.js"
import { Sealer } from "../security/sealer.js"
import { isInTime } from "../security/token-age.js"
import { notices, type SnapshotContext } from "../telemetry/channels.js"
import type { Logger } from "../telemetry/logger.js"
import { isFirstOf } from "../telemetry/told-once.js"
import { tellRarely } from "../telemetry/told-rarely.js"
import type { Clock } from "../util/clock.js"
import { AskedStore } from "./asked-store.js"
import { Failures } from "./failures.js"
import { refusedSnapshot, type SnapshotRefusal } from "./refusal.js"
import { readSnapshot, type Snapshot, writeSnapshot } from "./snapshot.js"
import { boundTo, MARKS, marksOf, type RootClaims } from "./snapshot-owner.js"
import { type SealedRoot, type SnapshotSealer, SnapshotSeries, type Unsealed } from "./snapshot-series.js"
import type { SnapshotStore } from "./snapshot-store.js"
import { StoredSeries } from "./stored-series.js"

/** Which users were disconnected, and the clock that tokens go by. */
export interface Voided {
  now(): number
  has(identify: string, issuedAt: number): boolean
  /** Undefined: there is nobody else to ask. */
  ask(identify: string, issuedAt: number): Promise<boolean> | undefined
}

/** What {@link Snapshots} are made of. */
export interface SnapshotsParts {
  readonly secrets: readonly string[]
  /** Milliseconds that one may be brought. */
  readonly maxAge: number
  /** Characters of the longest. */
  readonly size: number
  readonly store?: SnapshotStore | undefined
  readonly voids: Voided
  readonly clock: Pick<Clock, "after">
  readonly logger: Logger
}

export class Snapshots implements SnapshotSealer {
  readonly maxAge: number
  readonly #size: number
  readonly #sealer: Sealer
  readonly #store: AskedStore | undefined
  readonly #voids: Voided
  readonly #logger: Logger
  readonly #failures = new Failures()

  constructor({ secrets, maxAge, size, store, voids, clock, logger }: SnapshotsParts) {
    this.maxAge = maxAge
    this.#size = size
    this.#sealer = new Sealer(secrets, "snapshot")
    this.#store = store && new AskedStore(store, clock, logger)
    this.#voids = voids
    this.#logger = logger
  }

  /** Begins the series of a root: goes on with the one that was brought, if that opens; else a new one. */
  async begin(claims: RootClaims, cookie: string, brought?: string): Promise<SnapshotSeries> {
    const opened = brought === undefined || brought === "" ? undefined : await this.#open(brought, claims, cookie)
    const { series: name = randomText(12, "base64url"), counter = 0 } = opened ?? {}
    const stored = this.#store && new StoredSeries(this.#store, name)
    return new SnapshotSeries(this, { claims, cookie, name, counter, saved: opened, stored })
  }

  seal(snapshot: Unsealed, { view, id, bound }: SealedRoot): string | undefined {
    const { issuedAt = this.#voids.now() } = snapshot
    const whole = { ...snapshot, issuedAt, epoch: this.#store?.epoch ?? "" }
    const text = this.#sealer.seal(writeSnapshot(whole), bound)
    if (text.length <= this.#size) return text
    this.tooLarge({ view, id, size: text.length, limit: this.#size, where: "a snapshot (`snapshots.size`)" })
    return undefined
  }

  failed(series: string): void {
    this.#failures.add(series)
  }

  lost({ view, id }: SealedRoot): void {
    tell(view, id, "lost")
  }

  /** True for the first who asks for this, a view or what is wrong with one: it is told once. */
  isFirstTold(what: string): boolean {
    return isFirstOf(this, what)
  }

  /** Says that a snapshot cannot go where it should. */
  tooLarge(details: { view: string; id: string; size: number; limit: number; where: string }): void {
    const { code, message } = new LiveError("LV_SNAPSHOT_TOO_LARGE", details)
    const { view, id } = details
    tellRarely({ logger: this.#logger, kind: `${code} ${view}` }, message, { code, view, id })
    tell(view, id, "size")
  }

  async #open(brought: string, claims: RootClaims, cookie: string): Promise<Snapshot | undefined> {
    const { view, id } = claims
    const opened = brought.length > this.#size ? "size" : await this.#check(brought, claims, boundTo(claims, cookie))
    if (typeof opened !== "string") return opened
    const { code, message } = refusedSnapshot(view, opened)
    // Anybody may bring what does not open, again and again.
    const level = this.isFirstTold(`${view} ${opened}`) ? "warn" : "debug"
    this.#logger[level](message, { code, view, id, reason: opened })
    tell(view, id, opened)
    return undefined
  }

  async #check(brought: string, claims: RootClaims, bound: string): Promise<Snapshot | SnapshotRefusal> {
    const own = this.#read(brought, claims, bound)
    if (typeof own === "string") return own
    if (this.#failures.areTooMany(own.series)) return "failing"
    const { identify } = claims
    if (identify !== undefined && this.#voids.has(identify, own.issuedAt)) return "voided"
    if (identify !== undefined && (await this.#voids.ask(identify, own.issuedAt)) === true) return "voided"
    if (this.#store === undefined) return own
    const found = await this.#store.find(own.series)
    if (found === undefined) return own
    const { newest, epoch } = found
    // A store that has lost what it held has dropped nothing.
    if (newest === undefined) return epoch === own.epoch ? "dropped" : own
    // What the store does not know yet was made later than what it knows.
    return newest.counter <= own.counter ? own : this.#read(newest.text, claims, bound)
  }

  #read(text: string, claims: RootClaims, bound: string): Snapshot | SnapshotRefusal {
    const opened = this.#sealer.open(text, bound)
    const snapshot = opened === undefined ? undefined : readSnapshot(opened)
    if (snapshot === undefined) return "unreadable"
    const marks = marksOf(claims)
    const other = MARKS.find((_mark, index) => marks[index] !== snapshot.marks[index])
    if (other !== undefined) return other
    return isInTime(this.#voids.now() - snapshot.issuedAt, this.maxAge) ? snapshot : "age"
  }
}

function tell(view: string, id: string, reason: SnapshotRefusal | "lost"): void {
  const context: SnapshotContext = { view, id, reason }
  if (notices.snapshot.hasSubscribers) notices.snapshot.publish(context)
}
