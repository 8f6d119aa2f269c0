/**
 * The tagged template `` html`…` ``, with `each` for keyed lists and `raw` for HTML made elsewhere. The strings of a
 * template literal are one array for as long as the code lives: they are compiled once, on the first render.
 */

import { isJsonScript } from "../../html/elements/script-type.js"
import { JsonStrings } from "../../html/text/raw-text.js"
import type { SafeUrl } from "../../html/text/safe-url.js"
import type { TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { inUrl, isDecided } from "../../html/tokenizer/url-check.js"
import { compileHoles } from "../template/compile-statics.js"
import type { Template, TemplateSlot } from "../template/template.js"
import { registerTemplate } from "../template/template-registry.js"
import type { Commands } from "./commands.js"
import { listOf } from "./content-value.js"
import { slotValue } from "./hole-values.js"
import { type MergePlan, mergeHoles, planMerge } from "./merged-attributes.js"
import type { SlotPlan } from "./slot-plan.js"
import type { HtmlAttributes } from "./tag-value.js"
import { Html, type List, type Rendered, type StreamRows } from "./values.js"

/** What may stand between tags: text, nothing (`null`, `undefined`, `true`, `false`), a template, a list, HTML. */
export type HtmlContent =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Html
  | List
  | StreamRows
  | Rendered
  | readonly HtmlContent[]

/**
 * What may stand in a hole. Between tags: see {@link HtmlContent}.
 * In a quoted attribute: text, commands of `js`, or nothing; as the whole value `false`, `null` and `undefined` remove the attribute and
 * `true` gives it an empty value. `class` also takes lists and records (`["a", { b: on }]`), `style` a record.
 * Between attributes: a record of attributes, `raw(…)`, or nothing. A `class` or `style` in a record is merged with the
 * tag's own; of other equal names the one written out counts, else the first.
 */
export type HtmlValue = HtmlContent | HtmlAttributes | SafeUrl | Commands | readonly HtmlValue[]

interface HtmlPlan {
  readonly merge: MergePlan | undefined
  readonly template: Template
  readonly slots: readonly SlotPlan[]
}

const plans = new WeakMap<readonly string[], HtmlPlan>()

/**
 * Makes a tree of values from a template literal. Text is escaped; arrays become lists that go by index (see
 * {@link each} for keys).
 *
 * @example
 * ```ts
 * import { html } from "livemount"
 *
 * const page = html`<h1 class="${theme}">Hello, ${name}</h1><button disabled="${busy}">Save</button>`
 * ```
 *
 * @throws {@link LiveError} LV_HOLE_PLACE, LV_HOLE_VALUE, LV_TEMPLATE_UNBALANCED
 */
export function html(strings: readonly string[], ...holes: readonly HtmlValue[]): Rendered {
  const { template, slots, merge } = planOf(strings)
  const values = merge === undefined ? holes : mergeHoles(merge, holes)
  const rendered: Rendered = [template]
  for (const plan of slots) rendered.push(slotValue(plan, values))
  return rendered
}

/**
 * Makes a keyed list: an item keeps its part of the page, and what the user did there, wherever it moves. Keys are
 * compared by identity and should be unique; items with the same key are told apart by their index.
 *
 * A list whose items are all of one template is cheapest: put a choice inside the item's element, not around it.
 *
 * @example
 * ```ts
 * import { each, html } from "livemount"
 *
 * const list = html`<ul>${each(posts, (post) => post.id, (post) => html`<li>${post.title}</li>`)}</ul>`
 * ```
 */
export function each<T>(
  items: Iterable<T>,
  key: (item: T, index: number) => unknown,
  render: (item: T, index: number) => HtmlValue,
): List {
  const keys: unknown[] = []
  const values: HtmlValue[] = []
  for (const item of items) {
    const index = keys.length
    keys.push(key(item, index))
    values.push(render(item, index))
  }
  return listOf(keys, values)
}

/** Takes a string as HTML: it is not escaped, so it must come from a source that is trusted. */
export function raw(html: string): Html {
  return new Html(html)
}

function planOf(strings: readonly string[]): HtmlPlan {
  const known = plans.get(strings)
  if (known !== undefined) return known
  const merge = planMerge(strings)
  const compiled = compileHoles(merge?.strings ?? strings)
  const template = registerTemplate(compiled.template)
  const slots = compiled.slots.map(({ pieces, quote, taken, place }, index): SlotPlan => {
    const before = template.statics[index] as string
    const after = template.statics[index + 1] as string
    const isOne = pieces.length === 1 || (pieces.length === 2 && isMerged(merge, pieces[1]))
    const whole = isOne && pieces.every(isHole) && before.endsWith(quote) && after.startsWith(quote)
    const slot = template.slots[index] as TemplateSlot
    const address = slot.kind === "attribute" ? addressOf(place, after, quote) : undefined
    const strings = slot.kind === "raw" && isJsonScript(place.scriptType) ? stringHoles(pieces) : undefined
    const {
      quotes,
      template: { source },
    } = compiled
    return { slot, pieces, quote, whole, taken, tag: place.tag, address, strings, quotes, source }
  })
  const plan = { template, slots, merge }
  plans.set(strings, plan)
  return plan
}

/** The address that a slot is a part of; undefined if what its values say cannot matter. */
function addressOf(place: TokenizerState, following: string, quote: string): SlotPlan["address"] {
  const url = inUrl(place)
  const before = place.attribute?.value ?? ""
  if (url === undefined || isDecided(before, url)) return undefined
  return { ...url, before, after: following.slice(0, following.indexOf(quote)) }
}

/** The holes that stand inside of quotes in JSON. */
function stringHoles(pieces: readonly (string | number)[]): ReadonlySet<number> {
  const json = new JsonStrings()
  const inside = new Set<number>()
  for (const piece of pieces) {
    if (typeof piece === "string") json.read(piece)
    else if (json.inside) inside.add(piece)
  }
  return inside
}

function isHole(piece: string | number): piece is number {
  return typeof piece === "number"
}

function isMerged(merge: MergePlan | undefined, piece: string | number | undefined): boolean {
  return typeof piece === "number" && typeof merge?.sources[piece] === "object"
}
