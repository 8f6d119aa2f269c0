/** The one Chromium of all browser tests. */
const { chromium } = require("playwright-core")

let launched

/** Starts it, or gives the one that runs. */
exports.launch = async (options) => {
  if ((await launched)?.isConnected() !== true) launched = chromium.launch(options)
  return launched
}

/** After all test files. */
exports.end = async () => {
  await (await launched)?.close()
}
