/** What README says of broadcasts: tell what has happened, and look how things are. */

import { MemoryBus } from "../../../src/pubsub/memory-bus.js"
import { PubSub } from "../../../src/pubsub/pubsub.js"
import { topic } from "../../../src/pubsub/topic.js"
import { html } from "../../../src/render/values/html.js"
import { liveView } from "../../../src/view/live-view.js"
import { RecordingLogger } from "../../support/recording-logger.js"
import { allTurns, deferred, startView } from "../../support/view-harness.js"

/** A handler that is still under way when another view's message arrives, so that the message waits behind it. */
async function raced<Message>(
  message: (count: number) => Message,
  read: (message: Message, store: number) => number,
): Promise<{ sender: unknown; other: unknown }> {
  const logger = new RecordingLogger()
  const pubsub = new PubSub(new MemoryBus(logger), logger)
  const counts = topic<Message>("counts")
  let store = 4
  const gate = deferred()
  const view = liveView<{ count: number }, Message>({
    name: "count",
    mount(_params, _session, socket) {
      socket.subscribe(counts)
      return { count: store }
    },
    events: {
      async add(params, socket) {
        if (params["slow"] === "yes") await gate.promise
        store += 1
        socket.assign({ count: store })
        pubsub.broadcastFrom(socket, counts, message(store) as never)
      },
    },
    handleInfo: (info, socket) => socket.assign({ count: read(info, store) }),
    render: ({ count }) => html`${count}`,
  })
  const [one, two] = [await startView(view, { pubsub }), await startView(view, { pubsub })]
  const slow = one.process.event("add", { slow: "yes" })
  await two.process.event("add", {})
  gate.resolve()
  await slow
  await allTurns()
  return { sender: one.shown[0], other: two.shown[0] }
}

describe("a message that another view broadcast before, handled after an event that assigned and broadcast", () => {
  it("says only that something has changed: both views show how things are", async () => {
    expect(
      await raced<"changed">(
        () => "changed",
        (_message, store) => store,
      ),
    ).toEqual({ sender: "6", other: "6" })
  })

  it("says how things were then: the sender goes back to it, and stays there", async () => {
    expect(
      await raced<number>(
        (count) => count,
        (count) => count,
      ),
    ).toEqual({ sender: "5", other: "6" })
  })
})
