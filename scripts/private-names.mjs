/**
 * Names that only the client's own modules call each other by: the build gives them one or two letters, which is 3 % of the
 * script. They are found, not listed: a word of the client's code that nobody else says.
 */
import { readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { publicNames } from "./public-names.mjs"

const root = join(import.meta.dirname, "..")
const { resolve } = createRequire(import.meta.url)

/** What says names that are not ours to change. */
const others = [
  // The browser and the language.
  ...filesOf(librariesOf(resolve("typescript/package.json")), /^lib\..*\.d\.ts$/),
  // The wire.
  ...filesOf(join(root, "src", "protocol"), /\.ts$/),
  // The page's own scripts.
  join(root, "client", "live-client.ts"),
  join(root, "client", "hook-commands.ts"),
  // What is bundled with the client.
  join(dirname(resolve("diff-dom/package.json")), "dist/module.js"),
]

/** Of the browser, and not in the compiler's declarations. */
const young = ["createHTML", "createPolicy", "forget", "isVisible", "moveBefore", "saveData", "trustedTypes"]

/**
 * Words of the client's code. Those in quotes may be looked up by their text; what a part exports is asked for by its name
 * of who imports the part when it is needed.
 */
function findOwnNames() {
  const code = filesOf(join(root, "client"), /\.ts$/)
    .filter((file) => !file.endsWith(".d.ts"))
    .map((file) => readFileSync(file, "utf8").replaceAll(/\/\*.*?\*\/|(?<!:)\/\/[^\n]*/gs, ""))
    .join("\n")
  const foreign = new Set([...others.flatMap((file) => wordsOf(readFileSync(file, "utf8"))), ...young, ...publicNames])
  for (const [, quoted] of code.matchAll(/["'`]([\w$]+)["'`]/g)) foreign.add(quoted)
  for (const [, exported] of code.matchAll(/^export (?:abstract |async )?(?:class|const|function|let) (\w+)/gm))
    foreign.add(exported)
  return [...new Set(wordsOf(code))].filter((word) => word.length > 2 && !foreign.has(word)).sort()
}

export const ownNames = findOwnNames()

/** For esbuild's `mangleProps`. */
export const privateNames = new RegExp(`^(?:${ownNames.join("|")})$`)

/** Throws if a file that the build has made exports one of the names. */
export function checkExports(exported) {
  const shared = ownNames.filter((name) => exported.includes(name))
  if (shared.length > 0) throw new Error(`scripts/private-names.mjs: exported by a part: ${shared.join(", ")}`)
}

function wordsOf(text) {
  return text.match(/[A-Za-z_]\w*/g) ?? []
}

function filesOf(folder, named) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && named.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Where the compiler's declarations lie. */
function librariesOf(compiler) {
  const platform = `@typescript/typescript-${process.platform}-${process.arch}/package.json`
  return join(dirname(createRequire(compiler).resolve(platform)), "lib")
}
