import { html } from "../../../src/render/values/html.js"
import { LiveSessions } from "../../../src/view/live-sessions.js"
import { liveView } from "../../../src/view/live-view.js"
import { ViewRegistry } from "../../../src/view/view-registry.js"

const guard = () => ({})
const page = liveView({ name: "page", mount: () => ({}), render: () => html`a` })

describe("LiveSessions", () => {
  it("keep name, guards and layout", () => {
    const made = new LiveSessions().add("admin", { onMount: [guard], layout: "admin.njk" })
    expect(made).toEqual({ name: "admin", guards: [guard], layout: "admin.njk" })
    expect(new LiveSessions().add("plain", {})).toEqual({ name: "plain", guards: [], layout: undefined })
  })

  it.each([
    ["Admin", {}, "starts with a letter"],
    ["", {}, "starts with a letter"],
    [undefined, {}, "starts with a letter"],
    ["admin", null, "options are an object"],
    ["admin", { onMount: guard }, "`onMount` is a list of guards"],
    ["admin", { layout: "" }, "`layout` is the name of a template, or false"],
    ["admin", { layout: true }, "`layout` is the name of a template, or false"],
  ])("refuse %j with %j", (name, options, why) => {
    expect(() => new LiveSessions().add(name, options)).toThrow(why)
  })

  it("refuse what is no guard, and options that they do not have", () => {
    const add = (options: object) => () => new LiveSessions().add("admin", options)
    expect(add({ onMount: [guard, "requireAdmin"] })).toThrow('`onMount` of the live session "admin" takes a guard')
    expect(add({ onmount: [guard] })).toThrow("onMount")
  })

  it("have each name once", () => {
    const sessions = new LiveSessions()
    sessions.add("admin", {})
    expect(() => sessions.add("admin", {})).toThrow("there is one of this name already")
  })

  it("are where a view belongs, once and for all", () => {
    const admin = new LiveSessions().add("admin", {})
    const registry = new ViewRegistry(() => ({}) as never)
    expect(registry.add(page, admin).liveSession).toBe(admin)
    expect(registry.add(page, admin).liveSession).toBe(admin)
    expect(() => registry.add(page)).toThrow(
      'The view "page" belongs to the live session "admin", and was added to none as well',
    )
    const other = new ViewRegistry(() => ({}) as never)
    other.add(page)
    expect(() => other.add(page, admin)).toThrow(
      'The view "page" belongs to no live session, and was added to "admin" as well',
    )
  })
})
