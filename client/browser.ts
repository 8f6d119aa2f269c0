/** The script that the middleware serves: configured by its own tag, it starts by itself. */
import { stateOfPage } from "./dom/nodes/members.js"
import { createLiveClient } from "./index.js"

// A module runs after the document has been parsed, but a page may also load it as it likes.
if (stateOfPage() === "loading") addEventListener("DOMContentLoaded", start)
else start()

function start(): void {
  createLiveClient().connect()
}
