/** Template engines other than nunjucks, each as an app without `app.render` uses it: a file of `views` to HTML. */

import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { callbackify } from "node:util"
import ejs from "ejs"
import { Eta } from "eta"
import hbs from "hbs"
import pug from "pug"

/** Where the templates of the tests are. */
export const views: string = join(__dirname, "..", "integration", "http-views")

const eta = new Eta({ views })

/** By extension. */
export const engines: Readonly<Record<EngineName, (name: string, locals: object) => Promise<string>>> = {
  ejs: (name, locals) => ejs.renderFile(join(views, name), locals),
  eta: async (name, locals) => eta.renderAsync(`./${name}`, locals),
  pug: async (name, locals) => pug.renderFile(join(views, name), locals),
  hbs: async (name, locals) => hbs.handlebars.compile(await readFile(join(views, name), "utf8"))(locals),
}

export type EngineName = "ejs" | "eta" | "pug" | "hbs"

/** Tells an Express app of those engines that it does not find by itself. */
export function addEngines(app: { readonly engine?: (extension: string, render: unknown) => void }): void {
  const render = (path: string, locals: object): Promise<string> => engines.eta(path.slice(views.length + 1), locals)
  app.engine?.("eta", callbackify(render))
}

/** Renders a file with the engine of its extension. */
export function renderByExtension(name: string, locals: object): Promise<string> {
  return engines[name.slice(name.lastIndexOf(".") + 1) as EngineName](name, locals)
}
