/**
 * The code that ten small templates are compiled to, as text beside this file: a change of the compiler shows in review
 * what it does to code. `UPDATE_GENERATED=1` writes the texts anew.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import nunjucks from "nunjucks"
import { NameBits } from "../../../src/nunjucks/analyse/name-bits.js"
import { generateCode, parseFile } from "../../../src/nunjucks/compile-file.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { FileCache } from "../../../src/nunjucks/file-cache.js"
import type { Environment } from "../../../src/nunjucks/internals/internals.js"

const FOLDER = join(__dirname, "generated")
const names = readdirSync(FOLDER).filter((name) => name.endsWith(".njk"))

/** What a file becomes: its functions, and the templates that they name. */
function generated(name: string): string {
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(FOLDER))
  // Registers the built-in components and tags.
  createNunjucksEngine({ environment, development: false, warn: () => {} })
  const files = new FileCache({
    env: environment as unknown as Environment,
    bits: new NameBits(),
    isImpureFilter: () => false,
    isPureGlobal: (global) => global in (environment as unknown as Environment).globals,
    warn: () => {},
  })
  const { code, compiler } = generateCode(
    parseFile(name, readFileSync(join(FOLDER, name), "utf8"), files.setting),
    files.setting,
  )
  const templates = compiler.templates.map(({ text, slots }, index) => {
    const kinds = slots.map(({ kind }) => kind).join(" ")
    return `T${index}: ${kinds}\n${text.replace(/^/gm, "    ")}`
  })
  return `${templates.join("\n")}\n\n${code.trim()}\n`
}

describe("the code generated for a template", () => {
  it("is looked at for ten templates", () => {
    expect(names).toHaveLength(10)
  })

  it.each(names)("is the one of review: %s", (name) => {
    const file = join(FOLDER, name.replace(/\.njk$/, ".txt"))
    const text = generated(name)
    if (process.env["UPDATE_GENERATED"] === "1") writeFileSync(file, text)
    expect(text).toBe(readFileSync(file, "utf8"))
  })
})
