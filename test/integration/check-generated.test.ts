/** Whatever a template looks like, the TypeScript that is made of it is TypeScript, and every name in it is declared. */

import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { declarations } from "../../src/check/builtins.js"
import { readMessages } from "../../src/check/compiler-messages.js"
import type { Environment } from "../../src/nunjucks/internals.js"
import { environmentOf, translateTemplate } from "../support/check-templates.js"
import { files } from "../support/random-nunjucks.js"

const RUNS = 150
const WORLD = `interface Row { id: number; n: string | number | undefined; on: boolean; kids: { id: number; n: string }[] }
interface World { a: string; b: number; c: boolean; xs?: Row[]; ys?: Row[]; m: Record<string, unknown>; pairs: [string, unknown][] }
`
/** Names that are not declared, declared twice, or used before they are. */
const NAMES = new Set([2304, 2451, 2448, 2454, 2552, 2694, 2503])

it("is made of random templates", () => {
  const root = process.cwd()
  mkdirSync(join(root, ".cache"), { recursive: true })
  const folder = mkdtempSync(join(root, ".cache", "check-generated-"))
  try {
    const codes = fc.sample(files, RUNS).map((given) => {
      const environment = environmentOf({ ...given, "page.njk": given.main ?? "" })
      const known = environment as unknown as Environment
      known.addFilter("keyed", (list: unknown) => list)
      return translateTemplate("", {}, environment).translation.code.text
    })
    const functions = codes.map((code, index) => `export function template${index}(__a: World) {\n${code}\n}\n`)
    writeFileSync(join(folder, "declarations.d.ts"), declarations)
    writeFileSync(join(folder, "templates.ts"), WORLD + functions.join(""))
    const compiler = join(root, "node_modules/typescript/bin/tsc")
    const options = ["--noEmit", "--strict", "--target", "ES2022", "--pretty", "false", "--types", "", "--ignoreConfig"]
    const args = [compiler, ...options, "declarations.d.ts", "templates.ts"]
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" })
    const messages = readMessages(stdout, folder)
    expect(messages.filter(({ code }) => code < 2000 || code >= 5000 || NAMES.has(code))).toEqual([])
    // It did look at types: some templates use names that are no assigns.
    expect(messages.some(({ code }) => code === 2339)).toBe(true)
    expect(codes.filter((code) => code.length > 200).length).toBeGreaterThan(RUNS / 2)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 60_000)
