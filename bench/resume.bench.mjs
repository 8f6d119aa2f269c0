/** A page of 1,000 rows that has lost its connection: coming back to its view, beside a view that is mounted anew; and the heap of one that waits. */
import { inTurn, startServer } from "./child.mjs"
import { connect, fetchPage, frameBytes, once } from "./live-client.mjs"

const PAGES = 100
/** What is done a hundred times a round takes some thousand times until the engine has compiled it for good. */
const WARM_UP = 40
const WAITING = 1000

export async function resumeBench(report) {
  const server = await startServer()
  try {
    const url = `${server.url}/table`
    const page = await fetchPage(url)
    const bytes = {}
    const measure = (how) => async () => {
      const measured = await rejoin(server, url, page, (lost) => lost[how])
      bytes[how] = measured.bytes
      return measured.cpu
    }
    const cpu = await inTurn(9, { anew: measure("anew"), back: measure("back") }, WARM_UP)
    report("resume: 1,000 rows, mounted anew: the join's reply", bytes.anew, "B")
    report("resume: 1,000 rows, one changed meanwhile: the join's reply", bytes.back, "B")
    report("resume: bytes, resumed / mounted anew", bytes.back / bytes.anew, "×", "≤ 0.05 ×")
    report("resume: 1,000 rows, mounted anew: server CPU of the join", cpu.anew, "µs")
    report("resume: 1,000 rows, resumed: server CPU of the join", cpu.back, "µs")
    report("resume: CPU, resumed / mounted anew", cpu.back / cpu.anew, "×", "≤ 0.1 ×")
    report("resume: heap of a counter view that waits, in all", await waitingHeap(server), "KB", "≤ 5 KB")
  } finally {
    server.stop()
  }
}

/** Has pages joined, one row changed, their connections lost, and others opened; then the joins alone are measured. */
async function rejoin(server, url, page, requestOf) {
  const requests = []
  for (let i = 0; i < PAGES; i += 1) requests.push(requestOf(await lostPage(url, page)))
  const sockets = []
  for (let i = 0; i < PAGES; i += 1) {
    const socket = connect(url, page)
    await once(socket, "connect")
    sockets.push(socket)
  }
  const frames = []
  for (const socket of sockets) {
    socket.io.engine.transport.ws.on("message", (data) => frames.push(frameBytes(Buffer.byteLength(data))))
  }
  await server.sweep()
  const before = await server.cpu()
  await Promise.all(
    sockets.map(async (socket, i) => {
      const reply = await new Promise((resolve) => socket.emit("j", requests[i], resolve))
      if (reply.i === undefined) throw new Error(JSON.stringify(reply))
    }),
  )
  const cpu = ((await server.cpu()) - before) / PAGES
  for (const socket of sockets) socket.disconnect()
  return { cpu, bytes: frames.reduce((sum, size) => sum + size, 0) / frames.length }
}

/** What a page asks for that has been joined, has taken all but the answer to its last event, and has lost its connection. */
async function lostPage(url, page) {
  const socket = connect(url, page)
  await once(socket, "connect")
  const join = (more) => ({ v: 1, t: page.token, h: page.templates, n: [], ...more })
  const { i, k } = await new Promise((resolve) => socket.emit("j", join({ n: [...page.templates.keys()] }), resolve))
  await new Promise((resolve) => socket.emit("e", i, "touch", {}, 1, resolve))
  socket.disconnect()
  return { anew: join({ a: true }), back: join({ a: true, r: { k, f: 0, e: 0 } }) }
}

async function waitingHeap(server) {
  const url = `${server.url}/counter`
  const page = await fetchPage(url)
  const request = { v: 1, t: page.token, h: page.templates, n: [] }
  const lose = async (count) => {
    for (let i = 0; i < count; i += 1) {
      const socket = connect(url, page)
      await once(socket, "connect")
      await new Promise((resolve) => socket.emit("j", request, resolve))
      socket.disconnect()
    }
  }
  await lose(200)
  const before = await server.heap()
  await lose(WAITING)
  return ((await server.heap()) - before) / WAITING / 1024
}
