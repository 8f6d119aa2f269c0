/**
 * Holds the client's size against size-budget.json: of the core, which every page loads, and of each part, its budget and
 * its exact size, by gzip and by brotli, so that every change of size is seen in the commit that makes it. `--update` writes
 * the sizes as they are; budgets are changed by hand, a new part needs one.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")
const manifestPath = join(root, "dist", "browser", "manifest.json")
const budgetPath = join(root, "size-budget.json")
const encodings = ["gzip", "brotli"]

if (!existsSync(manifestPath)) fail("There is no dist/browser/manifest.json: run `npm run build` first.")
const { client, imports, files } = JSON.parse(readFileSync(manifestPath, "utf8"))
const recorded = JSON.parse(readFileSync(budgetPath, "utf8"))

/** By the names of the parts: hashes change with every byte. What a page loads at once is one. */
const sizes = { core: sizeOf([client, ...imports]) }
for (const file of Object.keys(files).sort()) {
  if (file !== client && !imports.includes(file)) sizes[file.replace(/-[A-Z0-9]{8}\.js$/, "")] = sizeOf([file])
}

if (process.argv.includes("--update")) {
  const parts = Object.entries(sizes).map(([name, size]) => [name, { budget: recorded[name]?.budget ?? {}, size }])
  writeFileSync(budgetPath, `${JSON.stringify(Object.fromEntries(parts), null, 2)}\n`)
  console.log(`size-budget.json: ${parts.map(([name, { size }]) => `${name} ${bytes(size.gzip)}`).join(", ")}`)
} else {
  const names = Object.keys({ ...recorded, ...sizes })
  const changed = names.flatMap((name) => {
    const [before, after] = [recorded[name]?.size, sizes[name]]
    if (before === undefined) return [`  ${name} is new: ${inWords(after)}`]
    if (after === undefined) return [`  ${name} is gone`]
    if (encodings.every((encoding) => before[encoding] === after[encoding])) return []
    const verdict = after.gzip < before.gzip ? "smaller, well done!" : "is it worth it?"
    return [`  ${name}: ${inWords(before)} → ${inWords(after)} (${verdict})`]
  })
  if (changed.length > 0) {
    fail(
      `The client's size has changed:\n${changed.join("\n")}\n` +
        "If that is meant, run `node scripts/check-size.mjs --update` and commit size-budget.json with the change.",
    )
  }
}

const over = Object.entries(sizes).flatMap(([name, size]) =>
  encodings
    .filter((encoding) => !(size[encoding] <= recorded[name]?.budget?.[encoding]))
    .map(
      (encoding) =>
        `  ${name}: ${bytes(size[encoding])} ${encoding}, budget ${bytes(recorded[name]?.budget?.[encoding])}`,
    ),
)
if (over.length > 0) {
  fail(
    `Beyond the budget, or without one:\n${over.join("\n")}\n` +
      "Every visitor downloads the core, and a part with the first page that needs it. `node scripts/build-client.mjs --analyze`\n" +
      "shows what is in the core; what few pages need can be a feature (client/features/). A bigger budget needs a decision\n" +
      "record in docs/decisions/.",
  )
}
console.log(`Client: ${inWords(sizes.core)}, of ${inWords(recorded.core.budget)}.`)

function sizeOf(names) {
  const sum = (encoding) => names.reduce((total, name) => total + files[name][encoding], 0)
  return Object.fromEntries(encodings.map((encoding) => [encoding, sum(encoding)]))
}

function inWords(size) {
  return encodings.map((encoding) => `${bytes(size[encoding])} ${encoding}`).join(", ")
}

function bytes(count) {
  return count === undefined ? "none" : `${count.toLocaleString("en-US")} B`
}

function fail(text) {
  console.error(text)
  process.exit(1)
}
