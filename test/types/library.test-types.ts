/** Uses every server entry point and no host's types: compiled with the declarations themselves checked. */

import { html, type LiveView, liveView } from "livemount"
import { liveMiddleware as onExpress } from "livemount/express"
import { liveMiddleware as onKoa } from "livemount/koa"

const view: LiveView = liveView<{ count: number }>({
  name: "counted",
  mount: () => ({ count: 0 }),
  render: ({ count }) => html`<p>${count}</p>`,
})

onExpress({ secret: undefined }).view("/", view)
onKoa({ secret: undefined }).view("/", view)
