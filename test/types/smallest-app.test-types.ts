/** The smallest app, as it stands in the documentation, on both hosts. */

import express from "express"
import Koa from "koa"
import { type LiveView, liveView } from "livemount"
import { liveMiddleware } from "livemount/express"
import { liveMiddleware as koaLiveMiddleware } from "livemount/koa"

const counter = liveView({
  // Assigns is what mount returns
  name: "counter", // names the socket.io namespace: /live/counter
  template: "counter.njk",
  mount: () => ({ count: 0 }),
  events: {
    increment(params, socket) {
      socket.update("count", (n) => n + 1)
    },
    decrement(params, socket) {
      socket.update("count", (n) => n - 1)
    },
  },
})

const app = express()
const live = liveMiddleware({ views: "views" })
app.use(live)
live.view("/counter", counter)
app.get("/page", live.page(counter))
app.listen(3000)

const koa = new Koa()
const koaLive = koaLiveMiddleware({ views: "views" })
koa.use(koaLive)
koaLive.view("/counter", counter)
koa.listen(3000)

// @ts-expect-error not a view
live.view("/counter", { name: "counter" })

// --- messages from any code of the app

interface Message {
  readonly text: string
}
const room: LiveView<Message> = liveView<{ lines: readonly string[] }, Message>({
  name: "room",
  template: "room.njk",
  mount: () => ({ lines: [] }),
  handleInfo: ({ text }, socket) => socket.update("lines", (lines) => [...lines, text]),
})
live.send(room, "room-1", { text: "hello" })
// @ts-expect-error its handleInfo takes messages
live.send(room, "room-1", "hello")
// @ts-expect-error it takes no messages
live.send(counter, "counter-1", "hello")
