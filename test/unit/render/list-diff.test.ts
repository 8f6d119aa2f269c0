import fc from "fast-check"
import type { WireListDiff } from "../../../src/protocol/values.js"
import { diff } from "../../../src/render/diff/diff.js"
import { isEqual } from "../../../src/render/diff/equal-items.js"
import { NEW, RunBuilder } from "../../../src/render/diff/runs.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import { Html, List, Region, type Rendered, Tag } from "../../../src/render/values/values.js"
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

  it("follows what says the same without keys; what changed goes by its place", () => {
    const unkeyed = (texts: Iterable<string>): Rendered => [
      ul,
      new List(
        [],
        Array.from(texts, (text): Rendered => [item, text]),
        item,
      ),
    ]
    const table = new TemplateTable([ul.id, item.id])
    const from = (before: Iterable<string>, after: Iterable<string>): unknown =>
      diff(unkeyed(before), unkeyed(after), table)?.[0]
    expect(from("abc", "xabc")).toEqual({ o: [-1, 1, 0, 3], n: [["x"]] })
    expect(from("aaa", "xaaa")).toEqual({ o: [-1, 1, 0, 3], n: [["x"]] })
    expect(from("abc", "axbc")).toEqual({ o: [0, 1, -1, 1, 1, 2], n: [["x"]] })
    expect(from("abc", "ac")).toEqual({ o: [0, 1, 2, 1] })
    // The newest in front, the oldest goes.
    expect(from("abc", "xab")).toEqual({ o: [-1, 1, 0, 2], n: [["x"]] })
    expect(from("abc", "cba")).toEqual({ o: [2, -3] })
    expect(from("abcd", "xayd")).toEqual({ o: [-1, 1, 0, 2, 3, 1], n: [["x"]], 2: { 0: "y" } })
    // Of equal ones nobody knows which is which.
    expect(from("aab", "xaay")).toEqual({ o: [0, 3, -1, 1], n: [["y"]], 0: { 0: "x" }, 2: { 0: "a" } })
    expect(from("abc", "xyz")).toEqual({ o: [0, 3], 0: { 0: "x" }, 1: { 0: "y" }, 2: { 0: "z" } })
    expect(from("abc", "abx")).toEqual({ 2: { 0: "x" } })
  })

  it("never says the order of a list with keys whose items changed in their places", () => {
    const keyed = (text: string): readonly Row[] => ["a", "b"].map((key) => ({ key, text: `${key}${text}` }))
    expect(between(keyed("1"), keyed("2"))).toEqual({ 0: { 0: "a2" }, 1: { 0: "b2" } })
  })

  it("looks for equal items among a thousand; in longer lists without keys only the ends are cut", () => {
    const texts = (count: number): string[] => Array.from({ length: count }, (_, i) => `row ${i}`)
    const unkeyed = (rows: readonly string[]): Rendered => [
      ul,
      new List(
        [],
        rows.map((text): Rendered => [item, text]),
        item,
      ),
    ]
    const table = new TemplateTable([ul.id, item.id])
    const swapped = (count: number): unknown => {
      const rows = texts(count)
      const difference = diff(unkeyed(rows), unkeyed(rows.toReversed()), table)?.[0] as WireListDiff | undefined
      return difference?.o
    }
    expect(swapped(1_000)).toEqual([999, -1_000])
    expect(swapped(1_001)).toEqual([0, 1_001])
  })

  it("goes by index in options without keys: a select that marks none shows its first", () => {
    const option = makeTemplate(["<option>", "</option>"], [content], { singleRoot: true })
    const select = (...texts: readonly string[]): Rendered => [
      ul,
      new List(
        [],
        texts.map((text): Rendered => [option, text]),
        option,
      ),
    ]
    const table = new TemplateTable([ul.id, option.id])
    expect(diff(select("a", "b"), select("x", "a", "b"), table)?.[0]).toMatchObject({ o: [0, 2, -1, 1], n: [["b"]] })
  })

  it("compares all that a value may be", () => {
    const outer = makeTemplate(["<li> ", "</li>"], [content])
    const values = [
      (): Rendered => [outer, [item, "a"]],
      (): Rendered => [outer, [item, "b"]],
      (): Rendered => [outer, new Html("<b>")],
      (): Rendered => [outer, new Html("<i>")],
      (): Rendered => [outer, new Region("<b>")],
      (): Rendered => [outer, new Region("<i>")],
      (): Rendered => [outer, new Tag("a=1", new Map([["a", "1"]]))],
      (): Rendered => [outer, new Tag("a=2", new Map([["a", "2"]]))],
      (): Rendered => [outer, new List([], [[item, "a"]], item)],
      (): Rendered => [outer, new List([], [[item, "b"]], item)],
      (): Rendered => [outer, new List([], [], null)],
      (): Rendered => [outer, null],
      (): Rendered => [outer, ""],
      (): Rendered => [item, ""],
    ]
    values.forEach((one, i) => {
      values.forEach((other, j) => {
        expect(isEqual(one(), other())).toBe(i === j)
      })
    })
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

  it("joins ranges of new items, and with nothing else", () => {
    const builder = new RunBuilder()
    builder.add(1)
    builder.add(0)
    builder.addRange(NEW, 2)
    builder.addRange(NEW, 3)
    builder.addRange(2, 2)
    expect(builder.finish()).toEqual([1, -2, NEW, 5, 2, 2])
  })
})
