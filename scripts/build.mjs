/**
 * Builds everything into dist/: the package (plain compiler output, one file a module, what Node loads of it, and what CommonJS gets), the browser's script, and the
 * two examples, which import the package by its name.
 */
import { spawnSync } from "node:child_process"
import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import { shortLived } from "./node-flags.mjs"

const root = join(import.meta.dirname, "..")
const compiler = join(root, "node_modules", "typescript", "bin", "tsc")
// A compiler lives for a second or two: to collect its garbage costs a third of it.
const env = { GOGC: "off", ...process.env }

rmSync(join(root, "dist"), { recursive: true, force: true })
compile("tsconfig.json")
compile("tsconfig.client.json")
step([...shortLived, join("scripts", "commonjs-entries.mjs")])
step([join("scripts", "bundle-server.mjs")])
step([...shortLived, join("scripts", "build-client.mjs")])
if (existsSync(join(root, "tsconfig.examples.json"))) compile("tsconfig.examples.json")

function compile(project) {
  // Several checkers each look at what all of them need: a sixth more work, and no sooner done where others work too.
  step([compiler, "--checkers", "1", "-p", project])
}

function step(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env })
  if (status !== 0) process.exit(status ?? 1)
}
