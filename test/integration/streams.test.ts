/** A stream over the wire: joins that send nothing, changes, and requests for values of rows that the server no longer has. */

import { html, liveView, type Stream, stream } from "../../src/index.js"
import { LiveConnection } from "../support/live-client.js"
import { type LiveServer, startLive } from "../support/live-server.js"

interface Assigns {
  rows: Stream<{ id: number }>
}

const rowsOf = (count: number): { id: number }[] => Array.from({ length: count }, (_, id) => ({ id }))

const log = liveView<Assigns>({
  name: "log",
  mount: () => ({ rows: stream(rowsOf(3), { key: ({ id }) => id, limit: 3 }) }),
  render: ({ rows }) => html`<ul>${rows.map(({ id }) => html`<li>${id}</li>`)}</ul>`,
  events: {
    append: (_params, socket) => socket.stream("rows").insert({ id: 9 }),
  },
  restream: async () => rowsOf(2),
})

/** Lets `restream` go on. */
let giveRows: () => void = () => {}

const slow = liveView<Assigns>({
  name: "slow",
  mount: () => ({ rows: stream(rowsOf(3), { key: ({ id }) => id }) }),
  render: ({ rows }) => html`<ul>${rows.map(({ id }) => html`<li>${id}</li>`)}</ul>`,
  restream: async () => {
    await new Promise<void>((resolve) => (giveRows = resolve))
    return rowsOf(1)
  },
})

let server: LiveServer
beforeEach(async () => {
  server = await startLive({ views: [log, slow] })
})
afterEach(() => server.close())

it("sends nothing that the first HTML shows, changes as runs, and all rows to who asks for them", async () => {
  const page = await server.page(log)
  expect(page.html).toContain("<li>0</li><li>1</li><li>2</li>")
  const connection = new LiveConnection(server.url, { cookie: page.cookie })
  const view = await connection.join(page)
  expect(view.reply.d).toBeUndefined()
  expect((await view.event("append")).diff).toEqual({ 0: { o: [1, 2, -1, 1], n: [["9"]] } })
  const values = await view.values([[0]])
  expect(values.d[0]).toMatchObject({ i: [["0"], ["1"]] })
  expect((await view.event("append")).diff).toEqual({ 0: { o: [0, 2, -1, 1], n: [["9"]] } })
  connection.close()
})

it("has nobody to tell of rows when the view has left before they are there", async () => {
  const page = await server.page(slow)
  const connection = new LiveConnection(server.url, { cookie: page.cookie })
  const view = await connection.join(page)
  const values = view.values([[0]])
  await new Promise((resolve) => setTimeout(resolve, 30))
  view.leave()
  await new Promise((resolve) => setTimeout(resolve, 30))
  giveRows()
  // The page no longer knows whose values these are.
  await Promise.race([values, new Promise((resolve) => setTimeout(resolve, 50))])
  const again = await connection.join(await server.page(slow, { cookie: page.cookie } as never))
  const rows = again.values([[0]])
  await new Promise((resolve) => setTimeout(resolve, 30))
  giveRows()
  expect((await rows).d[0]).toMatchObject({ i: [["0"]] })
  expect(server.errors).toEqual([])
  connection.close()
})
