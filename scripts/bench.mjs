/** Runs all benchmarks of `bench/` in one go and prints their figures. Medians; read ratios, not microseconds. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

const only = process.argv[2]
const benches = {
  kernel: async (report) => (await import("../bench/kernel.bench.mjs")).kernelBench(report),
  nunjucks: async (report) => (await import("../bench/nunjucks.bench.mjs")).nunjucksBench(report),
  components: async (report) => (await import("../bench/components.bench.mjs")).componentsBench(report),
  browser: async (report) => (await import("../bench/browser.bench.mjs")).browserCellBench(report),
  morph: async (report) => (await import("../bench/morph.bench.mjs")).morphBench(report),
  server: async (report) => (await import("../bench/server.bench.mjs")).serverBench(report),
}

const rows = []
for (const [name, run] of Object.entries(benches)) {
  if (only !== undefined && only !== name) continue
  await run((label, figure, unit, target = "") => {
    rows.push({ label, figure, unit, target })
    console.log(`${label.padEnd(62)} ${format(figure).padStart(10)} ${unit.padEnd(9)} ${target}`)
  })
}

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../dist/browser/manifest.json"), "utf8"))
for (const [file, { gzip }] of Object.entries(manifest.files))
  console.log(`${`client: ${file}, gzip`.padEnd(62)} ${String(gzip).padStart(10)} B`)
process.exit(0)

function format(figure) {
  return figure >= 100 ? Math.round(figure).toLocaleString("en") : figure.toPrecision(3)
}
