/**
 * The conditions under which the statement that is being written stands. Inside of a function TypeScript forgets what they
 * say of properties, so they are written there again.
 */

import type { Translation } from "./translation.js"

export class Guards {
  readonly #to: Translation
  readonly #open: (() => void)[] = []

  constructor(translation: Translation) {
    this.#to = translation
  }

  /** Writes what stands under a condition, which `writeCondition` writes. */
  under(writeCondition: () => void, write: () => void): void {
    this.#open.push(writeCondition)
    write()
    this.#open.pop()
  }

  /** Writes the body of a function, with all the conditions around it. */
  repeat(write: () => void): void {
    const { code } = this.#to
    const conditions = [...this.#open]
    for (const writeCondition of conditions) {
      code.write("if (")
      this.#to.silently(writeCondition)
      code.endLine(") {")
    }
    write()
    code.endLine("}".repeat(conditions.length))
  }
}
