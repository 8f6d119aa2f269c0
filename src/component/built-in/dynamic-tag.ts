/** The component `dynamic_tag`: an element whose name is computed. */

import { LiveError } from "../../errors/live-error.js"
import { nameRefusal } from "../../html/tokenizer/places.js"
import { html } from "../../render/values/html.js"
import { type Attribute, attr, type GlobalAttribute } from "../attribute.js"
import { type Component, component } from "../component.js"
import { type Slot, slot } from "../slot.js"
import { shownText } from "./shown-text.js"

type DynamicTag = Component<
  {
    readonly tag: Attribute<string, "required">
    readonly rest: GlobalAttribute<"for" | "href" | "name" | "rel" | "target" | "type" | "value">
  },
  { readonly default: Slot<void, false> }
>

/**
 * An element whose name is computed; in nunjucks `{% dynamic_tag tag="h" ~ level class="title" %}…{% enddynamic_tag %}`.
 * Each name is a template of its own, so at most a hundred different ones are taken.
 *
 * @example
 * ```ts
 * import { components, html } from "livemount"
 *
 * const heading = (level: number, text: string) => html`${components.dynamicTag({ tag: `h${level}` }, text)}`
 * ```
 */
export const dynamicTag: DynamicTag = component("dynamic_tag", {
  doc: "An element whose name is computed.",
  attrs: {
    tag: attr.string().required().doc("Name of the element."),
    rest: attr.global(["for", "href", "name", "rel", "target", "type", "value"]),
  },
  slots: { default: slot() },
  render: ({ tag, rest, slots }) => {
    // A macro of nunjucks may have made it.
    const name = shownText(tag)
    return html(stringsOf(name), rest, ...(voids.has(name) ? [] : [slots.default?.()]))
  },
})

const voids: ReadonlySet<string> = new Set("area br col embed hr img input source track wbr".split(" "))

const MOST_TAGS = 100
const strings = new Map<string, readonly string[]>()

/** The strings of the template with this tag; the same array each time. */
function stringsOf(tag: string): readonly string[] {
  const known = strings.get(tag)
  if (known !== undefined) return known
  if (!/^[a-z][a-z0-9-]*$/.test(tag) || nameRefusal(tag) !== undefined || strings.size >= MOST_TAGS) {
    const why =
      strings.size < MOST_TAGS
        ? "is not the lower-case name of an element that may be chosen by a value"
        : `is the ${MOST_TAGS + 1}st name; each is a template that is kept`
    throw new LiveError("LV_COMPONENT_USE", { problem: `the tag ${JSON.stringify(tag)} of "dynamic_tag" ${why}.` })
  }
  const made = voids.has(tag) ? [`<${tag} `, ">"] : [`<${tag} `, ">", `</${tag}>`]
  strings.set(tag, made)
  return made
}
