import fc from "fast-check"
import { stayingItems } from "../../../../client/dom/nodes/staying-items.js"
import { makeTemplate } from "../../../../src/render/template/make-template.js"
import { registerTemplate } from "../../../../src/render/template/template-registry.js"
import { each, html } from "../../../../src/render/values/html.js"
import { List, type Rendered } from "../../../../src/render/values/values.js"
import { contents, expected, LivePage, operations } from "../../../support/live-page.js"

const rows = (keys: readonly number[], text = ""): Rendered =>
  html`<ul>${each(
    keys,
    (k) => k,
    (k) => html`<li id="r${k}"><input>${k}${text}</li>`,
  )}</ul>`
const several = (keys: readonly number[]): Rendered =>
  html`<dl>${each(
    keys,
    (k) => k,
    (k) => html`<dt>${k}</dt><dd>${k} km</dd>`,
  )}<hr></dl>`
const mixed = (keys: readonly number[]): Rendered =>
  html`<div>${each(
    keys,
    (k) => k,
    (k) => (k % 2 ? html`<b>${k}</b>` : html`<i>${k}</i>`),
  )}</div>`

const [spaced] = [makeTemplate({ statics: [" <b>", "</b>"], kinds: ["content"], namespace: "html", source: "" })].map(
  registerTemplate,
)
const frame = registerTemplate(
  makeTemplate({ statics: ["<p>Total:", "km</p>"], kinds: ["content"], namespace: "html", source: "" }),
)
const inline = (keys: readonly number[]): Rendered => [
  frame,
  new List(
    keys,
    keys.map((k): Rendered => [spaced as never, String(k)]),
    spaced as never,
  ),
]

const shapes: [string, (keys: readonly number[]) => Rendered][] = [
  ["single-root items, alone in their element", rows],
  ["items with several roots", several],
  ["items of several templates", mixed],
  ["inline items with white space", inline],
]

