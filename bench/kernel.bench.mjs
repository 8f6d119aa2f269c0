/** The render kernel alone: writing HTML, comparing trees. Medians of batches in turn; nunjucks for the ratio. */
import nunjucks from "nunjucks"
import { diff } from "../dist/src/render/diff/diff.js"
import { each, html } from "../dist/src/render/values/html.js"
import { TemplateTable } from "../dist/src/render/values/template-table.js"
import { List } from "../dist/src/render/values/values.js"
import { slotDigests } from "../dist/src/render/write/digest.js"
import { toHtml, toMarkedHtml } from "../dist/src/render/write/write-html.js"
import { read } from "./compare.mjs"

const words = ["Ann", "O'Neill & Sons", "Zoë <z@example.org>", "plain text of some length", "42", "Köln"]
const word = (i) => words[i % words.length]

function rowsOf(count) {
  return Array.from({ length: count }, (_, i) => ({ id: i, a: word(i), b: word(i + 1), c: word(i + 2), d: i * 7 }))
}

const rowHtml = ({ id, a, b, c, d }) =>
  html`<tr id="${`r${id}`}"><td>${id}</td><td>${a}</td><td>${b}</td><td>${c}</td><td>${d}</td></tr>`
const tableHtml = (rows) => html`<table><tbody>${each(rows, (row) => row.id, rowHtml)}</tbody></table>`
const tableTemplate = `<table><tbody>{% for row in rows %}<tr id="r{{ row.id }}"><td>{{ row.id }}</td><td>{{ row.a }}</td><td>{{ row.b }}</td><td>{{ row.c }}</td><td>{{ row.d }}</td></tr>{% endfor %}</tbody></table>`

export function kernelBench(report) {
  writing(report)
  comparing(report, 1_000)
  comparing(report, 10_000)
}

function writing(report) {
  const rows = rowsOf(1_000)
  const tree = tableHtml(rows)
  const template = new nunjucks.Environment(null, { autoescape: true })
  const compiled = nunjucks.compile(tableTemplate, template)
  if (compiled.render({ rows }) !== toHtml(tree)) throw new Error("the table differs from nunjucks'")
  const [base, values, plain, marked, digests] = microseconds([
    () => read(compiled.render({ rows })),
    () => tableHtml(rows),
    () => read(toHtml(tree)),
    () => read(toMarkedHtml(tree, new TemplateTable())),
    () => slotDigests(tree, new TemplateTable()),
  ])
  report("1,000 × 5 table: nunjucks.render", base, "µs")
  report("1,000 × 5 table: html`…` and each to values", values, "µs")
  report("1,000 × 5 table: values to plain HTML", plain, "µs")
  report("1,000 × 5 table: values to marked HTML", marked, "µs")
  report("1,000 × 5 table: digests", digests, "µs")
  report("1,000 × 5 table: values + marked HTML against nunjucks", (values + marked) / base, "×")
}

function comparing(report, count) {
  const label = `${count.toLocaleString("en")} rows:`
  const before = tableHtml(rowsOf(count))
  const list = before[1]
  const ids = [before[0].id, list.items[0][0].id]
  const next = (change) => [before[0], change(list)]
  const reordered = (order) => next(() => new List(order(list.keys), order(list.items), list.template))
  const fresh = rowHtml({ id: -1, a: "new", b: "", c: "", d: 0 })
  const middle = list.items[Math.floor(count * 0.7)]
  const changed = list.items.with(Math.floor(count * 0.7), middle.with(3, "changed"))
  const trees = {
    "one item changed, others shared": next(() => new List(list.keys, changed, list.template)),
    "nothing changed, all made anew": tableHtml(rowsOf(count)),
    "prepend one": next(() => new List([-1, ...list.keys], [fresh, ...list.items], list.template)),
    "remove one": reordered((of) => of.toSpliced(Math.floor(count / 2), 1)),
    "swap two": reordered((of) => of.with(1, of[count - 2]).with(count - 2, of[1])),
    reverse: reordered((of) => of.toReversed()),
    shuffle: reordered((of) => of.map((_, i) => of[(i * 7_919) % count])),
  }
  const names = Object.keys(trees)
  const times = microseconds(names.map((name) => () => diff(before, trees[name], new TemplateTable(ids))))
  names.forEach((name, i) => {
    const bytes = JSON.stringify(diff(before, trees[name], new TemplateTable(ids)))?.length ?? 0
    report(`${label} ${name}`, times[i], "µs", name.startsWith("one") && count === 10_000 ? "< 100 µs" : "")
    report(`${label} ${name}`, bytes, "B")
  })
}

/** Median time of each function in µs, measured in turn so that a noisy neighbour meets all alike. */
function microseconds(functions) {
  const samples = functions.map(() => [])
  for (let round = 0; round < 60; round++) {
    functions.forEach((run, i) => {
      const start = process.hrtime.bigint()
      let runs = 0
      let elapsed = 0n
      do {
        run()
        runs++
        elapsed = process.hrtime.bigint() - start
      } while (elapsed < 2_000_000n)
      if (round >= 10) samples[i].push(Number(elapsed) / 1_000 / runs)
    })
  }
  return samples.map((list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)])
}
