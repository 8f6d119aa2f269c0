/** `npm run faults`: bundles the fault suite's driver, which is TypeScript, and runs it. See CONTRIBUTING.md. */
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { build } from "esbuild"

const root = join(import.meta.dirname, "..")
const file = join(root, "dist", `faults-${process.pid}.mjs`)
mkdirSync(join(root, "dist"), { recursive: true })
await build({
  absWorkingDir: root,
  entryPoints: ["test/faults/harness/main.ts"],
  outfile: file,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
})
try {
  await import(pathToFileURL(file).href)
} finally {
  rmSync(file, { force: true })
}
