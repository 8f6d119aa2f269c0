import { liveView, type Socket } from "../../../src/index.js"
import { html } from "../../../src/render/values/html.js"
import { allTurns, startView } from "../../support/view-harness.js"

interface Assigns {
  a: number
  b: number
  maybe: string | undefined
}

/** Runs the body as an event's handler and returns what the view shows then. */
async function run(body: (socket: Socket<Assigns>) => void, development = true) {
  const view = liveView<Assigns>({
    name: "socket",
    mount: () => ({ a: 1, b: 2, maybe: undefined }),
    render: ({ a, b, maybe }) => html`<p>${a}</p><p>${b}</p><p>${maybe}</p>`,
    events: { go: (_params, socket) => body(socket) },
  })
  const harness = await startView(view, { development })
  const frame = await harness.process.event("go", {})
  return { harness, frame }
}

describe("the socket", () => {
  it("reads what it has assigned", async () => {
    const { frame } = await run((socket) => {
      socket.assign({ a: 10 })
      socket.assign("b", socket.assigns.a + 10)
      socket.update("a", (a) => a + 1)
    })
    expect(frame.diff).toEqual({ 0: "11", 1: "20" })
  })

  it("sets with assignNew only what is undefined", async () => {
    const { frame } = await run((socket) => {
      socket.assignNew("maybe", () => "made")
      socket.assignNew("maybe", () => "made again")
      socket.assignNew("a", () => 5)
    })
    expect(frame.diff).toEqual({ 2: "made" })
  })

  it("refuses names that mount did not return in development, and takes them in production", async () => {
    const misspell = (socket: Socket<Assigns>): void => socket.assign({ aa: 5 } as unknown as Assigns)
    expect((await run(misspell)).frame.extras?.x?.code).toBe("LV_ASSIGN_UNKNOWN")
    const { harness, frame } = await run(misspell, false)
    expect(frame).toEqual({ diff: null })
    expect(harness.process.state).toBe("mounted")
  })

  it("refuses what are no assigns", async () => {
    const { frame } = await run((socket) => socket.assign(undefined as never))
    expect(frame.extras?.x?.code).toBe("LV_ASSIGNS_INVALID")
  })

  it("refuses a redirect to another site that is not named as one", async () => {
    expect((await run((socket) => socket.redirect("//evil.example"))).frame.extras?.x?.code).toBe("LV_BAD_REDIRECT")
    const { frame } = await run((socket) => socket.redirect({ external: "https://example.com/a" }))
    expect(frame.extras?.r).toEqual({ to: "https://example.com/a" })
  })

  it("refuses to subscribe to what is no topic", async () => {
    const { frame } = await run((socket) => socket.subscribe("news" as never))
    expect(frame.extras?.x?.code).toBe("LV_TOPIC_INVALID")
  })

  it("writes nothing when the view has ended", async () => {
    let kept: Socket<Assigns> | undefined
    const { harness } = await run((socket) => {
      kept = socket
    })
    await harness.process.close("leave")
    kept?.assign({ a: 99 })
    kept?.pushEvent("late")
    kept?.title("late")
    await allTurns()
    expect(kept?.assigns.a).toBe(1)
    expect(harness.pushed).toEqual([])
  })
})
