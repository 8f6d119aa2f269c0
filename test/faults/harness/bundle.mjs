/**
 * Bundles what the fault suite runs elsewhere: programs of processes, and what runs in tabs. `node bundle.mjs <folder> <names>`: which of
 * them.
 */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { build } from "esbuild"
import { slimSocketIo } from "../../../scripts/slim-socket.mjs"

/**
 * Waits of the client, in ms, that a round would spend idle: a tenth of what they are in the browser, or less. What is served has
 * no such option.
 */
const HASTE = {
  "connection/reconnector": { SHORTEST: 10, LONGEST: 200, PROVEN: 500 },
  "connection/attempt": { FIRST_TIMEOUT: 300, LATER_TIMEOUT: 600 },
  "view/joiner": { SHORTEST: 50, LONGEST: 1_000, PROVEN: 1_000 },
  "view/client-seat": { LONGEST_UNCONFIRMED: 200 },
  "features/patches/ticket-fetch": { PATIENCE: 1_000 },
  "features/used-controls/recovery": { PATIENCE: 1_000 },
}

/** The esbuild plugin that writes them into the client's modules. */
const haste = {
  name: "haste",
  setup({ onEnd, onLoad }) {
    const unmet = new Set(Object.keys(HASTE))
    onLoad({ filter: /client[\\/].*\.ts$/ }, async ({ path }) => {
      const module = Object.keys(HASTE).find((name) => path.endsWith(`client/${name}.ts`))
      if (module === undefined) return undefined
      unmet.delete(module)
      let contents = await readFile(path, "utf8")
      for (const [name, ms] of Object.entries(HASTE[module])) {
        const before = new RegExp(`^(const ${name}(?:: \\w+)? = )[\\d_]+$`, "m")
        if (!before.test(contents)) throw new Error(`${path} has no ${name}.`)
        contents = contents.replace(before, `$1${ms}`)
      }
      return { contents, loader: "ts" }
    })
    onEnd(({ errors }) => {
      if (errors.length === 0 && unmet.size > 0) throw new Error(`The client has no ${[...unmet].join(", ")}.`)
    })
  },
}

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
  hasty: { ...inPage, program: "tab", outfile: "hasty.js", ignoreAnnotations: true, plugins: [slimSocketIo, haste] },
}

await Promise.all(
  names.split(",").map((name) => {
    const { program = name, outfile, ...options } = PROGRAMS[name]
    return build({
      absWorkingDir: root,
      bundle: true,
      logLevel: "error",
      entryPoints: [`test/faults/harness/${program}-program.ts`],
      outfile: join(folder, outfile),
      ...options,
    })
  }),
)
