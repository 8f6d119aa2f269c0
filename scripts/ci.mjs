/** Runs the static checks, cheapest first, and after `npm test` prints how many checks and tests passed. */
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")
const checks = [
  "test",
  "check:format",
  "check:lint",
  "check:types",
  "check:templates",
  "check:unused",
  "check:package",
  "check:size",
]

let passed = 0
let failed = 0
let skipped = 0
for (const name of checks) {
  console.log(`\n> npm run ${name}`)
  const { status } = spawnSync("npm", ["run", "--silent", name], { cwd: root, stdio: "inherit" })
  if (status === 0) passed += 1
  else failed += 1
  if (name === "test") countTests()
}
console.log(`\n${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`)
process.exit(failed === 0 ? 0 : 1)

function countTests() {
  for (const name of ["jest.json", "jest-browser.json"]) {
    const file = join(root, ".cache", name)
    if (!existsSync(file)) continue
    const results = JSON.parse(readFileSync(file, "utf8"))
    passed += results.numPassedTests
    failed += results.numFailedTests + results.numRuntimeErrorTestSuites
    skipped += results.numPendingTests
  }
}
