/**
 * What browser tests run in: Node, with the one Chromium. It stands outside of jest's registry of modules, which is a new
 * one for each test file: to evaluate Playwright for each takes as long as a small file's tests.
 */
const { TestEnvironment } = require("jest-environment-node")
const oneChromium = require("./one-chromium.cjs")

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup()
    this.global.oneChromium = oneChromium
  }
}
