/** What the DOM half says that a frame added, removed and updated, for each kind of slot, and by the law of the observer. */
import fc from "fast-check"
import type { PatchRecord } from "../../../../client/dom/nodes/patch-record.js"
import { makeTemplate } from "../../../../src/render/template/make-template.js"
import { registerTemplate } from "../../../../src/render/template/template-registry.js"
import { each, html, raw } from "../../../../src/render/values/html.js"
import { Region, type Rendered } from "../../../../src/render/values/values.js"
import { LivePage, type LivePageOptions } from "../../../support/live-page.js"
import { pages } from "../../../support/random-page.js"

interface Names {
  readonly added: string[]
  readonly removed: string[]
  readonly updated: string[]
}

const name = (element: Element): string => element.localName + (element.id === "" ? "" : `#${element.id}`)
const namesOf = ({ added, removed, updated }: PatchRecord): Names => ({
  added: added.map(name),
  removed: removed.map(name),
  updated: updated.map(name).sort(),
})
const nothing: Names = { added: [], removed: [], updated: [] }

/** A page, and what its frames have done since the last `take`. */
function followed(first: Rendered, options: LivePageOptions = {}): { page: LivePage; take(): Names[] } {
  let patches: Names[] = []
  const page = new LivePage(first, { ...options, written: (patch) => patches.push(namesOf(patch)) })
  return {
    page,
    take: () => {
      const taken = patches
      patches = []
      return taken
    },
  }
}

const row = (id: string): Rendered => html`<li id="${id}">${id}</li>`
const list = (ids: string): Rendered => html`<ul>${each(ids.split(""), (id) => id, row)}</ul>`
const box = (value: Parameters<typeof html>[1]): Rendered => html`<div id="box">${value}</div>`
const regionTemplate = registerTemplate(
  makeTemplate({ statics: ["<main>", "</main>"], kinds: ["region"], namespace: "html", source: "" }),
)
const region = (text: string): Rendered => [regionTemplate, new Region(text)]

