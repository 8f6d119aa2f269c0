import { inspect } from "node:util"
import { html } from "../../../src/render/values/html.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { liveView } from "../../../src/view/live-view.js"
import type { Socket } from "../../../src/view/socket.js"
import { startView } from "../../support/view-harness.js"

interface Assigns {
  count: number
  rows: string[]
}

type Write = (assigns: Record<string, unknown>, socket: Socket<Assigns>) => void

function viewThat(write: Write) {
  return liveView<Assigns>({
    name: "counter",
    mount: () => ({ count: 1, rows: ["a"] }),
    // What JavaScript allows, and TypeScript does not.
    events: { write: (_params, socket) => write(socket.assigns as never, socket) },
    render: ({ count }) => html`<p>${count}</p>`,
  })
}

const writes: [string, Write][] = [
  ["socket.assigns.count++", (assigns) => void (assigns["count"] as number)++],
  ["socket.assigns.count = 2", (assigns) => void (assigns["count"] = 2)],
  ["a name that is no assign", (assigns) => void (assigns["other"] = 2)],
  ["Object.assign", (assigns) => void Object.assign(assigns, { count: 2 })],
  ["Object.defineProperty", (assigns) => void Object.defineProperty(assigns, "count", { value: 2 })],
  ["delete", (assigns) => void delete assigns["count"]],
]

describe.each([true, false])("the assigns that a callback reads (development: %s)", (development) => {
  it.each(writes)("are not written to: %s", async (_what, write) => {
    const harness = await startView(viewThat(write), { development })
    const { extras } = await harness.process.event("write", {})
    expect(extras?.x).toBeDefined()
    expect(harness.errors[0]?.[0]).toMatchObject({ code: "LV_ASSIGN_DIRECT" })
    expect(toHtml(harness.process.rendered)).toBe("<p>1</p>")
  })

  it("are read, taken apart, listed and copied as any object, and have what was assigned a moment ago", async () => {
    const seen: unknown[] = []
    const view = viewThat((assigns, socket) => {
      socket.update("count", (count) => count + 1)
      const { count, ...rest } = assigns
      seen.push(count, rest, Object.keys(assigns), "rows" in assigns, JSON.stringify(assigns), { ...assigns })
      seen.push(socket.assigns === (assigns as never))
    })
    const harness = await startView(view, { development })
    await harness.process.event("write", {})
    const rows = ["a"]
    expect(seen).toEqual([2, { rows }, ["count", "rows"], true, '{"count":2,"rows":["a"]}', { count: 2, rows }, true])
    expect(harness.errors).toEqual([])
  })
})

it.each([
  ["frozen", Object.freeze],
  ["sealed", Object.seal],
  ["given another prototype", (assigns: object) => Object.setPrototypeOf(assigns, {})],
])("what is read cannot be %s, which would reach the record behind it", async (_what, change) => {
  const view = viewThat((assigns, socket) => {
    expect(() => change(assigns)).toThrow(TypeError)
    socket.update("count", (count) => count + 1)
  })
  const harness = await startView(view)
  await harness.process.event("write", {})
  expect(harness.errors).toEqual([])
  expect(toHtml(harness.process.rendered)).toBe("<p>2</p>")
})

it("a copy of them may be kept, cloned and sent", async () => {
  const seen: unknown[] = []
  const view = viewThat((assigns) => seen.push(structuredClone({ ...assigns }), inspect(assigns)))
  const harness = await startView(view)
  await harness.process.event("write", {})
  expect(seen).toEqual([{ count: 1, rows: ["a"] }, "{ count: 1, rows: [ 'a' ] }"])
})

it("the message says what to write instead", async () => {
  const harness = await startView(viewThat((assigns) => void (assigns["count"] = 2)))
  await harness.process.event("write", {})
  const [[error]] = harness.errors as [[Error, unknown]]
  expect(error.message).toBe(
    '`socket.assigns.count` of the view "counter" was written to, which its page would never show. ' +
      'Write `socket.assign({ count: … })`, or `socket.update("count", (count) => …)`.',
  )
})
