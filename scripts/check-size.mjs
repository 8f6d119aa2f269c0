/**
 * Holds the client's size against size-budget.json: exact numbers, so that every change of size is seen in the commit
 * that makes it. `--update` writes the numbers as they are; the budget itself is changed by hand.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")
const manifestPath = join(root, "dist", "browser", "manifest.json")
const budgetPath = join(root, "size-budget.json")

if (!existsSync(manifestPath)) fail("There is no dist/browser/manifest.json: run `npm run build` first.")
const manifest = JSON.parse(readFileSync(manifestPath, "utf8"))
const recorded = JSON.parse(readFileSync(budgetPath, "utf8"))

/** What a page loads at once; and what it may load later, by name: hashes change with every byte. */
const initial = [manifest.client, ...manifest.imports]
const sizes = { initial: initial.reduce((sum, name) => sum + manifest.files[name].gzip, 0) }
for (const name of Object.keys(manifest.files).sort()) {
  if (!initial.includes(name)) sizes[name.replace(/-[A-Z0-9]{8}\.js$/, "")] = manifest.files[name].gzip
}

if (process.argv.includes("--update")) {
  writeFileSync(budgetPath, `${JSON.stringify({ ...recorded, gzip: sizes }, null, 2)}\n`)
  console.log(
    `size-budget.json: ${Object.entries(sizes)
      .map(([name, gzip]) => `${name} ${bytes(gzip)}`)
      .join(", ")}`,
  )
}

if (sizes.initial > recorded.budget) {
  fail(
    `The browser's script has grown to ${bytes(sizes.initial)} gzip; its budget is ${bytes(recorded.budget)}.\n` +
      "Every visitor downloads it. `node scripts/build-client.mjs --analyze` shows what is in it; what few pages need\n" +
      "can be imported lazily. A bigger budget needs a decision record in docs/decisions/.",
  )
}

const changed = Object.keys({ ...recorded.gzip, ...sizes }).filter((name) => sizes[name] !== recorded.gzip[name])
if (changed.length > 0 && !process.argv.includes("--update")) {
  const lines = changed.map((name) => {
    const [before = 0, after = 0] = [recorded.gzip[name], sizes[name]]
    const verdict = after < before ? "smaller, well done!" : "bigger: is it worth it?"
    return `  ${name}: ${bytes(before)} → ${bytes(after)} (${verdict})`
  })
  fail(
    `The client's size has changed:\n${lines.join("\n")}\n` +
      "If that is meant, run `node scripts/check-size.mjs --update` and commit size-budget.json with the change.",
  )
} else {
  console.log(`Client: ${bytes(sizes.initial)} gzip of ${bytes(recorded.budget)}.`)
}

function bytes(count) {
  return `${count.toLocaleString("en-US")} B`
}

function fail(text) {
  console.error(text)
  process.exit(1)
}
