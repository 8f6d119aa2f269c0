/** The bus over socket.io's adapters, for apps whose socket.io server has one anyway. */

import { checkOptions } from "../../util/check-option.js"
import { DEFAULT_MESSAGE_BYTES, MESSAGE_BYTES, PREFIX } from "../between/bus-options.js"
import { CarriedBus } from "../between/carried-bus.js"
import type { Bus } from "../bus.js"
import { type BusServer, SocketIoCarrier } from "./socket-io-carrier.js"

/** Options of {@link socketIoBus}. */
export interface SocketIoBusOptions {
  /**
   * Tells apps apart that share an engine.
   * @defaultValue "livemount"
   */
  readonly prefix?: string | undefined
  /**
   * Bytes of the largest message, as JSON. Adapters have limits of their own.
   * @defaultValue 4194304 (4 MB)
   */
  readonly messageBytes?: number | undefined
}

/**
 * Makes a bus over the adapter of a socket.io server: Redis streams, Postgres, Node's cluster, MongoDB, or any other that
 * has `serverSideEmit`. Every process gets every message, and keeps what it has listeners for.
 *
 * The adapter says nothing of its connection: whether it is there `live.health()` cannot tell, and what is lost is noticed
 * when the next message of the same process on the same topic arrives. Where Redis is at hand, `redisBus` does more.
 *
 * @example
 * ```ts
 * import { createAdapter } from "@socket.io/redis-streams-adapter"
 * import { liveMiddleware } from "livemount/express"
 * import { socketIoBus } from "livemount/socket-io"
 * import { Server } from "socket.io"
 *
 * const io = new Server(httpServer, { adapter: createAdapter(redisClient) })
 * const live = liveMiddleware({ bus: socketIoBus(io) })
 * ```
 * @throws {@link LiveError} LV_BUS_NO_ADAPTER, LV_OPTION_UNKNOWN, LV_OPTION_INVALID
 */
export function socketIoBus(io: BusServer, options: SocketIoBusOptions = {}): Bus {
  checkOptions(options, { prefix: PREFIX, messageBytes: MESSAGE_BYTES })
  const { prefix = "livemount", messageBytes = DEFAULT_MESSAGE_BYTES } = options
  return new CarriedBus(new SocketIoCarrier(io, `/${prefix}.bus`, messageBytes))
}
