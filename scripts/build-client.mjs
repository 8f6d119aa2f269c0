/**
 * Builds the browser's script into dist/browser: `livemount-<hash>.js`, its lazily loaded chunks, and `manifest.json`.
 * The manifest names the script, the chunks the script imports at once, and the bytes of each file. The middleware
 * serves these files at immutable URLs.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { basename, dirname, join } from "node:path"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

const root = join(import.meta.dirname, "..")
const folder = join(root, "dist", "browser")

/**
 * socket.io-client without what livemount never uses; its modules name all of it, so no bundler can leave anything out.
 * Each entry: the module, and what stands in for it.
 */
const slimModules = [
  // WebTransport needs a server of its own, which livemount does not offer. Polling by `fetch` is half of that by XHR.
  [
    /engine\.io-client[\\/]build[\\/]esm[\\/]transports[\\/]index\.js$/,
    `import { Fetch } from "./polling-fetch.js"
     import { WS } from "./websocket.node.js"
     export const transports = { websocket: WS, polling: Fetch }`,
  ],
  // Every browser of the target parses URLs.
  [
    /engine\.io-client[\\/]build[\\/]esm[\\/]contrib[\\/]parseuri\.js$/,
    `export function parse(uri) {
       const { protocol, hostname, port, search } = new URL(uri)
       return { protocol: protocol.slice(0, -1), host: hostname, port, query: search.slice(1) }
     }`,
  ],
  // Our parser sends text alone.
  [
    /engine\.io-parser[\\/]build[\\/]esm[\\/]contrib[\\/]base64-arraybuffer\.js$/,
    "export function encode() {} export function decode() {}",
  ],
  // client/connection/reconnector.ts decides when to reconnect.
  [
    /socket\.io-client[\\/]build[\\/]esm[\\/]contrib[\\/]backo2\.js$/,
    "export class Backoff { setMin() {} setMax() {} setJitter() {} reset() {} }",
  ],
]

const slimSocketIo = {
  name: "slim-socket.io",
  setup({ onLoad, onResolve }) {
    const home = dirname(createRequire(import.meta.url).resolve("socket.io-client/package.json"))
    onResolve({ filter: /^socket\.io-client$/ }, () => ({ path: join(home, "build", "esm", "manager.js") }))
    // client/connection/text-parser.ts is handed in as an option; of socket.io's own only the numbers are asked for.
    onResolve({ filter: /^socket\.io-parser$/ }, () => ({ path: join(root, "client", "connection", "text-parser.ts") }))
    onLoad({ filter: /socket\.io-client[\\/]build[\\/]esm[\\/]manager\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8")
      const contents = source.replace("opts.parser || parser", "opts.parser")
      if (contents === source) throw new Error("socket.io-client's manager has changed: see slimSocketIo")
      return { contents, resolveDir: dirname(path) }
    })
    for (const [filter, contents] of slimModules) {
      onLoad({ filter }, ({ path }) => ({ contents, resolveDir: dirname(path) }))
    }
  },
}

const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: { livemount: join("client", "browser.ts") },
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
  legalComments: "none",
  metafile: true,
  write: false,
  plugins: [slimSocketIo],
})

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const files = {}
for (const { path, contents } of outputFiles) {
  writeFileSync(path, contents)
  files[basename(path)] = { bytes: contents.length, gzip: gzipSync(contents, { level: 9 }).length }
}
const client = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === "client/browser.ts")
if (client === undefined) throw new Error("esbuild made no file for client/browser.ts")
writeFileSync(
  join(folder, "manifest.json"),
  `${JSON.stringify({ client: basename(client[0]), imports: chunksOf(client[0]), files }, null, 2)}\n`,
)

/** The chunks that a file cannot do without, and theirs. */
function chunksOf(output, found = new Set()) {
  for (const { path, kind } of metafile.outputs[output].imports) {
    if (kind !== "import-statement" || found.has(basename(path))) continue
    found.add(basename(path))
    chunksOf(path, found)
  }
  return [...found]
}
// A new version of socket.io-client may have moved a module: then the stand-in would silently stand for nothing.
for (const [filter] of slimModules) {
  if (!Object.keys(metafile.inputs).some((input) => filter.test(input))) throw new Error(`No module matches ${filter}`)
}
if (process.argv.includes("--analyze")) {
  const inputs = Object.entries(client[1].inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
  for (const [name, { bytesInOutput }] of inputs) console.log(String(bytesInOutput).padStart(6), name)
}
