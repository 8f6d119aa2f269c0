/**
 * Builds socket.io-client without what livemount never uses. Its modules name all of it, so no bundler can leave
 * anything out: modules are replaced instead. Who bundles `livemount/client` gets socket.io-client as it is.
 */
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

/** Each entry: the module, and what stands in for it. */
const standIns = [
  [/component-emitter[\\/]lib[\\/]esm[\\/]index\.js$/, all("emitter.js")],
  [/engine\.io-parser[\\/]build[\\/]esm[\\/]index\.js$/, all("packets.js")],
  [/engine\.io-client[\\/]build[\\/]esm[\\/]transports[\\/]index\.js$/, all("transports.js")],
  // Every browser of the target parses URLs and queries, and knows its own global object.
  [
    /engine\.io-client[\\/]build[\\/]esm[\\/]contrib[\\/]parseuri\.js$/,
    `export function parse(uri) {
       const { protocol, hostname, port, search } = new URL(uri)
       return { protocol: protocol.slice(0, -1), host: hostname, port, query: search.slice(1) }
     }`,
  ],
  [
    /engine\.io-client[\\/]build[\\/]esm[\\/]contrib[\\/]parseqs\.js$/,
    "export const decode = (query) => Object.fromEntries(new URLSearchParams(query))",
  ],
  [
    /engine\.io-client[\\/]build[\\/]esm[\\/]util\.js$/,
    `export const byteLength = (text) => new Blob([text]).size
     export function installTimerFunctions(object) {
       object.setTimeoutFn = (...timer) => setTimeout(...timer)
       object.clearTimeoutFn = (timer) => clearTimeout(timer)
     }`,
  ],
  [
    /engine\.io-client[\\/]build[\\/]esm[\\/]globals\.js$/,
    `export const nextTick = (work) => queueMicrotask(work)
     export const defaultBinaryType = undefined
     export const createCookieJar = () => undefined`,
  ],
]

/** The source of a module that passes on a file of this folder. */
function all(file) {
  return `export * from ${JSON.stringify(join(import.meta.dirname, file))}`
}

/** The esbuild plugin. */
export const slimSocketIo = {
  name: "slim-socket.io",
  setup({ onEnd, onLoad, onResolve, initialOptions }) {
    // Found from here, it is the engine.io-client that socket.io-client itself would use.
    const socketIo = createRequire(import.meta.url).resolve("socket.io-client/package.json")
    const engineIo = dirname(createRequire(socketIo).resolve("engine.io-client/package.json"))
    onResolve({ filter: /^socket\.io-client$/ }, () => ({ path: join(import.meta.dirname, "manager.js") }))
    onResolve({ filter: /^engine\.io-client$/ }, () => ({ path: join(engineIo, "build", "esm", "socket.js") }))
    for (const [filter, contents] of standIns) {
      onLoad({ filter }, ({ path }) => ({ contents, resolveDir: dirname(path) }))
    }
    // A new version may have moved a module: then the stand-in would silently stand for nothing.
    initialOptions.metafile = true
    onEnd(({ metafile, errors }) => {
      const inputs = Object.keys(metafile?.inputs ?? {})
      const useless =
        errors.length > 0 ? [] : standIns.filter(([filter]) => !inputs.some((input) => filter.test(input)))
      return {
        errors: useless.map(([filter]) => ({ text: `No module matches ${filter}: socket.io-client has changed` })),
      }
    })
  },
}
