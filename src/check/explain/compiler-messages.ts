/** What the TypeScript compiler writes, as data. */

import { resolve } from "node:path"

/** An error of the compiler. */
export interface CompilerMessage {
  /** Absolute; undefined for those of no file. */
  readonly file: string | undefined
  /** From 0. */
  readonly line: number
  readonly column: number
  readonly code: number
  readonly text: string
  /** The explaining lines below. */
  readonly details: readonly string[]
}

const IN_FILE = /^(.+?)\((\d+),(\d+)\): error TS(\d+): (.*)$/
const ANYWHERE = /^error TS(\d+): (.*)$/

/** Reads the output of `tsc --pretty false`. */
export function readMessages(output: string, folder: string): CompilerMessage[] {
  const messages: (CompilerMessage & { details: string[] })[] = []
  for (const line of output.split(/\r?\n/)) {
    const placed = IN_FILE.exec(line)
    const general = placed === null ? ANYWHERE.exec(line) : null
    if (placed !== null) {
      const [, file = "", row, column, code, text = ""] = placed
      const place = { file: resolve(folder, file), line: Number(row) - 1, column: Number(column) - 1 }
      messages.push({ ...place, code: Number(code), text, details: [] })
    } else if (general !== null) {
      const [, code, text = ""] = general
      messages.push({ file: undefined, line: 0, column: 0, code: Number(code), text, details: [] })
    } else if (line.startsWith(" ")) messages.at(-1)?.details.push(line.trim())
  }
  return messages
}
