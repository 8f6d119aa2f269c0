/**
 * Every name that the package's entries export, against a list that is committed: what users may rely on changes in no commit
 * without being seen. `UPDATE_EXPORTS=1` writes the list anew.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { exportsOf } from "../support/source-exports.js"

const root = join(__dirname, "../..")
const list = join(__dirname, "public-exports.txt")

/** The source of an entry: what its declarations are compiled from. */
const entries: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(
      (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { exports: Record<string, { types?: string }> })
        .exports,
    ).flatMap(([name, { types }]) =>
      types === undefined ? [] : [[name, types.replace("./dist/", "").replace(/\.d\.ts$/, ".ts")]],
    ),
  ),
  // No entry of the package: what pages without a bundler import.
  "/live/hooks.js": "client/served-hooks.ts",
}

describe("the public exports", () => {
  it("are those of the list", () => {
    const text = Object.entries(entries)
      .map(
        ([name, file]) =>
          `${name}\n${exportsOf(join(root, file))
            .sort()
            .map((each) => `  ${each}\n`)
            .join("")}`,
      )
      .join("")
    if (process.env["UPDATE_EXPORTS"] === "1") writeFileSync(list, text)
    expect(text).toBe(readFileSync(list, "utf8"))
  })

  describe("of a file", () => {
    let folder: string
    const named = (text: string): string[] => {
      writeFileSync(join(folder, "entry.ts"), text)
      return exportsOf(join(folder, "entry.ts"))
    }
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "exports-"))
      writeFileSync(join(folder, "other.ts"), "export const a = 1, b = 2")
    })
    afterEach(() => rmSync(folder, { recursive: true }))

    it.each([
      ["export abstract class A {}\nexport class B {}", ["A", "B"]],
      ["export enum A { One }\nexport const enum B { One }", ["A", "B"]],
      ["export let a = 1\nexport const { b, c: [d] } = x, e = 1", ["a", "b", "d", "e"]],
      ["export async function* a() {}\nexport declare function b(): void", ["a", "b"]],
      ["export type A = 1\nexport interface B {}\nexport namespace C {}", ["A", "B", "C"]],
      ["export default class A {}", ["default"]],
      ["const a = 1\nexport default a", ["default"]],
      ["const a = 1, b = 2\nexport { a, b as c, type D }", ["a", "c", "D"]],
      [`export { a as c } from "./other.js"\nexport type { D } from "x"`, ["c", "D"]],
      [`export * from "./other.js"`, ["a", "b"]],
      [`export * as all from "x"`, ["all"]],
      ["  export const a = 1; export const b = 2", ["a", "b"]],
      ["const a = 1\n/* export const b = 2 */", []],
    ])("are seen in %j", (text, names) => {
      expect(named(text)).toEqual(names)
    })

    it.each(["export = x", 'export import a = require("x")', 'export * from "x"'])("are not guessed: %s", (text) => {
      expect(() => named(text)).toThrow(/entry\.ts: /)
    })
  })
})
