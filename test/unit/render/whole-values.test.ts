import fc from "fast-check"
import type { WireNested, WirePath } from "../../../src/protocol/values.js"
import { valueAt, wholeValues } from "../../../src/render/diff/diff.js"
import { wireNested } from "../../../src/render/diff/wire-value.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import { List, type Rendered } from "../../../src/render/values/values.js"
import { applyDiff } from "../../support/apply-diff.js"
import { content, makeTemplate } from "../../support/make-template.js"
import { treePairs } from "../../support/random-tree.js"

const box = makeTemplate(["<div>", "</div>"], [content])
const item = makeTemplate(["<li>", "</li>"], [content], { singleRoot: true })
const tree: Rendered = [
  box,
  [
    box,
    new List(
      ["a", "b"],
      [
        [item, "1"],
        [item, [box, "2"]],
      ],
      item,
    ),
  ],
]

describe("wholeValues", () => {
  it("gives all slots, or those named", () => {
    const three = makeTemplate(["", "", "", ""], [content, content, content])
    expect(wholeValues([three, "a", null, "c"], undefined, new TemplateTable())).toEqual({ 0: "a", 1: null, 2: "c" })
    expect(wholeValues([three, "a", null, "c"], [2, 7], new TemplateTable())).toEqual({ 2: "c" })
    expect(wholeValues([three, "a", null, "c"], [], new TemplateTable())).toEqual({})
  })

  it("gives the whole root when it is not the page's first template", () => {
    expect(wholeValues([box, "x"], undefined, new TemplateTable([item.id]))).toEqual({ "-1": [1, "x"] })
  })

  it("makes the tree of any other tree of the template", () => {
    fc.assert(
      fc.property(treePairs, ([before, after]) => {
        const table = new TemplateTable()
        const old = wireNested(before, table)
        const expected = wireNested(after, table)
        const result = applyDiff(old, wholeValues(after, undefined, table))
        // A tag slot's whole value is merged by `applyDiff`, which cannot know that it is whole.
        expect(result.with(2, null as never)).toEqual((expected as WireNested).with(2, null as never))
      }),
      { numRuns: 300 },
    )
  })
})

describe("valueAt", () => {
  const at = (...path: number[]): unknown => valueAt(tree, path as WirePath, new TemplateTable([box.id, item.id]))

  it("finds the value of a slot through nested templates and lists", () => {
    expect(at(0)).toEqual([0, { l: 1, i: [["1"], [[0, "2"]]] }])
    expect(at(0, 0)).toEqual({ l: 1, i: [["1"], [[0, "2"]]] })
    expect(at(0, 0, 0, 0)).toBe("1")
    expect(at(0, 0, 1, 0, 0)).toBe("2")
    expect(at(0, 0, 1)).toEqual([1, [0, "2"]])
  })

  it("finds nothing where nothing is", () => {
    for (const path of [
      [],
      [1],
      [-1],
      [0.5],
      [0, 1],
      [0, 0, 2],
      [0, 0, 2, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 1],
      [Number.NaN],
    ]) {
      expect(at(...path)).toBeUndefined()
    }
  })
})
