import fc from "fast-check"
import { toolbox } from "../../../../client/dom/toolbox.js"
import { GuardedMorph } from "../../../../client/features/morph/guarded-morph.js"
import { RegionWalk } from "../../../../client/features/morph/region-walk.js"
import { Registry } from "../../../../client/features/registry.js"
import { domTable } from "../../../../client/features/table.js"
import { makeTemplate } from "../../../../src/render/template/make-template.js"
import { registerTemplate } from "../../../../src/render/template/template-registry.js"
import { Region, type Rendered } from "../../../../src/render/values/values.js"
import { contents, LivePage, operations } from "../../../support/live-page.js"

const template = registerTemplate(makeTemplate({ statics: ["", ""], kinds: ["region"], namespace: "html", source: "" }))
const region = (html: string): Rendered => [template, new Region(html)]

async function patched(
  first: string,
  second: string,
  disturb: (root: HTMLElement) => void = () => undefined,
): Promise<[LivePage, string[]]> {
  const page = new LivePage(region(first))
  // What the page's scripts do, and what is loaded lazily, come before.
  page.update(region(`${first}<!-- x -->`))
  await page.settled()
  page.update(region(first))
  await page.settled()
  disturb(page.root)
  return [page, operations(page.root, () => page.update(region(second)))]
}

const parsed = (html: string): string => {
  const element = document.createElement("div")
  element.innerHTML = html
  return contents(element)
}

describe("a region", () => {
  it.each<[string, string, string, string[]]>([
    ["a changed text is one write", "<p>a</p><p>b</p>", "<p>a</p><p>c</p>", ['text "c"']],
    ["a changed attribute is one write", "<p id=x title=a>a</p>", "<p id=x title=b>a</p>", ["p#x @title"]],
    ["an attribute that goes", "<p id=x title=a>a</p>", "<p id=x>a</p>", ["p#x @title"]],
    ["a new element is one insertion", "<p>a</p><p>b</p>", "<p>a</p><i>n</i><p>b</p>", ["+ i"]],
    [
      "a keyed element moves",
      "<p id=a>a</p><p id=b>b</p><p id=c>c</p>",
      "<p id=c>c</p><p id=a>a</p><p id=b>b</p>",
      ["- p#c", "+ p#c"],
    ],
    [
      "an equal element moves, one that is gone goes",
      "<ul><li>a<li>b<li>c</ul>",
      "<ul><li>c<li>a</ul>",
      ["- li", "- li", "+ li"],
    ],
    [
      "what changed in a template element is written there",
      "<p>a</p><template><b>x</b></template>",
      "<p>a</p><template><b>y</b></template>",
      [],
    ],
    ["another name is another element", "<p>a</p>", "<b>a</b>", ["- p", "+ b"]],
  ])("%s", async (_, first, second, done) => {
    const [page, operationsDone] = await patched(first, second)
    expect(operationsDone).toEqual(done)
    expect(contents(page.root)).toBe(parsed(second))
  })

  it.each<[string, string, string, (root: HTMLElement) => void, string]>([
    [
      "a class",
      "<p class=a>1</p>",
      "<p class=b>2</p>",
      (r) => r.querySelector("p")?.classList.add("x"),
      '<p class="x b">2</p>',
    ],
    ["an element in front", "<p>1</p>", "<p>2</p>", (r) => r.querySelector("p")?.before(el("i")), "<i></i><p>2</p>"],
    [
      "elements inside",
      "<ul><li>1<li>2</ul>",
      "<ul><li>1<li>3<li>4</ul>",
      (r) => r.querySelector("li")?.before(el("hr")),
      "<ul><hr><li>1</li><li>3</li><li>4</li></ul>",
    ],
    [
      "an element behind",
      "<p>1</p>",
      "<p>1</p><p>2</p>",
      (r) => r.querySelector("p")?.after(el("i")),
      "<p>1</p><p>2</p><i></i>",
    ],
    [
      "text that was split",
      "<p>hello</p>",
      "<p>hullo</p>",
      (r) => (r.firstElementChild as Element & { firstChild: Text }).firstChild.splitText(2),
      "<p>hullo</p>",
    ],
    [
      "what is ignored",
      "<div live-update=ignore><b>1</b></div>",
      "<div live-update=ignore><b>2</b></div>",
      (r) => r.querySelector("b")?.append("!"),
      "<div live-update=ignore><b>1!</b></div>",
    ],
    [
      "a node that is gone is made anew only if it changed",
      "<p>1</p><b>2</b>",
      "<p>3</p><b>2</b>",
      (r) => r.querySelector("p")?.remove(),
      "<p>3</p><b>2</b>",
    ],
  ])("keeps %s of other scripts", async (_, first, second, disturb, result) => {
    const [page] = await patched(first, second, disturb)
    expect(contents(page.root)).toBe(parsed(result))
  })

  it("fills a select so that the browser chooses as it does when it parses", async () => {
    const [page] = await patched("<select></select>", "<select><option>a</option><option>b</option></select>")
    expect((page.root.querySelector("select") as HTMLSelectElement).value).toBe("a")
  })

  it("keeps what the user typed into it", async () => {
    const form = (value: string): string => `<form><input value="${value}"><textarea>${value}</textarea></form>`
    const [page] = await patched(form("a"), form("b"), (root) => {
      const input = root.querySelector("input") as HTMLInputElement
      input.value = "typed"
      input.dispatchEvent(new InputEvent("input", { bubbles: true }))
    })
    expect(page.root.querySelector("input")?.value).toBe("typed")
    expect(page.root.querySelector("textarea")?.value).toBe("b")
  })

  it("writes splices that came before its walk was loaded, in order", async () => {
    const page = new LivePage(region("<p>1</p><i>x</i>"))
    for (const n of [2, 3, 4]) page.update(region(`<p>${n}</p><i>x</i>`))
    expect(contents(page.root)).toBe(parsed("<p>1</p><i>x</i>"))
    await page.settled()
    expect(contents(page.root)).toBe(parsed("<p>4</p><i>x</i>"))
  })

  it("starts from the live nodes when a new mount gives the whole text", async () => {
    const page = new LivePage(region("<p>1</p><i>x</i>"))
    const i = page.root.querySelector("i")
    page.rejoin(region("<p>2</p><i>x</i>"))
    await page.settled()
    expect(contents(page.root)).toBe(parsed("<p>2</p><i>x</i>"))
    expect(page.root.querySelector("i")).toBe(i)
  })
})

