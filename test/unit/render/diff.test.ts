import { isDeepStrictEqual } from "node:util"
import fc from "fast-check"
import type {
  WireChange,
  WireDiff,
  WireList,
  WireListDiff,
  WireMixedList,
  WireNested,
  WireValue,
} from "../../../src/protocol/values.js"
import { diff } from "../../../src/render/diff/diff.js"
import { wireNested } from "../../../src/render/diff/wire-value.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import { Html, List, Region, type Rendered, Tag } from "../../../src/render/values/values.js"
import { applyDiff, ordered } from "../../support/apply-diff.js"
import { attribute, content, makeTemplate, raw, region, sole, tag } from "../../support/make-template.js"
import { treePairs, trees } from "../../support/random-tree.js"

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe("diff", () => {
  it("makes the new tree of the old one", () => {
    fc.assert(
      fc.property(treePairs, ([before, after]) => {
        const table = new TemplateTable()
        const old = json(wireNested(before, table))
        const difference = diff(before, after, table)
        const result = difference === null ? old : applyDiff(old, json(difference))
        expect(result).toEqual(json(wireNested(after, table)))
      }),
      { numRuns: 400 },
    )
  })

  it("makes each tree of the one before, over a row of updates, also where no region text was sent before", () => {
    fc.assert(
      fc.property(fc.array(trees, { minLength: 3, maxLength: 6 }), (row) => {
        // The page's table and the join's: the join has sent no value yet.
        const page = new TemplateTable()
        let current = json(wireNested(row[0] as Rendered, page))
        const joined = new TemplateTable(page.ids)
        for (let i = 1; i < row.length; i++) {
          const difference = diff(row[i - 1] as Rendered, row[i] as Rendered, joined)
          if (difference !== null) current = applyDiff(current, json(difference))
          expect(current).toEqual(json(wireNested(row[i] as Rendered, new TemplateTable(joined.ids))))
        }
      }),
      { numRuns: 200 },
    )
  })

  it("sends no slot whose value did not change", () => {
    fc.assert(
      fc.property(treePairs, ([before, after]) => {
        const table = new TemplateTable()
        const old = json(wireNested(before, table))
        const difference = diff(before, after, table)
        const fresh = json(wireNested(after, table))
        if (difference === null) expect(fresh).toEqual(old)
        else expectMinimal(old, json(difference), fresh)
      }),
      { numRuns: 400 },
    )
  })

  it("is null for the same tree, and for one with equal values", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const copy = structuredClonePlain(tree)
        expect(diff(tree, tree, new TemplateTable())).toBeNull()
        expect(diff(tree, copy, new TemplateTable())).toBeNull()
      }),
    )
  })

  const page = makeTemplate(["<p>", "</p><p>", "</p>"], [content, content])
  const other = makeTemplate(["<h1>", "</h1>"], [content])

  it("holds just the slot that changed", () => {
    expect(diff([page, "1", "x"], [page, "2", "x"], new TemplateTable())).toEqual({ 0: "2" })
  })

  it("goes into a nested template that stayed, and sends one that is new whole, with its number", () => {
    const table = new TemplateTable()
    table.number(page)
    expect(diff([page, [other, "a"], ""], [page, [other, "b"], ""], table)).toEqual({ 0: { 0: "b" } })
    expect(diff([page, "a", ""], [page, [other, "b"], ""], table)).toEqual({ 0: [1, "b"] })
    expect(table.takeAdded()).toEqual({ 0: [page.id, page.text], 1: [other.id, other.text] })
  })

  it("sends the whole root under slot -1 when its template is another one", () => {
    expect(diff([page, "a", "b"], [other, "c"], new TemplateTable([page.id]))).toEqual({ "-1": [1, "c"] })
  })

  it("sends a list whole when it takes the place of a text, or its items' template changes", () => {
    const table = new TemplateTable()
    expect(diff([page, "", ""], [page, new List([1], [[other, "a"]], other), ""], table)).toEqual({
      0: { l: 0, i: [["a"]] },
    })
    expect(
      diff(
        [page, new List([1], [[other, "a"]], other), ""],
        [
          page,
          new List(
            [1, 2],
            [
              [other, "a"],
              [page, "b", "c"],
            ],
            null,
          ),
          "",
        ],
        table,
      ),
    ).toEqual({
      0: {
        m: [
          [0, "a"],
          [1, "b", "c"],
        ],
      },
    })
  })

  it("sends a mixed list's item whole when its template changed, and its difference when not", () => {
    const before = new List(
      [1, 2],
      [
        [other, "a"],
        [page, "b", "c"],
      ],
      null,
    )
    const after = new List(
      [1, 2],
      [
        [page, "x", "y"],
        [page, "b", "d"],
      ],
      null,
    )
    expect(diff([page, before, ""], [page, after, ""], new TemplateTable([page.id]))).toEqual({
      0: { 0: [0, "x", "y"], 1: { 1: "d" } },
    })
  })

  it("sends decoded attribute values and their absence", () => {
    const link = makeTemplate(['<a href="', '">x</a>'], [attribute("href")])
    const table = new TemplateTable()
    expect(diff([link, "/"], [link, "/?a=1&amp;b=&quot;2&quot;"], table)).toEqual({ 0: '/?a=1&b="2"' })
    expect(diff([link, "/"], [link, null], table)).toEqual({ 0: null })
  })

  it("sends the attributes of a tag slot that were set or removed, and nothing when only the source differs", () => {
    const input = makeTemplate(["<input ", ">"], [tag])
    const before = new Tag(
      'checked class="a"',
      new Map([
        ["checked", ""],
        ["class", "a"],
      ]),
    )
    const after = new Tag(
      'class="b" hidden',
      new Map([
        ["class", "b"],
        ["hidden", ""],
      ]),
    )
    const table = new TemplateTable()
    expect(diff([input, before], [input, after], table)).toEqual({
      0: { a: { checked: null, class: "b", hidden: "" } },
    })
    expect(diff([input, after], [input, new Tag("class=b hidden", after.attributes)], table)).toBeNull()
  })

  it("decodes the text of textarea and title, but not of script and style", () => {
    const area = makeTemplate(["<textarea>", "</textarea>"], [raw("textarea", true)])
    const script = makeTemplate(["<script>", "</script>"], [raw("script")])
    const table = new TemplateTable()
    expect(diff([area, ""], [area, "\na &lt; b\r\nc"], table)).toEqual({ 0: "a < b\nc" })
    expect(diff([script, ""], [script, "a &lt; b"], table)).toEqual({ 0: "a &lt; b" })
  })

  it("defuses comments in safe HTML that look like markers", () => {
    expect(diff([page, "", ""], [page, new Html("<!--}--><i>x</i><!---->"), ""], new TemplateTable())).toEqual({
      0: { h: "<!-- }--><i>x</i><!-- -->" },
    })
  })

  describe("of regions", () => {
    const view = makeTemplate(["", ""], [region])
    const first: Rendered = [view, new Region("<p>one</p><p>two</p><p>three</p>")]
    const second: Rendered = [view, new Region("<p>one</p><p>2</p><p>three</p>")]
    const third: Rendered = [view, new Region("<p>one</p><p>2</p><p>3</p>")]

    it("brings the old text along once, when the client knows the first HTML only", () => {
      const table = new TemplateTable()
      expect(diff(first, second, table)).toEqual({ 0: { s: [[13, 3, "2"]], r: "<p>one</p><p>two</p><p>three</p>" } })
      expect(diff(second, third, table)).toEqual({ 0: { s: [[21, 5, "3"]] } })
    })

    it("does not bring it when a frame brought it before, also if the region was made anew with the same text", () => {
      const table = new TemplateTable()
      wireNested(first, table)
      const again: Rendered = [view, new Region("<p>one</p><p>two</p><p>three</p>")]
      expect(diff(first, again, table)).toBeNull()
      expect(diff(again, second, table)).toEqual({ 0: { s: [[13, 3, "2"]] } })
    })

    it("is the text itself where hardly anything has stayed: splices may not cost more than that", () => {
      const table = new TemplateTable()
      const old = Array.from({ length: 200 }, (_, i) => `<i>a${i % 10}</i>stay`).join("")
      const next = old.replace(/a(?=\d)/g, "b")
      const [before, after]: Rendered[] = [
        [view, new Region(old)],
        [view, new Region(next)],
      ]
      expect(diff(before as Rendered, after as Rendered, table)).toEqual({ 0: { s: [[0, 2600, next]], r: old } })
      expect(diff(after as Rendered, before as Rendered, table)).toEqual({ 0: { r: old } })
    })

    it("does not repeat a very long old text: the client takes the page for it", () => {
      const table = new TemplateTable()
      const long = "<p>x</p>".repeat(70_000)
      const changed: Rendered = [view, new Region(`${long}<p>y</p>`)]
      expect(diff([view, new Region(long)], changed, table)).toEqual({ 0: { r: `${long}<p>y</p>` } })
      expect(diff(changed, [view, new Region(`${long}<p>z</p>`)], table)).toEqual({ 0: { s: [[560_003, 1, "z"]] } })
    })
  })

  it("costs one list item when one of 10,000 items changed", () => {
    const item = makeTemplate(["<li>", "</li>"], [content], { singleRoot: true })
    const ul = makeTemplate(["<ul>", "</ul>"], [sole])
    const items = Array.from({ length: 10_000 }, (_, i): Rendered => [item, `row ${i}`])
    const keys = items.map((_, i) => i)
    const changed = items.with(7_000, [item, "new"])
    const difference = diff([ul, new List(keys, items, item)], [ul, new List(keys, changed, item)], new TemplateTable())
    expect(difference).toEqual({ 0: { 7000: { 0: "new" } } })
  })
})