describe("a frame says what it did to the page:", () => {
  it.each<[string, Rendered, Rendered, Partial<Names>]>([
    ["a text", html`<p><b>${"1"}</b></p>`, html`<p><b>${"2"}</b></p>`, {}],
    ["an attribute", html`<p title="${"1"}">x</p>`, html`<p title="${"2"}">x</p>`, { updated: ["p"] }],
    ["a class", html`<p class="${"1"}">x</p>`, html`<p class="${"2"}">x</p>`, { updated: ["p"] }],
    ["a style", html`<p style="${"top:1px"}">x</p>`, html`<p style="${"top:2px"}">x</p>`, { updated: ["p"] }],
    ["a tag slot", html`<p ${{ lang: "de" }}>x</p>`, html`<p ${{ lang: "fr" }}>x</p>`, { updated: ["p"] }],
    ["a raw text", html`<title>${"1"}</title>`, html`<title>${"2"}</title>`, { updated: ["title"] }],
    ["a textarea", html`<textarea>${"1"}</textarea>`, html`<textarea>${"2"}</textarea>`, { updated: ["textarea"] }],
    ["a value", html`<input value="${"1"}">`, html`<input value="${"2"}">`, { updated: ["input"] }],
    [
      "a box",
      html`<input type="checkbox" ${{}}>`,
      html`<input type="checkbox" ${{ checked: "" }}>`,
      { updated: ["input"] },
    ],
    ["a branch that comes", box(null), box(html`<i>${"1"}</i>`), { added: ["i"], updated: ["div#box"] }],
    ["a branch that goes", box(html`<i>1</i>`), box(null), { removed: ["i"], updated: ["div#box"] }],
    [
      "a branch that is another one",
      box(html`<i>1</i><s>2</s>`),
      box(html`<b>1</b>`),
      { added: ["b"], removed: ["i", "s"], updated: ["div#box"] },
    ],
    ["a text that becomes another", box("1"), box("2"), { updated: ["div#box"] }],
    ["safe HTML", box(raw("<i>1</i>")), box(raw("<b>1</b>")), { added: ["b"], removed: ["i"], updated: ["div#box"] }],
    ["equal values", list("ab"), list("ab"), {}],
    ["an item that comes", list("ab"), list("axb"), { added: ["li#x"], updated: ["ul"] }],
    ["an item that goes", list("abc"), list("ac"), { removed: ["li#b"], updated: ["ul"] }],
    ["items that move: neither", list("abcd"), list("dcba"), { updated: ["ul"] }],
    [
      "items that move, come and go",
      list("abcd"),
      list("dxba"),
      { added: ["li#x"], removed: ["li#c"], updated: ["ul"] },
    ],
    [
      "what stands in new items: they have come with it",
      box(
        each(
          ["a"],
          (id) => id,
          (id) => html`<p id="${id}">${html`<i>${id}</i>`}</p>`,
        ),
      ),
      box(
        each(
          ["a", "b"],
          (id) => id,
          (id) => html`<p id="${id}">${html`<i>${id}</i>`}</p>`,
        ),
      ),
      { added: ["p#b"], updated: ["div#box"] },
    ],
  ])("%s", (label, first, second, expected) => {
    const { page, take } = followed(first)
    take()
    page.update(second)
    const patches = take()
    const wanted = label === "a text" ? { ...nothing, updated: ["b"] } : { ...nothing, ...expected }
    expect(patches.length === 0 ? nothing : patches.at(-1)).toEqual(wanted)
    // Equal values are no change, also where they come whole.
    page.whole(second)
    expect(take()).toEqual([nothing])
  })

  it("the first bind: what stands in the root has come", () => {
    const { take } = followed(html`<h1>${"a"}</h1><p>b</p>`)
    expect(take()[0]).toEqual({ ...nothing, added: ["h1", "p"] })
  })

  it("the values of the join are not told of apart", () => {
    const { take } = followed(html`<h1>${"a"}</h1>`, { joined: html`<h1>${"b"}</h1>` })
    expect(take()[0]).toEqual({ ...nothing, added: ["h1"] })
  })

  it("a root that is made anew", () => {
    const { page, take } = followed(html`<h1>a</h1>`)
    take()
    page.rejoin(html`<h2>b</h2>`)
    expect(take()).toEqual([{ added: ["h2"], removed: ["h1"], updated: ["div"] }])
  })

  it("regions: what the walk did, where scripts have been too", async () => {
    const { page, take } = followed(region("<p>a</p><ul><li id=x>1</li><li id=y>2</li></ul>"))
    page.root.querySelector("ul")?.append(document.createElement("u"))
    await page.settled()
    take()
    page.update(region("<p title=t>a</p><ul><li id=y>2</li><li id=x>3</li><li id=z>4</li></ul>"))
    await page.settled()
    const told = take().at(-1)
    expect(told?.added).toEqual(["li#z"])
    expect(told?.removed).toEqual([])
    expect(told?.updated).toEqual(["li#x", "p", "ul"])
  })

  it("regions that diff-dom morphs", async () => {
    const { page, take } = followed(region("<p><i>1</i><b>2</b></p>"))
    // Its part has come then.
    page.update(region("<p><i>2</i><b>2</b></p>"))
    await page.settled()
    page.update(region("<p><i>3</i><b>2</b></p>"))
    await page.settled()
    await page.settled()
    take()
    page.update(region("<p><i lang=de>4</i><s>5</s></p>"))
    const told = take().at(-1)
    expect(told).toEqual({ added: ["s"], removed: ["b"], updated: ["i", "p"] })
  })

  it("a range that did not fit and is made anew", async () => {
    const { page, take } = followed(box(html`<i>${"1"}</i>`), {
      disturb: (root) => root.querySelector("i")?.replaceWith(document.createElement("u")),
      holdRequests: true,
    })
    await page.settled()
    take()
    page.answer()
    await page.settled()
    expect(take().at(-1)).toEqual({ added: ["i"], removed: ["u"], updated: ["div#box"] })
  })

  it("a control that is to show the server's state after an answer", () => {
    const { page, take } = followed(html`<form><input name="a" value="${"1"}"></form>`)
    const form = page.root.querySelector("form") as HTMLFormElement
    const input = form.querySelector("input") as HTMLInputElement
    take()
    input.value = "2"
    input.dispatchEvent(new Event("input", { bubbles: true }))
    page.dom.acknowledge(page.dom.lock(form, { type: "submit" }), null)
    expect(input.value).toBe("1")
    expect(take()).toEqual([{ ...nothing, updated: ["input"] }])
  })

  it("a write that waited for a lock, in the frame that brings it", () => {
    const { page, take } = followed(html`<button title="${"1"}">x</button>`)
    const lock = page.dom.lock(page.root.querySelector("button") as Element, { type: "click" })
    take()
    page.update(html`<button title="${"2"}">x</button>`)
    expect(take()).toEqual([nothing])
    page.dom.acknowledge(lock, null)
    expect(take()).toEqual([{ ...nothing, updated: ["button"] }])
  })

  it("the end of a composition, as a frame of its own", () => {
    const { page, take } = followed(html`<input value="${"1"}">`)
    const input = page.root.querySelector("input") as HTMLInputElement
    input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }))
    take()
    page.update(html`<input value="${"2"}">`)
    expect(take()).toEqual([nothing])
    input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }))
    expect(take()).toEqual([{ ...nothing, updated: ["input"] }])
  })
})

