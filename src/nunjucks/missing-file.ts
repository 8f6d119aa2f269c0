/** What to say of a template that no loader has: where it was looked for, and which file may be meant. */

import { readdirSync } from "node:fs"
import { join, relative, resolve, sep } from "node:path"
import { closest } from "../util/closest.js"
import type { Environment } from "./internals/internals.js"

/** More entries than these are looked at in no folder: it is not one of templates alone. */
const MOST_ENTRIES = 2_000

/** Says of a template's name that nothing was found under it. */
export function describeMissing(name: string, { loaders }: Environment): string {
  const folders = loaders.flatMap(({ searchPaths }) => searchPaths ?? []).map((folder) => resolve(folder))
  const listed = folders.map((folder) => ({ folder, files: filesOf(folder) }))
  const places = listed.map(({ folder, files }) =>
    files === undefined ? `${folder} (there is no such folder)` : folder,
  )
  const suggestion = nearest(name, [...new Set(listed.flatMap(({ files }) => files ?? []))])
  return (
    `template not found: ${name}${places.length === 0 ? "" : `, in ${places.join(", ")}`}` +
    (suggestion === undefined ? "" : `. Did you mean "${suggestion}"?`)
  )
}

/** The one that is written nearly so; or the only one of that name, but for folder and extension. */
function nearest(name: string, files: readonly string[]): string | undefined {
  const similar = closest(name, files)
  if (similar !== undefined) return similar
  const same = files.filter((file) => stem(file) === stem(name))
  return same.length === 1 ? same[0] : undefined
}

function stem(file: string): string {
  return (file.split("/").at(-1) ?? file).replace(/\.[^.]*$/, "").toLowerCase()
}

/** The files in a folder and those in it, as templates name them; undefined if it does not exist. */
function filesOf(folder: string): readonly string[] | undefined {
  const files: string[] = []
  const folders = [folder]
  for (const one of folders) {
    try {
      for (const entry of readdirSync(one, { withFileTypes: true })) {
        if (files.length + folders.length > MOST_ENTRIES) return files
        const path = join(one, entry.name)
        if (!entry.isDirectory()) files.push(relative(folder, path).split(sep).join("/"))
        else if (entry.name !== "node_modules" && !entry.name.startsWith(".")) folders.push(path)
      }
    } catch {
      if (one === folder) return undefined
    }
  }
  return files
}
