/** The controls that the component `input` writes, and the frame of label and errors around them. */

import type { HtmlAttributes } from "../../render/hole-values.js"
import { type HtmlContent, html } from "../../render/html.js"
import type { Rendered } from "../../render/values.js"
import { type Choice, type ChoiceGroup, choicesIn, chosenValues, optionTags } from "./choices.js"

/** What all kinds of control have in common. */
export interface Control {
  readonly id: string | undefined
  readonly name: string | undefined
  readonly label: string | undefined
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
    html`<div class="live-errors" id="${errorsId(control)}">${errors.map((error) => html`<p class="live-error">${error}</p>`)}</div>`
  }</div>`
}

/** An `<input>` of a type that holds text. What is secret, or the browser's, is not written into the page. */
export function textInput(control: Control, type: string): Rendered {
  const value = type === "password" || type === "file" ? undefined : inputText(type, control.held)
  return html`${caption(control)}<input type="${type}" value="${value}" ${state(control)}>`
}

export function textarea(control: Control): Rendered {
  return html`${caption(control)}<textarea ${state(control)}>${shownText(control.held)}</textarea>`
}

export function select(
  control: Control,
  options: readonly (Choice | ChoiceGroup)[],
  prompt: string | undefined,
): Rendered {
  return html`${caption(control)}<select ${state(control)}>${
    prompt !== undefined && html`<option value="">${prompt}</option>`
  }${optionTags(options, chosenValues(control.held))}</select>`
}

/** What is known of a checkbox beside the rest. */
export interface Checkbox {
  /** What it sends when it is checked. */
  readonly sent: unknown
  /** The field's value. */
  readonly held: unknown
  readonly checked: boolean | undefined
}

export function checkbox(control: Control, { sent, held, checked }: Checkbox): Rendered {
  const { name, label, rest } = control
  const value = shownText(sent)
  const isOne = name !== undefined && !name.endsWith("[]")
  // In front, so that the box comes last if it is sent.
  const unchecked =
    isOne &&
    html`<input type="hidden" name="${name}" value="false" ${{ disabled: rest["disabled"], form: rest["form"] }}>`
  const box = html`<input type="checkbox" value="${value}" checked="${checked ?? chosenValues(held).has(value)}" ${state(control)}>`
  return html`${unchecked}${label === undefined ? box : html`<label>${box} ${label}</label>`}`
}

export function radios(control: Control, options: readonly (Choice | ChoiceGroup)[]): Rendered {
  const { id, name, label, held, rest, errors } = control
  const chosen = chosenValues(held)
  return html`<fieldset id="${id}" aria-invalid="${errors.length > 0 && "true"}" aria-describedby="${errorsId(control)}">${
    label !== undefined && html`<legend>${label}</legend>`
  }${choicesIn(options).map(
    (choice, index) =>
      html`<label><input type="radio" id="${id && `${id}_${index}`}" name="${name}" value="${String(choice.value)}" checked="${chosen.has(String(choice.value))}" disabled="${choice.disabled}" ${rest}> ${choice.label}</label>`,
  )}</fieldset>`
}

/** The text of a value: nothing is none. */
export function shownText(value: unknown): string {
  return value === undefined || value === null ? "" : String(value)
}

function caption({ id, label }: Control): HtmlContent {
  return label !== undefined && html`<label for="${id}">${label}</label>`
}

function state(control: Control): HtmlAttributes {
  const { id, name, errors, rest } = control
  const isInvalid = errors.length > 0
  return { id, name, "aria-invalid": isInvalid && "true", "aria-describedby": errorsId(control), ...rest }
}

function errorsId({ id, errors }: Control): string | undefined {
  return errors.length > 0 && id !== undefined ? `${id}_errors` : undefined
}

const ISO = /^(\d{4}-\d{2})(-\d{2})T(\d{2}:\d{2}(?::\d{2})?)/

/** A date as a text says more than a control takes. */
function inputText(type: string, value: unknown): string {
  const given = value instanceof Date ? value.toISOString() : shownText(value)
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
