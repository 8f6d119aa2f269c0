/** The component `form`: a form around the fields of a `Form`. */

import type { FormMeta } from "../../form/form.js"
import type { SafeUrl } from "../../html/text/safe-url.js"
import { html } from "../../render/values/html.js"
import { type Attribute, attr, type GlobalAttribute } from "../attribute.js"
import { type Component, component } from "../component.js"
import { type Slot, slot } from "../slot.js"
import { type CsrfField, type FormMethod, methodFields, methods } from "./method-fields.js"

const passed = ["accept-charset", "autocomplete", "name", "novalidate", "rel", "target"] as const

type FormComponent = Component<
  {
    readonly for: Attribute<FormMeta>
    readonly id: Attribute<string>
    readonly action: Attribute<string | SafeUrl>
    readonly method: Attribute<FormMethod>
    readonly multipart: Attribute<boolean, "default">
    readonly csrf: Attribute<CsrfField>
    readonly rest: GlobalAttribute<(typeof passed)[number]>
  },
  { readonly default: Slot<void, true> }
>

/**
 * A form. With `live-submit` (and without `action` and `method`) it is the view's, and works without the script too. With
 * an `action` it is sent to a route of the app: `put`, `patch` and `delete` as POST with a field `_method`.
 * In nunjucks `{% form for=form live-submit="save" %}…{% endform %}`.
 *
 * @example
 * ```ts
 * import { components, type Form, html } from "livemount"
 *
 * const editor = (form: Form<typeof newPost>) =>
 *   components.form({ for: form, "live-submit": "save" }, html`
 *     ${components.input({ field: form.title, label: "Title" })}
 *     <button>Save</button>`)
 * ```
 */
export const form: FormComponent = component("form", {
  doc: "A form.",
  attrs: {
    for: attr.of<FormMeta>().doc("What `toForm` made: gives the form its id."),
    id: attr.string().doc("Id of the element; that of `for` unless given."),
    action: attr.of<string | SafeUrl>().doc("A route of the app that takes the form."),
    method: attr.oneOf(methods).doc("How it is sent to `action`: `post` unless given."),
    multipart: attr.boolean().default(false).doc("For files."),
    csrf: attr.of<CsrfField>().doc("The field that the app's own CSRF protection asks for."),
    rest: attr.global(passed),
  },
  slots: { default: slot.required() },
  render: ({ for: shown, id, action, method, multipart, csrf, rest, slots }) => {
    const sent = method ?? (action === undefined ? undefined : "post")
    return html`<form id="${id ?? shown?.$id}" action="${action}" method="${sent && (sent === "get" ? "get" : "post")}" enctype="${multipart && "multipart/form-data"}" ${rest}>${methodFields(sent, csrf)}${slots.default()}</form>`
  },
})
