/** Runs all tests: jest's projects (unit, dom, integration, architecture, browser) and the type tests. */
import { spawnSync } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { shortLived } from "./node-flags.mjs"
import { watched } from "./watched.mjs"

const root = join(import.meta.dirname, "..")
const cache = join(root, ".cache")
mkdirSync(cache, { recursive: true })

// The compilers that tests start live for a second or two: to collect their garbage costs a third of it.
const env = { GOGC: "off", ...process.env }

// Chromium is several processes of its own: its tests come by themselves, one file at a time.
const parts = {
  jest: ["--selectProjects", "unit", "dom", "integration", "architecture", "--maxWorkers=100%"],
  "jest-browser": ["--selectProjects", "browser", "--maxWorkers=1"],
}
// Tests start their apps with them, too (`process.execArgv`).
const engine = [
  ...shortLived,
  // What one file compiled is there for the next, however long it was not needed.
  "--no-flush-bytecode",
]
const given = process.argv.slice(2)
const types = spawnSync(process.execPath, [...engine, join("scripts", "check-types.mjs")], {
  cwd: root,
  stdio: "inherit",
  env,
})
const statuses = [types.status]
for (const [name, args] of Object.entries(parts)) {
  const results = join(cache, `${name}.json`)
  const jest = [
    ...engine,
    join("node_modules", "jest", "bin", "jest.js"),
    "--json",
    `--outputFile=${results}`,
    "--passWithNoTests",
    "--reporters=default",
    `--reporters=${join(root, "test", "support", "journal-reporter.cjs")}`,
    ...args,
    ...given,
  ]
  const status = await watched(jest, {
    cwd: root,
    env,
    // jest prints its report to standard error; the JSON that it also writes to standard output is not for people.
    stdio: ["ignore", "ignore", "inherit"],
    journal: join(cache, `${name}-journal.jsonl`),
    results,
  })
  statuses.push(status)
}
process.exit(statuses.every((status) => status === 0) ? 0 : 1)
