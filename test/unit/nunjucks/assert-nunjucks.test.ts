import nunjucks from "nunjucks"
import { TrackedCompiler } from "../../../src/nunjucks/emit/compiler.js"
import { assertNunjucks, neededOfNunjucks } from "../../../src/nunjucks/internals/assert-nunjucks.js"
import { type CompilerBase, compiler, type ParserBase } from "../../../src/nunjucks/internals/internals.js"

type Methods<T> = { [K in keyof T]: T[K] extends (...args: never[]) => unknown ? K : never }[keyof T]
type Needed<K extends keyof typeof neededOfNunjucks> = (typeof neededOfNunjucks)[K][number]

/** nunjucks without one member. */
function without(path: string, name: string): object {
  const keys = path.split(".")
  const copy = (at: object, rest: readonly string[]): object => {
    const [key, ...more] = rest
    // Members of the prototypes too: some of nunjucks' classes inherit what is needed.
    const own = Object.create(at) as Record<string, unknown>
    own[key ?? name] = key === undefined ? undefined : copy((at as Record<string, object>)[key] as object, more)
    return own
  }
  return copy(nunjucks, keys)
}

const members = Object.entries(neededOfNunjucks).flatMap(([path, names]) => names.map((name) => [path, name] as const))

it("takes the nunjucks that is installed", () => {
  expect(() => assertNunjucks(nunjucks)).not.toThrow()
})

it.each(members)("refuses one whose %s has no %s", (path, name) => {
  expect(() => assertNunjucks(without(path, name), () => "4.0.0")).toThrow(
    expect.objectContaining({
      code: "LV_NUNJUCKS_VERSION",
      message: expect.stringContaining(`nunjucks 4.0.0 is installed`) as string,
    }),
  )
  expect(() => assertNunjucks(without(path, name))).toThrow(`${path.replace(".prototype", "")}.${name}.`)
})

it("refuses something else altogether, with a message of one length", () => {
  expect(() => assertNunjucks({}, () => "1.0.0")).toThrow(
    new RegExp(
      `^nunjucks 1\\.0\\.0 is installed, .*: compiler\\.Compiler\\.compile, .* and ${members.length - 3} more\\. .*npm install nunjucks@3`,
    ),
  )
})

it("tells the version that is installed", () => {
  expect(() => assertNunjucks({})).toThrow(/^nunjucks 3\.\d+\.\d+ is installed/)
})

it("knows every method of nunjucks that our compiler overrides", () => {
  const theirs = new Set(Object.getOwnPropertyNames(compiler.Compiler.prototype))
  const overridden = Object.getOwnPropertyNames(TrackedCompiler.prototype).filter(
    (name) => name !== "constructor" && theirs.has(name),
  )
  expect(overridden.length).toBeGreaterThan(10)
  expect(neededOfNunjucks["compiler.Compiler.prototype"]).toEqual(expect.arrayContaining(overridden))
})

it("finds under its name in nunjucks every statement that our compiler writes itself", () => {
  const own = Object.getOwnPropertyNames(TrackedCompiler.prototype).filter((name) => name.startsWith("compile"))
  for (const name of own) expect(compiler.Compiler.prototype).toHaveProperty(name)
})

it("knows every method that is declared as nunjucks'", () => {
  // Types: what is declared in internals.ts and is not in the list does not compile.
  const compilers: Methods<CompilerBase> extends Needed<"compiler.Compiler.prototype"> ? true : false = true
  const parsers: Methods<ParserBase> extends Needed<"parser.Parser.prototype"> ? true : false = true
  expect([compilers, parsers]).toEqual([true, true])
})
