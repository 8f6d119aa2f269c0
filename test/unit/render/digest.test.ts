import fc from "fast-check"
import { ROOT_SLOT } from "../../../src/protocol/values.js"
import { wholeValues } from "../../../src/render/diff/diff.js"
import { html } from "../../../src/render/values/html.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import type { Rendered, Value } from "../../../src/render/values/values.js"
import { differingSlots, slotDigests, toDigestedHtml } from "../../../src/render/write/digest.js"
import { toMarkedHtml } from "../../../src/render/write/write-html.js"
import { content, makeTemplate } from "../../support/make-template.js"
import { treePairs } from "../../support/random-tree.js"

/** What the page carries: its digests and the list of its templates. */
function pageOf(rendered: Rendered): { digests: string; ids: readonly string[] } {
  const table = new TemplateTable()
  toMarkedHtml(rendered, table)
  const { ids } = table
  return { digests: slotDigests(rendered, table), ids }
}

function differing(page: Rendered, joined: Rendered): readonly number[] {
  const { digests, ids } = pageOf(page)
  return differingSlots(joined, new TemplateTable(ids), digests)
}

describe("digests", () => {
  it("name no slot when the join renders the same", () => {
    fc.assert(
      fc.property(treePairs, ([tree]) => expect(differing(tree, tree)).toEqual([])),
      { numRuns: 200 },
    )
  })

  it("name exactly the slots whose HTML differs", () => {
    const slotHtml = (tree: Rendered, slot: number): string => {
      const values = tree.slice(1) as Value[]
      const only = makeTemplate(["", ""], [tree[0].slots[slot] as { kind: "content" }])
      return toMarkedHtml([only, values[slot] as Value], new TemplateTable([only.id, ...pageOf(tree).ids]))
    }
    fc.assert(
      fc.property(treePairs, ([page, joined]) => {
        const found = differing(page, joined)
        for (const [slot] of page[0].slots.entries()) {
          // Template numbers depend on what was rendered before, so only text is compared here.
          const bare = [slotHtml(page, slot), slotHtml(joined, slot)].map((text) => text.replace(/<!--.*?-->/g, ""))
          if (bare[0] !== bare[1]) expect(found).toContain(slot)
        }
      }),
      { numRuns: 300 },
    )
  })

  it("tell an absent attribute from an empty one", () => {
    const link = makeTemplate(['<a href="', '">x</a>'], [{ kind: "attribute", name: "href" }])
    expect(differing([link, ""], [link, null])).toEqual([0])
  })

  it("go by groups past 32 slots", () => {
    const many = makeTemplate(Array<string>(81).fill("<p>"), Array(80).fill(content))
    const values = Array<string>(80).fill("x")
    expect(pageOf([many, ...values]).digests).toHaveLength(11 + 27 * 6)
    expect(differing([many, ...values], [many, ...values.with(79, "y")])).toEqual([78, 79])
    expect(differing([many, ...values], [many, ...values.with(4, "y")])).toEqual([3, 4, 5])
  })

  it("name the whole root when its template is another one, or the digests are none", () => {
    const a = makeTemplate(["<a>", "</a>"], [content])
    const b = makeTemplate(["<b>", "</b>"], [content])
    expect(differing([a, "x"], [b, "x"])).toEqual([ROOT_SLOT])
    expect(differingSlots([a, "x"], new TemplateTable([a.id]), "")).toEqual([ROOT_SLOT])
    expect(wholeValues([b, "x"], [ROOT_SLOT], new TemplateTable([a.id]))).toEqual({ "-1": [1, "x"] })
  })

  it("come with the page, and leave out what the plain POST adds", () => {
    const post = { form: () => null, button: () => ' name="_live"' }
    fc.assert(
      fc.property(treePairs, ([tree]) => {
        const button = html`<button live-click="x">x</button>`
        const page = html`<div>${tree}</div>${button}<p title="${null}"></p>`
        const [table, other] = [new TemplateTable(), new TemplateTable()]
        const { html: text, digests } = toDigestedHtml(page, table, post)
        expect(text).toBe(toMarkedHtml(page, other, post))
        expect(digests).toBe(slotDigests(page, new TemplateTable(table.ids)))
        expect(table.ids).toEqual(other.ids)
      }),
      { numRuns: 200 },
    )
  })

  it("are short", () => {
    const counter = makeTemplate(["<b>", "</b>"], [content])
    expect(pageOf([counter, "12"]).digests).toHaveLength(17)
  })
})
