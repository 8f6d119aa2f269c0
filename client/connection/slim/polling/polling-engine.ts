/**
 * A connection that begins with polling, and is upgraded to a WebSocket where one gets through: engine.io-client's own
 * `Socket` (build/esm/socket.js), which is what "engine.io-client" means here, over the stand-ins of this folder. Handshake,
 * heartbeat and upgrade are its own. Loaded when a WebSocket could not be opened.
 *
 * Relied on there: `new Socket(uri, options)` opens by itself and takes a copy of `options.transports`; it is what
 * `../engine.ts` says.
 */
import { Socket } from "engine.io-client"
import type { ManagerOptions } from "socket.io-client"

export function connectByPolling(uri: string, options: Partial<ManagerOptions>): Socket {
  return new Socket(uri, options)
}
