import { z } from "zod"
import { components } from "../../../../src/component/built-in/components.js"
import { toForm } from "../../../../src/form/to-form.js"
import { html } from "../../../../src/render/values/html.js"
import { toHtml } from "../../../../src/render/write/write-html.js"
import { show } from "../../../support/show-components.js"

const { form, input, inputsFor } = components
const schema = z.object({ title: z.string().min(3), emails: z.array(z.object({ address: z.email() })) })

describe("form", () => {
  it("has the id of what it is for, and is the view's without an action", () => {
    expect(toHtml(form({ for: toForm(schema, {}, [], { id: "post" }), "live-submit": "save" }, "x"))).toBe(
      '<form id="post" live-submit="save">x</form>',
    )
    expect(toHtml(form({ for: toForm(schema, {}, [], { id: "post" }), id: "own" }, "x"))).toBe(
      '<form id="own" >x</form>',
    )
    expect(show('{% form for=form live-submit="save" %}x{% endform %}', { form: toForm(schema) })).toBe(
      '<form live-submit="save">x</form>',
    )
  })

  it("is sent to a route by POST unless it says otherwise", () => {
    expect(toHtml(form({ action: "/a" }, "x"))).toBe('<form action="/a" method="post" >x</form>')
    expect(toHtml(form({ action: "/a", method: "get" }, "x"))).toBe('<form action="/a" method="get" >x</form>')
    const csrf = { name: "_csrf", value: "t" }
    expect(toHtml(form({ action: "/a", method: "put", csrf, multipart: true }, "x"))).toBe(
      '<form action="/a" method="post" enctype="multipart/form-data" >' +
        '<input type="hidden" name="_method" value="put"><input type="hidden" name="_csrf" value="t">x</form>',
    )
  })
})

describe("inputs_for", () => {
  const params = { title: "a", emails: [{ address: "a@b.example" }, { address: "no" }] }
  const result = schema.safeParse(params)
  const shown = toForm(schema, params, result.error?.issues ?? [])

  it("gives its content for each object of a list, with names and errors of its own", () => {
    const given = show(
      "{% inputs_for field=form.emails let=email %}{% input field=email.address %}{% endinputs_for %}",
      { form: shown },
    )
    expect(given).toBe(
      toHtml(html`${inputsFor({ field: shown.emails }, { default: ({ address }) => input({ field: address }) })}`),
    )
    expect(given).toContain('value="a@b.example" id="emails_0_address" name="emails[0][address]">')
    expect(given).toContain('value="no" id="emails_1_address" name="emails[1][address]" aria-invalid="true"')
    expect(given.match(/live-field-error"/g)).toHaveLength(1)
  })

  it("gives nothing for a list that is not there", () => {
    expect(toHtml(inputsFor({ field: toForm(schema).emails }, { default: () => "x" }))).toBe("")
  })
})
