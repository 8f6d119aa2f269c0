/**
 * One end of a container of rows: when the server is to be told that the user has come to it. One event at a time is
 * under way, and none is sent again for rows that stay where they are: else a list that fits into its place would be gone
 * through from end to end without anybody scrolling.
 *
 * ```
 *           the row comes into sight          the answer
 *   away ───────────────────────────► asked ─────────────► told ──── all the room beyond it, too ───► asked
 *    ▲ ▲                                │                   │
 *    │ └── not sent, or never answered ─┘                   │
 *    └──── it leaves, or rows have come beyond it ──────────┘
 * ```
 */

import { isInPage } from "../../dom/nodes/members.js"

export type EdgeState = "away" | "asked" | "told"

/** What is to be told: the row at the end is in sight; the user has scrolled through all the room beyond it. */
export type EdgeNews = "reached" | "overran"

/** The end of a container as it is now. */
export interface EdgeSight {
  /** The row that stands there. */
  readonly row: Element
  /** How many rows there are. */
  readonly count: number
  readonly isInSight: boolean
  readonly isOverrun: boolean
  /** Whether any part of a row can be seen. */
  shows(row: Element): boolean
}

export class Edge {
  #state: EdgeState = "away"
  /** What was told last, until the row leaves. */
  #news: EdgeNews = "reached"
  #row: Element | undefined
  #count = 0

  get state(): EdgeState {
    return this.#state
  }

  /** Looks at the end. Returns what is to be told; then it is asked until `answered` or `lost`. */
  look(sight: EdgeSight): EdgeNews | undefined {
    if (this.#state === "asked") return undefined
    const { row, count, isInSight, isOverrun } = sight
    if (this.#state === "told" && (!isInSight || this.#isOther(sight))) this.#state = "away"
    if (!isInSight) return undefined
    const news = isOverrun ? "overran" : "reached"
    if (this.#state === "told" && (this.#news === "overran" || news === "reached")) return undefined
    this.#state = "asked"
    this.#news = news
    this.#row = row
    this.#count = count
    return news
  }

  /** The server has handled the event. */
  answered(): void {
    this.#leaveAsked("told")
  }

  /** Nobody has handled it: it is told again. */
  lost(): void {
    this.#leaveAsked("away")
  }

  /** Rows have come beyond the one that was told of, and the user has gone on to their end, or they do not fill the place. */
  #isOther({ row, count, shows }: EdgeSight): boolean {
    const told = this.#row
    if (told === undefined || row === told) return false
    return count > this.#count || (isInPage(told) && !shows(told))
  }

  #leaveAsked(state: EdgeState): void {
    if (this.#state !== "asked") throw new Error(`The end of a list was ${this.#state}: no event is under way.`)
    this.#state = state
  }
}
