/** The laws of the tracked compiler, for templates with components in all places where a macro could be. */

import fc from "fast-check"
import nunjucks from "nunjucks"
import { attr } from "../../../src/component/attribute.js"
import { component } from "../../../src/component/component.js"
import { slot } from "../../../src/component/slot.js"
import { isLiveError } from "../../../src/errors/live-error.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { diff } from "../../../src/render/diff/diff.js"
import { html } from "../../../src/render/values/html.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import { Html, type Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { changesBetween, type Files, MemoryLoader, renderFirst } from "../../support/nunjucks-setup.js"
import { files, type Update, update, type World, world } from "../../support/random-nunjucks.js"

const runs = Number(process.env["FUZZ_RUNS"] ?? 60)
const seed = process.env["FUZZ_SEED"] === undefined ? undefined : Number(process.env["FUZZ_SEED"])

const shown = (value: unknown): string | Html =>
  value instanceof Html ? value : typeof value === "object" ? JSON.stringify(value) : String(value)

const leaf = component("leaf", {
  attrs: { value: attr.of() },
  render: ({ value }) => html`<i>${shown(value)}</i>`,
})
const frame = component("frame", {
  attrs: { value: attr.of(), rest: attr.global() },
  slots: { default: slot(), top: slot() },
  render: ({ value, rest, slots }) =>
    html`<section class="frame" ${rest}>${slots.top?.()}${value ? slots.default?.() : null}<b>${shown(value)}</b>${slots.default?.()}</section>`,
})
const rows = component("rows", {
  attrs: { items: attr.of() },
  slots: { default: slot<unknown>() },
  render: ({ items, slots }) =>
    html`<ol>${(Array.isArray(items) ? items : []).map((item) => html`<li>${slots.default?.(item)}</li>`)}</ol>`,
})
const cols = component("cols", {
  attrs: { items: attr.of() },
  slots: { col: slot.many<unknown, { label?: unknown; n?: unknown }>(), foot: slot(), default: slot() },
  render: ({ items, slots }) =>
    html`<div>${slots.col.map(({ attrs }) => html`<u title="${String(attrs.n)}">${shown(attrs.label)}</u>`)}${(
      Array.isArray(items) ? items : []
    ).map(
      (item) => html`<p>${slots.col.map(({ content }) => content(item))}</p>`,
    )}${slots.foot?.()}${slots.default?.()}</div>`,
})
const components = [leaf, frame, rows, cols]

/** A use whose slots are given by statements: their beginning, and their end behind the content of a slot. */
const chosen: readonly (readonly [begin: string, end: string])[] = [
  [
    '{% cols items=xs %} {% for q in ys %}{% if q.on %}{% slot "col" label=q.n n=loop.index let=r %}',
    '{{ q.n }}{{ loop.index }}{{ r.n }}{% endslot %}{% elif b %} {% slot "col" label=b %}{{ q.id }}{{ loop.last }}{% endslot %}{% endif %}' +
      '{% else %}{% slot "col" label="none" %}{{ a }}{% endslot %}{% endfor %}{% slot "foot" %}{{ c }}{% endslot %}{% endcols %}',
  ],
  [
    '{% cols items=[1, 2] %}{% switch a %}{% case 1 %}{% slot "foot" %}{{ c }}{% endslot %}{% case "x" %}{% default %}{% slot "foot" %}',
    "{{ v1 }}{% endslot %}{% endswitch %}own{{ b }}{% endcols %}",
  ],
  [
    '{% cols items=ys %}{% for k, v in m %}{% for q in xs %}{% slot "col" label=k n=loop.index0 let=k %}',
    "{{ k.id }}{{ v }}{{ q.n }}{{ loop.length }}{% endslot %}{% endfor %}{% endfor %}{% endcols %}",
  ],
  ['{% cols items=[a] %}{% if c %}{% slot "col" let=v %}', "{{ v }}{% endslot %}{% endif %}{% endcols %}"],
]

/** Puts components where calls and macros are. */
function withComponents(source: Files): Files {
  return Object.fromEntries(
    Object.entries(source).map(([name, text]) => [name, name === "lib" ? text : replaced(text)]),
  )
}

