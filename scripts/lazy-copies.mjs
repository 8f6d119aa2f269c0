/**
 * An esbuild plugin: of the modules below the lazily loaded parts of the client get a copy each. Shared with the main
 * script they would become a file of its own, for which every page would wait; they are constants, and functions without
 * state. All else a part is handed over when it is made (`client/dom/toolbox.ts`).
 */
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** Modules without state: no class that anybody asks by `instanceof`, nothing that is remembered between calls. */
const copied =
  /[\\/](?:src[\\/]protocol[\\/][\w-]+|client[\\/](?:config|live-client|dom[\\/](?:nodes[\\/](?:changed-middle|control-kinds|members|moves|patch-record|served|staying-items)|templates[\\/]template)|events[\\/]observers[\\/]observer|page[\\/](?:entry-state|flash|own-url|pages|patches)|util[\\/](?:console|hook-registry|newest)))\.ts$/

/** A module of a part: each has a folder of its own. They import nothing else of the main script but types. */
const ofPart = /[\\/]client[\\/]features[\\/]([\w-]+)[\\/]/
/** Of what pages import: a file that is no part, and knows as little of the main script. */
const ofHooks = /[\\/]client[\\/](?:served-)?hooks\.ts$/

export const lazyCopies = {
  name: "lazy-copies",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, importer, pluginData }) => {
      const part = pluginData?.part ?? ofPart.exec(importer)?.[1] ?? (ofHooks.test(importer) ? "served" : undefined)
      const resolved = join(dirname(importer), path).replace(/\.js$/, ".ts")
      if (part === undefined || !copied.test(resolved)) return
      // The suffix makes it another module; what a copy imports is copied too.
      return { path: resolved, suffix: `?${part}`, pluginData: { part } }
    })
    onLoad({ filter: copied }, ({ path, suffix, pluginData }) => {
      return suffix === "" ? undefined : { contents: readFileSync(path, "utf8"), loader: "ts", pluginData }
    })
  },
}
