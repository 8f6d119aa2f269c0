/** The script that the middleware serves: configured by its own tag, it starts by itself. */
import { readConfig } from "./config.js"
import { SocketConnection } from "./connection/socket-connection.js"
import { stateOfPage } from "./dom/nodes/members.js"
import { PageClient } from "./page-client.js"

// A module runs after the document has been parsed, but a page may also load it as it likes.
if (stateOfPage() === "loading") addEventListener("DOMContentLoaded", start)
else start()

function start(): void {
  const config = readConfig()
  new PageClient({
    config,
    makeConnection: (delegate) => new SocketConnection(config, delegate),
    visit: (url) => location.assign(url),
  }).start()
}
