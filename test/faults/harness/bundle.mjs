/**
 * Bundles what the fault suite runs elsewhere: programs of processes, and what runs in tabs. `node bundle.mjs <folder> <names>`: which of
 * them.
 */
import { join } from "node:path"
import { build } from "esbuild"
import { slimSocketIo } from "../../../scripts/slim-socket.mjs"

const [folder, names] = process.argv.slice(2)
const root = join(import.meta.dirname, "../../..")

const inNode = { format: "esm", platform: "node", target: "node20", packages: "external" }
const inPage = { format: "iife", platform: "browser", target: "es2022" }

const PROGRAMS = {
  server: { ...inNode, outfile: "server.mjs" },
  crowd: { ...inNode, outfile: "crowd.mjs" },
  chromium: { ...inPage, outfile: "chromium.js" },
  // The client is what the package says has no side effects.
  tab: { ...inPage, outfile: "tab.js", ignoreAnnotations: true, plugins: [slimSocketIo] },
}

await Promise.all(
  names.split(",").map((name) => {
    const { outfile, ...options } = PROGRAMS[name]
    return build({
      absWorkingDir: root,
      bundle: true,
      logLevel: "error",
      entryPoints: [`test/faults/harness/${name}-program.ts`],
      outfile: join(folder, outfile),
      ...options,
    })
  }),
)
