/**
 * The laws of compiler and client, over templates that others wrote for plain nunjucks: the components of the GOV.UK design
 * system, each with the examples that come with it, one after the other in the same page. `FUZZ_RUNS` sets how many of
 * them are shown in a browser's page.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import nunjucks from "nunjucks"
import { createNunjucksEngine } from "../../../../src/nunjucks/engine.js"
import { diff } from "../../../../src/render/diff/diff.js"
import { TemplateTable } from "../../../../src/render/values/template-table.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { toHtml } from "../../../../src/render/write/write-html.js"
import { breachOf } from "../../../support/dom-law.js"
import { changesBetween, renderFirst, type Setup } from "../../../support/nunjucks-setup.js"

const asked = process.env["FUZZ_RUNS"] === undefined ? undefined : Number(process.env["FUZZ_RUNS"])
const root = join(dirname(require.resolve("govuk-frontend/package.json")), "dist")
const components = join(root, "govuk", "components")

const names = readdirSync(components).filter((name) => existsSync(join(components, name, "fixtures.json")))

class Pages extends nunjucks.Loader {
  getSource(name: string): nunjucks.LoaderSource {
    const component = /^page of (.+)$/.exec(name)?.[1]
    const src = `<main>{% include "govuk/components/${component}/template.njk" %}</main>`
    return (component === undefined ? null : { src, path: name, noCache: false }) as nunjucks.LoaderSource
  }
}

// One for all components, which are made of each other: each file is compiled once.
const environment = new nunjucks.Environment([new nunjucks.FileSystemLoader(root), new Pages()], {
  autoescape: true,
  trimBlocks: true,
  lstripBlocks: true,
})
const warnings: string[] = []
const engine = createNunjucksEngine({ environment, development: true, warn: (code) => warnings.push(code) })

function setUp(component: string): Setup {
  return { engine, environment, renderer: engine.renderer(`page of ${component}`), warnings }
}

function contextsOf(component: string): readonly object[] {
  const text = readFileSync(join(components, component, "fixtures.json"), "utf8")
  const { fixtures } = JSON.parse(text) as { readonly fixtures: readonly { readonly options: object }[] }
  return fixtures.map(({ options }) => ({ params: options }))
}

describe.each(names)("%s", (component) => {
  const contexts = contextsOf(component)

  it("is the same HTML as by nunjucks, also after updates, and nothing travels that did not change", () => {
    const { renderer } = setUp(component)
    warnings.length = 0
    let tree: Rendered | undefined
    let before: object = {}
    for (const context of contexts) {
      const html = environment.render(`page of ${component}`, context)
      const fresh = renderFirst(renderer, context)
      expect(toHtml(fresh)).toBe(html)
      const next = tree === undefined ? fresh : renderer.render(context, changesBetween(before, context), tree)
      expect(toHtml(next as Rendered)).toBe(html)
      expect(diff(fresh, next as Rendered, new TemplateTable())).toBeNull()
      tree = next as Rendered
      before = context
    }
    // No name is taken for misspelled, nothing for stale, and no tag for a mistake.
    expect(warnings.filter((code) => code !== "LV_REGION")).toEqual([])
  })

  it("is the same page as a fresh one after differences alone", async () => {
    const steps = contexts.slice(0, asked ?? 10).map((context) => ({ context }))
    expect(await breachOf(setUp(component), steps)).toBeUndefined()
  })
})

it("are all of them", () => {
  expect(names.length).toBeGreaterThan(30)
  expect(names.flatMap(contextsOf).length).toBeGreaterThan(500)
})
