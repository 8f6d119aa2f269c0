import fc from "fast-check"
import type { WireListDiff } from "../../../src/protocol/values.js"
import { diff } from "../../../src/render/diff.js"
import { RunBuilder } from "../../../src/render/runs.js"
import { TemplateTable } from "../../../src/render/template-table.js"
import { List, type Rendered } from "../../../src/render/values.js"
import { ordered } from "../../support/apply-diff.js"
import { content, makeTemplate, sole } from "../../support/make-template.js"

const item = makeTemplate(["<li>", "</li>"], [content], { singleRoot: true })
const ul = makeTemplate(["<ul>", "</ul>"], [sole])

interface Row {
  readonly key: unknown
  readonly text: string
}

const rows = (keys: Iterable<unknown>): Row[] => Array.from(keys, (key) => ({ key, text: `row ${String(key)}` }))

/** The difference of two lists of rows, all of whose items are made anew. */
function between(before: readonly Row[], after: readonly Row[]): WireListDiff | undefined {
  const list = (from: readonly Row[]): Rendered => [
    ul,
    new List(
      from.map(({ key }) => key),
      from.map(({ text }): Rendered => [item, text]),
      item,
    ),
  ]
  const table = new TemplateTable([ul.id, item.id])
  return diff(list(before), list(after), table)?.[0] as WireListDiff | undefined
}

const thousand = rows(Array(1_000).keys())
const bytes = (value: unknown): number => JSON.stringify(value).length

