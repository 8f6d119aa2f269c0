import { z } from "zod"
import { event, type LiveView, liveView } from "../../../src/index.js"
import { html } from "../../../src/render/values/html.js"
import { defineView } from "../../../src/view/define-view.js"
import { definitionOf } from "../../../src/view/definition.js"

const right = { name: "a-view", template: "a.njk", mount: () => ({}) }

describe("liveView", () => {
  it("gives a view whose definition has its members, and `div` as container", () => {
    const view = liveView({
      ...right,
      layout: false,
      title: "A",
      events: { plain: () => {}, checked: event(z.string(), () => {}) },
      handleEvent: () => {},
      handleInfo: () => {},
      terminate: () => {},
    })
    const definition = definitionOf(view)
    expect(view.name).toBe("a-view")
    expect(definition).toMatchObject({ name: "a-view", template: "a.njk", layout: false, title: "A", container: "div" })
    expect([...definition.events.keys()]).toEqual(["plain", "checked"])
    expect("render" in definition).toBe(false)
  })

  it("calls callbacks with the view as this", () => {
    const view = {
      name: "this",
      start: 5,
      mount() {
        return { count: this.start }
      },
    }
    expect(() => defineView({ ...view, render: () => html`a` })).toThrow("it has a member `start`")
    const { mount } = defineView({
      name: "this",
      template: "a.njk",
      mount(this: { name: string }) {
        return { is: this.name }
      },
    })
    expect(mount({}, {}, undefined)).toEqual({ is: "this" })
  })
})

describe("a definition that is not right", () => {
  it.each([
    [{ ...right, name: undefined }, "`name` starts with a letter"],
    [{ ...right, name: "Counter" }, "`name` starts with a letter"],
    [{ ...right, name: "1st" }, "`name` starts with a letter"],
    [{ ...right, name: "a/b" }, "`name` starts with a letter"],
    [{ ...right, mount: undefined }, "`mount` is missing"],
    [{ ...right, template: undefined }, "one of `template` and `render`"],
    [{ ...right, render: () => html`a` }, "one of `template` and `render`"],
    [{ ...right, template: "" }, "`template` is the name"],
    [{ ...right, layout: true }, "`layout` is"],
    [{ ...right, title: 7 }, "`title` is"],
    [{ ...right, container: "DIV" }, "`container` is"],
    [{ ...right, container: "my-" }, "`container` is"],
    [{ ...right, container: "script" }, "a <script> cannot hold a view"],
    [{ ...right, container: "input" }, "a <input> cannot hold a view"],
    [{ ...right, handleConnect: () => {} }, "Did you mean `handleConnected`?"],
    [{ ...right, adopts: true }, "Did you mean `adopt`?"],
    [{ ...right, adopt: "yes" }, "`adopt` is true or false."],
    [{ ...right, handleConnected: true }, "`handleConnected` is a function."],
    [{ ...right, handelInfo: () => {} }, "Did you mean `handleInfo`?"],
    [{ ...right, xyzzy: 1 }, "Views have: name, template"],
    [{ ...right, handleInfo: "x" }, "`handleInfo` is a function"],
    [{ ...right, events: [] }, "`events` is an object"],
    [{ ...right, events: { go: "x" } }, "`events.go` is neither"],
    [{ ...right, events: { go: { schema: z.string(), run: () => {} } } }, "`events.go` is neither"],
    [{ ...right, events: { go: event({} as never, () => {}) } }, "no Standard Schema validator"],
    [{ ...right, events: { go: event(z.string(), undefined as never) } }, "`events.go` has no handler"],
    [undefined, "takes an object, not undefined"],
  ])("is refused, saying what is wrong: %#", (given, why) => {
    expect(() => defineView(given)).toThrow(
      expect.objectContaining({ code: "LV_VIEW_INVALID", message: expect.stringContaining(why) }),
    )
  })
})

describe("definitionOf", () => {
  it.each([[undefined], [{ name: "a" }], ["a"], [liveView]])("refuses what is no view: %p", (given) => {
    expect(() => definitionOf(given as unknown as LiveView)).toThrow(expect.objectContaining({ code: "LV_NOT_A_VIEW" }))
  })
})
