/** Real servers for tests: programs of this machine, started in a folder of their own, and ended with the test. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { connect } from "node:net"

/** True if the program can be started here. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0
}

/**
 * `describe`, or `describe.skip` with one line that says what is missing: those tests are counted as skipped then.
 */
export function describeWith(programs: readonly string[]): jest.Describe {
  const missing = programs.filter((name) => !hasProgram(name))
  if (missing.length === 0) return describe
  process.stderr.write(
    `Skipped: tests with ${missing.join(", ")}, not found here. Debian: apt-get install redis-server postgresql\n`,
  )
  return describe.skip
}

/** A program that runs. */
export class Program {
  readonly #child: ChildProcess
  readonly #ended: Promise<void>

  constructor(
    name: string,
    parameters: readonly string[],
    options: { readonly cwd: string; readonly uid?: number; readonly gid?: number },
  ) {
    this.#child = spawn(name, parameters, { stdio: "ignore", ...options })
    this.#ended = new Promise((resolve) => this.#child.once("exit", () => resolve()))
  }

  /** Ends it at once, as a power cut does. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL")
    await this.#ended
  }
}

/** Waits until something answers at the port. */
export async function answers(port: number): Promise<void> {
  while (!(await accepts(port))) await new Promise((resolve) => setTimeout(resolve, 10))
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })
}
