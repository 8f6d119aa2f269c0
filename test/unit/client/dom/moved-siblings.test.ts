import fc from "fast-check"
import { makeTemplate } from "../../../../src/render/template/make-template.js"
import { registerTemplate } from "../../../../src/render/template/template-registry.js"
import { Region, type Rendered } from "../../../../src/render/values/values.js"
import { contents, LivePage } from "../../../support/live-page.js"

const template = registerTemplate(makeTemplate({ statics: ["", ""], kinds: ["region"], namespace: "html", source: "" }))
const region = (html: string): Rendered => [template, new Region(html)]

/** How a template may write one row of a list; what stands between the rows is a text. */
const rows = {
  "without keys": (row: string) => `<li>${row}</li>`,
  "with keys": (row: string) => `<li data-key="${row}">${row}</li>`,
  "with fields": (row: string) => `<li><input name="${row}"><b>${row}</b></li>`,
  "with spaces between them": (row: string) => `<li>${row}</li>\n  `,
}
const list = (row: (row: string) => string, all: readonly string[]): string => `<ul>${all.map(row).join("")}</ul>`

/** A page with a list, of which a script puts the rows into another order. */
async function movedBy(first: string, order: readonly number[]): Promise<LivePage> {
  const page = new LivePage(region(first))
  page.update(region(`${first}<!-- x -->`))
  await page.settled()
  page.update(region(first))
  await page.settled()
  const parent = page.root.querySelector("ul") as Element
  const found = Array.from(parent.children)
  for (const i of order) parent.append(found[i] as Element)
  return page
}

const parsed = (html: string): string => {
  const element = document.createElement("div")
  element.innerHTML = html
  return contents(element)
}
/** Scripts that move rows leave the texts between them where they were. */
const withoutSpaces = (html: string): string => html.replaceAll(/\\n|\s+(?=<|$)|""/g, "")

describe.each(Object.entries(rows))("rows of a region that a script has moved, %s", (_name, row) => {
  it("stand as the server says when one of them has changed", async () => {
    const page = await movedBy(list(row, ["a", "b", "c"]), [2, 1, 0])
    page.update(region(list(row, ["z", "b", "c"])))
    expect(Array.from(page.root.querySelectorAll("li"), (item) => item.textContent)).toEqual(["z", "b", "c"])
  })

  it("are the nodes that they were", async () => {
    const page = await movedBy(list(row, ["a", "b", "c"]), [2, 1, 0])
    const before = Array.from(page.root.querySelectorAll("li")).reverse()
    page.update(region(list(row, ["a", "b", "c", "d"])))
    expect(Array.from(page.root.querySelectorAll("li")).slice(0, 3)).toEqual(before)
  })

  it("are what the server says, whatever it changes and wherever they went", async () => {
    const names = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f"), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(names, names, fc.infiniteStream(fc.nat(1000)), async (first, second, places) => {
        fc.pre(first.join() !== second.join())
        const order = first.map((_, i) => [places.next().value as number, i] as const).sort(([a], [b]) => a - b)
        const page = await movedBy(
          list(row, first),
          order.map(([, i]) => i),
        )
        page.update(region(list(row, second)))
        expect(withoutSpaces(contents(page.root))).toBe(withoutSpaces(parsed(list(row, second))))
      }),
      { numRuns: 150 },
    )
  })
})

it("a row that a script has changed and moved is still the row with its key", async () => {
  const row = rows["with keys"]
  const page = await movedBy(list(row, ["a", "b", "c"]), [1, 2, 0])
  const moved = page.root.querySelector('[data-key="a"]') as Element
  moved.classList.add("dragged")
  page.update(region(list(row, ["a", "b", "d"])))
  expect(Array.from(page.root.querySelectorAll("li"), (item) => item.textContent)).toEqual(["a", "b", "d"])
  expect(page.root.querySelector("li")).toBe(moved)
  expect(moved.className).toBe("dragged")
})

it("rows that scripts have left in their place, and changed, stay what they were", async () => {
  const row = rows["without keys"]
  const page = await movedBy(list(row, ["a", "b", "c"]), [])
  const before = Array.from(page.root.querySelectorAll("li"))
  before[0]?.classList.add("x")
  before[2]?.classList.add("y")
  page.update(region(list(row, ["z", "b", "c"])))
  expect(Array.from(page.root.querySelectorAll("li"))).toEqual(before)
  expect(before.map((item) => item.className + item.textContent)).toEqual(["xz", "b", "yc"])
})
