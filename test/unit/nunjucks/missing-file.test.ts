import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import nunjucks from "nunjucks"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { MemoryLoader } from "../../support/nunjucks-setup.js"

let folder = ""

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "livemount-"))
  mkdirSync(join(folder, "views/parts"), { recursive: true })
  for (const name of ["counter.njk", "parts/card.html", "includes.njk", "inherits.njk"])
    writeFileSync(join(folder, "views", name), "<p></p>")
  writeFileSync(join(folder, "views/includes.njk"), '<p>{% include "parts/crad.html" %}</p>')
  writeFileSync(join(folder, "views/inherits.njk"), '{% extends "partz/card.html" %}')
})

afterAll(() => rmSync(folder, { recursive: true }))

const render = (views: string | string[], name: string): Promise<unknown> | unknown =>
  createNunjucksEngine({ views, development: true, warn: () => undefined })
    .renderer(name)
    .render({}, undefined, undefined)

const messageOf = (views: string | string[], name: string): string => {
  try {
    render(views, name)
    return "rendered"
  } catch (error) {
    return (error as Error).message
  }
}

describe("a template that is nowhere", () => {
  const there = (): string => join(folder, "views")

  it("is told with the folders that were searched, and those of them that are not there", () => {
    const gone = join(folder, "veiws")
    expect(messageOf([gone, there()], "nobody.njk")).toContain(
      `template not found: nobody.njk, in ${gone} (there is no such folder), ${there()}`,
    )
  })

  it("is told by the whole path of a folder that was given relative to where the process runs", () => {
    expect(messageOf("no-such-views", "nobody.njk")).toContain(
      `${join(process.cwd(), "no-such-views")} (there is no such folder)`,
    )
  })

  it.each([
    ["countre.njk", "counter.njk"],
    ["Counter.njk", "counter.njk"],
    ["counter", "counter.njk"],
    ["counter.html", "counter.njk"],
    ["views/counter.njk", "counter.njk"],
    ["card.html", "parts/card.html"],
    ["parts/crad.html", "parts/card.html"],
  ])("has the file that may be meant: %s, %s", (name, meant) => {
    expect(messageOf(there(), name)).toContain(`Did you mean "${meant}"? Look at the option`)
  })

  it("has no guess where nothing is near", () => {
    expect(messageOf(there(), "something-else.njk")).not.toContain("Did you mean")
  })

  it.each(["includes.njk", "inherits.njk"])("is told the same way where another template names it: %s", (name) => {
    expect(messageOf(there(), name)).toMatch(
      /template not found: part[sz]\/cr?ad?r?d\.html, in .*Did you mean "parts\/card\.html"\?/,
    )
  })

  it("is told without folders where the app has a loader of its own", () => {
    const environment = new nunjucks.Environment(new MemoryLoader({ main: "x" }))
    const engine = createNunjucksEngine({ environment, development: true, warn: () => undefined })
    expect(() => engine.renderer("nobody.njk").render({}, undefined, undefined)).toThrow(
      /template not found: nobody\.njk\. Look at the option `views`/,
    )
  })
})
