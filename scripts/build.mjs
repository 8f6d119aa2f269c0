/**
 * Builds everything into dist/: the package (plain compiler output, one file a module, and what CommonJS gets), the browser's script, and the
 * two examples, which import the package by its name.
 */
import { spawnSync } from "node:child_process"
import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")
const compiler = join(root, "node_modules", "typescript", "bin", "tsc")
// A compiler lives for a second or two: to collect its garbage costs a third of it.
const env = { GOGC: "off", ...process.env }

rmSync(join(root, "dist"), { recursive: true, force: true })
step([compiler, "-p", "tsconfig.json"])
step([compiler, "-p", "tsconfig.client.json"])
step([join("scripts", "commonjs-entries.mjs")])
step([join("scripts", "build-client.mjs")])
if (existsSync(join(root, "tsconfig.examples.json"))) step([compiler, "-p", "tsconfig.examples.json"])

function step(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env })
  if (status !== 0) process.exit(status ?? 1)
}
