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

  it("makes a renderer on first use, once", () => {
    const made: string[] = []
    const registry = new ViewRegistry(({ name }) => {
      made.push(name)
      return functionRenderer(() => html`a`)
    })
    const registered = registry.add(make("one"))
    expect(made).toEqual([])
    expect(registered.renderer).toBe(registered.renderer)
    expect(made).toEqual(["one"])
  })

  it("tries again after a renderer could not be made", () => {
    let broken = true
    const registry = new ViewRegistry(() => {
      if (broken) throw new Error("no such template")
      return functionRenderer(() => html`a`)
    })
    const registered = registry.add(make("one"))
    expect(() => registered.renderer).toThrow("no such template")
    broken = false
    expect(registered.renderer).toBeDefined()
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
