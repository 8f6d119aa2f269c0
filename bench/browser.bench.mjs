/**
 * The browser half in Chromium: binding a table, and applying the difference of one cell, at 100 and at 10,000 rows.
 * Script time; what the browser's layout takes after it is measured apart. `npm run bench browser` runs it alone.
 */
import { launchChromium, pageScript } from "./chromium.mjs"

const HOLE = "\uFDD0"
const row = `<tr id="${HOLE}">${"<td><!--$--></td>".repeat(5)}</tr>`
const table = "<table><tbody><!--$--></tbody></table>"

export async function browserCellBench(report) {
  const browser = await launchChromium()
  try {
    const script = await pageScript()
    const small = await measured(browser, script, 100)
    const large = await measured(browser, script, 10_000)
    report("browser: bind 100 rows", small.bind, "ms")
    report("browser: bind 10,000 rows", large.bind, "ms")
    report("browser: one cell of 100 rows", small.cell, "µs")
    report("browser: one cell of 10,000 rows", large.cell, "µs", "< 1,000 µs")
    report("browser: one cell, 10,000 rows against 100", large.cell / small.cell, "×", "≤ 2")
    report("browser: one cell of 10,000 rows, with layout", large.layout, "ms")
    report("browser: prepend a row to 10,000", large.prepend, "µs")
    report("browser: reverse 10,000 rows", large.reverse, "ms")
  } finally {
    await browser.close()
  }
}

async function measured(browser, script, rows) {
  const page = await browser.newPage()
  await page.setContent("<!doctype html><div id=root></div>")
  await page.addScriptTag({ content: script })
  const figures = await page.evaluate(measureInPage, { rows, row, table })
  await page.close()
  return figures
}

/** Runs in the page. */
function measureInPage({ rows, row, table }) {
  const { LiveDom, TemplateStore, domParts } = globalThis
  const root = document.querySelector("#root")
  const cells = (i) => `<tr id="r${i}">${[0, 1, 2, 3, 4].map((c) => `<td>${i} ${c}</td>`).join("")}</tr>`
  const items = Array.from({ length: rows }, (_, i) => cells(i)).join("")
  const store = new TemplateStore()
  store.add("table", table)
  store.add("row", row)

  const bound = () => {
    root.innerHTML = `<table><tbody><!--#1*${rows}-->${items}</tbody></table>`
    const dom = new LiveDom(
      root,
      store,
      { requestValues() {}, warn() {} },
      { prefix: "live-", development: false, parts: domParts },
    )
    dom.number(0, "table")
    dom.number(1, "row")
    const start = performance.now()
    dom.bind(undefined)
    return [dom, performance.now() - start]
  }
  const median = (values) => values.sort((a, b) => a - b)[values.length >> 1]
  const repeat = (count, work) => median(Array.from({ length: count }, (_, i) => work(i)))

  const bind = repeat(7, () => {
    const [, time] = bound()
    return time
  })
  const [dom] = bound()
  // A hundred cells, spread over the list, ten times each.
  const places = Array.from({ length: 1000 }, (_, i) => ((i % 100) * rows) / 100)
  const frames = (n) => places.map((place, i) => ({ 0: { [place]: { 3: `${n} ${i}` } } }))
  const cell = repeat(61, (n) => {
    const batch = frames(n)
    const start = performance.now()
    for (const frame of batch) dom.write(frame)
    return ((performance.now() - start) * 1000) / batch.length
  })
  const layout = repeat(7, (n) => {
    const start = performance.now()
    dom.write({ 0: { 50: { 3: `laid out ${n}` } } })
    root.getBoundingClientRect()
    return performance.now() - start
  })
  let size = rows
  const prepend = repeat(15, (n) => {
    const start = performance.now()
    dom.write({ 0: { o: [-1, 1, 0, size++], n: [[`new${n}`, "1", "2", "3", "4", "5"]] } })
    return (performance.now() - start) * 1000
  })
  const reverse = repeat(5, () => {
    const start = performance.now()
    dom.write({ 0: { o: [size - 1, -size] } })
    return performance.now() - start
  })
  return { bind, cell, layout, prepend, reverse }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await browserCellBench((label, figure, unit, target = "") => {
    console.log(`${label.padEnd(62)} ${figure.toPrecision(3).padStart(10)} ${unit.padEnd(9)} ${target}`)
  })
}
