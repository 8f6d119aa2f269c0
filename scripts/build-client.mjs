/**
 * Builds the browser's script into dist/browser: `livemount-<hash>.js`, its lazily loaded chunks, and `manifest.json`,
 * which names the script and the bytes of each file. The middleware serves these files at immutable URLs.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { basename, dirname, join } from "node:path"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

const root = join(import.meta.dirname, "..")
const folder = join(root, "dist", "browser")

/**
 * socket.io-client's entry point pulls in all of its API, and engine.io-client names all transports in one module, so
 * no bundler can leave any out. We use the Manager alone, and of the transports polling and WebSocket: WebTransport
 * needs a server of its own that livemount does not offer.
 */
const slimSocketIo = {
  name: "slim-socket.io",
  setup({ onLoad, onResolve }) {
    const home = dirname(createRequire(import.meta.url).resolve("socket.io-client/package.json"))
    onResolve({ filter: /^socket\.io-client$/ }, () => ({ path: join(home, "build", "esm", "manager.js") }))
    onLoad({ filter: /engine\.io-client[\\/]build[\\/]esm[\\/]transports[\\/]index\.js$/ }, ({ path }) => ({
      contents: `import { XHR } from "./polling-xhr.node.js"
        import { WS } from "./websocket.node.js"
        export const transports = { websocket: WS, polling: XHR }`,
      resolveDir: dirname(path),
    }))
  },
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

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

const files = {}
for (const { path, contents } of outputFiles) {
  writeFileSync(path, contents)
  files[basename(path)] = { bytes: contents.length, gzip: gzipSync(contents, { level: 9 }).length }
}
const client = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === "client/browser.ts")
if (client === undefined) throw new Error("esbuild made no file for client/browser.ts")
writeFileSync(
  join(folder, "manifest.json"),
  `${JSON.stringify({ client: basename(client[0]), files }, null, 2)}\n`,
)
if (process.argv.includes("--analyze")) {
  const inputs = Object.entries(client[1].inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
  for (const [name, { bytesInOutput }] of inputs) console.log(String(bytesInOutput).padStart(6), name)
}
