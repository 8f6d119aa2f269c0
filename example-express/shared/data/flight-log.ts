/**
 * A log of real flights: the file of the vega-datasets package has 231,083 departures in the United States. 100,000 have
 * departed when the application starts, and from then on one each second.
 */

import { readDataset } from "./dataset.js"

export interface Flight {
  /** Which one of the log, from 1. */
  readonly id: number
  /** Of the day, as "07:15". */
  readonly departed: string
  /** In minutes; below 0: early. */
  readonly delay: number
  /** In miles. */
  readonly distance: number
}

/** The columns of the file. `time`: of the day, in hours. */
interface SourceRecord {
  readonly delay: number
  readonly distance: number
  readonly time: number
}

/** How many there are from the start. */
const DEPARTED = 100_000

const INTERVAL = 1_000

export class FlightLog {
  readonly #since = Date.now()
  /** Read when somebody wants to see it: the file has ten megabytes. */
  #records: readonly SourceRecord[] | undefined

  /** How many have departed. */
  size(): number {
    return Math.min(this.#all.length, DEPARTED + Math.floor((Date.now() - this.#since) / INTERVAL))
  }

  /** From one number to another, both included, the latest first. */
  entries(from: number, to: number): readonly Flight[] {
    return this.#all
      .slice(Math.max(0, from - 1), Math.min(to, this.size()))
      .map((record, index) => flightOf(record, Math.max(1, from) + index))
      .reverse()
  }

  get #all(): readonly SourceRecord[] {
    this.#records ??= readDataset<SourceRecord>("flights-200k.json")
    return this.#records
  }
}

function flightOf({ delay, distance, time }: SourceRecord, id: number): Flight {
  const minutes = Math.round(time * 60)
  const twoDigits = (value: number): string => String(value).padStart(2, "0")
  return { id, delay, distance, departed: `${twoDigits(Math.floor(minutes / 60) % 24)}:${twoDigits(minutes % 60)}` }
}
