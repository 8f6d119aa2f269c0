import { componentDeclarations } from "../../../src/check/sources/component-declarations.js"
import { tokenize } from "../../../src/check/sources/source-tokens.js"

const found = (source: string) => componentDeclarations(tokenize(source), "badge")
const ways = (source: string) => found(source).map(({ local, exported }) => ({ local, exported }))

const made = 'component("badge", { attrs: {}, render: () => html`` })'

describe("declarations of components", () => {
  it.each([
    [`export const badge = ${made}`, { local: ["badge"], exported: ["badge"] }],
    [
      `export const badge: Component<{ a: Attribute<"x" | "y"> }, {}> = ${made}`,
      { local: ["badge"], exported: ["badge"] },
    ],
    [
      `const other = 1; export const badge = livemount.component<{ a: Map<string, number> }>("badge", { render })`,
      { local: ["badge"], exported: ["badge"] },
    ],
    [`const badge = ${made}\nexport { other, badge as Badge }`, { local: ["badge"], exported: ["Badge"] }],
    [`const badge = ${made}\nexport { badge }`, { local: ["badge"], exported: ["badge"] }],
    [`const badge = ${made}\nexport default badge`, { local: ["badge"], exported: ["default"] }],
    [`const badge = ${made}`, { local: ["badge"], exported: undefined }],
    [`export default ${made}`, { local: undefined, exported: ["default"] }],
    [
      `export const ui = { small: { badge: ${made} }, card: component("card", { render }) }`,
      { local: ["ui", "small", "badge"], exported: ["ui", "small", "badge"] },
    ],
    [
      `export const badge = own('badge', { async render() {} }) as unknown as Badge`,
      { local: ["badge"], exported: ["badge"] },
    ],
    [`export const badge = component("badge", options)`, { local: ["badge"], exported: ["badge"] }],
    // Nobody can name what these give.
    [`export const list = [${made}]`, { local: undefined, exported: undefined }],
    [`export function make() { const badge = ${made}; return badge }`, { local: undefined, exported: undefined }],
    [`export const make = () => ${made}`, { local: undefined, exported: undefined }],
  ])("%s", (source, expected) => {
    expect(ways(source)).toEqual([expected])
  })

  it("are no other calls with that text", () => {
    expect(found('log("badge", { level: 1 }); register("badge", options); component(name, { render })')).toEqual([])
  })

  it("name their attributes, where these are written out", () => {
    const attributes = (source: string) => found(source).map((declaration) => declaration.attributes)
    expect(
      attributes('component("badge", { attrs: { a: attr.string(), "b-c": attr.of<{ x: 1 }>() }, render })'),
    ).toEqual([["a", "b-c"]])
    expect(attributes('component("badge", { render })')).toEqual([[]])
    expect(attributes('component("badge", { attrs: { ...shared, a: attr.string() }, render })')).toEqual([undefined])
    expect(attributes('component("badge", { attrs, render })')).toEqual([undefined])
  })
})
