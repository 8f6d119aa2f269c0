/** The real records that the examples show: files of the package `vega-datasets`. */

import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** Reads all records of a file. */
export function readDataset<Entry>(file: string): readonly Entry[] {
  const packageEntry = fileURLToPath(import.meta.resolve("vega-datasets"))
  return JSON.parse(readFileSync(join(dirname(packageEntry), "..", "data", file), "utf8"))
}
