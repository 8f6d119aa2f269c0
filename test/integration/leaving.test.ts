/** A page that is closed says so in its last breath. */
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { joinLive, joinRequest, LiveConnection } from "../support/live-client.js"
import { startLive } from "../support/live-server.js"

it("ends the view of a page that leaves it and closes its connection at once, by whatever transport", async () => {
  let ended: (reason: string) => void = () => {}
  const view = liveView({
    name: "left",
    mount: () => ({}),
    render: () => html`<p></p>`,
    terminate: (reason) => ended(reason),
  })
  const server = await startLive({ views: [view], resumeWindow: 60_000 })
  try {
    for (const transport of ["websocket", "websocket", "websocket", "polling"] as const) {
      const joined = await joinLive(server.url, await server.page(view), { transports: [transport] })
      expect(joined.reply.k).toBeDefined()
      const reason = new Promise<string>((end) => (ended = end))
      const { manager } = joined.connection
      const closed = new Promise((end) => manager.engine.once("close", end))
      joined.leave()
      joined.connection.close()
      expect(await reason).toBe("leave")
      // By polling it asks once more after its farewell: not after the test.
      await closed
    }
  } finally {
    await server.close()
  }
})

it("ends what a page has asked for that leaves before it has heard of it, by whatever transport", async () => {
  let ended: (reason: string) => void = () => {}
  let mounting: () => Promise<void> = async () => {}
  const view = liveView({
    name: "left",
    async mount(_params, _session, socket) {
      if (socket.connected) await mounting()
      return {}
    },
    render: () => html`<p></p>`,
    terminate: (reason) => ended(reason),
  })
  const server = await startLive({ views: [view], resumeWindow: 60_000 })
  try {
    for (const transport of ["websocket", "polling"] as const) {
      for (const isMounted of [false, true]) {
        const page = await server.page(view)
        const connection = new LiveConnection(server.url, { cookie: page.cookie, transports: [transport] })
        const socket = await connection.enter("/live/left")
        let go: () => void = () => {}
        const asked = new Promise<void>((begun) => {
          mounting = () => new Promise((resolve) => begun(void (go = resolve)))
        })
        const reason = new Promise<string>((end) => (ended = end))
        const answered = new Promise((answer) => socket.emit("j", joinRequest(page), answer))
        await asked
        // Whether or not the answer has left: the page does not know.
        if (isMounted) {
          go()
          await answered
        }
        const closed = new Promise((end) => connection.manager.engine.once("close", end))
        socket.emit("l", -1)
        connection.close()
        go()
        expect(await reason).toBe("leave")
        await closed
      }
    }
  } finally {
    await server.close()
  }
})
