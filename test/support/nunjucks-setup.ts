/** What the tests of the tracked compiler share: an engine over templates in memory, and nunjucks itself beside it. */

import nunjucks from "nunjucks"
import { createNunjucksEngine, type NunjucksEngine } from "../../src/nunjucks/engine.js"
import type { Changes, Renderer } from "../../src/render/renderer.js"
import type { Rendered } from "../../src/render/values/values.js"

export type Files = Readonly<Record<string, string>>

export interface Setup {
  readonly engine: NunjucksEngine
  readonly environment: nunjucks.Environment
  readonly renderer: Renderer
  readonly warnings: string[]
}

export class MemoryLoader extends nunjucks.Loader {
  files: Record<string, string>
  noCache = false
  constructor(files: Files) {
    super()
    this.files = { ...files }
  }
  getSource(name: string): nunjucks.LoaderSource {
    const src = this.files[name]
    return (src === undefined ? null : { src, path: name, noCache: this.noCache }) as nunjucks.LoaderSource
  }
}

/** An engine whose main template is `main`. */
export function setUp(
  files: Files,
  options: nunjucks.ConfigureOptions = {},
  prepare?: (env: nunjucks.Environment) => void,
): Setup {
  const environment = new nunjucks.Environment(new MemoryLoader(files), options)
  prepare?.(environment)
  const warnings: string[] = []
  const engine = createNunjucksEngine({
    environment,
    development: true,
    warn: (code, text) => warnings.push(`${code}: ${text}`),
  })
  return { engine, environment, renderer: engine.renderer("main"), warnings }
}

/** What changed from one context to the next: other references are dirty, the same objects are taken as mutated. */
export function changesBetween(before: object, after: object, mutated: readonly string[] = []): Changes {
  const dirty = new Set<string>()
  const same = new Set<string>(mutated)
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (Reflect.get(before, name) !== Reflect.get(after, name)) dirty.add(name)
  }
  return { dirty, mutated: same }
}

export function renderFirst(renderer: Renderer, context: object): Rendered {
  return renderer.render(context, undefined, undefined) as Rendered
}

/** Renders as nunjucks does; its own environment, so that nothing is shared. */
export function plainHtml(files: Files, context: object): string {
  return plainRender(files)(context)
}

/** The same, for contexts one after the other: each file is compiled once. */
export function plainRender(
  files: Files,
  options: nunjucks.ConfigureOptions = {},
  prepare?: (env: nunjucks.Environment) => void,
): (context: object) => string {
  const environment = new nunjucks.Environment(new MemoryLoader(files), options)
  environment.addFilter("keyed", (list: unknown) => list)
  prepare?.(environment)
  return (context) => environment.render("main", context)
}
