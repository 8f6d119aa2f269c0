/** What runs the tests: a file that hangs is named, ended with all that it has started, and counted as failed. */

import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const root = join(__dirname, "..", "..")

/** Runs a program in place of jest, with limits of milliseconds; `reporter` is the one that jest tells. */
function run(program: string, limits: { named: number; silent: number }) {
  const folder = mkdtempSync(join(tmpdir(), "watched-"))
  const results = join(folder, "results.json")
  const reported = `
    const reporter = new (require(${JSON.stringify(join(root, "test/support/journal-reporter.cjs"))}))()
    const ended = (path, of) => reporter.onTestFileResult({ path }, { numPassingTests: 0, numFailingTests: 0, numPendingTests: 0, ...of })
    ${program}`
  const options = {
    cwd: folder,
    stdio: "ignore",
    env: { RESULTS: results },
    journal: join(folder, "journal.jsonl"),
    results,
    limits: { look: 50, ...limits },
  }
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { watched } from ${JSON.stringify(join(root, "scripts/watched.mjs"))}
       const status = await watched(["--eval", ${JSON.stringify(reported)}], ${JSON.stringify(options)})
       console.log(status)`,
    ],
    { encoding: "utf8" },
  )
  return { status: Number(stdout), said: stderr.trim().split("\n"), folder, results: readFileSync(results, "utf8") }
}

describe("a file that hangs", () => {
  let ran: ReturnType<typeof run>

  beforeAll(() => {
    // As an endless loop, which hears nothing; but it takes no time of the machine. Silent for longer than Node takes to begin.
    ran = run(
      `
      const { spawn } = require("node:child_process")
      reporter.onRunStart({ numTotalTestSuites: 4 })
      reporter.onTestFileStart({ path: process.cwd() + "/quick.test.ts" })
      ended(process.cwd() + "/quick.test.ts", { numPassingTests: 7, numFailingTests: 1, numPendingTests: 2 })
      const beat = 'setInterval(() => require("node:fs").appendFileSync("beats", "."), 50)'
      spawn(process.execPath, ["--eval", beat], { stdio: "ignore" })
      for (const name of ["one", "two"]) reporter.onTestFileStart({ path: process.cwd() + "/" + name + ".test.ts" })
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`,
      { named: 100, silent: 5000 },
    )
  })

  it("is named, and ended", () => {
    expect(ran.status).toBe(1)
    expect(ran.said).toEqual([
      expect.stringMatching(/running for more than .*: one\.test\.ts$/),
      expect.stringMatching(/running for more than .*: two\.test\.ts$/),
      expect.stringContaining("ended by force"),
      "FAILED, had not ended: one.test.ts",
      "FAILED, had not ended: two.test.ts",
      "FAILED, had not begun: 1 of 4 files",
    ])
  })

  it("counts as failed, beside what had passed", () => {
    expect(JSON.parse(ran.results)).toEqual({
      numPassedTests: 7,
      numFailedTests: 1,
      numPendingTests: 2,
      numRuntimeErrorTestSuites: 3,
    })
  })

  it("is ended with what it has started", async () => {
    const beats = (): number => statSync(join(ran.folder, "beats")).size
    const before = beats()
    expect(before).toBeGreaterThan(0)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(beats()).toBe(before)
  })
})

it("leaves alone what goes on, and its results", () => {
  const { status, said, results } = run(
    `
    reporter.onRunStart({ numTotalTestSuites: 1 })
    reporter.onTestFileStart({ path: process.cwd() + "/one.test.ts" })
    ended(process.cwd() + "/one.test.ts", { numPassingTests: 1 })
    require("node:fs").writeFileSync(process.env.RESULTS, "{}")
    process.exitCode = 3`,
    { named: 60_000, silent: 60_000 },
  )
  expect(status).toBe(3)
  expect(said).toEqual([""])
  expect(results).toBe("{}")
})
