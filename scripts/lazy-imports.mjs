/**
 * Lets the built script ask again for a part that could not be loaded. Some browsers keep for the life of the page that a URL
 * could not be imported, so the second attempt asks by another one: the server passes over the query.
 *
 * Nothing here is known of where a part is asked for: an import fails if both attempts did, and whoever needs the part
 * imports it again (`client/util/lazy.ts`).
 */

/** Replaces the imports in the text of a module that esbuild has made; returns the text. */
export function lazyImports(text) {
  const made = text.replace(/\bimport\((?="\.\/[\w-]+\.js"\))/g, "importPart(")
  if (made === text) return text
  return `${made}\nfunction importPart(part) { return import(part).catch(() => import(part + "?" + Date.now())) }\n`
}
