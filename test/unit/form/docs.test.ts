/** Runs the examples of docs/forms.md. */

import nunjucks from "nunjucks"
import * as zod from "zod"
import type { LiveView } from "../../../src/index.js"
import * as livemount from "../../../src/index.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { decodeForm } from "../../../src/util/form-params.js"
import { runDocs } from "../../support/docs-examples.js"
import { MemoryLoader, renderFirst } from "../../support/nunjucks-setup.js"
import { startView } from "../../support/view-harness.js"

interface Examples {
  readonly postPage: LiveView
  readonly form: object
}

describe("the examples of docs/forms.md", () => {
  const { exports, blocks } = runDocs<Examples>("forms.md", { livemount, zod })

  it("check what was typed, and save what is right", async () => {
    const { process } = await startView(exports.postPage)
    const page = (): string => toHtml(process.rendered)
    expect(page()).toContain('<input id="title" name="title">')
    await process.event("check", decodeForm("title=ab&draft=on&_target=title"))
    expect(page()).toContain('value="ab"')
    expect(page()).toContain("<b>Three letters at least.</b>")
    expect(page()).toContain("<button disabled")
    await process.event("check", decodeForm("title=abc&draft=on&_target=title"))
    expect(page()).not.toMatch(/<b>|disabled/)
    await process.event("save", decodeForm("title=abc&draft=on"))
    expect(page()).toContain("<output>abc</output>")
    expect(page()).toContain('<input id="title" name="title">')
  })

  it("give the HTML that the page shows", () => {
    const [[template], [shown]] = [blocks("njk"), blocks("html")] as [[string], [string]]
    const environment = new nunjucks.Environment(new MemoryLoader({ main: template.trim() }), { autoescape: true })
    const engine = createNunjucksEngine({ environment, development: true, warn: () => undefined })
    expect(toHtml(renderFirst(engine.renderer("main"), { form: exports.form }))).toBe(shown.trim())
  })

  it("are all of them", () => {
    expect(["ts", "njk", "html"].map((language) => blocks(language).length)).toEqual([2, 1, 1])
  })
})
