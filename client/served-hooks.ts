/**
 * What the middleware serves as `hooks.js`, for pages without a bundler: hooks, and the client of the page for those who start
 * it themselves. That is the served script's: it may come later than this.
 */
import { startsByHand } from "./config.js"
import { type LiveClientOptions, type LiveConnection, liveClient } from "./live-client.js"
import { hookRegistry } from "./util/hook-registry.js"

export { Hook, registerHooks } from "./hooks.js"

export function createLiveClient(options: LiveClientOptions = {}): LiveConnection {
  if (!startsByHand()) {
    throw new TypeError(
      'The client starts by itself. Write data-live-start="manual" on the tag of the script that starts it.',
    )
  }
  const registry = hookRegistry()
  let client: LiveConnection | undefined
  let isWanted = false
  const take = (): void => {
    if (client !== undefined || registry.make === undefined) return
    client = liveClient(options, registry.make)
    if (isWanted) client.connect()
  }
  registry.listeners.add(take)
  take()
  return {
    get connected() {
      return client?.connected ?? false
    },
    connect() {
      isWanted = true
      client?.connect()
    },
    disconnect() {
      isWanted = false
      client?.disconnect()
    },
  }
}
