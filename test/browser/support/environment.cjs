/**
 * What browser tests run in: Node, with the one Chromium. It stands outside of jest's registry of modules, which is a new
 * one for each test file: to evaluate Playwright for each takes as long as a small file's tests.
 */
const { sep } = require("node:path")
const { TestEnvironment } = require("jest-environment-node")
const oneChromium = require("./one-chromium.cjs")

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup()
    this.global.oneChromium = oneChromium
    writeStacksPlainly()
  }
}

const packages = `${sep}node_modules${sep}`

/**
 * Playwright writes down where it is at each step, and jest, who has just taken over how that is written for this file, has
 * it write a hundred places, and looks for the source map of each: a tenth of what a test file takes. Places in packages
 * have none, and what the test called Playwright takes down itself, with a limit of its own.
 */
function writeStacksPlainly() {
  Error.stackTraceLimit = 10
  const byMaps = Error.prepareStackTrace
  const hasMap = (frame) => {
    const file = frame.getFileName()
    return file !== null && file !== undefined && !file.startsWith("node:") && !file.includes(packages)
  }
  Error.prepareStackTrace = (error, frames) =>
    frames.some(hasMap) ? byMaps(error, frames) : [error, ...frames].join("\n    at ")
}
