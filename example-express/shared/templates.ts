/**
 * The template engines of the examples: a nunjucks environment, with which the host renders its own pages and livemount its
 * views; and EJS, for the one page that is made with it.
 */

import { join } from "node:path"
import ejs from "ejs"
import nunjucks from "nunjucks"
import { demos } from "./demos.js"
import { templatesFolder } from "./paths.js"
import { membersPages } from "./views/members.js"

const integer = new Intl.NumberFormat("en", { maximumFractionDigits: 0 })

const dayName = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "long", timeZone: "UTC" })

/** Makes an environment with the filters and globals that the shared templates use. */
export function createTemplates(): nunjucks.Environment {
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(templatesFolder), { autoescape: true })
  environment.addGlobal("demos", demos)
  environment.addGlobal("membersPages", membersPages)
  environment.addFilter("integer", (value: number) => integer.format(value))
  environment.addFilter("decimal", (value: number | null) => value?.toFixed(1) ?? "")
  environment.addFilter("millions", (value: number | null) => (value === null ? "" : (value / 1e6).toFixed(1)))
  environment.addFilter("day", (date: string) => dayName.format(new Date(date)))
  return environment
}

/** Renders a template of another engine than nunjucks. */
export function renderPage(name: string, locals: object): Promise<string> {
  return ejs.renderFile(join(templatesFolder, name), locals, { cache: process.env.NODE_ENV === "production" })
}