function replaced(text: string): string {
  const ends: string[] = []
  return text.replaceAll(
    /\{% call (?:lib\.)?(\w+)\((.*?)\) %\}|\{% endcall %\}|\{\{ (?:mac|lib1)\(([\w.]+)\) \}\}/g,
    (whole, callee: string | undefined, argument: string | undefined, value: string | undefined, offset: number) => {
      if (value !== undefined) return `{% leaf value=${value} %}`
      if (callee === undefined) return whole === "{% endcall %}" ? (ends.pop() as string) : whole
      const other = chosen[(offset + text.length) % 6]
      if (other !== undefined) {
        ends.push(other[1])
        return other[0]
      }
      if (callee === "box") {
        ends.push("{% endrows %}")
        return "{% rows items=xs let=r %}"
      }
      const inSlot = argument === "a"
      ends.push(inSlot ? "{% endslot %}{{ a }}{% endframe %}" : "{% endframe %}")
      return `{% frame value=${argument} title=b %}${inSlot ? '{% slot "top" %}' : ""}`
    },
  )
}

function attempt<T>(run: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: run() }
  } catch (error) {
    return { error }
  }
}

/** nunjucks itself, which has the components as extensions. */
function plain(source: Files): nunjucks.Environment {
  const known = Object.fromEntries(
    Object.entries(source).map(([name, text]) => [name, text.replaceAll(/ key=[\w.]+ %\}/g, " %}")]),
  )
  const environment = new nunjucks.Environment(new MemoryLoader(known))
  createNunjucksEngine({ environment, components, development: true, warn: () => undefined })
  return environment
}

/** The one thing that only components refuse. */
function onlyRefused(error: unknown): void {
  if (!(isLiveError(error, "LV_TEMPLATE_COMPILE") && error.message.includes("content of a slot"))) throw error
}

/** Renders a sequence in both ways; gives the number of updates, undefined if nunjucks itself cannot render it. */
function compare(source: Files, start: World, updates: readonly Update[]): number | undefined {
  const own = plain(source)
  if (Object.keys(source).some((name) => "error" in attempt(() => own.getTemplate(name, true)))) return undefined
  const environment = new nunjucks.Environment(new MemoryLoader(source))
  const warnings: string[] = []
  const warn = (code: string, text: string): unknown => warnings.push(`${code}: ${text}`)
  const renderer = createNunjucksEngine({ environment, components, development: true, warn }).renderer("main")
  let now = structuredClone(start)
  const expected = attempt(() => own.render("main", now))
  if ("error" in expected) return undefined
  const first = attempt(() => renderFirst(renderer, now))
  if ("error" in first) {
    onlyRefused(first.error)
    return undefined
  }
  expect(toHtml(first.value)).toBe(expected.value)
  let tree: Rendered = first.value
  let steps = 0
  for (const change of updates) {
    const { after, mutated } = change(now)
    const changes = changesBetween(now, after, mutated)
    now = after
    const text = attempt(() => own.render("main", now))
    if ("error" in text) return steps
    const next = renderer.render(now, changes, tree) as Rendered
    expect(toHtml(next)).toBe(text.value)
    expect(diff(renderFirst(renderer, now), next, new TemplateTable())).toBeNull()
    tree = next
    steps++
  }
  expect(warnings.filter((line) => line.startsWith("LV_STALE"))).toEqual([])
  return steps
}

const options = { numRuns: runs, ...(seed === undefined ? {} : { seed }), endOnFailure: false }

