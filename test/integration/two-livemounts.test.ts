/** Two livemounts in one app, at paths of their own: each takes what is posted to its own views. On each host. */

import { liveMiddleware as expressLive } from "../../adapters/express/index.js"
import { liveMiddleware as koaLive } from "../../adapters/koa/index.js"
import { html } from "../../src/render/values/html.js"
import type { Live } from "../../src/server/live.js"
import type { LiveView } from "../../src/view/definition.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type HostApp, hosts } from "../support/http-hosts.js"
import { PlainBrowser } from "../support/plain-browser.js"
import { RecordingLogger } from "../support/recording-logger.js"

const others: Live<never, unknown>[] = []

afterEach(async () => {
  for (const live of others.splice(0)) await live.close()
  await closeHosts()
})

/** Counts what is posted, and keeps it as a database would. */
function counting(name: string): LiveView {
  let count = 0
  return liveView({
    name,
    mount: () => ({ count }),
    events: { add: (_params, socket) => socket.assign({ count: ++count }) },
    render: ({ count: seen }) => html`<form live-submit="add"><button>Add</button></form><p>${seen}</p>`,
  })
}

describe.each(hosts)("two livemounts in one app, on $name", (host) => {
  describe.each([
    ["with secrets of their own", "o".repeat(32)],
    ["with one secret", "s".repeat(32)],
  ])("%s", (_what, secret) => {
    it.each(["before", "after"] as const)("take the posts of their own views, one %s the other", async (place) => {
      const given = { secret, path: "/second", logger: new RecordingLogger() }
      const second = (host.kind === "express" ? expressLive(given) : koaLive(given)) as never as Live<never, unknown>
      others.push(second)
      const app: HostApp = host.make({ [place]: { express: [second], koa: [second] } })
      app.live.view("/first", counting("one"))
      second.view("/second-page", counting("two"))
      for (const [path, root] of [
        ["/first", "one-1"],
        ["/second-page", "two-1"],
      ] as const) {
        const browser = await new PlainBrowser(app).get(path)
        await browser.press(`${root} add`)
        expect([browser.status, browser.between("<p>", "</p>")]).toEqual([200, "1"])
        await browser.press(`${root} add`)
        expect([browser.status, browser.between("<p>", "</p>")]).toEqual([200, "2"])
      }
    })
  })
})
