/** Runs all tests: jest's projects (unit, dom, integration, architecture, browser) and the type tests. */
import { spawnSync } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")
mkdirSync(join(root, ".cache"), { recursive: true })

const results = join(root, ".cache", "jest.json")
const jest = [
  join("node_modules", "jest", "bin", "jest.js"),
  "--json",
  `--outputFile=${results}`,
  "--maxWorkers=100%",
  ...process.argv.slice(2),
]
const statuses = [
  spawnSync(process.execPath, [join("scripts", "check-types.mjs")], { cwd: root, stdio: "inherit" }).status,
  // jest prints its report to standard error; the JSON that it also writes to standard output is not for people.
  spawnSync(process.execPath, jest, { cwd: root, stdio: ["ignore", "ignore", "inherit"] }).status,
]
process.exit(statuses.every((status) => status === 0) ? 0 : 1)
