/** A TCP proxy with a round-trip time: what travels comes half of it later, and a connection takes one to be made. */
import { connect, createServer } from "node:net"

/** Resolves with the URL that leads to `port` by way of the slow line, and what ends it. */
export async function slowLine(port, roundTrip) {
  const sockets = new Set()
  const server = createServer({ noDelay: true }, (incoming) => {
    const outgoing = connect({ port, host: "127.0.0.1", noDelay: true })
    const opened = performance.now() + roundTrip
    carry(incoming, outgoing, () => Math.max(opened - performance.now(), 0) + roundTrip / 2)
    carry(outgoing, incoming, () => roundTrip / 2)
    for (const socket of [incoming, outgoing]) sockets.add(socket.on("close", () => sockets.delete(socket)))
  })
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** In order: no chunk is due before the one that came before it. */
function carry(from, to, delay) {
  let due = 0
  const later = (work) => {
    due = Math.max(due, performance.now() + delay())
    setTimeout(work, due - performance.now())
  }
  from.on("data", (chunk) => later(() => to.writable && to.write(chunk)))
  from.on("end", () => later(() => to.end()))
  from.on("error", () => to.destroy())
}