/** Fails if some part of the difference says what was there before. */
function expectMinimal(old: WireNested, difference: WireDiff, fresh: WireNested): void {
  if ((-1) in difference) return expect(old).not.toEqual(fresh)
  minimalValues(old.slice(1) as WireValue[], difference, fresh.slice(1) as WireValue[])
}

function minimalValues(old: readonly WireValue[], difference: WireDiff, fresh: readonly WireValue[]): void {
  expect(Object.keys(difference)).not.toHaveLength(0)
  for (const [key, change] of Object.entries(difference) as [string, WireChange][]) {
    const before = old[Number(key)] as WireValue
    const after = fresh[Number(key)] as WireValue
    // Jest's own comparison is slow, and a message is not needed where fast-check shows the trees.
    expect(isDeepStrictEqual(before, after)).toBe(false)
    if (isNestedDiff(change)) {
      if (Array.isArray(before)) expectMinimal(before as unknown as WireNested, change as WireDiff, after as WireNested)
      else minimalList(before as WireList | WireMixedList, change as WireListDiff, after as WireList | WireMixedList)
    } else if (typeof change === "object" && change !== null && "a" in change) {
      for (const [name, value] of Object.entries(change.a)) {
        expect((before as { a: Record<string, string> }).a[name] ?? null).not.toBe(value)
      }
    }
  }
}

