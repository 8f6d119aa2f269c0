/** The component `intersperse`: content for each item, with a separator between neighbours. */

import { type HtmlContent, html } from "../../render/values/html.js"
import type { Rendered } from "../../render/values/values.js"
import { attr } from "../attribute.js"
import { type AnyComponent, component } from "../component.js"
import { slot } from "../slot.js"

/** What {@link intersperse} is called with. */
export interface Intersperse extends AnyComponent {
  <T>(
    attributes: { readonly items: readonly T[] },
    slots: { readonly default: (item: T) => HtmlContent; readonly separator: HtmlContent },
  ): Rendered
}

/**
 * Content for each item, with a separator between neighbours: in nunjucks
 * `{% intersperse items=tags let=tag %}{{ tag }}{% slot "separator" %}, {% endslot %}{% endintersperse %}`.
 *
 * @example
 * ```ts
 * import { components, html } from "livemount"
 *
 * const line = (tags: readonly string[]) =>
 *   html`${components.intersperse({ items: tags }, { default: (tag) => html`<b>${tag}</b>`, separator: ", " })}`
 * ```
 */
// Its item is what `items` holds, which a declaration cannot say.
export const intersperse: Intersperse = component("intersperse", {
  doc: "Content for each item, with a separator between neighbours.",
  attrs: { items: attr.of<readonly unknown[]>().required().doc("The items.") },
  slots: { default: slot.required<unknown>().doc("Of each item."), separator: slot.required() },
  render: ({ items, slots }) => html`${items.map((item, index) => withSeparator(index, slots, item))}`,
}) as unknown as Intersperse

interface Slots {
  readonly default: (item: unknown) => HtmlContent
  readonly separator: () => HtmlContent
}

function withSeparator(index: number, slots: Slots, item: unknown): Rendered {
  return html`${index > 0 && slots.separator()}${slots.default(item)}`
}