describe("listDiff", () => {
  it("sends a prepended row and the runs, nothing else", () => {
    const difference = between(thousand, [...rows(["new"]), ...thousand])
    expect(difference).toEqual({ o: [-1, 1, 0, 1_000], n: [["row new"]] })
    expect(bytes(difference?.o)).toBeLessThanOrEqual(18)
  })

  it("sends a reversed list as one run", () => {
    const difference = between(thousand, thousand.toReversed())
    expect(difference).toEqual({ o: [999, -1_000] })
    expect(bytes(difference?.o)).toBeLessThanOrEqual(15)
  })

  it("sends an appended, a removed, a moved and two swapped rows as runs", () => {
    expect(between(thousand, [...thousand, ...rows(["x"])])).toEqual({ o: [0, 1_000, -1, 1], n: [["row x"]] })
    expect(between(thousand, thousand.toSpliced(500, 1))).toEqual({ o: [0, 500, 501, 499] })
    expect(between(thousand, [thousand[999] as Row, ...thousand.slice(0, 999)])).toEqual({ o: [999, 1, 0, 999] })
    const swapped = thousand.with(10, thousand[20] as Row).with(20, thousand[10] as Row)
    expect(between(thousand, swapped)).toEqual({ o: [0, 10, 20, 1, 11, 9, 10, 1, 21, 979] })
  })

  it("empties and fills a list by its order", () => {
    expect(between(rows("ab"), [])).toEqual({ o: [] })
    expect(between([], rows("ab"))).toEqual({ o: [-1, 2], n: [["row a"], ["row b"]] })
    expect(between([], [])).toBeUndefined()
  })

  it("follows a changed item to its new place", () => {
    const after = rows("cab").map((row) => (row.key === "a" ? { ...row, text: "changed" } : row))
    expect(between(rows("abc"), after)).toEqual({ o: [2, 1, 0, 2], 1: { 0: "changed" } })
  })

  it("says nothing about the order when only items changed", () => {
    const after = thousand.with(7, { key: 7, text: "seven" }).with(900, { key: 900, text: "nine hundred" })
    expect(between(thousand, after)).toEqual({ 7: { 0: "seven" }, 900: { 0: "nine hundred" } })
  })

  it("goes by index where keys occur twice", () => {
    expect(between(rows("aab"), rows("aac"))).toEqual({ o: [0, 2, -1, 1], n: [["row c"]] })
    expect(between(rows("xaab"), rows("yaacx"))).toEqual({ o: [-1, 1, 1, 2, -1, 1, 0, 1], n: [["row y"], ["row c"]] })
    expect(between(rows("xaby"), rows("zbaaw"))).toEqual({
      o: [0, 4, -1, 1],
      n: [["row w"]],
      0: { 0: "row z" },
      1: { 0: "row b" },
      2: { 0: "row a" },
      3: { 0: "row a" },
    })
    expect(between(rows("ab"), rows("caa"))).toEqual({
      o: [0, 2, -1, 1],
      n: [["row a"]],
      0: { 0: "row c" },
      1: { 0: "row a" },
    })
  })

  it("goes by index without keys, but follows items that are the same object", () => {
    const items = rows("abc").map(({ text }): Rendered => [item, text])
    const added: Rendered = [item, "row x"]
    const table = new TemplateTable([ul.id, item.id])
    const before: Rendered = [ul, new List([], items, item)]
    expect(diff(before, [ul, new List([], [added, ...items], item)], table)).toEqual({
      0: { o: [-1, 1, 0, 3], n: [["row x"]] },
    })
    const fresh = rows("xab").map(({ text }): Rendered => [item, text])
    expect(diff(before, [ul, new List([], fresh, item)], table)).toEqual({
      0: { o: [0, 3], 0: { 0: "row x" }, 1: { 0: "row a" }, 2: { 0: "row b" } },
    })
  })

  it("says the order without keys where more than one item changed, and never with keys", () => {
    const unkeyed = (texts: string): Rendered => [
      ul,
      new List(
        [],
        rows(texts).map(({ text }): Rendered => [item, text]),
        item,
      ),
    ]
    const table = new TemplateTable([ul.id, item.id])
    expect(diff(unkeyed("abc"), unkeyed("bac"), table)).toEqual({
      0: { o: [0, 3], 0: { 0: "row b" }, 1: { 0: "row a" } },
    })
    expect(diff(unkeyed("abc"), unkeyed("abx"), table)).toEqual({ 0: { 2: { 0: "row x" } } })
    const keyed = (text: string): readonly Row[] => ["a", "b"].map((key) => ({ key, text: `${key}${text}` }))
    expect(between(keyed("1"), keyed("2"))).toEqual({ 0: { 0: "a2" }, 1: { 0: "b2" } })
  })

  it("takes keys of any kind by identity", () => {
    const [a, b] = [{}, {}]
    expect(between(rows([a, b, Number.NaN, "1"]), rows([b, a, Number.NaN, "1"]))).toEqual({ o: [1, -2, 2, 2] })
    expect(between(rows(["1"]), rows([1]))?.o).toEqual([-1, 1])
  })

  it("gives an order that makes the new keys of the old ones, whatever happened", () => {
    const keys = fc.uniqueArray(fc.nat(30), { maxLength: 25 })
    fc.assert(
      fc.property(keys, keys, (before, after) => {
        const difference = between(rows(before), rows(after))
        const added = after.filter((key) => !before.includes(key))
        expect(ordered(before, { ...(difference?.o && { o: difference.o }), n: added })).toEqual(after)
        expect(difference?.n ?? []).toHaveLength(added.length)
        expect(Object.keys(difference ?? {}).filter((key) => /\d/.test(key))).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })
})

describe("RunBuilder", () => {
  it("gives runs that say the positions put in", () => {
    const positions = fc
      .uniqueArray(fc.nat(20), { maxLength: 20 })
      .chain((old) =>
        fc
          .array(fc.nat(old.length), { maxLength: 4 })
          .map((gaps) => gaps.reduce((list, gap) => list.toSpliced(gap, 0, -1), old)),
      )
    fc.assert(
      fc.property(positions, (list) => {
        const builder = new RunBuilder()
        for (const position of list) builder.add(position)
        const old = Array.from({ length: 21 }, (_, i) => i)
        expect(ordered(old, { o: builder.finish(), n: list.filter((position) => position < 0) })).toEqual(list)
      }),
    )
  })

  it("joins ranges with their neighbours", () => {
    const builder = new RunBuilder()
    builder.addRange(0, 3)
    builder.add(3)
    builder.addRange(4, 2)
    builder.addRange(9, 0)
    builder.addRange(8, 1)
    builder.addRange(7, 1)
    builder.addRange(10, 2)
    expect(builder.finish()).toEqual([0, 6, 8, -2, 10, 2])
  })
})
