/**
 * Names the packages of others that a file for browsers contains, with licence and copyright: who gets the file by itself
 * gets neither NOTICE nor the packages.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** What client/connection/slim was made from: its modules are ours, and stand for those. Of emitters and parsers nothing is left in it. */
const REDUCED = ["engine.io-client", "socket.io-client"]

/**
 * Returns the comment that a file begins with; nothing if all in it is our own.
 *
 * @param root - The package's folder.
 * @param inputs - Paths of the modules in the file, as esbuild's metafile has them.
 */
export function licenceBanner(root, inputs) {
  const names = new Set(inputs.flatMap(packagesOf))
  if (names.size === 0) return ""
  // Packages of the same people in one line: every visitor downloads it.
  const owners = new Map()
  for (const name of [...names].sort()) {
    const { version, terms } = describe(root, name)
    owners.set(terms, [...(owners.get(terms) ?? []), `${name} ${version}`])
  }
  const lines = [...owners].map(([terms, packages]) => `${packages.join(", ")}: ${terms}`)
  return `/*! ${lines.join("\n")}\nSee livemount's NOTICE. */\n`
}

function packagesOf(input) {
  if (input.includes("client/connection/slim/")) return REDUCED
  const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(input)?.[1]
  return name === undefined ? [] : [name]
}

function describe(root, name) {
  const folder = join(root, "node_modules", name)
  const { version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8")
  const found = /^.*copyright (\(c\).*)$/im.exec(text)?.[1].trim()
  // The text of the LGPL begins with the copyright of the licence itself.
  const owner = license.includes("GPL") || found === undefined ? `(c) ${author?.name ?? author}` : found
  return { version, terms: `${license}, ${owner}` }
}