test("components are equal to nunjucks' own render of them, and after any updates to a fresh render", () => {
  let steps = 0
  let uses = 0
  fc.assert(
    fc.property(files, world, fc.array(update, { maxLength: 6 }), (given, start, updates) => {
      const source = withComponents(given)
      const made = compare(source, start, updates)
      steps += made ?? 0
      uses += made !== undefined && /\{% (?:leaf|frame|rows|cols)/.test(source["main"] ?? "") ? 1 : 0
    }),
    options,
  )
  expect(steps).toBeGreaterThan(runs / 4)
  expect(uses).toBeGreaterThan(runs / 8)
})

// --- slots in statements

const piece = fc.constantFrom(
  ..."r.n r.id r.on a b k v q.n loop.index loop.last loop.length v1 xs.length"
    .split(" ")
    .map((code) => `{{ ${code} }}`),
  "{% for s in r.kids %}{{ s.n }}{{ loop.index }}{{ a }}{% endfor %}",
  "{% for q in ys key=q.id %}<p>{{ q.n }}{{ k }}</p>{% endfor %}{{ loop.index0 }}",
  "{% if b %}<b>{{ r.n }}</b>{% else %}{{ c }}{% endif %}",
  "{% set v1 = a %}{{ v1 }}",
  '{% include "part" %}',
  "{% leaf value=r.n %}",
  "{{ s.n }}",
  "{% rows items=r.kids let=k %}{{ k.n }}{{ r.id }}{{ c }}{% endrows %}",
  "<i title='{{ r.n }}{{ q.n }}'>{{ mac(r) }}</i>",
)
const contentOfSlot = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join("|"))
const column = fc
  .tuple(
    fc.constantFrom("", " label=a", " label=q.n", " label=k n=loop.index"),
    fc.constantFrom(" let=r", " let=q", ""),
    contentOfSlot,
  )
  .map(([attributes, parameter, content]) => `{% slot "col"${attributes}${parameter} %}${content}{% endslot %}`)
const head = fc.constantFrom(
  "q in ys",
  "q in xs",
  "k, v in m",
  "k, v in pairs",
  "k in [a, b]",
  "q in ys | reverse",
  "s in q.kids",
)

const { part } = fc.letrec<{ part: string }>((tie) => {
  const several = fc.array(tie("part"), { maxLength: 2 }).map((parts) => parts.join(" "))
  return {
    part: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      column,
      fc.tuple(head, several).map(([loop, inside]) => `{% for ${loop} %}${inside}{% endfor %}`),
      fc
        .tuple(head, several, column)
        .map(([loop, inside, other]) => `{% for ${loop} %}${inside}{% else %}${other}{% endfor %}`),
      fc
        .tuple(fc.constantFrom("a", "b", "q.on", "not k"), several, several)
        .map(([test, yes, no]) => `{% if ${test} %}${yes}{% else %}${no}{% endif %}`),
      fc
        .tuple(several, several)
        .map(([one, other]) => `{% switch a %}{% case 1 %}${one}{% case "x" %}{% default %}${other}{% endswitch %}`),
    ),
  }
})
const use = fc
  .tuple(
    fc.constantFrom("xs", "ys", "[a, b]", "[1]"),
    fc.array(part, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("", "own{{ a }}", '{% if c %}{% slot "foot" %}{{ b }}{% endslot %}{% endif %}'),
  )
  .map(([items, parts, rest]) => `{% cols items=${items} %}${parts.join("\n")}${rest}{% endcols %}`)
const around = fc.constantFrom<(inside: string) => string>(
  (inside) => `{{ a }}${inside}{{ b }}`,
  (inside) => `<ul>{% for q in xs key=q.id %}<li>${inside}</li>{% endfor %}</ul>`,
  (inside) => `{% if b %}<p>{{ c }}</p>${inside}{% endif %}`,
  (inside) => `{% set v1 = b %}<textarea>${inside}</textarea>{% set t %}${inside}{% endset %}{{ t }}`,
)

test("slots in statements are equal to nunjucks' own render of them, and after any updates to a fresh render", () => {
  let steps = 0
  fc.assert(
    fc.property(use, around, world, fc.array(update, { maxLength: 6 }), (inside, place, start, updates) => {
      const main = `{% macro mac(x) %}[{{ x.n }}{{ a }}]{% endmacro %}${place(inside)}`
      steps += compare({ main, part: "{{ q.n }}{{ loop.index }}{{ r.id }}{{ c }}" }, start, updates) ?? 0
    }),
    options,
  )
  expect(steps).toBeGreaterThan(runs)
})
