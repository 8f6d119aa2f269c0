/** The entry `livemount/cluster`: a bus between the workers of Node's cluster. */

export { type ClusterBusOptions, clusterBus } from "./cluster-bus.js"
export { type BusPrimary, type BusWorker, setupClusterBus } from "./setup-cluster-bus.js"
