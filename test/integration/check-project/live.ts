/** The app of this project: `live` for the check. */

import { join } from "node:path"
import { type ExpressLive, liveMiddleware } from "livemount/express"
import nunjucks from "nunjucks"
import { anything, broken, child, clean, inferredView, missing, unparsed } from "./views.js"

const folder = join(process.cwd(), "test/integration/check-project/views")

function templates(): nunjucks.Environment {
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(folder), { autoescape: true })
  environment.addFilter("money", (value: number) => value.toFixed(2))
  environment.addGlobal("site", { name: "Fixture" })
  return environment
}

export const live: ExpressLive = liveMiddleware({ templates: templates(), secret: "x".repeat(32) })
live.register(broken, inferredView(1), child, unparsed, missing, anything, clean)

export const cleanLive: ExpressLive = liveMiddleware({ templates: templates(), secret: "x".repeat(32) })
cleanLive.register(clean)
