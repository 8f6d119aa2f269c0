/**
 * Builds socket.io-client without what livemount never uses. Its modules name all of it, so no bundler can leave
 * anything out: modules are replaced instead. Who bundles `livemount/client` gets socket.io-client as it is.
 */
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

/** Each entry: the module, and what stands in for it. */
const standIns = [
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
  // Our parser sends text alone, and so does our server.
  [
    /engine\.io-parser[\\/]build[\\/]esm[\\/]encodePacket\.browser\.js$/,
    `import { PACKET_TYPES } from "./commons.js"
     export const encodePacket = ({ type, data = "" }, binary, callback) => callback(PACKET_TYPES[type] + data)
     export const encodePacketToBinary = undefined`,
  ],
  [
    /engine\.io-parser[\\/]build[\\/]esm[\\/]decodePacket\.browser\.js$/,
    `import { ERROR_PACKET, PACKET_TYPES_REVERSE } from "./commons.js"
     export const decodePacket = (text) => {
       const type = PACKET_TYPES_REVERSE[text[0]]
       return type ? { type, ...(text.length > 1 ? { data: text.slice(1) } : {}) } : ERROR_PACKET
     }`,
  ],
]

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
