/** Pages that do not keep up: what the server holds for one that does not read, and what a burst of messages comes to. */
import { startServer } from "./child.mjs"
import { joinPage } from "./live-client.mjs"

/** Bytes of each text that is broadcast: so many that the system's own buffers are full in the first seconds. */
const SIZE = 4096
const PER_SECOND = 1000

export async function pressureBench(report, seconds) {
  const server = await startServer()
  try {
    await burst(server, report)
    for (const transport of ["websocket", "polling"]) await slowReader(server, report, transport, seconds)
  } finally {
    server.stop()
  }
}

async function burst(server, report) {
  const client = await joinPage(`${server.url}/ticker`)
  const shown = new Promise((resolve) => client.socket.on("d", (_instance, diff) => diff[0] === "1000" && resolve()))
  await server.burst(1000)
  await shown
  report("1,000 infos in one burst", client.frames.length - client.joined, "frames", "= 1")
  client.close()
}

async function slowReader(server, report, transport, seconds) {
  // The same flood, and a page that reads: what the server takes for that is not the slow one's.
  const reads = await joinPage(`${server.url}/ticker`, { manager: { transports: [transport] } })
  const usual = await server.flood({ perSecond: PER_SECOND, seconds: 3, size: SIZE })
  reads.close()
  const slow = await joinPage(`${server.url}/ticker`, { manager: { transports: [transport] } })
  const goOn = stopReading(slow.socket.io.engine.transport, transport)
  const { most, sent } = await server.flood({ perSecond: PER_SECOND, seconds, size: SIZE })
  const latest = new Promise((resolve) =>
    slow.socket.on("d", (_instance, diff) => diff[0].startsWith(`${sent - 1} `) && resolve()),
  )
  const begin = performance.now()
  goOn()
  await latest
  const what = `page that does not read, ${transport}, ${seconds} s`
  report(`${what}: updates a second`, sent / seconds, "updates")
  report(`${what}: server memory`, (most - usual.most) / 1024, "KB", "≤ 1,024 KB")
  report(`${what}: shows the latest after`, performance.now() - begin, "ms")
  slow.close()
}

function stopReading(line, transport) {
  if (transport === "websocket") {
    line.ws.pause()
    return () => line.ws.resume()
  }
  const { doPoll } = line
  line.doPoll = () => {}
  return () => {
    line.doPoll = doPoll
    line.doPoll()
  }
}
