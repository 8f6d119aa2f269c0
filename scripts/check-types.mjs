/**
 * Compiles the type tests (test/types) against the declarations that users of the package get, as they were built, with the
 * oldest TypeScript that is supported and with the newest.
 */
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { askOldest } from "./oldest-typescript.mjs"

const root = join(import.meta.dirname, "..")
const newest = join(root, "node_modules/typescript/bin/tsc")

if (!existsSync(join(root, "dist/src/index.d.ts"))) {
  console.error("The declarations are missing: run `npm run build` first.")
  process.exit(1)
}

const { version, wrong, missing } = askOldest("test/types/tsconfig.json")
if (wrong !== "") console.error(wrong)
const projects = [
  "test/types/tsconfig.json",
  "test/types/tsconfig.loose.json",
  "test/types/tsconfig.isolated.json",
  // With the declarations themselves checked, as projects without `skipLibCheck` do.
  "test/types/tsconfig.library.json",
]
// One process for all, which reads each file once. Where something is wrong, each is asked by itself.
const passedAll = compile(["--build", "--builders", "1", ...projects], "ignore")
const results = [
  { version, project: "test/types/tsconfig.json", passed: wrong === "" },
  ...projects.map((project) => ({
    version: newestVersion(),
    project,
    passed: passedAll || compile(["-p", project], "inherit"),
  })),
]
if (!passedAll && results.every(({ passed }) => passed)) {
  throw new Error("One compiler for all projects says more than one for each.")
}

for (const { version, project, passed } of results) {
  console.log(`type tests, TypeScript ${version}, ${project}: ${passed ? "passed" : "FAILED"}`)
}
for (const sentence of missing) console.log(sentence)
console.log(`completions in an editor: ${missing.length === 0 ? "passed" : "FAILED"}`)
process.exit(missing.length === 0 && results.every(({ passed }) => passed) ? 0 : 1)

function compile(args, stdio) {
  // Several checkers in one process each look at what all of them need.
  const { status } = spawnSync(process.execPath, [newest, ...args, "--checkers", "1"], { cwd: root, stdio })
  return status === 0
}

function newestVersion() {
  return JSON.parse(readFileSync(join(root, "node_modules/typescript/package.json"), "utf8")).version
}
