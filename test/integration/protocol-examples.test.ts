/** Replays the exchanges of docs/protocol.md against a real server, over a real connection. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { EVENT, JOIN, VALUES } from "../../src/protocol/messages.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { joinRequest, LiveConnection } from "../support/live-client.js"
import { type LiveServer, startLive } from "../support/live-server.js"

const text = readFileSync(join(__dirname, "../../docs/protocol.md"), "utf8")
const documented = new Map(
  [...text.matchAll(/```json exchange ([\w-]+)\n([\s\S]*?)```/g)].map(([, name, json]) => [
    name,
    JSON.parse(json ?? ""),
  ]),
)

const counter = liveView({
  name: "counter",
  mount: () => ({ count: 0 }),
  events: {
    increment: (_params, socket) => socket.update("count", (count) => count + 1),
  },
  render: ({ count }) => html`<p>Count</p>
<button live-click="decrement">-</button> <span>${count}</span> <button live-click="increment">+</button>
`,
})

/** What a page or a run decides stands between angle brackets in the document. */
function withoutParticulars(value: unknown, page: { token: string; templates: readonly string[] }): unknown {
  let json = JSON.stringify(value).replaceAll(page.token, "<token>")
  for (const id of page.templates) json = json.replaceAll(`"${id}"`, '"<id>"')
  return JSON.parse(json.replace(/"message":"(?:[^"\\]|\\.)*"/g, '"message":"<message>"'))
}

describe("the exchanges of docs/protocol.md", () => {
  let server: LiveServer
  let connection: LiveConnection

  beforeAll(async () => {
    server = await startLive({ views: [counter] })
  })

  afterAll(async () => {
    connection.close()
    await server.close()
  })

  it("are what a server says and takes", async () => {
    const page = await server.page(counter)
    connection = new LiveConnection(server.url, { cookie: page.cookie })
    const socket = await connection.enter("/live/counter")
    const told = (value: unknown): unknown => withoutParticulars(value, page)
    const sent = (name: string): unknown[] => documented.get(name) as unknown[]
    const acknowledgement = (...args: unknown[]): Promise<unknown[]> =>
      new Promise((resolve) =>
        socket.emit(args[0] as string, ...args.slice(1), (...answer: unknown[]) => resolve(answer)),
      )

    expect(told(joinRequest(page))).toEqual(documented.get("join-request"))
    expect(told(await socket.emitWithAck(JOIN, joinRequest(page)))).toEqual(documented.get("join-reply"))

    expect(await acknowledgement(EVENT, ...sent("event-click"))).toEqual(documented.get("event-click-acknowledgement"))
    expect(told(await acknowledgement(EVENT, ...sent("event-unknown")))).toEqual(
      documented.get("event-unknown-acknowledgement"),
    )
    expect(await socket.emitWithAck(VALUES, ...sent("values-request"))).toEqual(documented.get("values-reply"))
  })
})
