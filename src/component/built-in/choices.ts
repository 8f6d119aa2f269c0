/** The options of a `<select>`, and the choices of a group of radio buttons. */

import { html } from "../../render/values/html.js"
import type { Rendered } from "../../render/values/values.js"

/** What can be chosen. */
export type Choice = string | number | LabelledChoice

/** A choice whose label is not its value. */
export interface LabelledChoice {
  readonly label: string
  readonly value: string | number | boolean
  readonly disabled?: boolean | undefined
}

/** Choices under a common label: an `<optgroup>`. */
export interface ChoiceGroup {
  readonly label: string
  readonly options: readonly Choice[]
}

/** The `<option>`s, those of the chosen values selected. */
export function optionTags(options: readonly (Choice | ChoiceGroup)[], chosen: ReadonlySet<string>): Rendered {
  return html`${options.map((option) =>
    isGroup(option)
      ? html`<optgroup label="${option.label}">${optionTags(option.options, chosen)}</optgroup>`
      : optionTag(labelled(option), chosen),
  )}`
}

function optionTag({ label, value, disabled }: LabelledChoice, chosen: ReadonlySet<string>): Rendered {
  return html`<option value="${String(value)}" selected="${chosen.has(String(value))}" disabled="${disabled}">${label}</option>`
}

/** The choices without their groups, with their labels. */
export function choicesIn(options: readonly (Choice | ChoiceGroup)[]): readonly LabelledChoice[] {
  return options.flatMap((option) => (isGroup(option) ? option.options : [option])).map(labelled)
}

function labelled(choice: Choice): LabelledChoice {
  return typeof choice === "object" ? choice : { label: String(choice), value: choice }
}

function isGroup(option: Choice | ChoiceGroup): option is ChoiceGroup {
  return typeof option === "object" && "options" in option
}
