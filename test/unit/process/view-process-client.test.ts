import { liveView } from "../../../src/index.js"
import { topic } from "../../../src/pubsub/topic.js"
import { html } from "../../../src/render/values/html.js"
import { allTurns, deferred, RecordingClient, ViewHarness } from "../../support/view-harness.js"

const news = topic<number>("news")

function counter(connected: boolean[] = []) {
  return liveView<{ count: number }, number>({
    name: "counter",
    mount(_params, _session, socket) {
      connected.push(socket.connected)
      socket.subscribe(news)
      socket.title("Counter")
      return { count: 0 }
    },
    render: ({ count }) => html`<p>${count}</p>`,
    events: {
      async add(_params, socket) {
        connected.push(socket.connected)
        await Promise.resolve()
        socket.update("count", (n) => n + 1)
        return "added"
      },
    },
    handleInfo(n, socket) {
      connected.push(socket.connected)
      socket.update("count", (count) => count + n)
      socket.pushEvent("counted", n)
    },
  })
}

describe("a live process without a client", () => {
  it("mounts, renders, and hears of what it subscribed to", async () => {
    const connected: boolean[] = []
    const { process, pubsub, renders } = new ViewHarness(counter(connected), { hasClient: false })
    expect([process.isLive, process.hasClient, process.state]).toEqual([true, false, "mounting"])
    const starting = process.start()
    expect(process.state).toBe("mounting")
    expect(await starting).toMatchObject({ kind: "rendered", effects: [{ kind: "title", text: "Counter" }] })
    expect(process.state).toBe("mounted")
    pubsub.broadcast(news, 5)
    await allTurns()
    expect(connected).toEqual([false, false])
    expect(renders).toHaveLength(1)
  })

  it("tells the one who comes all that has changed, and all that was asked for, in one frame", async () => {
    const connected: boolean[] = []
    const { process, pubsub, renders } = new ViewHarness(counter(connected), { hasClient: false })
    await process.start()
    pubsub.broadcast(news, 5)
    await allTurns()
    pubsub.broadcast(news, 7)
    await allTurns()
    const client = new RecordingClient()
    process.attach(client)
    await allTurns()
    const e = [
      ["counted", 5],
      ["counted", 7],
    ]
    expect(client.frames).toEqual([{ diff: { 0: "12" }, extras: { e } }])
    expect(renders).toHaveLength(2)
    pubsub.broadcast(news, 1)
    await allTurns()
    expect(client.frames[1]).toEqual({ diff: { 0: "13" }, extras: { e: [["counted", 1]] } })
    expect(connected).toEqual([false, false, false, true])
  })

  it("tells the one who comes nothing where nothing has changed", async () => {
    const { process } = new ViewHarness(counter(), { hasClient: false })
    await process.start()
    const client = new RecordingClient()
    process.attach(client)
    await allTurns()
    expect(client.frames).toEqual([])
  })

  it("lives on when its client goes, and `connected` stays true", async () => {
    const connected: boolean[] = []
    const { process, client: first, pubsub, pushed } = new ViewHarness(counter(connected))
    await process.start()
    process.detach(first)
    expect([process.hasClient, process.isLive, process.state]).toEqual([false, true, "mounted"])
    pubsub.broadcast(news, 5)
    await allTurns()
    expect([connected, pushed]).toEqual([[true, true], []])
    const client = new RecordingClient()
    process.attach(client)
    await allTurns()
    expect(client.frames.map(({ diff }) => diff)).toEqual([{ 0: "5" }])
  })

  it("keeps the client that has taken another one's place, when that one goes", async () => {
    const { process, client: first, pubsub, pushed } = new ViewHarness(counter())
    await process.start()
    const client = new RecordingClient()
    process.attach(client)
    process.detach(first)
    expect(process.hasClient).toBe(true)
    pubsub.broadcast(news, 5)
    await allTurns()
    expect([client.frames.map(({ diff }) => diff), pushed]).toEqual([[{ 0: "5" }], []])
  })

  it("answers an event that came before its client went, and keeps what it changed for the next one", async () => {
    const { process, client: first } = new ViewHarness(counter())
    await process.start()
    const event = process.event("add", {})
    process.detach(first)
    expect(await event).toEqual({ diff: null, extras: { y: "added" } })
    const client = new RecordingClient()
    process.attach(client)
    await allTurns()
    expect(client.frames).toEqual([{ diff: { 0: "1" } }])
  })

  it("tells nobody that it has crashed, and runs `terminate` when it ends", async () => {
    const reasons: string[] = []
    const gate = deferred<never>()
    const view = liveView({
      name: "falling",
      mount: () => ({ count: 0 }),
      render: ({ count }) => html`<p>${count}</p>`,
      events: { wait: () => gate.promise },
      terminate: (reason) => reasons.push(reason),
    })
    const { process, client: first, exits } = new ViewHarness(view)
    await process.start()
    void process.event("wait", {})
    process.detach(first)
    gate.reject(new Error("no"))
    await allTurns()
    expect([process.state, exits, reasons]).toEqual(["ended", [], ["crash"]])
  })
})

describe("an HTTP response's process", () => {
  it("is not live, and has no client", async () => {
    const connected: boolean[] = []
    const { process } = new ViewHarness(counter(connected), { isLive: false })
    await process.start()
    expect([process.isLive, process.hasClient, process.state]).toEqual([false, false, "mounted"])
    expect(connected).toEqual([false])
    await process.close("leave")
    expect(process.state).toBe("ended")
  })
})

it("renders anew what an asynchronous renderer was making when the client left: nobody was told", async () => {
  const rendering = [deferred<void>(), deferred<void>()]
  let renders = 0
  const { process } = new ViewHarness(counter(), {
    hasClient: false,
    renderer: {
      async render({ count }: { readonly count?: number }) {
        await rendering[renders++ - 1]?.promise
        return html`<p>${count}</p>`
      },
    },
  })
  const client = new RecordingClient()
  process.attach(client)
  await process.start()
  process.info(5)
  await allTurns()
  process.detach(client)
  rendering[0]?.resolve()
  await allTurns()
  expect(client.frames).toEqual([])
  rendering[1]?.resolve()
  const next = new RecordingClient()
  process.attach(next)
  await allTurns()
  expect(next.frames).toMatchObject([{ diff: { 0: "5" }, extras: { e: [["counted", 5]] } }])
})
