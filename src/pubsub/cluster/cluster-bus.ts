/** The bus between the workers of Node's cluster: no engine is needed. */

import cluster from "node:cluster"
import { checkOptions } from "../../util/check-option.js"
import { systemClock } from "../../util/clock.js"
import { DEFAULT_MESSAGE_BYTES, MESSAGE_BYTES, PREFIX } from "../between/bus-options.js"
import { CarriedBus } from "../between/carried-bus.js"
import type { Bus } from "../bus.js"
import { ClusterCarrier, type WorkerChannel } from "./cluster-carrier.js"

/** Of a process that is no worker. */
const ALONE: WorkerChannel = { connected: false, on: () => {}, off: () => {} }

/** Options of {@link clusterBus}. */
export interface ClusterBusOptions {
  /**
   * Tells the buses of one program apart.
   * @defaultValue "livemount"
   */
  readonly prefix?: string | undefined
  /**
   * Bytes of the largest message, as JSON.
   * @defaultValue 4194304 (4 MB)
   */
  readonly messageBytes?: number | undefined
}

/**
 * Makes a bus between the workers of Node's `cluster`, through their primary process, which has to call
 * {@link setupClusterBus}. In a process that is no worker it is a bus within that process.
 *
 * @example
 * ```ts
 * import { clusterBus } from "livemount/cluster"
 * import { liveMiddleware } from "livemount/express"
 *
 * const live = liveMiddleware({ bus: clusterBus(), secret: process.env.SECRET })
 * ```
 * @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID
 */
export function clusterBus(options: ClusterBusOptions = {}): Bus {
  checkOptions(options, { prefix: PREFIX, messageBytes: MESSAGE_BYTES })
  const { prefix = "livemount", messageBytes = DEFAULT_MESSAGE_BYTES } = options
  // Other parents than a cluster's primary (a test runner's, a process manager's) do not expect messages of ours.
  const channel = cluster.isWorker ? process : ALONE
  return new CarriedBus(new ClusterCarrier(channel, { prefix, limit: messageBytes, clock: systemClock }))
}
