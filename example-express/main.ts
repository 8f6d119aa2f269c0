/** Starts the Express example: `PORT` is where it listens (3000), `LIVE_SECRET` signs its pages. */

import type { AddressInfo } from "node:net"
import { createApp } from "./app.js"

const { app, live } = createApp()
const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  const { port } = server.address() as AddressInfo
  console.log(`Express example: http://localhost:${port}`)
})

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await live.close()
    server.close()
    server.closeAllConnections()
  })
}
