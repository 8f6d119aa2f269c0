import { copyModule, positionOf, readModule } from "../../../src/check/sources/view-declarations.js"

const read = (source: string) => readModule("/app/src/views/page.ts", source)
const copy = (source: string, code = "CODE"): string => {
  const module = read(source)
  const replacements = module.declarations.map((declaration) => ({ declaration, code }))
  return copyModule(module, "/app/node_modules/.cache/check", replacements).text
}

describe("declarations of views", () => {
  it("are calls with an object that has `name` and `mount`", () => {
    const { declarations } = read(`
      const a = liveView<Assigns, Message>({ name: "a", template: "a.njk", mount: () => ({}) })
      const b = userView({ "name": 'b', async mount() { return { name: "no", mount: 1 } }, template: names.b, })
      const c = { name: "c", mount() {} }
      call({ name: "d", mounted: true })`)
    expect(declarations.map(({ name, template }) => [name, template])).toEqual([
      ["a", "a.njk"],
      ["b", undefined],
    ])
  })

  it("are not misled by texts, comments and regular expressions", () => {
    const { declarations } = read(
      "/* ({ */ const r = /[({]/g, t = `({ ${f({ a: '}' })} `, s = '({'\n" +
        `// ({ name: "x", mount() {} })\nliveView({ name: "y", template: "y.njk", mount() { return a / b / c } })`,
    )
    expect(declarations.map(({ name }) => name)).toEqual(["y"])
  })
})

describe("a copied module", () => {
  it("has a `render` at the end, where TypeScript has inferred the assigns, and no template", () => {
    expect(copy(`liveView({ name: "a", template: "a.njk", mount: () => ({}) })`)).toBe(
      `liveView({ name: "a",  mount: () => ({}) , render: (__a) => {\nCODE\nreturn __lm.anything } })`,
    )
    expect(copy(`liveView({ name: "a", mount: () => ({}), template: "a.njk" })`)).toBe(
      `liveView({ name: "a", mount: () => ({}),  render: (__a) => {\nCODE\nreturn __lm.anything } })`,
    )
    expect(copy(`liveView({ name: "a", mount: () => ({}), template: "a.njk", })`)).toContain(`({}),   render: (__a)`)
  })

  it("imports the same files from another folder", () => {
    const source = [
      `import { a } from "./a.js"`,
      `export * from "../b.js"`,
      `import "zod"`,
      `const c = import("../../c.js")`,
      `const text = "./not-a-module"`,
    ].join("\n")
    expect(copy(source)).toBe(
      [
        `import { a } from "../../../src/views/a.js"`,
        `export * from "../../../src/b.js"`,
        `import "zod"`,
        `const c = import("../../../c.js")`,
        `const text = "./not-a-module"`,
      ].join("\n"),
    )
  })

  it("knows the line on which each code begins", () => {
    const source = `\nliveView({ name: "a", template: "a.njk", mount() {} })\nliveView({ name: "b", template: "b.njk", mount() {} })`
    const module = read(source)
    const replacements = module.declarations.map((declaration) => ({
      declaration,
      code: `CODE ${declaration.name}\n1`,
    }))
    const { text, lines } = copyModule(module, "/app", replacements)
    expect(lines.map((line) => text.split("\n")[line])).toEqual(["CODE a", "CODE b"])
  })
})

it("positions count from 1", () => {
  expect(positionOf("ab\ncd", 0)).toEqual({ line: 1, column: 1 })
  expect(positionOf("ab\ncd", 4)).toEqual({ line: 2, column: 2 })
})
