import type { ProcessOutput } from "../../../src/process/output/client.js"
import { functionRenderer } from "../../../src/render/function-renderer.js"
import { html } from "../../../src/render/values/html.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import { Parking } from "../../../src/supervise/parking.js"
import { Supervisor } from "../../../src/supervise/supervisor.js"
import { definitionOf } from "../../../src/view/definition.js"
import { liveView } from "../../../src/view/live-view.js"
import { PeerServer } from "../../support/peer-server.js"
import { allTurns, deferred } from "../../support/view-harness.js"

const ended: string[] = []
const note = (name: string) =>
  liveView({
    name,
    mount: () => ({ text: "" }),
    handleInfo(message: string, socket) {
      if (message === "crash") throw new Error("broken")
      socket.assign({ text: message })
    },
    terminate: (reason, socket) => {
      ended.push(`${socket.id} ${reason}`)
    },
    render: ({ text }) => html`<p>${text}</p>`,
  })
const definitions = { a: definitionOf(note("a")), b: definitionOf(note("b")) }

let server: PeerServer
let supervisor: Supervisor

beforeEach(() => {
  ended.length = 0
  server = new PeerServer()
  supervisor = server.supervisor
})

async function start(view: "a" | "b", id: string, identify?: string, issuedAt = 0) {
  const definition = definitions[view]
  const renderer = functionRenderer(definition.render as never)
  const options = { definition, renderer, id, isLive: true, params: {}, session: {}, services: server.services }
  const process = supervisor.spawn(options, { identify, issuedAt })
  const told: unknown[] = []
  const table = new TemplateTable()
  const client: ProcessOutput = {
    table,
    mayBeTold: () => true,
    push: (frame) => void told.push(frame.diff),
    exit: ({ code }) => void told.push(code),
  }
  process.attach(client)
  await process.start()
  return { process, client, told }
}

describe("Supervisor", () => {
  test("finds processes by their view and root id, as long as they live", async () => {
    const { process: first } = await start("a", "x")
    const { process: second } = await start("a", "x")
    await start("a", "y")
    await start("b", "x")
    expect([...supervisor.find("a", "x")]).toEqual([first, second])
    expect(supervisor.count).toBe(4)
    await first.close("leave")
    expect([...supervisor.find("a", "x")]).toEqual([second])
    expect([...supervisor.find("none", "x")]).toEqual([])
    expect(supervisor.count).toBe(3)
  })

  test("forgets a process that crashes, also one that has no client", async () => {
    const { process, client } = await start("a", "x")
    process.detach(client)
    process.info("crash")
    await allTurns()
    expect(supervisor.count).toBe(0)
    expect(ended).toEqual(["x crash"])
  })

  test("ends a process once, and tells its client why", async () => {
    const { process, told } = await start("a", "x")
    await supervisor.end(process, "disconnect", { code: "LV_DISCONNECTED", message: "" })
    await supervisor.end(process, "crash")
    expect(told).toEqual(["LV_DISCONNECTED"])
    expect(ended).toEqual(["x disconnect"])
    expect(supervisor.count).toBe(0)
  })

  test("knows which it has given up, and no others that have crashed", async () => {
    const { process } = await start("a", "x")
    const { process: other } = await start("a", "y")
    supervisor.giveUp(process)
    await supervisor.end(other, "crash")
    expect(ended).toEqual(["x crash", "y crash"])
    expect([process, other].map((each) => supervisor.hasGivenUp(each))).toEqual([true, false])
  })

  test("ends all of them for the shutdown", async () => {
    await Promise.all([start("a", "x"), start("b", "y")])
    await supervisor.close()
    expect(ended).toEqual(["x shutdown", "y shutdown"])
    expect(supervisor.count).toBe(0)
  })

  test("waits at the shutdown for those, too, that have ended before and still clean up", async () => {
    const cleaned = deferred<void>()
    const slowly = definitionOf(
      liveView({ name: "slowly", mount: () => ({}), render: () => html`<p></p>`, terminate: () => cleaned.promise }),
    )
    const renderer = functionRenderer(slowly.render as never)
    const options = {
      definition: slowly,
      renderer,
      id: "x",
      isLive: true,
      params: {},
      session: {},
      services: server.services,
    }
    const process = supervisor.spawn(options)
    await process.start()
    void supervisor.clientLeft(process, "leave")
    let isClosed = false
    const closing = supervisor.close().then(() => {
      isClosed = true
    })
    await allTurns()
    expect(isClosed).toBe(false)
    cleaned.resolve()
    await closing
  })

  test("has all of them render anew when templates change, until it closes", async () => {
    const listeners = new Set<() => void>()
    supervisor = new Supervisor({
      parking: new Parking(server.clock),
      templates: {
        onChanged(listener) {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      },
    })
    const { process } = await start("a", "x")
    const before = process.rendered
    for (const listener of listeners) listener()
    await allTurns()
    expect(process.rendered).not.toBe(before)
    await supervisor.close()
    expect(listeners.size).toBe(0)
  })
})

describe("Orders", () => {
  test("hand a message to the processes with that root id, and say how many those are", async () => {
    const { told } = await start("a", "x")
    const { told: other } = await start("a", "y")
    expect(server.orders.send("a", "x", "hello")).toBe(1)
    expect(server.orders.send("a", "z", "hello")).toBe(0)
    await allTurns()
    expect(told).toEqual([{ 0: "hello" }])
    expect(other).toEqual([])
  })

  test("end the views of a user, and void the tokens so far", async () => {
    const mine = await start("a", "x", "ann", 1_000_000)
    const theirs = await start("a", "y", "bob", 1_000_000)
    const nobodys = await start("b", "z")
    server.orders.disconnect("ann")
    expect(mine.told).toEqual(["LV_DISCONNECTED"])
    expect([theirs, nobodys].flatMap(({ told }) => told)).toEqual([])
    expect(server.voids.has("ann", 1_000_000)).toBe(true)
    expect(server.voids.has("ann", 1_000_001)).toBe(false)
    expect(supervisor.count).toBe(2)
  })
})
