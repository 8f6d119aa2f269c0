/** Starts the Koa example: `PORT` is where it listens (3001), `LIVE_SECRET` signs its pages. */

import type { AddressInfo } from "node:net"
import { createApp } from "./app.js"

const { app, live } = createApp()
const server = app.listen(Number(process.env.PORT ?? 3001), () => {
  const { port } = server.address() as AddressInfo
  console.log(`Koa example: http://localhost:${port}`)
})
// It would be found with the first request. Pages that come back after a restart begin with a WebSocket instead.
live.attach(server)

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await live.close()
    server.close()
    server.closeAllConnections()
  })
}
