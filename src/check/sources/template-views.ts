/** The views whose templates there are to check. Needs no nunjucks, so that an app without such views need not have it. */

import type { ViewDefinition } from "../../view/definition.js"
import type { Inspection } from "../../view/inspection.js"

/** A view with a nunjucks template. */
export interface TemplateView {
  readonly definition: ViewDefinition
  readonly template: string
  /** The nunjucks environment that renders it. */
  readonly environment: object
}

/** Finds them. @throws {@link LiveError} LV_NUNJUCKS_MISSING, LV_NUNJUCKS_VERSION */
export async function templateViews(inspection: Inspection): Promise<readonly TemplateView[]> {
  const views: TemplateView[] = []
  for (const definition of inspection.views()) {
    const { template } = definition
    if (template === undefined) continue
    const environment = await inspection.environmentOf(template)
    if (environment !== undefined) views.push({ definition, template, environment })
  }
  return views
}
