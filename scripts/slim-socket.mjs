/**
 * Builds the client's connection without what livemount never uses of socket.io-client. Its modules name all of it, so no
 * bundler can leave anything out: `client/connection/socket-connection.ts` is replaced by the module of that name in
 * `client/connection/slim/`, which speaks socket.io's protocol itself.
 * Who bundles `livemount/client` gets socket.io-client as it is.
 */
import { join } from "node:path"

const slim = join(import.meta.dirname, "..", "client", "connection", "slim")

/** The esbuild plugin. */
export const slimSocketIo = {
  name: "slim-socket.io",
  setup({ onResolve }) {
    onResolve({ filter: /\/socket-connection\.js$/ }, () => ({ path: join(slim, "socket-connection.ts") }))
  },
}
