/** The component `input`: a control with its label and its errors. */

import { isAbsent } from "../../render/values/attribute-text.js"
import { html } from "../../render/values/html.js"
import { type Attribute, attr, type GlobalAttribute } from "../attribute.js"
import { type Component, component } from "../component.js"
import { type Choice, type ChoiceGroup } from "./choices.js"
import { type Control, checkbox, framed, radios, select, textarea, textInput } from "./controls.js"
import { optionalText, shownText } from "./shown-text.js"

const types = [
  "checkbox",
  "color",
  "date",
  "datetime-local",
  "email",
  "file",
  "hidden",
  "month",
  "number",
  "password",
  "radio",
  "range",
  "search",
  "select",
  "tel",
  "text",
  "textarea",
  "time",
  "url",
  "week",
] as const

const passed = [
  "accept",
  "autocomplete",
  "capture",
  "cols",
  "disabled",
  "form",
  "list",
  "max",
  "maxlength",
  "min",
  "minlength",
  "multiple",
  "pattern",
  "placeholder",
  "readonly",
  "required",
  "rows",
  "size",
  "step",
] as const

/** What a control shows: a field of a `Form`, or what looks like one. */
export interface ShownField {
  readonly id: string
  readonly name: string
  readonly value: unknown
  /** All values under its name. */
  readonly values?: readonly unknown[]
  readonly errors: readonly string[]
}

type Input = Component<
  {
    readonly field: Attribute<ShownField>
    readonly type: Attribute<(typeof types)[number], "default">
    readonly label: Attribute<string>
    readonly id: Attribute<string>
    readonly name: Attribute<string>
    readonly value: Attribute<unknown>
    readonly checked: Attribute<boolean>
    readonly options: Attribute<readonly (Choice | ChoiceGroup)[]>
    readonly prompt: Attribute<string>
    readonly errors: Attribute<readonly string[]>
    readonly rest: GlobalAttribute<(typeof passed)[number]>
  },
  {}
>

/**
 * A control for a field of a `Form`: `<input>`, `<select>` (with `options` and a `prompt`), `<textarea>`, or a group of radio
 * buttons (with `options`), in `<div class="live-field">` with its label and, in `<p class="live-field-error">`, its errors. The
 * control is marked as invalid and described by them for assistive technology.
 *
 * `id`, `name`, `value` and `errors` are the field's unless given. A checkbox sends its value (`"true"` unless given) when it
 * is checked, and nothing when it is not; it is checked if that is among the field's values. A select with `multiple` is sent
 * under the field's name and `[]`: a list, also if one option is chosen. Passwords and files are never written into the page.
 * In nunjucks `{% input field=form.title label="Title" required %}`.
 *
 * @example
 * ```ts
 * import { components, type Form, html } from "livemount"
 *
 * const fields = (form: Form<typeof newPost>) => html`
 *   ${components.input({ field: form.title, label: "Title", required: true })}
 *   ${components.input({ field: form.kind, type: "select", label: "Kind", options: ["news", "story"] })}`
 * ```
 */
export const input: Input = component("input", {
  doc: "A control with its label and its errors.",
  attrs: {
    field: attr.of<ShownField>().doc("The field of a form: gives id, name, value and errors."),
    type: attr.oneOf(types).default("text").doc("Kind of control."),
    label: attr.string().doc("Its label."),
    id: attr.string().doc("Id of the control."),
    name: attr.string().doc("Name that it is sent under."),
    value: attr.of<unknown>().doc("What it holds; of a checkbox, what it sends."),
    checked: attr.boolean().doc("State of a checkbox."),
    options: attr.of<readonly (Choice | ChoiceGroup)[]>().doc("Choices of a select or of radio buttons."),
    prompt: attr.string().doc("An empty first option of a select."),
    errors: attr.of<readonly string[]>().doc("What is wrong with the value."),
    rest: attr.global(passed),
  },
  render: ({ field, type, checked, options, prompt, rest, ...given }) => {
    const isList = type === "select" && !isAbsent(rest["multiple"])
    const control = controlOf(field, isList, given, rest)
    const choices = options ?? []
    const all = given.value ?? valuesOf(field)
    switch (type) {
      case "hidden":
        return html`<input type="hidden" id="${control.id}" name="${control.name}" value="${shownText(control.held)}" ${rest}>`
      case "checkbox":
        return framed(control, checkbox({ ...control, held: valuesOf(field) }, shownText(given.value ?? true), checked))
      case "radio":
        return framed(control, radios({ ...control, held: all }, choices))
      case "select":
        return framed(control, select({ ...control, held: all }, choices, prompt))
      case "textarea":
        return framed(control, textarea(control))
      default:
        return framed(control, textInput(control, type))
    }
  },
})

/** What a use of the component says itself. */
interface Given {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly label?: Control["label"]
  readonly value?: unknown
  readonly errors?: readonly string[] | undefined
}

/** The field's, unless given. */
function controlOf(field: ShownField | undefined, isList: boolean, given: Given, rest: Control["rest"]): Control {
  return {
    id: optionalText(given.id ?? field?.id),
    name: optionalText(given.name ?? nameOf(field, isList)),
    label: given.label,
    rest,
    held: given.value ?? field?.value,
    errors: given.errors ?? field?.errors ?? [],
  }
}

function nameOf(field: ShownField | undefined, isList: boolean): string | undefined {
  return field && (isList ? `${field.name}[]` : field.name)
}

function valuesOf(field: ShownField | undefined): unknown {
  return field && (field.values ?? field.value)
}
