/**
 * One change of a keyed table in Chromium: our write of its difference, against libraries that are given the page's new
 * HTML. Script time without layout; the libraries' parsing of the HTML is part of what they cost, and so is counted.
 */
import { launchChromium, pageScript } from "./chromium.mjs"

const HOLE = "\uFDD0"
const SIZES = [100, 1_000, 10_000]
/** Above this diff-dom takes from ten seconds to minutes for one change; idiomorph 34 s for the longest list reversed. */
const DIFF_DOM_ROWS = { cell: 1_000, prepend: 1_000, reverse: 100 }

export async function morphBench(report) {
  const browser = await launchChromium()
  try {
    const script = await pageScript({ morphdom: "morphdom", "{ Idiomorph }": "idiomorph", "{ DiffDOM }": "diff-dom" })
    for (const rows of SIZES) {
      const page = await browser.newPage()
      await openIsolated(page)
      await page.addScriptTag({ content: script })
      for (const change of ["cell", "prepend", "reverse"]) {
        const names = [
          "livemount",
          "innerHTML",
          "morphdom",
          "idiomorph",
          ...(rows <= DIFF_DOM_ROWS[change] ? ["diff-dom"] : []),
        ]
        const times = await page.evaluate(measureInPage, { rows, change, names, hole: HOLE })
        for (const name of names) report(`browser: ${change} of ${rows} rows, ${name}`, times[name] * 1000, "µs")
      }
      await page.close()
    }
  } finally {
    await browser.close()
  }
}

/** A cross-origin isolated page: its clock ticks every 5 µs, not every 100. */
async function openIsolated(page) {
  const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" }
  await page.route("http://localhost/", (route) =>
    route.fulfill({ contentType: "text/html", headers, body: "<!doctype html><body></body>" }),
  )
  await page.goto("http://localhost/")
}

/** Runs in the page. Median milliseconds of one change, by library; all take turns, each on a table of its own. */
function measureInPage({ rows, change, names, hole }) {
  const { LiveDom, TemplateStore, domParts, morphdom, Idiomorph, DiffDOM } = globalThis
  const rounds = rows >= 10_000 ? 5 : 15
  let next = rows
  let items = Array.from({ length: rows }, (_, i) => [`r${i}`, `${i} 0`, `${i} 1`, `${i} 2`, `${i} 3`, `${i} 4`])
  const htmlOf = () =>
    `<tbody>${items.map(([id, ...cells]) => `<tr id="${id}">${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("")}</tbody>`
  const places = {}
  for (const name of names) {
    const host = document.body.appendChild(document.createElement("div"))
    host.innerHTML = name === "livemount" ? "" : `<table>${htmlOf()}</table>`
    places[name] = host
  }
  const store = new TemplateStore()
  store.add("table", "<table><tbody><!--$--></tbody></table>")
  store.add("row", `<tr id="${hole}">${"<td><!--$--></td>".repeat(5)}</tr>`)
  places.livemount.innerHTML = `<table>${htmlOf().replace("<tbody>", `<tbody><!--#1*${rows}-->`)}</table>`
  const ours = new LiveDom(
    places.livemount,
    store,
    { requestValues() {}, warn() {} },
    { prefix: "live-", development: false, parts: domParts },
  )
  ours.number(0, "table")
  ours.number(1, "row")
  ours.bind(undefined)

  const changes = {
    cell(round) {
      const at = rows >> 1
      items = items.with(at, items[at].with(3, `changed ${round}`))
      return { 0: { [at]: { 3: `changed ${round}` } } }
    },
    prepend() {
      const id = next++
      const item = [`r${id}`, `${id} 0`, `${id} 1`, `${id} 2`, `${id} 3`, `${id} 4`]
      items = [item, ...items]
      return { 0: { o: [-1, 1, 0, items.length - 1], n: [item] } }
    },
    reverse() {
      items = items.toReversed()
      return { 0: { o: [items.length - 1, -items.length] } }
    },
  }
  const apply = {
    livemount: (diff) => ours.write(diff),
    innerHTML: (_diff, table) => {
      table.innerHTML = htmlNow
    },
    morphdom: (_diff, table) => morphdom(table, `<table>${htmlNow}</table>`),
    idiomorph: (_diff, table) => Idiomorph.morph(table, `<table>${htmlNow}</table>`),
    "diff-dom": (_diff, table) => {
      const dd = new DiffDOM({ maxChildCount: false })
      dd.apply(table, dd.diff(table, `<table>${htmlNow}</table>`))
    },
  }
  let htmlNow = ""
  const times = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    const diff = changes[change](round)
    htmlNow = htmlOf()
    for (const name of names) {
      const table = places[name].firstElementChild
      const start = performance.now()
      apply[name](diff, table)
      const time = performance.now() - start
      if (round > 0) times[name].push(time)
      if (round === rounds && table.textContent !== places.livemount.firstElementChild.textContent)
        throw new Error(`${name} differs after ${change}`)
    }
  }
  document.body.replaceChildren()
  return Object.fromEntries(names.map((name) => [name, times[name].toSorted((a, b) => a - b)[times[name].length >> 1]]))
}
