import { LiveError } from "../../../src/errors/live-error.js"
import type { Renderer } from "../../../src/render/renderer.js"
import { html } from "../../../src/render/values/html.js"
import type { Rendered } from "../../../src/render/values/values.js"
import type { LiveView } from "../../../src/view/definition.js"
import { liveView } from "../../../src/view/live-view.js"
import { startView, type ViewHarness } from "../../support/view-harness.js"

const counter: LiveView = liveView<{ count: number }>({
  name: "counter",
  template: "counter.njk",
  mount: () => ({ count: 0 }),
  events: {
    increment(_params, socket) {
      socket.update("count", (count) => count + 1)
    },
    nothing() {},
  },
})

/** A renderer that throws what is put in `fails`. */
class Editable implements Renderer {
  fails: Error | undefined
  readonly #later: boolean

  constructor(later = false) {
    this.#later = later
  }

  render(assigns: object): Rendered | Promise<Rendered> {
    if (this.#later) return this.#rendered(assigns)
    if (this.fails !== undefined) throw this.fails
    return html`<p>${(assigns as { count: number }).count}</p>`
  }

  async #rendered(assigns: object): Promise<Rendered> {
    if (this.fails !== undefined) throw this.fails
    return html`<p>${(assigns as { count: number }).count}</p>`
  }
}

const compileError = new LiveError("LV_TEMPLATE_COMPILE", { place: "counter.njk:1", problem: "unclosed" })

async function reloaded({ process, pushed }: ViewHarness): Promise<unknown> {
  const count = pushed.length
  process.reload()
  // Handled in order: what is waited for here comes after it.
  await process.event("nothing", {})
  return pushed[count]
}

describe.each([
  ["renders at once", false],
  ["renders later", true],
])("a view whose template changes, and whose engine %s", (_, later) => {
  it("is rendered whole, and says nothing if nothing differs", async () => {
    const harness = await startView(counter, { renderer: new Editable(later) })
    expect(await reloaded(harness)).toBeUndefined()
    expect(harness.renders).toEqual([undefined, undefined])
  })

  it("goes on when it fails, and catches up in the first render that does not", async () => {
    const renderer = new Editable(later)
    const harness = await startView(counter, { renderer })
    renderer.fails = new Error("half written")
    expect(await reloaded(harness)).toMatchObject({ diff: null, extras: { x: { message: "half written" } } })
    expect(await harness.process.event("increment", {})).toMatchObject({ diff: null, extras: { x: {} } })
    renderer.fails = undefined
    expect(await harness.process.event("increment", {})).toEqual({ diff: { 0: "2" }, extras: { o: 1 } })
    expect(harness.renders.at(-1)).toBeUndefined()
    expect(await harness.process.event("increment", {})).toEqual({ diff: { 0: "3" } })
    expect([harness.exits, harness.errors]).toEqual([[], []])
  })

  it("goes on when an event finds it not compiling, before anybody has told of the change", async () => {
    const renderer = new Editable(later)
    const harness = await startView(counter, { renderer })
    renderer.fails = compileError
    expect((await harness.process.event("increment", {})).extras?.x?.code).toBe("LV_TEMPLATE_COMPILE")
    renderer.fails = undefined
    expect(await reloaded(harness)).toEqual({ diff: { 0: "1" }, extras: { o: 1 } })
  })

  it("ends in production, and by any other exception of an event's render", async () => {
    for (const [development, error] of [
      [false, compileError],
      [true, new Error("an ordinary one")],
    ] as const) {
      const renderer = new Editable(later)
      const harness = await startView(counter, { renderer, development })
      renderer.fails = error
      await harness.process.event("increment", {})
      expect(harness.process.state).toBe("ended")
      harness.process.reload()
      expect(harness.errors).toHaveLength(1)
    }
  })
})
