/** What the process holds in memory. */

import { once } from "node:events"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { Worker } from "node:worker_threads"

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

/** Bytes in use, garbage taken away. */
export function inUse(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** A heap with nothing else in it: its garbage is collected at once, and not with all that a process of tests has loaded. */
const PARSING = `
const { parentPort } = require("node:worker_threads")
const collect = require("node:vm").runInNewContext("gc")
const inUse = () => {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
parentPort.on("message", ({ text, copies }) => {
  const kept = []
  const before = inUse()
  for (let copy = 0; copy < copies; copy++) kept.push(JSON.parse(text))
  const bytes = (inUse() - before) / copies
  parentPort.postMessage({ bytes, kept: kept.length })
})`

/** Tells what a JSON text takes when it is parsed. */
export class ParsedSize {
  readonly #thread = new Worker(PARSING, { eval: true })

  /** Bytes of one of some copies that are kept. */
  async of(text: string, copies: number): Promise<number> {
    this.#thread.postMessage({ text, copies })
    const [{ bytes, kept }] = (await once(this.#thread, "message")) as [{ bytes: number; kept: number }]
    if (kept !== copies) throw new Error(`${kept} copies instead of ${copies}.`)
    return bytes
  }

  async close(): Promise<void> {
    await this.#thread.terminate()
  }
}
