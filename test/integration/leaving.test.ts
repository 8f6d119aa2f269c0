/** A page that is closed says so in its last breath. */
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { joinLive } from "../support/live-client.js"
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
