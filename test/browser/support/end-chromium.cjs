/** What jest calls after all browser tests. */
module.exports = () => require("./one-chromium.cjs").end()
