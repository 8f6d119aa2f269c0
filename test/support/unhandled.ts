/** What would have ended the process: exceptions that nobody caught, and rejections that nobody took. */

import { runInThisContext } from "node:vm"
import { messageOf } from "../../src/errors/thrown.js"

/** Jest gives tests a copy of `process`, whose listeners nobody calls. This one is the real one. */
const real = runInThisContext("process") as NodeJS.Process

const EVENTS = ["unhandledRejection", "uncaughtException"] as const

/** Catches what is left unhandled until `stop` is called, in place of the test runner. */
export class Unhandled {
  /** Described: what was thrown may not be printable. */
  readonly found: string[] = []
  readonly #others = EVENTS.map((name) => [name, real.rawListeners(name)] as const)

  constructor() {
    for (const name of EVENTS) {
      real.removeAllListeners(name)
      real.on(name, (thrown: unknown) => this.found.push(messageOf(thrown)))
    }
  }

  stop(): void {
    for (const [name, listeners] of this.#others) {
      real.removeAllListeners(name)
      for (const listener of listeners) real.on(name, listener as () => void)
    }
  }
}
