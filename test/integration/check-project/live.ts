/** The app of this project: `live` for the check. */

import { join } from "node:path"
import { type ExpressLive, liveMiddleware } from "livemount/express"
import nunjucks from "nunjucks"
import boxed, { badge, hidden, lists, table, ui } from "./components.js"
import {
  anything,
  broken,
  child,
  clean,
  cleanForms,
  cleanUses,
  forms,
  inferredView,
  missing,
  unparsed,
  uses,
} from "./views.js"

const folder = join(process.cwd(), "test/integration/check-project/views")

function templates(): nunjucks.Environment {
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(folder), { autoescape: true })
  environment.addFilter("money", (value: number) => value.toFixed(2))
  environment.addFilter("unknown", (value: unknown) => value)
  environment.addGlobal("site", { name: "Fixture" })
  environment.addGlobal("today", () => new Date())
  return environment
}

const components = [badge, table, lists.items, boxed, ui["price-tag"], hidden()]

export const live: ExpressLive = liveMiddleware({ templates: templates(), components, secret: "x".repeat(32) })
live.register(broken, inferredView(1), child, unparsed, missing, anything, clean, uses, forms, cleanUses, cleanForms)

export const cleanLive: ExpressLive = liveMiddleware({ templates: templates(), components, secret: "x".repeat(32) })
cleanLive.register(clean, cleanUses, cleanForms)
