/** The entry `livemount/cluster`: a bus between the workers of Node's cluster. */

export { type ClusterBusOptions, clusterBus } from "./cluster-bus.js"
export { type BusPrimary, setupClusterBus } from "./setup-cluster-bus.js"
export type { BusWorker } from "./topic-workers.js"
