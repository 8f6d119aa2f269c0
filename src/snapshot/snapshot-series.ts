/** The snapshots of one root, one after the other. A process has one series, for as long as it lives and its page comes back to it. */

import type { Saved, Snapshot } from "./snapshot.js"
import { boundTo, type Marks, marksOf, type RootClaims } from "./snapshot-owner.js"
import type { StoredSeries } from "./stored-series.js"

/** What is sealed. Without `issuedAt` it counts from now. */
export type Unsealed = Omit<Snapshot, "issuedAt" | "epoch"> & { readonly issuedAt: number | undefined }

/** Seals what a series has to say. */
export interface SnapshotSealer {
  /** Undefined: it is too large. */
  seal(snapshot: Unsealed, root: SealedRoot): string | undefined
  readonly maxAge: number
  /** A view has crashed that was brought back by a snapshot of this series, before its page has sent anything. */
  failed(series: string): void
  /** What this root has persisted last is lost: its page was not told, and there is no store. */
  lost(root: SealedRoot): void
}

/** Whose it is. */
export interface SealedRoot {
  readonly view: string
  readonly id: string
  /** What it opens with only. */
  readonly bound: string
}

/** What a series is made of. */
export interface SeriesParts {
  readonly claims: RootClaims
  readonly cookie: string
  readonly name: string
  /** Of the snapshot that it goes on from; 0: of none. */
  readonly counter: number
  /** What that has said. */
  readonly saved: Saved | undefined
  readonly stored: StoredSeries | undefined
}

/** A page that leaves may be loaded anew: so many milliseconds it has to bring its snapshot. */
const GRACE = 60_000

export class SnapshotSeries {
  readonly #sealer: SnapshotSealer
  readonly #parts: Omit<SeriesParts, "claims" | "cookie" | "saved">
  readonly #root: SealedRoot
  /** What its view is to be brought back to; undefined: it begins anew. */
  readonly saved: Saved | undefined
  #marks: Marks
  #counter: number

  constructor(sealer: SnapshotSealer, { claims, cookie, saved, ...parts }: SeriesParts) {
    this.#sealer = sealer
    this.#parts = parts
    this.#root = { view: claims.view, id: claims.id, bound: boundTo(claims, cookie) }
    this.saved = saved
    this.#marks = marksOf(claims)
    this.#counter = parts.counter
  }

  /** Its page says something else of itself now. True if what was sealed so far no longer opens. */
  moved(claims: RootClaims): boolean {
    const marks = marksOf(claims)
    const isSame = marks.every((mark, index) => mark === this.#marks[index])
    this.#marks = marks
    return !isSame
  }

  /**
   * Seals what the view persists now. Empty: that is too large, and what the page has of it is to be forgotten.
   *
   * @param issuedAt - What its age counts from, in milliseconds since the epoch; by default now.
   */
  seal({ values, version }: Saved, issuedAt?: number): string {
    this.#counter += 1
    const { name, stored } = this.#parts
    const snapshot = { series: name, counter: this.#counter, marks: this.#marks, values, version, issuedAt }
    const text = this.#sealer.seal(snapshot, this.#root)
    if (text === undefined) stored?.drop(this.#counter, 0)
    else stored?.put({ counter: this.#counter, text }, this.#sealer.maxAge)
    return text ?? ""
  }

  /** Some page has one of it. */
  get isKnown(): boolean {
    return this.#counter > 0
  }

  /** What is sealed is kept on the server's side, too. */
  get isStored(): boolean {
    return this.#parts.stored !== undefined
  }

  /** Its process has ended with changes that nobody knows. */
  lost(): void {
    this.#sealer.lost(this.#root)
  }

  /** Its view has crashed, and nothing but what was brought can have led there. */
  failed(): void {
    if (this.saved !== undefined) this.#sealer.failed(this.#parts.name)
  }

  /** Its page is left. Where it was loaded anew already, another process goes on with it. */
  left(): void {
    if (this.isKnown) this.#parts.stored?.drop(this.#counter, GRACE)
  }

  /** None of it is to open any more. */
  drop(): void {
    this.#parts.stored?.drop(Number.MAX_SAFE_INTEGER, 0)
  }

  /** Settles when the store knows all of it; undefined: it does, or there is none. */
  get told(): Promise<void> | undefined {
    return this.#parts.stored?.told
  }
}