const trees: fc.Arbitrary<string> = fc.letrec<{ tree: string; row: string }>((tie) => ({
  tree: fc
    .tuple(
      fc.constantFrom("p", "b", "i"),
      fc.option(fc.nat(9)),
      fc.constantFrom("", " class=a", " title=b"),
      tie("row"),
    )
    .map(
      ([name, key, attribute, inner]) =>
        `<${name === "p" ? "div" : name}${key === null ? "" : ` data-key=k${key}`}${attribute}>${inner}</${name === "p" ? "div" : name}>`,
    ),
  row: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("", "one", "two"),
    fc
      .array(fc.oneof(tie("tree"), fc.constantFrom("text", "<hr>", "<em>x</em>")), { maxLength: 6 })
      .map((parts) => parts.join("")),
  ),
})).row

describe("siblings that are alike", () => {
  it.each([0, 1])("all go when the server takes them away, though a script has changed number %i", async (n) => {
    const [page] = await patched("<i data-key=k8>one</i><i data-key=k8>one</i>", "", (root) => {
      root.querySelectorAll("i")[n]?.append(el("u"))
      root.insertBefore(el("u"), root.firstChild?.nextSibling ?? null)
    })
    for (const foreign of page.root.querySelectorAll("u")) foreign.remove()
    expect(contents(page.root)).toBe("")
  })
})

describe("random edits of a region", () => {
  it("give the new HTML where scripts changed nothing", async () => {
    await fc.assert(
      fc.asyncProperty(trees, trees, trees, async (first, second, third) => {
        const page = new LivePage(region(first))
        for (const html of [second, third, first]) {
          page.update(region(html))
          await page.settled()
          expect(contents(page.root)).toBe(parsed(html))
        }
      }),
      { numRuns: 60 },
    )
  })

  it("give the new HTML, and the nodes of other scripts, where they put some in", async () => {
    await fc.assert(
      fc.asyncProperty(trees, trees, fc.array(fc.nat(50), { maxLength: 5 }), async (first, second, places) => {
        const [page] = await patched(first, second, (root) => {
          for (const place of places) {
            const elements = [root, ...root.querySelectorAll("div,b,i")]
            const parent = elements[place % elements.length] as Element
            // Behind the first node: the root's own comments stay around everything.
            parent.insertBefore(el("u"), parent.firstChild?.nextSibling ?? null)
          }
        })
        for (const foreign of page.root.querySelectorAll("u")) foreign.remove()
        expect(contents(page.root)).toBe(parsed(second))
      }),
      { numRuns: 60 },
    )
  })
})

