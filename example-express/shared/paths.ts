/** Where the files lie that are not compiled: the same folders, whether this runs from the sources or from `dist`. */

import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const shared = join(packageFolder(dirname(fileURLToPath(import.meta.url))), "example-express", "shared")

/** Folder of the templates. */
export const templatesFolder: string = join(shared, "templates")

/** Folder of the style sheet, the scripts and the icon, served under `/assets`. */
export const assetsFolder: string = join(shared, "public")

function packageFolder(from: string): string {
  if (existsSync(join(from, "package.json"))) return from
  const parent = dirname(from)
  if (parent === from) throw new Error("The examples must stand inside the livemount package.")
  return packageFolder(parent)
}
