/**
 * What browser tests run in: Node, with the one Chromium. It stands outside of jest's registry of modules, which is a new
 * one for each test file: to evaluate Playwright for each takes as long as a small file's tests.
 */
// The one that comes with jest.
const { TestEnvironment } = require(require.resolve("jest-environment-node", { paths: [require.resolve("jest")] }))
const oneChromium = require("./one-chromium.cjs")

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup()
    this.global.oneChromium = oneChromium
  }
}
