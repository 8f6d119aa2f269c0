import type { PageRequest } from "../../../src/http/page-request.js"
import { PostAdditions } from "../../../src/http/post-additions.js"

const page = () =>
  ({
    context: { prefix: "live-" },
    postAttributes: ' method="post" action="/p?_live"',
    postFields: "[fields]",
    needsForm: false,
  }) as PageRequest

const tag = (name: string, attributes: Record<string, string>) => ({
  name,
  attributes: new Map(Object.entries(attributes)),
})

describe("what the plain POST adds to a form", () => {
  it("is where it goes, and hidden fields", () => {
    const written = new PostAdditions(page(), "form-1").form(tag("form", { "live-submit": "save it" }))
    expect(written?.attributes).toBe(' method="post" action="/p?_live"')
    expect(written?.fields).toBe('<input type="hidden" name="_live" value="form-1 save%20it" data-live-post>[fields]')
  })

  it.each([
    ["no binding", {}],
    ["an empty binding", { "live-submit": "" }],
    ["a method", { "live-submit": "save", method: "get" }],
    ["an action", { "live-submit": "save", action: "/x" }],
  ])("is nothing for a form with %s", (_what, attributes) => {
    expect(new PostAdditions(page(), "form-1").form(tag("form", attributes))).toBeNull()
  })
})

describe("what the plain POST adds to a button", () => {
  it("is the hidden form, and its event with its values", () => {
    const given = page()
    const button = tag("button", {
      "live-click": "add",
      "live-value-by": '"2"',
      "live-value-": "x",
      type: "Submit",
      class: "b",
    })
    const written = new PostAdditions(given, "counter-1").button(button, false)
    expect(written).toBe(' form="live-post" name="_live" value="counter-1 add ?by=%222%22&amp;=x"')
    expect(given.needsForm).toBe(true)
  })

  it.each([
    ["no binding", {}],
    ["type=button", { "live-click": "add", type: "BUTTON" }],
    ["type=reset", { "live-click": "add", type: "reset" }],
    ["a name", { "live-click": "add", name: "x" }],
    ["a value", { "live-click": "add", value: "x" }],
    ["a form", { "live-click": "add", form: "x" }],
    ["an action of its own", { "live-click": "add", formaction: "/x" }],
  ])("is nothing for one with %s", (_what, attributes) => {
    const given = page()
    expect(new PostAdditions(given, "counter-1").button(tag("button", attributes), false)).toBeNull()
    expect(given.needsForm).toBe(false)
  })

  it("is nothing inside a form of its author", () => {
    expect(new PostAdditions(page(), "counter-1").button(tag("button", { "live-click": "add" }), true)).toBeNull()
  })
})
