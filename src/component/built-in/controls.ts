/** The controls that the component `input` writes, and the frame of label and errors around them. */

import { type HtmlContent, html } from "../../render/values/html.js"
import type { HtmlAttributes } from "../../render/values/tag-value.js"
import type { Rendered } from "../../render/values/values.js"
import { type Choice, type ChoiceGroup, choicesIn, optionTags } from "./choices.js"
import { shownText, shownTexts } from "./shown-text.js"

/** What all kinds of control have in common. */
export interface Control {
  readonly id: string | undefined
  readonly name: string | undefined
  readonly label: HtmlContent
  /** What it holds. */
  readonly held: unknown
  readonly errors: readonly string[]
  readonly rest: HtmlAttributes
}

/** A control with its errors. */
export function framed(control: Control, content: HtmlContent): Rendered {
  const { errors } = control
  return html`<div class="live-field">${content}${
    errors.length > 0 &&
    html`<div class="live-errors" id="${errorsId(control)}">${errors.map((error) => html`<p class="live-field-error">${error}</p>`)}</div>`
  }</div>`
}

/** An `<input>` of a type that holds text. What is secret, or the browser's, is not written into the page. */
export function textInput(control: Control, type: string): Rendered {
  const value = type === "password" || type === "file" ? undefined : inputText(type, control.held)
  return labelled(control, html`<input type="${type}" value="${value}" ${state(control)}>`)
}

export function textarea(control: Control): Rendered {
  return labelled(control, html`<textarea ${state(control)}>${withNewline(shownText(control.held))}</textarea>`)
}

/** The parser drops a newline right behind the tag: a text that begins with one is given another. */
function withNewline(text: string): string {
  return /^\r?\n/.test(text) ? `\n${text}` : text
}

export function select(
  control: Control,
  options: readonly (Choice | ChoiceGroup)[],
  prompt: string | undefined,
): Rendered {
  const shown = html`<select ${state(control)}>${
    prompt !== undefined && html`<option value="">${prompt}</option>`
  }${optionTags(options, new Set(shownTexts(control.held)))}</select>`
  return labelled(control, shown)
}

/** A checkbox, which sends its value if it is checked, and nothing if it is not. */
export function checkbox(control: Control, value: string, checked: boolean | undefined): Rendered {
  const { label, held } = control
  // Of a box alone, `true` says that it is checked, whatever it sends.
  const isHeld = held === true || (Array.isArray(held) && held.length === 1 && held[0] === true)
  const isChecked = checked ?? (isHeld || shownTexts(held).includes(value))
  const box = html`<input type="checkbox" value="${value}" checked="${isChecked}" ${state(control)}>`
  return html`${label === undefined ? box : html`<label>${box} ${label}</label>`}`
}

export function radios(control: Control, options: readonly (Choice | ChoiceGroup)[]): Rendered {
  const { id, name, label, held, rest, errors } = control
  const chosen = new Set(shownTexts(held))
  return html`<fieldset id="${id}" role="radiogroup" aria-invalid="${errors.length > 0 && "true"}" aria-describedby="${errorsId(control)}">${
    label !== undefined && html`<legend>${label}</legend>`
  }${choicesIn(options).map(
    (choice, index) =>
      html`<label><input type="radio" id="${id && `${id}_${index}`}" name="${name}" value="${String(choice.value)}" checked="${chosen.has(String(choice.value))}" disabled="${choice.disabled}" ${rest}> ${choice.label}</label>`,
  )}</fieldset>`
}

/** A label finds its control by the id; one without an id stands in its label. */
function labelled({ id, label }: Control, control: Rendered): Rendered {
  if (label === undefined) return html`${control}`
  return id === undefined
    ? html`<label>${label} ${control}</label>`
    : html`<label for="${id}">${label}</label>${control}`
}

/** A description of its own does not take the place of the errors. */
function state(control: Control): HtmlAttributes {
  const { id, name, errors } = control
  const { "aria-describedby": own, ...rest } = control.rest
  const described = [shownText(own), errorsId(control)].filter(Boolean).join(" ")
  return {
    id,
    name,
    "aria-invalid": errors.length > 0 && "true",
    "aria-describedby": described === "" ? undefined : described,
    ...rest,
  }
}

function errorsId({ id, errors }: Control): string | undefined {
  return errors.length > 0 && id !== undefined ? `${id}_errors` : undefined
}

const ISO = /^(\d{4}-\d{2})(-\d{2})T(\d{2}:\d{2}(?::\d{2})?)/

/** A date as a text says more than a control takes. */
function inputText(type: string, value: unknown): string {
  const given = shownText(value)
  const [whole, month = "", day = "", time = ""] = ISO.exec(given) ?? []
  if (whole === undefined) return given
  switch (type) {
    case "date":
      return month + day
    case "time":
      return time
    case "month":
      return month
    case "datetime-local":
      return `${month}${day}T${time}`
    default:
      return given
  }
}
