/**
 * All templates of the process by id. Templates are few and live as long as the code that made them, so nothing is ever
 * removed; what is the same template twice (two files with the same text, a reload without a change) is one object.
 */

import type { Template } from "./template.js"

const templates = new Map<string, Template>()

/** Makes a template known. Returns the one to use: an earlier one with the same id if there is one. */
export function registerTemplate(template: Template): Template {
  const known = templates.get(template.id)
  if (known !== undefined) return known
  templates.set(template.id, template)
  return template
}

/** The template with this id, if any view has rendered it or will. */
export function templateById(id: string): Template | undefined {
  return templates.get(id)
}
