/** The nunjucks environment of the examples: the host renders its own pages with it, livemount its views. */

import nunjucks from "nunjucks"
import { demos } from "./demos.js"
import { templatesFolder } from "./paths.js"

const integer = new Intl.NumberFormat("en", { maximumFractionDigits: 0 })

/** Makes an environment with the filters and globals that the shared templates use. */
export function createTemplates(): nunjucks.Environment {
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(templatesFolder), { autoescape: true })
  environment.addGlobal("demos", demos)
  environment.addFilter("integer", (value: number) => integer.format(value))
  environment.addFilter("decimal", (value: number | null) => value?.toFixed(1) ?? "")
  environment.addFilter("millions", (value: number | null) => (value === null ? "" : (value / 1e6).toFixed(1)))
  return environment
}
