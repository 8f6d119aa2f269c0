/**
 * Builds the browser's script into dist/browser: `livemount-<hash>.js`, its lazily loaded chunks, what hooks import
 * (`hooks-<hash>.js`), each of them compressed, too, as nearly all browsers take it (`.br`), and `manifest.json`. The manifest names the script, what hooks import, the chunks the script imports
 * at once, and the bytes of each file. The middleware serves these files at immutable URLs.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { basename, join, relative } from "node:path"
import { brotliCompressSync, gzipSync } from "node:zlib"
import { minifySync, version } from "@swc/core"
import { build } from "esbuild"
import { lazyCopies } from "./lazy-copies.mjs"
import { lazyImports } from "./lazy-imports.mjs"
import { licenceBanner } from "./licence-banner.mjs"
import { checkExports, privateNames } from "./private-names.mjs"
import { slimSocketIo } from "./slim-socket.mjs"

const root = join(import.meta.dirname, "..")
const folder = join(root, "dist", "browser")

/** esbuild minifies each expression well; swc, after it, finds what spans statements: 3 % of the script. */
const minifying = {
  module: true,
  ecma: 2022,
  // Without sequences gzip finds more that repeats.
  compress: { passes: 3, ecma: 2022, module: true, toplevel: true, sequences: false, hoist_funs: true },
  mangle: { toplevel: true },
  format: { comments: false, ecma: 2022 },
}

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: { livemount: join("client", "browser.ts"), hooks: join("client", "served-hooks.ts") },
  outdir: folder,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "browser",
  // What has `AbortSignal` in addEventListener, private fields and `FormData(form, submitter)` has this.
  target: ["es2022", "chrome112", "firefox111", "safari16.4"],
  minify: true,
  mangleProps: privateNames,
  legalComments: "none",
  // Gone after swc, whose work follows from this and the file: so the hashes are of what is served.
  banner: { js: `/* ${version} ${JSON.stringify(minifying)} ${lazyImports('import("./x.js")')} */` },
  metafile: true,
  write: false,
  plugins: [slimSocketIo, lazyCopies],
})

const outputs = Object.values(metafile.outputs)
checkExports(outputs.flatMap((output) => output.exports))
// The stand-in goes by a module's name: were that another one by now, the real client would come in, and work.
const foreign = outputs
  .flatMap(({ inputs }) => Object.keys(inputs))
  .filter((path) => /node_modules\/.*\bsocket\.io/.test(path))
if (foreign.length > 0) {
  throw new Error(`socket.io-client is in the served script: ${foreign.join(", ")}.
scripts/slim-socket.mjs says which module stands for which; who imports socket.io-client has to be one that is replaced.`)
}
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const files = {}
for (const { path, text } of outputFiles) {
  const { inputs } = metafile.outputs[relative(root, path)]
  const banner = licenceBanner(root, Object.keys(inputs))
  const contents = Buffer.from(banner + minifySync(lazyImports(text), minifying).code)
  const brotli = brotliCompressSync(contents)
  writeFileSync(path, contents)
  writeFileSync(`${path}.br`, brotli)
  files[basename(path)] = {
    bytes: contents.length,
    gzip: gzipSync(contents, { level: 9 }).length,
    brotli: brotli.length,
  }
}
const client = outputOf("client/browser.ts")
const hooks = outputOf("client/served-hooks.ts")
const imports = chunksOf(client[0])
if (imports.length > 0) {
  const shared = imports.flatMap((name) => Object.keys(metafile.outputs[relative(root, join(folder, name))].inputs))
  throw new Error(`Every page would wait for a second file, with what parts share with the main script: ${shared.join(", ")}.
A part has a copy of what has no state (scripts/lazy-copies.mjs), and is handed all else (client/dom/toolbox.ts).`)
}
writeFileSync(
  join(folder, "manifest.json"),
  `${JSON.stringify({ client: basename(client[0]), hooks: basename(hooks[0]), imports, files }, null, 2)}\n`,
)

function outputOf(entryPoint) {
  const output = Object.entries(metafile.outputs).find(([, one]) => one.entryPoint === entryPoint)
  if (output === undefined) throw new Error(`esbuild made no file for ${entryPoint}`)
  return output
}

/** The chunks that a file cannot do without, and theirs. */
function chunksOf(output, found = new Set()) {
  for (const { path, kind } of metafile.outputs[output].imports) {
    if (kind !== "import-statement" || found.has(basename(path))) continue
    found.add(basename(path))
    chunksOf(path, found)
  }
  return [...found]
}
if (process.argv.includes("--analyze")) {
  const inputs = Object.entries(client[1].inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
  for (const [name, { bytesInOutput }] of inputs) console.log(String(bytesInOutput).padStart(6), name)
}