describe("diff-dom, under its guard", () => {
  const loader = new GuardedMorph(toolbox, "[live-update]", new Registry(domTable).features.diffDom)
  const element = (html: string): Element => {
    const parent = document.createElement("div")
    parent.innerHTML = html
    return parent.firstElementChild as Element
  }
  const morph = (live: string, old: string, next: string): [boolean, string] => {
    const target = element(live)
    const done = loader.morph(target, element(old), element(next))
    return [done, target.outerHTML]
  }

  beforeAll(async () => {
    morph("<p></p>", "<p></p>", "<p>1</p>")
    await new Promise((resolve) => setTimeout(resolve))
  })

  it.each<[string, string, string, string]>([
    ["where the live nodes are the old ones", "<p>a <b>b</b></p>", "<p>a <b>b</b></p>", "<p>a <i>c</i></p>"],
    [
      "for reordered children",
      "<ul><li>1</li><li>2</li></ul>",
      "<ul><li>1</li><li>2</li></ul>",
      "<ul><li>2</li><li>1</li></ul>",
    ],
  ])("works %s", (_, live, old, next) => {
    expect(morph(live, old, next)).toEqual([true, next])
  })

  it.each<[string, string, string, string]>([
    ["where a script changed the live nodes", "<p>a <b class=x>b</b></p>", "<p>a <b>b</b></p>", "<p>a <i>c</i></p>"],
    ["for form controls", "<p><input></p>", "<p><input></p>", "<p><input value=1></p>"],
    ["for styles", "<p>1</p>", "<p>1</p>", '<p style="top:1px">1</p>'],
    [
      "for what is left to scripts",
      "<p live-update=ignore>1</p>",
      "<p live-update=ignore>1</p>",
      "<p live-update=ignore>2</p>",
    ],
    ["for more than 200 elements", `<p>${"<b></b>".repeat(201)}</p>`, `<p>${"<b></b>".repeat(201)}</p>`, "<p></p>"],
  ])("does not work, and leaves the nodes alone, %s", (_, live, old, next) => {
    expect(morph(live, old, next)).toEqual([false, element(live).outerHTML])
  })

  it("makes the right difference, or leaves it to the walk, for random trees", () => {
    fc.assert(
      fc.property(trees, trees, (first, second) => {
        const [done, result] = morph(`<div>${first}</div>`, `<div>${first}</div>`, `<div>${second}</div>`)
        expect(parsed(result)).toBe(parsed(`<div>${done ? second : first}</div>`))
      }),
    )
  })
})

describe("the walk alone", () => {
  it("gives the new HTML without diff-dom", () => {
    const writer = {
      attribute: (target: Element, { name }: { readonly name: string }, _: string | null, value: string | null) =>
        value === null ? target.removeAttribute(name) : target.setAttribute(name, value),
      rawText: (target: Element, value: string | null) => {
        target.textContent = value
      },
      childrenWillChange: () => undefined,
    }
    const walk = new RegionWalk(toolbox, writer, { ignores: () => false, morph: () => false })
    fc.assert(
      fc.property(trees, trees, (first, second) => {
        const root = document.createElement("div")
        root.innerHTML = first
        const range = toolbox.enclose(root, { first: root.firstChild, end: null, namespace: "html" })
        walk.patch(toolbox.parseFragment(first), toolbox.parseFragment(second), range)
        expect(contents(root)).toBe(parsed(second))
      }),
    )
  })
})

function el(name: string): HTMLElement {
  return document.createElement(name)
}

describe("a form in a region", () => {
  const first = '<form><input name="a" value=""><input name="b"><textarea name="c"></textarea><output></output></form>'

  it("shows the server's values after its submit, as one whose values have slots; what has none keeps what it shows", async () => {
    const page = new LivePage(region(first))
    await page.settled()
    const controls = Array.from(page.root.querySelectorAll<HTMLInputElement>("input, textarea"))
    for (const control of controls) {
      control.value = "typed"
      control.dispatchEvent(new Event("input", { bubbles: true }))
    }
    const lock = page.dom.lock(page.root.querySelector("form") as Element, { type: "submit" })
    page.dom.acknowledge(lock, page.render(region(first.replace("<output>", "<output>thanks"))))
    await page.settled()
    expect(controls.map(({ value }) => value)).toEqual(["", "typed", ""])
    expect(page.root.querySelector("output")?.textContent).toBe("thanks")
  })

  it("keeps what was typed after the submit had gone out", async () => {
    const page = new LivePage(region(first))
    const control = page.root.querySelector("input") as HTMLInputElement
    const type = (text: string): void => {
      control.value = text
      control.dispatchEvent(new Event("input", { bubbles: true }))
    }
    type("one")
    const lock = page.dom.lock(page.root.querySelector("form") as Element, { type: "submit" })
    type("two")
    page.dom.acknowledge(lock, null)
    await page.settled()
    expect(control.value).toBe("two")
  })
})