describe.each(shapes)("a list of %s", (_, page) => {
  const orders = fc.uniqueArray(fc.nat(12), { maxLength: 9 })

  it("ends as the server's, through any sequence of orders", () => {
    fc.assert(
      fc.property(fc.array(orders, { minLength: 2, maxLength: 5 }), ([first = [], ...others]) => {
        const live = new LivePage(page(first))
        for (const keys of others) {
          live.update(page(keys))
          expect(contents(live.root)).toBe(expected(page(keys)))
        }
        expect(live.requests).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it("keeps the nodes of the items that stay", () => {
    const live = new LivePage(page([1, 2, 3, 4]))
    const before = new Set(live.root.querySelectorAll("*"))
    live.update(page([4, 9, 2, 1]))
    const kept = [...live.root.querySelectorAll("*")].filter((element) => before.has(element))
    const perItem = (before.size - new LivePage(page([])).root.querySelectorAll("*").length) / 4
    expect(kept.length).toBeGreaterThanOrEqual(3 * perItem)
  })
})

describe("the operations of a list", () => {
  it.each<[string, readonly number[], readonly number[], string[]]>([
    ["prepend one: one insertion", [1, 2, 3], [0, 1, 2, 3], ["+ li#r0"]],
    ["append one", [1, 2, 3], [1, 2, 3, 4], ["+ li#r4"]],
    ["remove one", [1, 2, 3], [1, 3], ["- li#r2"]],
    ["two new ones side by side: one insertion", [1, 4], [1, 2, 3, 4], ["+ li#r2", "+ li#r3"]],
    ["last to front: one move", [1, 2, 3], [3, 1, 2], ["- li#r3", "+ li#r3"]],
    ["first to end: one move", [1, 2, 3], [2, 3, 1], ["- li#r1", "+ li#r1"]],
    ["none for the same order", [1, 2, 3], [1, 2, 3], []],
    ["all go", [1, 2], [], ["- li#r1", "- li#r2"]],
  ])("%s", (_, first, second, done) => {
    const live = new LivePage(rows(first))
    expect(operations(live.root, () => live.update(rows(second)))).toEqual(done)
  })

  it("are one text write for one cell of a thousand rows", () => {
    const table = (changed: string): Rendered =>
      html`<ul>${each(
        Array.from({ length: 1000 }, (_, i) => i),
        (i) => i,
        (i) => html`<li>${i === 500 ? changed : "same"}</li>`,
      )}</ul>`
    const live = new LivePage(table("a"))
    expect(operations(live.root, () => live.update(table("b")))).toEqual(['text "b"'])
  })

  it("leave what scripts put between and behind the items where it is", () => {
    const live = new LivePage(rows([1, 2, 3]))
    const list = live.root.querySelector("ul") as Element
    list.append(document.createElement("hr"))
    live.update(rows([1, 2, 3, 4]))
    expect(list.lastElementChild?.localName).toBe("hr")
    live.update(rows([]))
    live.update(rows([5]))
    expect([...list.children].map((element) => element.localName).sort()).toEqual(["hr", "li"])
  })

  it("survive items that scripts have removed or moved", async () => {
    const live = new LivePage(rows([1, 2, 3, 4]))
    const list = live.root.querySelector("ul") as Element
    list.querySelector("#r2")?.remove()
    list.append(list.querySelector("#r1") as Element)
    live.update(rows([9, 1, 3, 4]))
    live.update(rows([4, 9, 3, 1]))
    // Their writes wait for the part that puts them back.
    await live.settled()
    expect([...list.children].map(({ id }) => id)).toEqual(["r4", "r9", "r3", "r1"])
  })

  it("use moveBefore where the browser has it", () => {
    const live = new LivePage(rows([1, 2, 3]))
    const moved: string[] = []
    Object.defineProperty(Element.prototype, "moveBefore", {
      configurable: true,
      value: function (this: Element, node: Element, before: Node | null) {
        moved.push(node.id)
        this.insertBefore(node, before)
      },
    })
    live.update(rows([3, 0, 1, 2]))
    Reflect.deleteProperty(Element.prototype, "moveBefore")
    expect(moved).toEqual(["r3"])
    expect(contents(live.root)).toBe(expected(rows([3, 0, 1, 2])))
  })

  it("never move the item with the focus, without moveBefore", () => {
    const keys = Array.from({ length: 20 }, (_, i) => i)
    const live = new LivePage(rows(keys))
    const input = live.root.querySelector("#r7 input") as HTMLElement
    input.focus()
    const done = operations(live.root, () => live.update(rows([...keys].reverse())))
    expect(done).not.toContain("- li#r7")
    expect(done.filter((line) => line.startsWith("-"))).toHaveLength(19)
    expect(document.activeElement).toBe(input)
    expect(contents(live.root)).toBe(expected(rows([...keys].reverse())))
  })

  it("never move an item with a frame, without moveBefore and focus", () => {
    const media = (keys: readonly number[]): Rendered =>
      html`<ul>${each(
        keys,
        (k) => k,
        (k) => html`<li id="r${k}">${k === 2 ? html`<video></video>` : null}</li>`,
      )}</ul>`
    const live = new LivePage(media([1, 2, 3, 4]))
    const done = operations(live.root, () => live.update(media([4, 3, 2, 1])))
    expect(done).not.toContain("- li#r2")
  })
})

describe("stayingItems", () => {
  it("marks an increasing subsequence, as long as any", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(30), { maxLength: 12 }), (order) => {
        const kept = order.filter((_, i) => stayingItems(order)[i] === 1)
        expect(kept).toEqual([...kept].sort((a, b) => a - b))
        expect(kept).toHaveLength(longest(order))
      }),
    )
  })

  it("runs through the item that is fixed", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 12 }), fc.nat(11), (order, at) => {
        const fixed = at % order.length
        const marks = stayingItems(order, fixed)
        const kept = order.filter((_, i) => marks[i] === 1)
        expect(marks[fixed]).toBe(1)
        expect(kept).toEqual([...kept].sort((a, b) => a - b))
      }),
    )
  })
})

function longest(order: readonly number[]): number {
  const ends = order.map(() => 1)
  order.forEach((value, i) => {
    for (let j = 0; j < i; j++)
      if ((order[j] as number) < value) ends[i] = Math.max(ends[i] as number, (ends[j] as number) + 1)
  })
  return Math.max(0, ...ends)
}
