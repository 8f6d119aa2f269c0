/** Bundles what the fault suite runs elsewhere: the server's program, and what runs in a tab. `node bundle.mjs <folder>`. */
import { join } from "node:path"
import { build } from "esbuild"
import { slimSocketIo } from "../../../scripts/slim-socket.mjs"

const [folder] = process.argv.slice(2)
const root = join(import.meta.dirname, "../../..")
const shared = { absWorkingDir: root, bundle: true, logLevel: "error" }

await Promise.all([
  build({
    ...shared,
    entryPoints: ["test/faults/harness/server-program.ts"],
    outfile: join(folder, "server.mjs"),
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
  }),
  build({
    ...shared,
    entryPoints: ["test/faults/harness/tab-client.ts"],
    outfile: join(folder, "tab.js"),
    format: "iife",
    platform: "browser",
    target: "es2022",
    // The client is what the package says has no side effects.
    ignoreAnnotations: true,
    plugins: [slimSocketIo],
  }),
])
