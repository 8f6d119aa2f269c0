/**
 * Compares this checkout with another, both built, by benchmarks that are run in turn: whatever else the machine does hits
 * both alike. Prints the medians, what changed, and how far the other checkout's runs are from each other, which is what
 * a change has to exceed before it says anything.
 *
 *     node scripts/bench-pairs.mjs ../before kernel server
 *     node scripts/bench-pairs.mjs ../before kernel --pairs 15 --tolerance 3
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { isMoreBetter, withStableLabels } from "../bench/labels.mjs"

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: { pairs: { type: "string", default: "15" }, tolerance: { type: "string", default: "3" } },
})
const [base, ...names] = positionals
if (base === undefined || names.length === 0) {
  console.error(
    "Say which checkout to compare with, and which benchmarks: node scripts/bench-pairs.mjs ../before kernel",
  )
  process.exit(2)
}
const checkouts = { base: resolve(base), here: join(import.meta.dirname, "..") }
const folder = mkdtempSync(join(tmpdir(), "livemount-bench-"))
const runs = { base: new Map(), here: new Map() }

for (let pair = 0; pair < Number(given.pairs); pair++) {
  for (const name of names) {
    // Who is first is warmed up by nobody; each is so half of the time.
    for (const which of pair % 2 === 0 ? ["base", "here"] : ["here", "base"]) note(which, run(checkouts[which], name))
  }
  process.stderr.write(`${pair + 1} `)
}
process.stderr.write("\n")
rmSync(folder, { recursive: true })

const worse = []
for (const [label, before] of runs.base) {
  const after = runs.here.get(label)
  if (after === undefined || median(before) === 0) continue
  const change = (median(after) / median(before) - 1) * 100
  const spread = spreadOf(before)
  const isWorse = (isMoreBetter(label) ? -change : change) > Number(given.tolerance) + spread
  if (isWorse) worse.push(label)
  console.log(
    `${isWorse ? "worse" : "     "} ${label.padEnd(74)} ${format(median(before))} → ${format(median(after))} ` +
      `${change.toFixed(1).padStart(6)} %, the other against itself ±${spread.toFixed(1)} %`,
  )
}
for (const [which, other] of [
  ["base", "here"],
  ["here", "base"],
]) {
  const alone = [...runs[which].keys()].filter((label) => !runs[other].has(label))
  if (alone.length > 0) console.log(`Only in ${checkouts[which]}, and compared with nothing:\n  ${alone.join("\n  ")}`)
}
console.log(worse.length === 0 ? "None is worse." : `${worse.length} are worse.`)
process.exit(worse.length === 0 ? 0 : 1)

function run(checkout, name) {
  const file = join(folder, "figures.json")
  const { status, stderr } = spawnSync(process.execPath, ["scripts/bench.mjs", name, "--save", file], {
    cwd: checkout,
    encoding: "utf8",
  })
  if (status !== 0) throw new Error(`The benchmark "${name}" failed in ${checkout}.\n${stderr}`)
  return withStableLabels(JSON.parse(readFileSync(file, "utf8")))
}

function note(which, figures) {
  for (const [label, figure] of Object.entries(figures)) {
    if (!runs[which].has(label)) runs[which].set(label, [])
    runs[which].get(label).push(figure)
  }
}

function median(figures) {
  const sorted = figures.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Half of what lies between the quartiles, in percent of the median. */
function spreadOf(figures) {
  const sorted = figures.toSorted((one, other) => one - other)
  const quartile = (share) => sorted[Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))]
  return ((quartile(0.75) - quartile(0.25)) / 2 / median(figures)) * 100
}

function format(figure) {
  return figure >= 100 ? Math.round(figure).toLocaleString("en") : figure.toPrecision(3)
}
