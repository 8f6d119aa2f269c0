/**
 * What the handlers of the fault suite's views have done, in a file: it outlives the process that has written it, however that ends.
 * One line an entry, written before the handler goes on.
 */
import { openSync, readSync, writeSync } from "node:fs"

/** What a handler has done. `at`: the run, one mount of a view. */
export type Entry =
  | { readonly kind: "begun"; readonly at: string; readonly id: string }
  | { readonly kind: "done"; readonly at: string; readonly id: string }
  | { readonly kind: "info"; readonly at: string }
  | { readonly kind: "page"; readonly at: string; readonly page: string }
  | { readonly kind: "typed"; readonly at: string; readonly text: string }
  | { readonly kind: "mounted"; readonly at: string }
  /** By what an earlier run has persisted. */
  | { readonly kind: "restored"; readonly at: string; readonly done: readonly string[]; readonly text: string }

/** All that is known of a run. */
export interface Run {
  readonly name: string
  readonly begun: string[]
  /** With what was restored. */
  done: string[]
  infos: number
  page: string
  text: string
}

export class JournalWriter {
  readonly #file: number

  constructor(path: string) {
    this.#file = openSync(path, "a")
  }

  write(entry: Entry): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`)
  }
}

export class Journal {
  readonly runs = new Map<string, Run>()
  /** Runs in which something has happened since this was emptied. */
  readonly touched = new Set<Run>()
  readonly #times = new Map<string, number>()
  readonly #file: number
  readonly #chunk = Buffer.alloc(65_536)
  #rest = ""

  constructor(path: string) {
    this.#file = openSync(path, "r")
  }

  /** How often the handler of this event has begun, in all runs. */
  timesOf(id: string): number {
    return this.#times.get(id) ?? 0
  }

  /** Takes what has been written since. */
  read(): void {
    // Only ASCII is written.
    for (let size = this.#more(); size > 0; size = this.#more()) this.#rest += this.#chunk.toString("latin1", 0, size)
    const end = this.#rest.lastIndexOf("\n") + 1
    for (const line of this.#rest.slice(0, end).split("\n")) if (line !== "") this.#take(JSON.parse(line) as Entry)
    this.#rest = this.#rest.slice(end)
  }

  #more(): number {
    return readSync(this.#file, this.#chunk, 0, this.#chunk.length, null)
  }

  #take(entry: Entry): void {
    const begun: Run = { name: entry.at, begun: [], done: [], infos: 0, page: "0", text: "" }
    const run = this.runs.get(entry.at) ?? begun
    this.runs.set(entry.at, run)
    this.touched.add(run)
    if (entry.kind === "begun") {
      run.begun.push(entry.id)
      this.#times.set(entry.id, this.timesOf(entry.id) + 1)
    } else if (entry.kind === "done") run.done.push(entry.id)
    else if (entry.kind === "info") run.infos += 1
    else if (entry.kind === "page") run.page = entry.page
    else if (entry.kind === "typed") run.text = entry.text
    else if (entry.kind === "restored") {
      run.done = [...entry.done]
      run.text = entry.text
    }
  }
}
