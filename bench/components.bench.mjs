/**
 * Components in a table of 1,000 rows against the macros that nunjucks would have: first HTML, one changed row. And the components of the
 * GOV.UK design system, written for plain nunjucks, with the examples that come with them.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import nunjucks from "nunjucks"
import { attr, component, html, slot } from "../dist/src/index.js"
import { createNunjucksEngine } from "../dist/src/nunjucks/engine.js"
import { diff } from "../dist/src/render/diff/diff.js"
import { TemplateTable } from "../dist/src/render/values/template-table.js"
import { toDigestedHtml } from "../dist/src/render/write/digest.js"
import { toHtml, toMarkedHtml } from "../dist/src/render/write/write-html.js"
import { compare, median, read } from "./compare.mjs"

const badge = component("badge", {
  attrs: { status: attr.oneOf(["new", "done"]).required(), wide: attr.boolean().default(false) },
  slots: { default: slot.required() },
  render: ({ status, wide, slots }) => html`<b class="badge ${status}${wide && " wide"}">${slots.default()}</b>`,
})

const macro =
  '{% macro badge(status, wide) %}<b class="badge {{ status }}{{ " wide" if wide }}">{{ caller() }}</b>{% endmacro %}'
const rowsWith = (use, key) => `<ul>{% for row in rows${key} %}<li>{{ row.id }} ${use}</li>{% endfor %}</ul>`
const files = {
  components: rowsWith("{% badge status=row.status wide=true %}<i>{{ row.name }}</i>{% endbadge %}", " key=row.id"),
  macros: macro + rowsWith("{% call badge(row.status, true) %}<i>{{ row.name }}</i>{% endcall %}", " key=row.id"),
  plain: macro + rowsWith("{% call badge(row.status, true) %}<i>{{ row.name }}</i>{% endcall %}", ""),
}

class Memory extends nunjucks.Loader {
  getSource(name) {
    return { src: files[name], path: name, noCache: false }
  }
}

/** @param report - Takes a label, a figure, its unit, what is to be reached, and what else was measured: it is no part of the label. */
export function componentsBench(report) {
  ownAndMacros(report)
  designSystem(report)
}

function ownAndMacros(report) {
  const theirs = new nunjucks.Environment(new Memory())
  const engine = createNunjucksEngine({
    environment: new nunjucks.Environment(new Memory()),
    components: [badge],
    development: false,
    warn: (_code, text) => console.error(text),
  })
  const rows = Array.from({ length: 1000 }, (_, id) => ({ id, name: `Name ${id}`, status: id % 2 ? "new" : "done" }))
  const expected = theirs.render("plain", { rows })
  for (const name of ["components", "macros"]) {
    const renderer = engine.renderer(name)
    const first = () => read(toDigestedHtml(renderer.render({ rows }, undefined, undefined), new TemplateTable()).html)
    if (toHtml(renderer.render({ rows }, undefined, undefined)) !== expected) throw new Error(`${name}: other HTML`)
    const [own, other] = compare([first, () => read(theirs.render("plain", { rows }))])
    report(
      `1,000 ${name}: first HTML with digests`,
      own / other,
      "×",
      "≤ 1.0 ×",
      `${Math.round(other)} µs by nunjucks' macros`,
    )
    const [one, all] = compare([oneRow(renderer, rows), first])
    report(`1,000 ${name}: render + diff of one row`, one, "µs")
    report(`1,000 ${name}: first HTML with digests of all against one row`, all / one, "×")
  }
}

/** The examples of each component one after the other; the median of the components counts. */
function designSystem(report) {
  const root = join(dirname(createRequire(import.meta.url).resolve("govuk-frontend/package.json")), "dist")
  const folder = join(root, "govuk", "components")
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "fixtures.json")))
  class Pages extends nunjucks.Loader {
    getSource(name) {
      return names.includes(name)
        ? { src: `<main>{% include "govuk/components/${name}/template.njk" %}</main>`, path: name, noCache: false }
        : null
    }
  }
  const makeEnvironment = () =>
    new nunjucks.Environment([new nunjucks.FileSystemLoader(root), new Pages()], {
      trimBlocks: true,
      lstripBlocks: true,
    })
  const theirs = makeEnvironment()
  const engine = createNunjucksEngine({ environment: makeEnvironment(), development: false, warn: () => undefined })
  const ratios = names.map((name) => {
    const { fixtures } = JSON.parse(readFileSync(join(folder, name, "fixtures.json"), "utf8"))
    const contexts = fixtures.map(({ options }) => ({ params: options }))
    const renderer = engine.renderer(name)
    const [own, other] = compare([
      () => {
        for (const context of contexts)
          read(toDigestedHtml(renderer.render(context, undefined, undefined), new TemplateTable()).html)
      },
      () => {
        for (const context of contexts) read(theirs.render(name, context))
      },
    ])
    return own / other
  })
  const sorted = ratios.toSorted((a, b) => a - b)
  report(`first HTML with digests: ${names.length} components of GOV.UK, median`, median(ratios), "×", "≤ 1.0 ×")
  report("first HTML with digests: the slowest of them", sorted.at(-1), "×")
}

/** Each call changes another row. */
function oneRow(renderer, given) {
  const table = new TemplateTable()
  let rows = given
  let tree = renderer.render({ rows }, undefined, undefined)
  toMarkedHtml(tree, table)
  let turn = 0
  return () => {
    const at = (turn += 7) % rows.length
    rows = rows.with(at, { ...rows[at], name: `Changed ${turn}` })
    const next = renderer.render({ rows }, { dirty: new Set(["rows"]), mutated: new Set() }, tree)
    if (diff(tree, next, table) === null) throw new Error("nothing changed")
    tree = next
  }
}
