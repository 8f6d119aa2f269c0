/** A page that loses its connection and comes back, over real sockets. */

import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { LiveConnection, type LiveInstance } from "../support/live-client.js"
import { type LivePage, type LiveServer, startLive } from "../support/live-server.js"

const ended: string[] = []
const counter = liveView({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: {
    increment: (_params, socket) => {
      socket.update("count", (count) => count + 1)
      return socket.assigns.count
    },
  },
  handleInfo: (message: number, socket) => socket.assign({ count: message }),
  terminate: (reason) => void ended.push(reason),
  render: ({ count }) => html`<p>${count}</p>`,
})

let server: LiveServer
let page: LivePage
let root: string
let roots = 0
const connections: LiveConnection[] = []

beforeAll(async () => {
  server = await startLive({ views: [counter], resumeWindow: 60_000 })
})
afterAll(() => server.close())
beforeEach(async () => {
  ended.length = 0
  root = `counter-${++roots}`
  page = await server.page(counter, { id: root })
})
afterEach(() => {
  for (const connection of connections.splice(0)) connection.close()
})

function connect(transports: ("websocket" | "polling")[] = ["websocket"]): LiveConnection {
  const connection = new LiveConnection(server.url, { cookie: page.cookie, transports })
  connections.push(connection)
  return connection
}

const back = (from: LiveInstance, f: number, transports?: ("websocket" | "polling")[]): Promise<LiveInstance> =>
  connect(transports).join(page, { a: true, n: [], r: { k: from.reply.k ?? "", f, e: 0 } })

async function detached(count: number): Promise<void> {
  while (server.kept?.detachedCount !== count) await new Promise((resolve) => setTimeout(resolve, 2))
}

test.each<[from: "websocket" | "polling", to: "websocket" | "polling"]>([
  ["websocket", "websocket"],
  ["polling", "websocket"],
  ["websocket", "polling"],
])("a page that was joined by %s comes back by %s, and is told what it missed", async (from, to) => {
  const first = await connect([from]).join(page)
  const before = server.kept?.detachedCount ?? 0
  expect(await first.event("increment")).toEqual({ diff: { 0: "1" }, extras: { y: 1 } })
  expect(await first.event("increment")).toEqual({ diff: { 0: "2" }, extras: { y: 2 } })
  // Not a word: the network is gone.
  first.connection.manager.engine.close()
  await detached(before + 1)
  server.orders.send("counter", root, 10)
  const second = await back(first, 1, [to])
  expect(second.reply).toMatchObject({ d: { 0: "10" }, r: { e: 2, f: [[2, { 0: "2" }, { y: 2 }]] } })
  second.sent = 2
  expect(await second.event("increment")).toEqual({ diff: { 0: "11" }, extras: { y: 11 } })
  expect([ended, server.kept?.detachedCount]).toEqual([[], before])
})

test("a connection that the server believes in is closed, and what was on its way over it does nothing", async () => {
  const first = await connect().join(page)
  await first.event("increment")
  const { ws } = first.connection.manager.engine.transport as unknown as { ws: { pause(): void; resume(): void } }
  ws.pause()
  const second = await back(first, 1)
  first.socket.emit("e", first.reply.i, "increment", {}, 2)
  first.leave()
  const gone = new Promise((resolve) => first.socket.once("disconnect", resolve))
  ws.resume()
  await gone
  second.sent = 1
  expect(await second.event("increment")).toEqual({ diff: { 0: "2" }, extras: { y: 2 } })
  expect(ended).toEqual([])
})

test("two that come by the same key at once have one view between them", async () => {
  const first = await connect().join(page)
  first.connection.manager.engine.close()
  const [one, two] = await Promise.allSettled([back(first, 0), back(first, 0)])
  const replies = [one, two].flatMap((settled) => (settled.status === "fulfilled" ? [settled.value] : []))
  const resumed = replies.filter(({ reply }) => reply.r !== undefined)
  expect(resumed.length).toBeGreaterThan(0)
  const answers = await Promise.all(
    resumed.map((instance) =>
      Promise.race([
        instance.event("increment").then(({ diff }) => diff),
        new Promise((resolve) => instance.socket.once("disconnect", () => resolve("fenced"))),
      ]),
    ),
  )
  expect(answers.filter((answer) => answer !== "fenced" && answer !== null)).toEqual([{ 0: "1" }])
})

test("a shutdown ends the views that wait, and takes no time", async () => {
  const own = await startLive({ views: [counter], resumeWindow: 60_000 })
  const ownPage = await own.page(counter)
  const connection = new LiveConnection(own.url, { cookie: ownPage.cookie })
  await connection.join(ownPage)
  connection.manager.engine.close()
  while (own.kept?.detachedCount !== 1) await new Promise((resolve) => setTimeout(resolve, 2))
  await own.close()
  expect([ended, own.kept.detachedCount]).toEqual([["shutdown"], 0])
})
