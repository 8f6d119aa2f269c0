/** The component `inputs_for`: the inputs of each object in a list. */

import type { FormField } from "../../form/form.js"
import { type HtmlContent, html } from "../../render/values/html.js"
import type { Rendered } from "../../render/values/values.js"
import { attr } from "../attribute.js"
import { type AnyComponent, component } from "../component.js"
import { slot } from "../slot.js"

/** What {@link inputsFor} is called with. */
export interface InputsFor extends AnyComponent {
  <T>(
    attributes: { readonly field: FormField<T> },
    slots: { readonly default: (form: FormField<T>["forms"][number]) => HtmlContent },
  ): Rendered
}

/**
 * The content for each object of a list, as a form of its own whose names begin with the field's: `emails[0][address]`. An
 * event that adds to the list, or takes from it, changes the form's values. (The fields of a single nested object are
 * `form.address.form`.) In nunjucks
 * `{% inputs_for field=form.emails let=email %}{% input field=email.address %}{% endinputs_for %}`.
 *
 * @example
 * ```ts
 * import { components, type Form, html } from "livemount"
 *
 * const emails = (form: Form<typeof contact>) => components.inputsFor(
 *   { field: form.emails },
 *   { default: (email) => html`<li>${components.input({ field: email.address, type: "email" })}</li>` },
 * )
 * ```
 */
// Its form is one of the field's, which a declaration cannot say.
export const inputsFor: InputsFor = component("inputs_for", {
  doc: "The inputs of each object in a list.",
  attrs: { field: attr.of<FormField>().required().doc("The field that holds the list.") },
  slots: { default: slot.required<unknown>().doc("Gets the form of each object.") },
  render: ({ field, slots }) => html`${field.forms.map((form) => html`${slots.default(form)}`)}`,
}) as unknown as InputsFor
