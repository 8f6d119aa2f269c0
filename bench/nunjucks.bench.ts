/**
 * First HTML and updates of tracked nunjucks templates, against `nunjucks.render` of the same templates in the same run.
 * Run: npx esbuild bench/nunjucks.bench.ts --bundle --platform=node --format=esm --packages=external \
 *        --outfile=dist/bench/nunjucks.mjs && node dist/bench/nunjucks.mjs
 */

import nunjucks from "nunjucks"
import { createNunjucksEngine } from "../src/nunjucks/engine.js"
import { diff } from "../src/render/diff.js"
import { TemplateTable } from "../src/render/template-table.js"
import type { Rendered } from "../src/render/values.js"
import { toHtml, toMarkedHtml } from "../src/render/write-html.js"

interface Row {
  readonly id: number
  readonly name: string
  readonly city: string
  readonly amount: number
  readonly state: string
}

const files: Record<string, string> = {
  counter:
    '<button live-click="decrement">-</button> <span>{{ count }}</span> <button live-click="increment">+</button>',
  table:
    '<table><thead><tr><th>Id</th></tr></thead><tbody>{% for row in rows | keyed("id") %}<tr class="{{ row.state }}"><td>{{ row.id }}</td><td>{{ row.name }}</td>' +
    "<td>{{ row.city }}</td><td>{{ row.amount }}</td><td>{{ row.state }}</td></tr>{% endfor %}</tbody></table>",
  rows: "{% macro line(row) %}<li>{{ row.name }}{% if row.amount > 50 %} <b>{{ row.amount }}</b>{% endif %}</li>{% endmacro %}<ul>{% for row in rows %}{{ line(row) }}{% endfor %}</ul>",
  base: "<header>{% block title %}Shop{% endblock %}</header><main>{% block main %}{% endblock %}</main><footer>{{ year }}</footer>",
  "macros.html":
    '{% macro money(n) %}<span class="money">{{ n }}</span>{% endmacro %}{% macro card(title) %}<section><h2>{{ title }}</h2>{{ caller() }}</section>{% endmacro %}',
  line: "<tr><td>{{ loop.index }}</td><td>{{ row.name | upper }}</td><td>{{ money(row.amount) }}</td></tr>",
  page:
    '{% extends "base" %}{% from "macros.html" import money, card %}{% block title %}{{ super() }}: {{ title }}{% endblock %}' +
    '{% block main %}{% from "macros.html" import money, card %}{% set total = rows | length %}{% call card(title) %}<p>{{ total }} orders{% if total > 10 %}, many{% endif %}</p>{% endcall %}' +
    '<table><tbody>{% for row in orders %}<tr class="{{ loop.index0 % 2 }}"><td>{{ row.name | upper }}</td><td>{{ money(row.amount) }}</td><td>{{ row.city | default("-") }}</td></tr>{% endfor %}</tbody></table>' +
    "{% for row in orders %}<p>{{ row.name }}: {{ row.state }}</p>{% endfor %}{% endblock %}",
}

class Memory extends nunjucks.Loader {
  getSource(name: string): nunjucks.LoaderSource {
    return { src: files[name] as string, path: name, noCache: false }
  }
}

const environment = new nunjucks.Environment(new Memory())
const engine = createNunjucksEngine({ environment, development: false, warn: (code, text) => console.log(code, text) })

function makeRows(count: number): Row[] {
  return Array.from({ length: count }, (_, id) => ({
    id,
    name: `Name ${id}`,
    city: `City ${id % 50}`,
    amount: id % 100,
    state: id % 3 === 0 ? "open" : "closed",
  }))
}

/** Median microseconds of processor time of one call, over batches of about 20 ms, taking turns. */
function compare(runs: Record<string, () => unknown>): Record<string, number> {
  const times: Record<string, number[]> = {}
  const batch: Record<string, number> = {}
  for (const [name, run] of Object.entries(runs)) {
    const until = performance.now() + 300
    let calls = 0
    while (performance.now() < until) {
      run()
      calls++
    }
    batch[name] = Math.max(1, Math.round(calls / 15))
    times[name] = []
  }
  for (let round = 0; round < 31; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const start = process.cpuUsage()
      const calls = batch[name] as number
      for (let i = 0; i < calls; i++) run()
      const { user, system } = process.cpuUsage(start)
      times[name]?.push((user + system) / calls)
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, list]) => [name, list.toSorted((a, b) => a - b)[list.length >> 1] as number]),
  )
}

const rows = makeRows(1000)
const contexts: Record<string, object> = {
  counter: { count: 5 },
  table: { rows },
  rows: { rows },
  page: { title: "Orders", year: 2026, rows, orders: rows.slice(0, 50) },
}

for (const [name, context] of Object.entries(contexts)) {
  const renderer = engine.renderer(name)
  const first = (): Rendered => renderer.render(context, undefined, undefined) as Rendered
  if (toHtml(first()) !== environment.render(name, context)) throw new Error(`${name} differs`)
  const times = compare({
    nunjucks: () => environment.render(name, context),
    values: first,
    "first HTML": () => toMarkedHtml(first(), new TemplateTable()),
  })
  const own = times["first HTML"] as number
  const theirs = times["nunjucks"] as number
  console.log(
    `${name.padEnd(8)} nunjucks ${theirs.toFixed(2)} µs, values ${times["values"]?.toFixed(2)} µs, first HTML ${own.toFixed(2)} µs = ${(own / theirs).toFixed(2)} ×`,
  )
}

for (const count of [1000, 10_000]) {
  for (const name of ["table", "rows"]) {
    const renderer = engine.renderer(name)
    const before = { rows: makeRows(count) }
    const tree = renderer.render(before, undefined, undefined) as Rendered
    const at = count >> 1
    const after = { rows: before.rows.map((row, index) => (index === at ? { ...row, name: "Changed" } : row)) }
    const changes = { dirty: new Set(["rows"]), mutated: new Set<string>() }
    const table = new TemplateTable()
    table.number(tree[0])
    const update = (): unknown => diff(tree, renderer.render(after, changes, tree) as Rendered, table)
    const none = { dirty: new Set(["other"]), mutated: new Set<string>() }
    const times = compare({
      full: () => diff(tree, renderer.render(after, undefined, undefined) as Rendered, table),
      update,
      other: () => renderer.render(before, none, tree),
    })
    const ratio = (times["full"] as number) / (times["update"] as number)
    console.log(
      `${name}, one of ${count}: full render + diff ${times["full"]?.toFixed(1)} µs, tracked ${times["update"]?.toFixed(1)} µs (1/${ratio.toFixed(0)}), another name ${times["other"]?.toFixed(2)} µs; ${JSON.stringify(update())}`,
    )
  }
}
