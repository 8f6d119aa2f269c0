/**
 * Compiles the type tests (test/types) against the declarations that users of the package get, with the oldest
 * TypeScript that is supported and with the newest.
 */
import { spawnSync } from "node:child_process"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { missingCompletions } from "./completions.mjs"

const root = join(import.meta.dirname, "..")
const newest = join(root, "node_modules/typescript/bin/tsc")
const oldest = join(root, "node_modules/typescript54/bin/tsc")

rmSync(join(root, ".cache/declarations"), { recursive: true, force: true })
const emitted =
  compile(newest, "test/types/tsconfig.declarations.json") &&
  compile(newest, "test/types/tsconfig.client-declarations.json")
const results = [
  [newest, "test/types/tsconfig.json"],
  [oldest, "test/types/tsconfig.json"],
  [newest, "test/types/tsconfig.loose.json"],
  [newest, "test/types/tsconfig.isolated.json"],
  // With the declarations themselves checked, as projects without `skipLibCheck` do.
  [newest, "test/types/tsconfig.library.json"],
].map(([compiler, project]) => ({ version: versionOf(compiler), project, passed: compile(compiler, project) }))

for (const { version, project, passed } of results) {
  console.log(`type tests, TypeScript ${version}, ${project}: ${passed ? "passed" : "FAILED"}`)
}
const missing = missingCompletions()
for (const sentence of missing) console.log(sentence)
console.log(`completions in an editor: ${missing.length === 0 ? "passed" : "FAILED"}`)
process.exit(emitted && missing.length === 0 && results.every(({ passed }) => passed) ? 0 : 1)

function compile(compiler, project) {
  const { status } = spawnSync(process.execPath, [compiler, "-p", project], { cwd: root, stdio: "inherit" })
  return status === 0
}

function versionOf(compiler) {
  const { stdout } = spawnSync(process.execPath, [compiler, "--version"], { encoding: "utf8" })
  return stdout.replace("Version", "").trim()
}
