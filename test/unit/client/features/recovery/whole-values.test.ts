import fc from "fast-check"
import { withChange } from "../../../../../client/features/used-controls/whole-values.js"
import { ROOT_SLOT, type WireDiff, type WireNested } from "../../../../../src/protocol/values.js"
import { diff, wholeValues } from "../../../../../src/render/diff/diff.js"
import { wireNested } from "../../../../../src/render/diff/wire-value.js"
import { TemplateTable } from "../../../../../src/render/values/template-table.js"
import type { Rendered } from "../../../../../src/render/values/values.js"
import { trees } from "../../../../support/random-tree.js"

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** What a join brings of a tree, and what it brings where the root's template is another one than the page's. */
const forms: readonly (readonly [string, (tree: Rendered, table: TemplateTable) => WireDiff])[] = [
  ["by slot", (tree, table) => wholeValues(tree, undefined, table)],
  ["as a whole", (tree, table) => ({ [ROOT_SLOT]: wireNested(tree, table) })],
]

it.each(forms)("whole values, given %s, are those of each later tree with the differences up to it", (_, whole) => {
  fc.assert(
    fc.property(fc.array(trees, { minLength: 2, maxLength: 6 }), (row) => {
      const table = new TemplateTable()
      let values = json(whole(row[0] as Rendered, table))
      for (let i = 1; i < row.length; i++) {
        const change = diff(row[i - 1] as Rendered, row[i] as Rendered, table)
        if (change !== null) values = withChange(values, json(change))
        const [, ...expected] = json(wireNested(row[i] as Rendered, table))
        const root = values[ROOT_SLOT] as WireNested | undefined
        expect(root === undefined ? Object.values(values) : root.slice(1)).toEqual(expected)
      }
    }),
    { numRuns: 150 },
  )
})

it("a list of which a row is said whole has that row", () => {
  const values = { 0: { l: 1, i: [["1", "tea"]] } }
  expect(withChange(values, { 0: { 0: ["1", "milk"] } as never })).toEqual({ 0: { l: 1, i: [["1", "milk"]] } })
  expect(values[0].i).toEqual([["1", "tea"]])
})

it("a list has the order that is said, forwards and backwards, with what is new between", () => {
  const values: WireDiff = {
    0: {
      m: [
        [1, "a"],
        [2, "b"],
        [1, "c"],
        [1, "d"],
      ],
    },
  }
  const change = { 0: { o: [3, -2, -1, 1, 0, 2], n: [[2, "new"]], 1: { 0: "C" }, 2: [1, "newer"] } } as never
  expect(withChange(values, change)).toEqual({
    0: {
      m: [
        [1, "d"],
        [1, "C"],
        [1, "newer"],
        [1, "a"],
        [2, "b"],
      ],
    },
  })
})
