/** Shows what components give in nunjucks: tracked, and by nunjucks itself. */

import nunjucks from "nunjucks"
import type { AnyComponent } from "../../src/component/component.js"
import { createNunjucksEngine } from "../../src/nunjucks/engine.js"
import { toHtml } from "../../src/render/write/write-html.js"
import { MemoryLoader, renderFirst } from "./nunjucks-setup.js"

/** The HTML of a template. Fails if the tracked tree and nunjucks' own render are not the same. */
export function show(main: string, context: object = {}, components: readonly AnyComponent[] = []): string {
  const environment = new nunjucks.Environment(new MemoryLoader({ main }))
  const engine = createNunjucksEngine({ environment, components, development: true, warn: () => undefined })
  const tracked = toHtml(renderFirst(engine.renderer("main"), context))
  expect(engine.render("main", context)).toBe(tracked)
  return tracked
}
