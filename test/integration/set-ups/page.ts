/** A page's own script, which goes through a bundler. */

import { createLiveClient, type LiveConnection } from "livemount/client"

const connection: LiveConnection = createLiveClient({ params: { timeZone: "Europe/Vienna" } })
connection.connect()
// @ts-expect-error: there is no such method.
connection.reconnect()
