/** Components that come with livemount. */

import { LiveError } from "../errors/live-error.js"
import { type HtmlContent, html } from "../render/html.js"
import type { Rendered } from "../render/values.js"
import { type Attribute, attr, type GlobalAttribute } from "./attribute.js"
import { type Component, component } from "./component.js"
import { type Slot, slot } from "./slot.js"

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
 * import { dynamicTag, html } from "livemount"
 *
 * const heading = (level: number, text: string) => html`${dynamicTag({ tag: `h${level}`, class: "title" }, text)}`
 * ```
 */
export const dynamicTag: DynamicTag = component("dynamic_tag", {
  doc: "An element whose name is computed.",
  attrs: {
    tag: attr.string().required().doc("Name of the element."),
    rest: attr.global(["for", "href", "name", "rel", "target", "type", "value"]),
  },
  slots: { default: slot() },
  render: ({ tag, rest, slots }) => html(stringsOf(tag), rest, ...(voids.has(tag) ? [] : [slots.default?.()])),
})

type Intersperse = Component<
  { readonly items: Attribute<readonly unknown[], "required"> },
  { readonly default: Slot<unknown, true>; readonly separator: Slot<void, true> }
>

/**
 * Content for each item, with a separator between neighbours: in nunjucks
 * `{% intersperse items=tags let=tag %}{{ tag }}{% slot "separator" %}, {% endslot %}{% endintersperse %}`.
 */
export const intersperse: Intersperse = component("intersperse", {
  doc: "Content for each item, with a separator between neighbours.",
  attrs: { items: attr.of<readonly unknown[]>().required() },
  slots: { default: slot.required<unknown>(), separator: slot.required() },
  render: ({ items, slots }) => html`${items.map((item, index) => withSeparator(index, slots, item))}`,
})

interface IntersperseSlots {
  readonly default: (item: unknown) => HtmlContent
  readonly separator: () => HtmlContent
}

function withSeparator(index: number, slots: IntersperseSlots, item: unknown): Rendered {
  return html`${index > 0 && slots.separator()}${slots.default(item)}`
}

const voids: ReadonlySet<string> = new Set("area br col embed hr img input source track wbr".split(" "))

/** Elements whose text is code or no HTML, which load code, or which are the whole page's. */
const refused: ReadonlySet<string> = new Set(
  "base body head html iframe link meta noembed noframes noscript object plaintext script style template textarea title xmp".split(
    " ",
  ),
)

const MOST_TAGS = 100
const strings = new Map<string, readonly string[]>()

/** The strings of the template with this tag; the same array each time. */
function stringsOf(tag: string): readonly string[] {
  const known = strings.get(tag)
  if (known !== undefined) return known
  if (!/^[a-z][a-z0-9-]*$/.test(tag) || refused.has(tag) || strings.size >= MOST_TAGS) {
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
