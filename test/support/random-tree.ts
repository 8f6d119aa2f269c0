/**
 * Random trees of values over a small set of templates, for laws. The sets are small on purpose: equal values, equal
 * keys and equal templates must be frequent in two trees drawn apart. All elements may stand in each other, so that the
 * parser makes of the HTML what the templates say.
 */

import fc from "fast-check"
import { escapeHtml } from "../../src/html/text/escape.js"
import { makeTemplate } from "../../src/render/template/make-template.js"
import type { SlotKind, Template } from "../../src/render/template/template.js"
import { registerTemplate } from "../../src/render/template/template-registry.js"
import { Html, List, Region, type Rendered, Tag, type Value } from "../../src/render/values/values.js"

function template(statics: readonly string[], kinds: readonly SlotKind[]): Template {
  return registerTemplate(makeTemplate({ statics, kinds, namespace: "html", source: "random tree" }))
}

const row = template(["<span id='", "'>", "</span>"], ["attribute", "content"])
const plain = template(["<u>static</u>"], [])
const two = template(["<i>", "</i> <b>", " of ", "</b>"], ["content", "content", "content"])
const box = template(["<div><section>", "</section>", "</div>"], ["content", "content"])
const all = template(
  [
    '<div class="',
    '" ',
    "><i>",
    "",
    "</i>",
    "</div><textarea>",
    '</textarea><script type="application/json">',
    "</script>",
    "<main>",
    "</main>",
  ],
  ["attribute", "tag", "content", "content", "content", "raw", "raw", "region", "content"],
)

const texts = fc.constantFrom("", "a", "b", "a < b", 'say "\\"', "naïve & 日本")
const sources = texts.map(escapeHtml)
const regionTexts: fc.Arbitrary<string> = fc.letrec<{ nodes: string; node: string }>((tie) => ({
  nodes: fc.array(tie("node"), { maxLength: 5 }).map((parts) => parts.join("")),
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("one ", "two", "<br>", '<a id="1">x</a>', '<a id="2">y</a>', '<a id="3" class="c">z</a>'),
    fc.tuple(fc.constantFrom("p", "section"), tie("nodes")).map(([name, inner]) => {
      const tag = name === "p" && /<(?:p|section)/.test(inner) ? "div" : name
      return `<${tag}>${inner}</${tag}>`
    }),
  ),
})).nodes
const tags = fc
  .dictionary(fc.constantFrom("checked", "hidden", "data-x"), fc.constantFrom("", "1", "2"), { maxKeys: 3 })
  .map((attributes) => {
    const source = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
    return new Tag(source.join(""), new Map(Object.entries(attributes)))
  })

/** A whole tree under a root template that has a slot of each kind. */
export const trees: fc.Arbitrary<Rendered> = instances(all, 3)

/** Two trees of which the second shares parts that are equal with the first, as a tracked render does. */
export const treePairs: fc.Arbitrary<readonly [Rendered, Rendered]> = fc
  .tuple(trees, trees, fc.boolean(), fc.boolean())
  .map(([before, after, share, merge]) => {
    const next = merge ? (merged(before, after) as Rendered) : after
    return [before, share ? (shared(before, next) as Rendered) : next]
  })

/** Lists of any shape. */
export function lists(depth: number): fc.Arbitrary<List> {
  const keyed = fc.uniqueArray(fc.nat(9), { maxLength: 10 })
  const repeating = fc.array(fc.nat(4), { maxLength: 6 })
  return fc.tuple(fc.oneof(keyed, repeating), fc.nat(3), fc.boolean()).chain(([keys, kind, byIndex]) => {
    const of = [row, plain, two, box][kind] as Template
    const mixed = kind === 1
    const items = keys.map(() => (mixed ? nested(depth - 1) : instances(of, depth - 1)))
    return fc.tuple(...items).map((made) => new List(byIndex ? [] : keys, made as Rendered[], mixed ? null : of))
  })
}

function instances(of: Template, depth: number): fc.Arbitrary<Rendered> {
  const values = of.slots.map((slot) => {
    switch (slot.kind) {
      case "attribute":
        return fc.option(sources, { freq: 4 })
      case "raw":
        return sources
      case "tag":
        return tags
      case "region":
        return regionTexts.map((html) => new Region(html))
      case "content":
        return contents(depth)
    }
  })
  return fc.tuple(...values).map((made): Rendered => [of, ...(made as Value[])])
}

function contents(depth: number): fc.Arbitrary<Value> {
  const leaf = fc.oneof(
    texts,
    fc.constant(null),
    texts.map((text) => new Html(`<b>${escapeHtml(text)}</b>`)),
  )
  return depth <= 0 ? leaf : fc.oneof({ weight: 2, arbitrary: leaf }, nested(depth - 1), lists(depth))
}

function nested(depth: number): fc.Arbitrary<Rendered> {
  return fc.constantFrom(row, plain, two, box).chain((of) => instances(of, depth))
}

/** `after`, with every other differing part taken from `before`: trees that differ in a few places. */
function merged(before: Value, after: Value): Value {
  if (isRendered(before) && isRendered(after) && before[0] === after[0]) {
    const values = after.slice(1) as Value[]
    return [
      after[0],
      ...values.map((value, i) => (i % 3 === 0 ? merged(before[i + 1] as Value, value) : (before[i + 1] as Value))),
    ]
  }
  return after
}

/** `after`, with each part that equals its counterpart in `before` replaced by that very object. */
function shared(before: Value, after: Value): Value {
  if (same(before, after)) return before
  if (isRendered(before) && isRendered(after) && before[0] === after[0]) {
    return [after[0], ...(after.slice(1) as Value[]).map((value, i) => shared(before[i + 1] as Value, value))]
  }
  if (before instanceof List && after instanceof List) {
    const items = after.items.map((item, i) => {
      const at = before.keys.length > 0 ? before.keys.indexOf(after.keys[i]) : i
      const old = before.items[at]
      return old === undefined ? item : (shared(old, item) as Rendered)
    })
    return new List(after.keys, items, after.template)
  }
  return after
}

function same(a: Value, b: Value): boolean {
  return JSON.stringify(plainForm(a)) === JSON.stringify(plainForm(b))
}

function plainForm(value: Value): unknown {
  if (isRendered(value)) return ["rendered", value[0].id, ...(value.slice(1) as Value[]).map(plainForm)]
  if (value instanceof List) return ["list", value.keys, value.template?.id, value.items.map(plainForm)]
  if (value instanceof Tag) return ["tag", value.source]
  if (value instanceof Html) return ["html", value.html]
  return value instanceof Region ? ["region", value.html] : value
}

function isRendered(value: Value): value is Rendered {
  return Array.isArray(value)
}