it("a frame that fails half way says what it had done by then", () => {
  const { page, take } = followed(html`<p>${"1"}</p><i>${"a"}</i>`)
  take()
  expect(() => page.dom.write({ 0: "2", 1: [99, "b"] })).toThrow("missing")
  const [done, ...more] = take()
  expect([done?.updated.includes("p"), more]).toEqual([true, []])
})

/** What stands in an element itself: its own text and its children. Comments, and where texts are split, are nothing. */
function insideOf(element: Element): unknown[] {
  const nodes = [...element.childNodes]
  const text = nodes.map((node) => (node instanceof Text ? node.data : "")).join("")
  return [text, ...nodes.filter((node) => node instanceof Element)]
}

describe("the law of the observer", () => {
  it("holds for random trees: a patch says what a MutationObserver would, no more and no less", async () => {
    await fc.assert(
      fc.asyncProperty(pages, pages, async (first, second) => {
        const patches: PatchRecord[] = []
        let told: { added: Element[]; removed: Element[]; updated: Element[] } = { added: [], removed: [], updated: [] }
        const page = new LivePage(first, {
          written: (patch) => {
            patches.push(patch)
            told = { added: [...patch.added], removed: [...patch.removed], updated: [...patch.updated] }
          },
        })
        await page.settled()
        for (const next of [second, first]) {
          const before = new Set(page.root.querySelectorAll("*"))
          const inside = new Map([page.root, ...before].map((element) => [element, insideOf(element)] as const))
          const observer = new MutationObserver(() => undefined)
          observer.observe(page.root, { subtree: true, childList: true, attributes: true, characterData: true })
          const count = patches.length
          page.update(next)
          const records = observer.takeRecords()
          observer.disconnect()
          const after = new Set(page.root.querySelectorAll("*"))
          const { added, removed, updated } = patches.length > count ? told : { added: [], removed: [], updated: [] }
          const below = (roots: Element[]): Set<Element> =>
            new Set(roots.flatMap((root) => [root, ...root.querySelectorAll("*")]))
          expect(below(added)).toEqual(new Set([...after].filter((element) => !before.has(element))))
          expect(below(removed)).toEqual(new Set([...before].filter((element) => !after.has(element))))
          const isThere = (element: Element | null): element is Element =>
            element === page.root || (element !== null && before.has(element) && after.has(element))
          const targets = (of: MutationRecord[]): Element[] =>
            of.map(({ target }) => (target instanceof Element ? target : target.parentElement)).filter(isThere)
          const touched = new Set(targets(records))
          expect(updated.filter((element) => !touched.has(element))).toEqual([])
          const written = targets(records.filter(({ type }) => type === "attributes"))
          const other = [...inside].filter(([element, was]) => {
            const is = insideOf(element)
            return isThere(element) && (is.length !== was.length || is.some((one, i) => one !== was[i]))
          })
          const missed = new Set([...written, ...other.map(([element]) => element)])
          for (const element of updated) missed.delete(element)
          expect(missed).toEqual(new Set())
          await page.settled()
        }
      }),
      { numRuns: 25 },
    )
  })
})
