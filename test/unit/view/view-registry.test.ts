import { type LiveView, liveView } from "../../../src/index.js"
import { functionRenderer } from "../../../src/render/function-renderer.js"
import { html } from "../../../src/render/values/html.js"
import { ViewRegistry } from "../../../src/view/view-registry.js"

const make = (name: string): LiveView => liveView({ name, mount: () => ({}), render: () => html`a` })

describe("a registry", () => {
  it("finds views by name, and lists them", () => {
    const registry = new ViewRegistry(() => functionRenderer(() => html`a`))
    const one = registry.add(make("one"))
    registry.add(make("two"))
    expect(registry.get("one")).toBe(one)
    expect(registry.get("three")).toBeUndefined()
    expect([...registry.all()].map(({ definition }) => definition.name)).toEqual(["one", "two"])
  })

  it("takes the same view again, but not another one with its name", () => {
    const registry = new ViewRegistry(() => functionRenderer(() => html`a`))
    const view = make("one")
    expect(registry.add(view)).toBe(registry.add(view))
    expect(() => registry.add(make("one"))).toThrow(expect.objectContaining({ code: "LV_DUPLICATE_VIEW" }))
  })

  it("has one renderer for each view, however often it is added", () => {
    const made: string[] = []
    const registry = new ViewRegistry(({ name }) => {
      made.push(name)
      return functionRenderer(() => html`a`)
    })
    const view = make("one")
    expect(registry.add(view).renderer).toBe(registry.add(view).renderer)
    expect(made).toEqual(["one"])
  })

  it("tells its listeners of each new view, until they no longer listen", () => {
    const registry = new ViewRegistry(() => functionRenderer(() => html`a`))
    registry.add(make("before"))
    const heard: string[] = []
    const stop = registry.onAdded(({ definition }) => heard.push(definition.name))
    const view = make("one")
    registry.add(view)
    registry.add(view)
    stop()
    registry.add(make("two"))
    expect(heard).toEqual(["one"])
  })
})
