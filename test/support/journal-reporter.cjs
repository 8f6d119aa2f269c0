/**
 * Writes down, for `scripts/watched.mjs`, which test files have begun and ended: at once and on disk, since the process that
 * reports may be the one that hangs.
 */
const { appendFileSync } = require("node:fs")

module.exports = class JournalReporter {
  #file = process.env.LIVEMOUNT_TEST_JOURNAL

  onRunStart({ numTotalTestSuites }) {
    this.#write({ files: numTotalTestSuites })
  }

  onTestFileStart({ path }) {
    this.#write({ begun: path })
  }

  onTestFileResult({ path }, { numPassingTests, numFailingTests, numPendingTests, testExecError }) {
    const failed = numFailingTests + (testExecError ? 1 : 0)
    this.#write({ ended: path, passed: numPassingTests, failed, skipped: numPendingTests })
  }

  #write(entry) {
    if (this.#file) appendFileSync(this.#file, `${JSON.stringify({ at: Date.now(), ...entry })}\n`)
  }
}
