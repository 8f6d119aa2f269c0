/**
 * Runs a part of the tests so that a hang ends: what takes long is named while it runs, and when no file has ended for too
 * long all of the part's processes are killed and what had not ended counts as failed. It goes by progress and not by the
 * time of the whole: on a machine that others hold, a part may well take an hour.
 */
import { spawn } from "node:child_process"
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { relative } from "node:path"

const MINUTE = 60_000

/**
 * Resolves with the exit status. `journal` is the file that `test/support/journal-reporter.cjs` writes, `results` the one
 * that jest writes at its end: if it came to none, what the journal knows is written there.
 */
export function watched(args, { cwd, env, stdio, journal, results, say = console.error, limits = {} }) {
  const { named = 5 * MINUTE, silent = 20 * MINUTE, look = MINUTE / 4 } = limits
  for (const file of [journal, results]) rmSync(file, { force: true })
  const began = Date.now()
  // A group of its own: the workers, and all that the tests have started, are ended with it.
  const child = spawn(process.execPath, args, {
    cwd,
    stdio,
    detached: true,
    env: { ...env, LIVEMOUNT_TEST_JOURNAL: journal },
  })
  const end = () => process.kill(-child.pid, "SIGKILL")
  const stop = () => {
    end()
    process.exit(1)
  }
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop)

  return new Promise((resolve) => {
    const told = new Set()
    let isHanging = false
    const timer = setInterval(() => {
      const { running, last } = read(journal, began)
      const now = Date.now()
      for (const [path, since] of running) {
        if (now - since < named || told.has(path)) continue
        told.add(path)
        say(`has been running for more than ${minutes(named)}: ${relative(cwd, path)}`)
      }
      if (now - last < silent || isHanging) return
      isHanging = true
      end()
    }, look)
    child.once("exit", (status) => {
      clearInterval(timer)
      for (const signal of ["SIGINT", "SIGTERM"]) process.removeListener(signal, stop)
      if (isHanging) tell(read(journal, began))
      resolve(isHanging ? 1 : status)
    })

    function tell({ running, files, ended }) {
      say(`ended by force: for ${minutes(silent)} no test file has ended`)
      for (const path of running.keys()) say(`FAILED, had not ended: ${relative(cwd, path)}`)
      const unbegun = files - ended.length - running.size
      if (unbegun > 0) say(`FAILED, had not begun: ${unbegun} of ${files} files`)
      if (existsSync(results)) return
      const sum = (of) => ended.reduce((total, entry) => total + entry[of], 0)
      const counts = {
        numPassedTests: sum("passed"),
        numFailedTests: sum("failed"),
        numPendingTests: sum("skipped"),
        numRuntimeErrorTestSuites: Math.max(1, files - ended.length),
      }
      writeFileSync(results, JSON.stringify(counts))
    }
  })
}

/** What the journal says: files that run since when, how many there are, what became of those that ended, and the last end. */
function read(journal, began) {
  const running = new Map()
  const ended = []
  let files = 0
  let last = began
  const text = existsSync(journal) ? readFileSync(journal, "utf8") : ""
  for (const line of text.split("\n").slice(0, -1)) {
    const entry = JSON.parse(line)
    if (entry.files !== undefined) files = entry.files
    if (entry.begun !== undefined) running.set(entry.begun, entry.at)
    if (entry.ended === undefined) continue
    running.delete(entry.ended)
    ended.push(entry)
    last = entry.at
  }
  return { running, files, ended, last }
}

function minutes(milliseconds) {
  const count = milliseconds / MINUTE
  return count === 1 ? "a minute" : `${count} minutes`
}
