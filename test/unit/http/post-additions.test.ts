import { PostAdditions } from "../../../src/http/post/post-additions.js"

const formsOfPage = () => ({
  attributes: ' method="post" action="/p?_live"',
  fields: "[fields]",
  needsForm: false,
  needHiddenForm() {
    this.needsForm = true
  },
})

const additions = (root: string, forms = formsOfPage()) => new PostAdditions(forms, root, "live-")

const tag = (name: string, attributes: Record<string, string>) => ({
  name,
  attributes: new Map(Object.entries(attributes)),
})

describe("what the plain POST adds to a form", () => {
  it("is where it goes, and hidden fields", () => {
    const written = additions("form-1").form(tag("form", { "live-submit": "save it" }))
    expect(written?.attributes).toBe(' method="post" action="/p?_live"')
    expect(written?.fields).toBe('<input type="hidden" name="_live" value="form-1 save%20it" data-live-post>[fields]')
  })

  it.each([
    ["no binding", {}],
    ["an empty binding", { "live-submit": "" }],
    ["a method", { "live-submit": "save", method: "get" }],
    ["an action", { "live-submit": "save", action: "/x" }],
  ])("is nothing for a form with %s", (_what, attributes) => {
    expect(additions("form-1").form(tag("form", attributes))).toBeNull()
  })
})

describe("what the plain POST adds to a button", () => {
  it("is the hidden form, and its event with its values", () => {
    const given = formsOfPage()
    const button = tag("button", {
      "live-click": "add",
      "live-value-by": '"2"',
      "live-value-": "x",
      type: "Submit",
      class: "b",
    })
    const written = additions("counter-1", given).button(button, false)
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
    const given = formsOfPage()
    expect(additions("counter-1", given).button(tag("button", attributes), false)).toBeNull()
    expect(given.needsForm).toBe(false)
  })

  it("is nothing inside a form of its author", () => {
    expect(additions("counter-1").button(tag("button", { "live-click": "add" }), true)).toBeNull()
  })
})
