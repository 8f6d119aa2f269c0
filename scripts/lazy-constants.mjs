/**
 * An esbuild plugin: what the lazily loaded parts of the client import from src/protocol/, and `members.ts`, they get as a
 * copy. Shared with the main script it would become a file of its own, for which every page would wait; it is a few
 * constants, and functions without state.
 */
import { basename, dirname, join, sep } from "node:path"

const protocol = `${sep}src${sep}protocol${sep}`
const members = join("client", "dom", "members.js")

/** `folders`: those whose modules are loaded lazily. They import nothing else of the main script but types. */
export function lazyConstants(folders) {
  return {
    name: "lazy-constants",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, importer }) => {
        const resolved = join(dirname(importer), path)
        if (!resolved.includes(protocol) && !resolved.endsWith(members)) return
        if (!folders.some((folder) => dirname(importer).endsWith(folder))) return
        // The suffix makes it another module, for each folder one of its own.
        return { path: resolved.replace(/\.js$/, ".ts"), suffix: `?${basename(dirname(importer))}` }
      })
    },
  }
}
