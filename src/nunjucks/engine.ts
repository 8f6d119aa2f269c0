/** The tracked nunjucks engine: finds, compiles and keeps templates, and makes the renderers of views. */

import nunjucks from "nunjucks"
import type { AnyComponent } from "../component/component.js"
import { jsonText } from "../html/text/raw-text.js"
import type { Renderer } from "../render/renderer.js"
import { js } from "../render/values/commands.js"
import { renderSetting } from "../render/values/render-setting.js"
import { NameBits } from "./analyse/name-bits.js"
import type { CompileSetting } from "./compile-file.js"
import { FileCache } from "./file-cache.js"
import type { Environment } from "./internals/internals.js"
import { registerComponents } from "./register-components.js"
import { TrackedRenderer } from "./tracked-renderer.js"

export interface NunjucksOptions {
  /** Folders of templates. By default `views`. Ignored with `environment`. */
  readonly views?: string | readonly string[]
  /** An environment of the host. Its loaders, filters, globals and extensions are used. */
  readonly environment?: nunjucks.Environment
  /** Filters and globals that may give something else for the same arguments: what uses them is always evaluated. */
  readonly impure?: readonly string[]
  /** Components that templates have as tags. */
  readonly components?: readonly AnyComponent[]
  /** What templates see beside their assigns: helpers and constants of the app, asked for at each render. */
  readonly locals?: () => object
  /** Says of a name that is no assign where its value stands, if it is known. */
  readonly whereIs?: (name: string) => string | undefined
  readonly development: boolean
  /** Begins bindings, which pass through components. By default "live-". */
  readonly prefix?: string
  /** Takes what a developer should know; called once per place. */
  warn(code: string, text: string): void
}

export interface NunjucksEngine {
  readonly environment: nunjucks.Environment
  /**
   * The renderer of a view's template. The template is compiled at its first render.
   *
   * @param view - The view's name, for messages.
   */
  renderer(name: string, view?: string): Renderer
  /** Folders that templates are read from, so far as the loaders tell. */
  readonly folders: readonly string[]
  /** Reads what has changed again, also where loaders keep what they have read. */
  reload(): void
  /** Gives another environment of the host the tags of components: for pages and layouts that it renders itself. */
  lendTags(environment: object): void
  /** Plain nunjucks, for layouts. */
  render(name: string, locals: object): string
}

export function createNunjucksEngine(options: NunjucksOptions): NunjucksEngine {
  const environment = options.environment ?? ownEnvironment(options)
  const env = environment as unknown as Environment
  if (env.filters["keyed"] === undefined) env.addFilter("keyed", (list: unknown) => list)
  if (env.filters["safe_url"] === undefined) env.addFilter("safe_url", (url: unknown) => url)
  if (env.filters["json"] === undefined) env.addFilter("json", jsonText)
  if (env.globals["js"] === undefined) env.globals["js"] = js
  const setting = renderSetting(options.prefix ?? "live-", options.development)
  registerComponents(env, options.components ?? [], setting)
  const files = new FileCache(hostFor(env, options))
  return {
    environment,
    renderer: (name, view = name) => new TrackedRenderer({ ...options, name, view, files }),
    folders: env.loaders.flatMap(({ searchPaths }) => searchPaths ?? []),
    reload: () => files.reload(),
    lendTags: (other) => registerComponents(other as Environment, options.components ?? [], setting),
    render: (name, locals) => env.render(name, locals),
  }
}

function ownEnvironment({ views, development }: NunjucksOptions): nunjucks.Environment {
  const folders = views === undefined ? ["views"] : typeof views === "string" ? [views] : [...views]
  return new nunjucks.Environment(new nunjucks.FileSystemLoader(folders, { noCache: development }), {
    autoescape: true,
  })
}

/** nunjucks' own that are not what they seem: they count, or throw dice. */
const IMPURE = ["cycler", "joiner", "random"]

function hostFor(
  env: Environment,
  { impure = [], locals = () => ({}), development, warn }: NunjucksOptions,
): Omit<CompileSetting, "otherFile"> {
  const unsure = new Set([...IMPURE, ...impure])
  const warned = new Set<string>()
  return {
    env,
    bits: new NameBits(),
    isImpureFilter: (name) => unsure.has(name),
    isPureGlobal: (name) => (name in locals() || name in env.globals) && !unsure.has(name),
    warn(code, text) {
      if (!development || warned.has(text)) return
      warned.add(text)
      warn(code, text)
    },
  }
}
