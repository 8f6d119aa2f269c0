/**
 * Writes what Node.js loads of the package into dist/server: one file for each entry point, and what several of them need, or
 * what is loaded when it is first used, in files of its own. Some 400 modules as the compiler writes them take Node 0.2 s to
 * find, read and link, at each start of each process.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"

const root = join(import.meta.dirname, "..")

/** The names of the package's entry points, and the modules behind them. */
const entries = {
  index: "src/index",
  express: "adapters/express/index",
  koa: "adapters/koa/index",
  redis: "src/pubsub/redis/index",
  cluster: "src/pubsub/cluster/index",
  "socket-io": "src/pubsub/socket-io/index",
  adapter: "src/server/adapter-kit",
  check: "src/check/cli",
}

const outdir = join(root, "dist", "server")
rmSync(outdir, { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(
    Object.entries(entries).map(([name, module]) => [name, join("dist", `${module}.js`)]),
  ),
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
})
