/** The bus between the workers of Node's cluster: no engine is needed. */

import { CarriedBus } from "../between/carried-bus.js"
import { checkOptions, DEFAULT_MESSAGE_BYTES, MESSAGE_BYTES, PREFIX } from "../between/check-options.js"
import type { Bus } from "../bus.js"
import { ClusterCarrier } from "./cluster-carrier.js"

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
  return new CarriedBus(new ClusterCarrier(process, prefix, messageBytes))
}
