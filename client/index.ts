/**
 * livemount's client for those who bundle their own script. The script that the middleware serves needs none of this, but for
 * hooks.
 *
 * @module
 */
import { type LiveClientOptions, type LiveConnection, liveClient } from "./live-client.js"
import { makeClient } from "./make-client.js"

export type { HookCommands } from "./hook-commands.js"
export {
  type AnyEvents,
  type EventPayload,
  type EventReply,
  Hook,
  type Json,
  type PushError,
  registerHooks,
} from "./hooks.js"
export type { LiveClientOptions, LiveConnection } from "./live-client.js"
export type { HookCallbacks, HookClass } from "./util/hook-registry.js"

/**
 * Makes the client of this page. Call `connect()` when the document has been parsed.
 *
 * @example
 * ```ts
 * import { createLiveClient } from "livemount/client"
 *
 * createLiveClient({ params: { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone } }).connect()
 * ```
 */
export function createLiveClient(options: LiveClientOptions = {}): LiveConnection {
  return liveClient(options, makeClient)
}
