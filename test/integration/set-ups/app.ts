/** An app as its author writes it. Compiled, and run, with one set-up after the other. */

import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import express from "express"
import { html, isLiveError, LiveError, type LiveView, liveView } from "livemount"
import { type ExpressLive, liveMiddleware } from "livemount/express"
import { liveMiddleware as koaMiddleware } from "livemount/koa"

declare module "livemount" {
  interface Session {
    userId: string
  }
}

const counter: LiveView<never> = liveView<{ count: number }>({
  name: "counter",
  mount(_params, session) {
    // @ts-expect-error: what was declared of the session is known, and nothing else.
    void session.userName
    return { count: session.userId.length }
  },
  render: ({ count }) => html`<p>${count}</p>`,
  events: {
    reset(_params, socket) {
      socket.assign({ count: 0 })
      // @ts-expect-error: assigns have their types.
      socket.assign({ count: "" })
    },
  },
})

class OwnError extends LiveError<"LV_POST_MALFORMED"> {}
const error: unknown = new OwnError("LV_POST_MALFORMED", {})
if (!isLiveError(error, "LV_POST_MALFORMED") || !(error instanceof LiveError)) throw new Error("not a LiveError")
const code: "LV_POST_MALFORMED" = error.code

const live: ExpressLive = liveMiddleware({ secret: "s".repeat(32), session: () => ({ userId: "four" }) })
// @ts-expect-error: the options of Koa's are known, too.
export const onKoa = (): object => koaMiddleware({ secrets: "" })

const app = express().use(live).get("/", live.page(counter))
const server = createServer(app).listen(0, "127.0.0.1", async () => {
  const { port } = server.address() as AddressInfo
  const page = await (await fetch(`http://127.0.0.1:${port}/`)).text()
  console.log(code, />4</.test(page) ? "served" : page)
  await live.close()
  server.close()
})
