/** What an adapter is made with: the whole of livemount that adapters know. */

export type { Answer, HostApp, HostEngine, HostExchange } from "../http/host-exchange.js"
export type { LiveView } from "../view/definition.js"
export { createLive } from "./create-live.js"
export type { Live, PageOptions } from "./live.js"
export type { LiveServer } from "./live-server.js"
export type { LiveOptions } from "./options.js"
