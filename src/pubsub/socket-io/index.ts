/** The entry `livemount/socket-io`: a bus over the adapter of a socket.io server. */

export { type SocketIoBusOptions, socketIoBus } from "./socket-io-bus.js"
export type { BusServer } from "./socket-io-carrier.js"
