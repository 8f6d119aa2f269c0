/** What a template's name says of the engine that it is for. */

import { extname } from "node:path"

/** Names that are nunjucks' whatever else the host has. */
const NUNJUCKS = new Set([".njk", ".nunjucks", ".j2", ".jinja", ".jinja2"])
/** Names that are nunjucks' where nobody else wants them. */
const OPEN = new Set(["", ".html", ".htm"])

/** `open`: nunjucks' where nobody else wants it. */
export type NameOf = "nunjucks" | "open" | "another engine"

/** Whose name a template has. */
export function nameOf(template: string): NameOf {
  const extension = extname(template).toLowerCase()
  if (NUNJUCKS.has(extension)) return "nunjucks"
  return OPEN.has(extension) ? "open" : "another engine"
}
