/**
 * Random trees of values whose HTML any parser takes as it is written (no repairs), so that the DOM that differences
 * make can be compared with the DOM parsed from the new HTML.
 */

import fc from "fast-check"
import { escapeHtml } from "../../src/html/text/escape.js"
import { makeTemplate } from "../../src/render/template/make-template.js"
import type { SlotKind, Template } from "../../src/render/template/template.js"
import { registerTemplate } from "../../src/render/template/template-registry.js"
import { Html, List, Region, type Rendered, Tag, type Value } from "../../src/render/values/values.js"

function template(statics: readonly string[], kinds: readonly SlotKind[]): Template {
  return registerTemplate(makeTemplate({ statics, kinds, namespace: "html", source: "test" }))
}

const row = template(['<section id="', '">', "</section>"], ["attribute", "content"])
const spaced = template(["\n  <article data-a='", "'> ", " km</article>\n"], ["attribute", "content"])
const plain = template(["<em>static</em>"], [])
const two = template(["<b>", "</b> text ", " of ", "<i></i>"], ["content", "content", "content"])
const box = template(["<div class='a ", "'><nav>", "</nav>", "</div>"], ["attribute", "content", "content"])
const bare = template(["", ""], ["content"])
const root = template(
  [
    '<main class="',
    '" ',
    "><u>in ",
    " and ",
    "!</u>",
    "</main><textarea>",
    "</textarea><hr>",
    '<nav style="',
    '">',
    "</nav><s> ",
    " </s>",
  ],
  ["attribute", "tag", "content", "content", "content", "raw", "region", "attribute", "content", "content"],
)
const templates = [row, spaced, plain, two, box, bare]

const texts = fc.constantFrom("", "a", "b", "a < b", 'say "\\"', "naïve & 日本")
const sources = texts.map(escapeHtml)
const styles = fc.constantFrom("", "color: red", "color: blue; top: 1px", "top: 2px")
const regionTexts = fc
  .array(fc.constantFrom("<p>1</p>", "<p>2</p>", "<br>", "<b>x</b>", "one", "<ol><li id=1>1</li></ol>", "text "), {
    maxLength: 8,
  })
  .map((parts) => parts.join(""))
const tags = fc
  .dictionary(fc.constantFrom("title", "hidden", "data-x", "lang"), fc.constantFrom("", "1", "2"), { maxKeys: 3 })
  .map((attributes) => {
    const source = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
    return new Tag(source.join(""), new Map(Object.entries(attributes)))
  })

/** A whole tree under a root template that has a slot of each kind. */
export const pages: fc.Arbitrary<Rendered> = instances(root, 3)

/** Keyed and unkeyed lists of one or of several templates. */
export function lists(depth: number): fc.Arbitrary<List> {
  const keyed = fc.uniqueArray(fc.nat(15), { maxLength: 12 })
  return fc.tuple(keyed, fc.nat(templates.length), fc.boolean()).chain(([keys, kind, byIndex]) => {
    const one = templates[kind]
    const items = keys.map(() => (one === undefined ? nested(depth - 1) : instances(one, depth - 1)))
    return fc.tuple(...items).map((made) => new List(byIndex ? [] : keys, made as Rendered[], one ?? null))
  })
}

function instances(of: Template, depth: number): fc.Arbitrary<Rendered> {
  const values = of.slots.map((slot) => {
    switch (slot.kind) {
      case "attribute":
        return slot.name === "style" ? styles : fc.option(sources, { freq: 4 })
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
    texts.map((text) => new Html(`<q>${escapeHtml(text)}</q>`)),
  )
  return depth <= 0
    ? leaf
    : fc.oneof({ weight: 2, arbitrary: leaf }, nested(depth - 1), { weight: 2, arbitrary: lists(depth) })
}

function nested(depth: number): fc.Arbitrary<Rendered> {
  return fc.constantFrom(...templates).chain((of) => instances(of, depth))
}
