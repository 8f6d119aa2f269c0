/**
 * Writes what Node.js loads of the package into dist/server: one file for each entry point, and what several of them need, or
 * what is loaded when it is first used, in files of its own. Some 400 modules as the compiler writes them take Node 0.2 s to
 * find, read and link, at each start of each process.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"
import { entryPoints, program } from "./entry-points.mjs"

const root = join(import.meta.dirname, "..")

const bundled = Object.entries({ ...entryPoints, ...program }).filter(([, file]) => file.startsWith("server/"))
const outdir = join(root, "dist", "server")
rmSync(outdir, { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: bundled.map(([module, file]) => ({
    in: join("dist", `${module}.js`),
    out: file.slice("server/".length),
  })),
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
})
