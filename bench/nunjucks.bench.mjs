/** Tracked nunjucks templates against `nunjucks.render` of the same templates: first HTML, compiling, updates, bytes. */
import { DiffDOM, stringToObj } from "diff-dom"
import nunjucks from "nunjucks"
import { createNunjucksEngine } from "../dist/src/nunjucks/engine.js"
import { diff } from "../dist/src/render/diff/diff.js"
import { TemplateTable } from "../dist/src/render/values/template-table.js"
import { toDigestedHtml } from "../dist/src/render/write/digest.js"
import { toHtml, toMarkedHtml } from "../dist/src/render/write/write-html.js"
import { compare, median, read } from "./compare.mjs"
import { pages } from "./pages.mjs"

const folder = new URL("views/pages", import.meta.url).pathname
const sources = {
  counter:
    '<button live-click="decrement">-</button> <span>{{ count }}</span> <button live-click="increment">+</button>',
  table:
    '<table><thead><tr><th>Id</th></tr></thead><tbody>{% for row in rows | keyed("id") %}<tr class="{{ row.state }}"><td>{{ row.id }}</td><td>{{ row.name }}</td>' +
    "<td>{{ row.city }}</td><td>{{ row.amount }}</td><td>{{ row.state }}</td></tr>{% endfor %}</tbody></table>",
}

/** What a host's own environment makes of the same files: it knows the filter `keyed`, and not `key=`. */
class Files extends nunjucks.FileSystemLoader {
  #plain
  constructor(plain) {
    super(folder)
    this.#plain = plain
  }
  getSource(name) {
    if (sources[name] !== undefined) return { src: sources[name], path: name, noCache: false }
    const source = super.getSource(name)
    return this.#plain ? { ...source, src: source.src.replace(/ key=[\w.]+/g, "") } : source
  }
}

const theirs = new nunjucks.Environment(new Files(true)).addFilter("keyed", (rows) => rows)
const engineOf = () =>
  createNunjucksEngine({
    environment: new nunjucks.Environment(new Files(false)),
    development: false,
    warn: (_code, text) => console.error(text),
  })
const engine = engineOf()

export function nunjucksBench(report) {
  const rows = rowsOf(1000)
  firstHtml(report, "counter", { count: 5 })
  firstHtml(report, "table", { rows }, "≤ 0.6 ×")
  const ratios = Object.entries(pages).map(([name, { data }]) => firstHtml(report, `${name}.njk`, data))
  report("first HTML with digests: ten pages, median", median(ratios), "×", "≤ 1.0 ×")
  compiling(report)
  for (const count of [100, 1_000, 10_000]) oneRow(report, count)
  for (const [name, page] of Object.entries(pages)) bytes(report, name, page)
}

function firstHtml(report, name, context, target) {
  const renderer = engine.renderer(name)
  const html = toHtml(renderer.render(context, undefined, undefined))
  if (html !== theirs.render(name, context)) throw new Error(`${name} differs from nunjucks' own HTML`)
  const [own, other] = compare([
    () => read(toDigestedHtml(renderer.render(context, undefined, undefined), new TemplateTable()).html),
    () => read(theirs.render(name, context)),
  ])
  report(`first HTML with digests: ${name}`, own / other, "×", target, `${other.toFixed(1)} µs by nunjucks`)
  return own / other
}

function compiling(report) {
  const ratios = Object.entries(pages).map((page) => {
    const [own, other] = compileAndRender([page])
    report(`compile and first render: ${page[0]}.njk, with what it extends and imports`, own / 1000, "ms")
    const theirs = `${(other / 1000).toFixed(2)} ms by nunjucks`
    report(`compile and first render: ${page[0]}.njk`, own / other, "×", "", theirs)
    return own / other
  })
  report("compile and first render: ten pages, median", median(ratios), "×", "≤ 2.0 ×")
  const [own, other] = compileAndRender(Object.entries(pages))
  report("compile and first render of all ten in one environment, per page", own / ratios.length / 1000, "ms")
  report("compile and first render of all ten in one environment, against nunjucks", own / other, "×", "≤ 2.0 ×")
}

/** In an environment made for it each time. */
function compileAndRender(entries) {
  const given = entries.map(([name, { data }]) => [`${name}.njk`, data])
  return compare([
    () => {
      const fresh = engineOf()
      for (const [name, data] of given) fresh.renderer(name).render(data, undefined, undefined)
    },
    () => {
      const fresh = new nunjucks.Environment(new Files(true)).addFilter("keyed", (rows) => rows)
      for (const [name, data] of given) fresh.render(name, data)
    },
  ])
}

function oneRow(report, count) {
  const renderer = engine.renderer("table")
  const before = { rows: rowsOf(count) }
  const tree = renderer.render(before, undefined, undefined)
  const at = count >> 1
  const after = { rows: before.rows.with(at, { ...before.rows[at], name: "Changed" }) }
  const changes = { dirty: new Set(["rows"]), mutated: new Set() }
  const table = new TemplateTable()
  table.number(tree[0])
  const [full, update] = compare([
    () => diff(tree, renderer.render(after, undefined, undefined), table),
    () => diff(tree, renderer.render(after, changes, tree), table),
  ])
  report(`update: one of ${count} rows, render + diff`, update, "µs", count === 10_000 ? "≤ 200 µs" : "")
  report(
    `update: one of ${count} rows, against full render + diff`,
    update / full,
    "×",
    count === 10_000 ? "≤ 0.05 ×" : "",
  )
}

function bytes(report, name, { data, update }) {
  const renderer = engine.renderer(`${name}.njk`)
  const tree = renderer.render(data, undefined, undefined)
  const table = new TemplateTable()
  toMarkedHtml(tree, table)
  const after = { ...data, ...update }
  const next = renderer.render(after, { dirty: new Set(Object.keys(update)), mutated: new Set() }, tree)
  const frame = Buffer.byteLength(JSON.stringify(diff(tree, next, table)))
  const html = toHtml(next)
  const routes = new DiffDOM({ maxChildCount: false }).diff(
    stringToObj(`<div>${toHtml(tree)}</div>`),
    stringToObj(`<div>${html}</div>`),
  )
  const [whole, json] = [Buffer.byteLength(html), Buffer.byteLength(JSON.stringify(routes))]
  report(`bytes: a change in ${name}`, frame, "B", "", `full HTML ${whole} B, diff-dom's JSON ${json} B`)
}

function rowsOf(count) {
  return Array.from({ length: count }, (_, id) => ({
    id,
    name: `Name ${id}`,
    city: `City ${id % 50}`,
    amount: id % 100,
    state: id % 3 === 0 ? "open" : "closed",
  }))
}