function minimalList(old: WireList | WireMixedList, difference: WireListDiff, fresh: WireList | WireMixedList): void {
  const items: readonly (readonly WireValue[])[] = "l" in old ? old.i : (old.m as readonly WireValue[][] & WireNested[])
  const after: readonly (readonly WireValue[])[] =
    "l" in fresh ? fresh.i : (fresh.m as readonly WireValue[][] & WireNested[])
  const moved = ordered(items, difference as { o?: readonly number[]; n?: readonly (readonly WireValue[])[] })
  // Said of a list without keys, where new content may be a new order.
  const changed = Object.keys(difference).filter((key) => /\d/.test(key))
  if (changed.length < 2 && difference.o !== undefined) expect(difference.o).not.toEqual([0, items.length])
  for (const [key, change] of Object.entries(difference)) {
    if (key === "o" || key === "n") continue
    const before = moved[Number(key)] as readonly WireValue[]
    const now = after[Number(key)] as readonly WireValue[]
    if (Array.isArray(change)) expect(before[0]).not.toBe(now[0])
    else if ("l" in old) minimalValues(before, change as WireDiff, now)
    else expectMinimal(before as unknown as WireNested, change as WireDiff, now as unknown as WireNested)
  }
}

function isNestedDiff(change: WireChange): boolean {
  return (
    typeof change === "object" &&
    change !== null &&
    !Array.isArray(change) &&
    !["l", "m", "h", "s", "r", "a"].some((key) => key in change)
  )
}

/** A tree of the same templates whose every other object is another one. */
function structuredClonePlain(rendered: Rendered): Rendered {
  const [template, ...values] = rendered
  return [
    template,
    ...values.map((value) => {
      if (Array.isArray(value)) return structuredClonePlain(value)
      if (value instanceof List) return new List([...value.keys], value.items.map(structuredClonePlain), value.template)
      if (value instanceof Html) return new Html(value.html)
      if (value instanceof Region) return new Region(value.html)
      return value instanceof Tag ? new Tag(value.source, new Map(value.attributes)) : value
    }),
  ]
}
