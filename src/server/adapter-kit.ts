/**
 * The entry `livemount/adapter`: what an adapter for another host is made with. livemount's own adapters for Express and Koa
 * use nothing else. `docs/adapters.md` walks through one for plain `node:http`.
 *
 * @module
 */

export type { Answer, HostApp, HostEngine, HostExchange } from "../http/host/host-exchange.js"
export type { IslandOptions } from "../http/live-function.js"
export type { PageRoute } from "../http/routes/resolve.js"
export type { RequestListener } from "../transport/socket-io/transport.js"
export type { LiveView } from "../view/definition.js"
export { createLive } from "./create-live.js"
export type { CloseOptions, Live, LiveHealth, LiveSession, LiveSessionOptions, PageOptions } from "./live.js"
export type { LiveApi } from "./live-api.js"
export type { LiveServer } from "./live-server.js"
export type { LiveOptions } from "./options/live-options.js"
