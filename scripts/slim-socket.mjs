/**
 * Builds the client's connection without what livemount never uses of socket.io-client. Its modules name all of it, so no
 * bundler can leave anything out. `client/connection/socket-connection.ts` is replaced instead, and below it modules of
 * engine.io-client, by those of `client/connection/slim/`, each of which says what it relies on.
 * Who bundles `livemount/client` gets socket.io-client as it is.
 */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

const root = join(import.meta.dirname, "..")
const slim = join(root, "client", "connection", "slim")

/** Each entry: the module, and what stands in for it. */
const standIns = [
  [/component-emitter[\\/]lib[\\/]esm[\\/]index\.js$/, "polling/emitter.ts"],
  [/engine\.io-parser[\\/]build[\\/]esm[\\/]index\.js$/, "polling/packets.ts"],
  [/engine\.io-client[\\/]build[\\/]esm[\\/]transports[\\/]index\.js$/, "polling/transports.ts"],
  [/engine\.io-client[\\/]build[\\/]esm[\\/]contrib[\\/]parseuri\.js$/, "polling/uri.ts"],
  [/engine\.io-client[\\/]build[\\/]esm[\\/]contrib[\\/]parseqs\.js$/, "polling/uri.ts"],
  [/engine\.io-client[\\/]build[\\/]esm[\\/]util\.js$/, "polling/platform.ts"],
  [/engine\.io-client[\\/]build[\\/]esm[\\/]globals\.js$/, "polling/platform.ts"],
]

/**
 * Throws unless the engine.io-client that socket.io-client uses is the very one that the stand-ins were written for, which
 * package.json pins: what they rely on is none of its public interface.
 *
 * @param pinned - What package.json says in devDependencies.
 * @param installed - The version that is there.
 */
export function checkEngineVersion(pinned, installed) {
  if (pinned === installed) return
  throw new Error(
    `client/connection/slim was written for engine.io-client ${pinned}; socket.io-client uses ${installed}.\n` +
      "Compare build/esm/socket.js of the two, and what each module there says that it relies on: names of methods, events and\n" +
      "fields. Then set devDependencies.engine.io-client in\n" +
      "package.json to exactly that version, and run test/integration/client-connection*.test.ts.",
  )
}

/** The esbuild plugin. */
export const slimSocketIo = {
  name: "slim-socket.io",
  setup({ onEnd, onLoad, onResolve, initialOptions }) {
    // Found from here, it is the engine.io-client that socket.io-client itself would use.
    const socketIo = createRequire(import.meta.url).resolve("socket.io-client/package.json")
    const engineManifest = createRequire(socketIo).resolve("engine.io-client/package.json")
    const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
    checkEngineVersion(devDependencies["engine.io-client"], JSON.parse(readFileSync(engineManifest, "utf8")).version)
    const engine = join(dirname(engineManifest), "build", "esm", "socket.js")
    onResolve({ filter: /\/socket-connection\.js$/ }, () => ({ path: join(slim, "socket-connection.ts") }))
    onResolve({ filter: /^engine\.io-client$/ }, () => ({ path: engine }))
    for (const [filter, file] of standIns) {
      onLoad({ filter }, ({ path }) => ({
        contents: `export * from ${JSON.stringify(join(slim, file))}`,
        resolveDir: dirname(path),
      }))
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
