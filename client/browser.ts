/**
 * The script that the middleware serves: configured by its own tag, it starts by itself, unless the page says that its own
 * script does that.
 */
import { readConfig, startsByHand } from "./config.js"
import { stateOfPage } from "./dom/nodes/members.js"
import { makeClient } from "./make-client.js"
import { hookRegistry } from "./util/hook-registry.js"

// A module runs after the document has been parsed, but a page may also load it as it likes.
if (stateOfPage() === "loading") addEventListener("DOMContentLoaded", start)
else start()

function start(): void {
  if (!startsByHand()) return makeClient(readConfig()).start()
  const registry = hookRegistry()
  registry.make = makeClient
  for (const tell of registry.listeners) tell()
}
