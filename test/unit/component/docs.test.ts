/** Runs the examples of docs/components.md: the modules as they stand, each nunjucks block against the HTML behind it. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import nunjucks from "nunjucks"
import ts from "typescript54"
import * as zod from "zod"
import type { AnyComponent } from "../../../src/component/component.js"
import * as livemount from "../../../src/index.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { MemoryLoader, renderFirst } from "../../support/nunjucks-setup.js"

const text = readFileSync(join(__dirname, "../../../docs/components.md"), "utf8")

function blocks(language: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, code]) => code as string)
}

interface Examples {
  readonly badge: AnyComponent
  readonly grid: AnyComponent
  readonly page: Rendered
  readonly table: Rendered
  readonly line: AnyComponent
  readonly lines: (rows: readonly object[], selected: number) => Rendered
  readonly empty: Rendered
  readonly styled: (on: boolean) => Rendered
}

function run(): Examples {
  const module = { exports: {} }
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  const { outputText } = ts.transpileModule(blocks("ts").join("\n"), { compilerOptions: options })
  new Function("module", "exports", "require", outputText)(module, module.exports, (name: string) =>
    name === "zod" ? zod : livemount,
  )
  return module.exports as Examples
}

describe("the examples of docs/components.md", () => {
  const examples = run()

  it("give the HTML they should", () => {
    expect(toHtml(examples.page)).toBe('<p><b class="badge public wide" data-size="1" >Online</b></p>')
    expect(toHtml(examples.table)).toContain("<td><i>Ada</i></td>")
    expect(toHtml(examples.lines([{ id: 1, name: "a" }], 1))).toBe('<ul><li class="selected">a</li></ul>')
    expect(toHtml(examples.empty)).toContain('<form id="post" live-submit="save" live-change="check">')
    expect(toHtml(examples.empty)).toContain('<input type="text" value="" id="post_title" name="title">')
    expect(toHtml(examples.styled(true))).toBe(
      '<p class="note on" style="color: red; margin-top: 1em; --gap: 4">text</p>',
    )
  })

  const templates = [...text.matchAll(/```njk\n([\s\S]*?)```\n```html\n([\s\S]*?)```/g)]
  it.each(templates.map(([, template, html]) => [template, html]))(
    "show what this template gives:\n%s",
    (template, html) => {
      const environment = new nunjucks.Environment(new MemoryLoader({ main: (template as string).trim() }))
      const components = [examples.badge, examples.grid]
      const engine = createNunjucksEngine({ environment, components, development: true, warn: () => undefined })
      expect(toHtml(renderFirst(engine.renderer("main"), {}))).toBe((html as string).trim())
    },
  )

  it("are all of them", () => {
    expect([blocks("ts").length, templates.length]).toEqual([5, 7])
    const described = livemount.describeComponents([examples.badge, examples.grid, examples.line])
    expect(described.map(({ name }) => name)).toEqual(["badge", "grid", "line"])
  })
})
