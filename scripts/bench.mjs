/**
 * Runs all benchmarks of `bench/` in one go and prints their figures. Medians; read ratios, not microseconds.
 *
 *     npm run bench                                   all
 *     npm run bench -- kernel                         those of bench/kernel.bench.mjs
 *     npm run bench -- kernel --save before.json      keeps the figures
 *     npm run bench -- kernel --against before.json   prints those beside the new ones
 *     npm run bench -- pressure --seconds 60          has pages that do not read flooded for a minute
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { labelOf, withStableLabels } from "../bench/labels.mjs"

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: { save: { type: "string" }, against: { type: "string" }, seconds: { type: "string", default: "5" } },
})
const only = positionals[0]
const before = given.against === undefined ? {} : withStableLabels(JSON.parse(readFileSync(given.against, "utf8")))
const benches = {
  adopt: async (report) => (await import("../bench/adopt.bench.mjs")).adoptBench(report),
  kernel: async (report) => (await import("../bench/kernel.bench.mjs")).kernelBench(report),
  nunjucks: async (report) => (await import("../bench/nunjucks.bench.mjs")).nunjucksBench(report),
  components: async (report) => (await import("../bench/components.bench.mjs")).componentsBench(report),
  browser: async (report) => (await import("../bench/browser.bench.mjs")).browserCellBench(report),
  commands: async (report) => (await import("../bench/commands.bench.mjs")).commandsBench(report),
  morph: async (report) => (await import("../bench/morph.bench.mjs")).morphBench(report),
  navigation: async (report) => (await import("../bench/navigation.bench.mjs")).navigationBench(report),
  patches: async (report) => (await import("../bench/patches.bench.mjs")).patchesBench(report),
  pressure: async (report) =>
    (await import("../bench/pressure.bench.mjs")).pressureBench(report, Number(given.seconds)),
  resume: async (report) => (await import("../bench/resume.bench.mjs")).resumeBench(report),
  server: async (report) => (await import("../bench/server.bench.mjs")).serverBench(report),
  streams: async (report) => (await import("../bench/streams.bench.mjs")).streamsBench(report),
}

if (only !== undefined && benches[only] === undefined) {
  console.error(`There is no benchmark "${only}". There are: ${Object.keys(benches).join(", ")}.`)
  process.exit(2)
}

const figures = {}
for (const [name, run] of Object.entries(benches)) {
  if (only !== undefined && only !== name) continue
  await run((label, figure, unit, target = "", beside = "") => {
    const full = labelOf(label, unit)
    if (full in figures) throw new Error(`Two figures are called "${full}".`)
    figures[full] = figure
    const others = beside === "" ? "" : ` (${beside})`
    console.log(
      `${label.padEnd(62)} ${format(figure).padStart(10)} ${unit.padEnd(9)} ${target}${others}${comparison(full, figure)}`,
    )
  })
}

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../dist/browser/manifest.json"), "utf8"))
for (const [file, { gzip }] of Object.entries(manifest.files)) {
  // Without the hash of its content: another build's file of the same part.
  const label = `client: ${file.replace(/-[A-Z0-9]{8}\.js$/, ".js")}, gzip`
  const full = labelOf(label, "B")
  figures[full] = gzip
  console.log(`${label.padEnd(62)} ${String(gzip).padStart(10)} B        ${comparison(full, gzip)}`)
}
if (given.save !== undefined) writeFileSync(given.save, `${JSON.stringify(figures, null, 2)}\n`)
process.exit(0)

/** The figure of an earlier run, and what became of it. */
function comparison(name, figure) {
  const earlier = before[name]
  if (earlier === undefined) return ""
  const change = earlier === 0 ? "" : `, ${((figure / earlier - 1) * 100).toFixed(1)} %`
  return `   was ${format(earlier)}${change}`
}

function format(figure) {
  return figure >= 100 ? Math.round(figure).toLocaleString("en") : figure.toPrecision(3)
}
