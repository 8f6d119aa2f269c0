/** What a run of the fault suite has come to: what was broken, what users did meanwhile and were told of it, and which laws did not hold. */
import type { MadeEvent } from "./notes.js"

/** What has to hold. `lost`: nothing is lost untold; `left`: nothing is left behind. */
export const LAWS = ["lost", "doubled", "order", "shown", "client", "come back", "left"] as const

export type Law = (typeof LAWS)[number]

/** A law that does not hold, and how. */
export interface Wrong {
  readonly law: Law
  readonly what: string
}

export class Tally {
  readonly #injections = new Map<string, number>()
  readonly #events = new Map<string, number>()
  readonly #besides = new Map<string, number>()
  readonly #wrongs = new Map<string, number>()

  /** Something was broken: of what kind. */
  injected(kind: string): void {
    more(this.#injections, kind)
  }

  /** Something was done to a page that breaks nothing. */
  happened(kind: string): void {
    more(this.#besides, kind)
  }

  /** How much was broken. */
  get injections(): number {
    return sumOf(this.#injections)
  }

  /** This event is over, and no more is asked of it. */
  over({ fate, what }: MadeEvent): void {
    more(this.#events, `${what.endsWith("by hook") ? "by hook" : "by element"}, ${fate}`)
  }

  broken(wrongs: readonly Wrong[]): void {
    for (const { law } of wrongs) more(this.#wrongs, law)
  }

  /** The whole of it, line by line. */
  get lines(): string[] {
    return [
      `${this.injections} injections:`,
      ...table(this.#injections),
      "beside these:",
      ...table(this.#besides),
      `${sumOf(this.#events)} events:`,
      ...table(this.#events),
      "laws that did not hold:",
      ...table(new Map(LAWS.map((law) => [law, this.#wrongs.get(law) ?? 0]))),
    ]
  }
}

function more(counts: Map<string, number>, kind: string): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1)
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function table(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].map(([kind, count]) => `${String(count).padStart(8)}  ${kind}`)
}
