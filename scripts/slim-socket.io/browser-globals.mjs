/**
 * An esbuild plugin: engine.io-client asks whether it runs in a browser. The built script does; the tests that use
 * `plugin.mjs` alone do not.
 */
import { readFileSync } from "node:fs"

const questions = [/typeof (?:add|remove)EventListener === "function"/g, /typeof location !== "undefined"/g]

export const browserGlobals = {
  name: "browser-globals",
  setup({ onLoad }) {
    onLoad({ filter: /engine\.io-client[\\/]build[\\/]esm[\\/]socket\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8")
      // A new version may ask otherwise.
      const useless = questions.filter((question) => source.search(question) < 0)
      return {
        contents: questions.reduce((text, question) => text.replace(question, "true"), source),
        errors: useless.map((question) => ({ text: `${question} matches nothing: engine.io-client has changed` })),
      }
    })
  },
}
