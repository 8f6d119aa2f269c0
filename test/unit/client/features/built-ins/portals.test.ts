/** Portals: bound in the template's content, moved to the target, and still the view's own there. */

import { rootOf } from "../../../../../client/dom/nodes/root-of.js"
import { toolbox } from "../../../../../client/dom/toolbox.js"
import { BuiltIns } from "../../../../../client/features/built-ins/built-ins.js"
import { Controls } from "../../../../../client/features/forms/controls.js"
import { makeTemplate } from "../../../../../src/render/template/make-template.js"
import { registerTemplate } from "../../../../../src/render/template/template-registry.js"
import { each, html, raw } from "../../../../../src/render/values/html.js"
import { Region, type Rendered } from "../../../../../src/render/values/values.js"
import { LivePage } from "../../../../support/live-page.js"

interface PortalPage {
  readonly live: LivePage
  readonly warnings: string[]
  readonly watched: Element[]
  update(next: Rendered): void
}

let isBound = true

/** A bound page with `targets` behind its root. Portals are looked at after each frame, as the client does. */
function open(first: Rendered, targets = `<div id="a"><i></i></div><div id="b"></div>`): PortalPage {
  const live = new LivePage(first)
  live.root.setAttribute("data-live", "test")
  document.body.insertAdjacentHTML("beforeend", targets)
  const warnings: string[] = []
  const watched: Element[] = []
  const adopt = (element: Element): boolean => {
    if (!isBound) return false
    live.dom.watch(element)
    watched.push(element)
    return true
  }
  const builtIns = new BuiltIns({
    prefix: "live-",
    toolbox,
    viewOf: (root) => (root === live.root ? { adopt } : undefined),
    warn: (text) => warnings.push(text),
  })
  builtIns.pageWritten()
  const update = (next: Rendered): void => {
    live.update(next)
    builtIns.pageWritten()
  }
  return { live, warnings, watched, update }
}

const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector)
  if (found === null) throw new Error(`Nothing matches ${selector}`)
  return found
}
const inside = (selector: string): string => find(selector).textContent ?? ""
/** What another script does is noticed a moment later. */
const noticed = (): Promise<void> => Promise.resolve()

const portal = (target: string, content: Rendered | string | null, title = ""): Rendered =>
  html`<template id="p" data-live-portal="${target}"><div class="w" title="${title}">${content}</div></template>`

beforeEach(() => {
  isBound = true
})

describe("a portal", () => {
  it("moves its element to the end of the target, and nothing else", () => {
    open(html`<p>${"x"}</p>${portal("#a", "hello")}`)
    expect(find("#a").innerHTML).toBe(`<i></i><div class="w" title="" data-live="test">hello</div>`)
    expect(find("#p").outerHTML).toBe(`<template id="p" data-live-portal="#a"></template>`)
  })

  it("is updated where it stands: texts, attributes, branches, lists", () => {
    const page = (n: number): Rendered =>
      portal(
        "#a",
        html`<b>${n}</b>${n > 1 && html`<u>${n}</u>`}<ul>${each(
          Array.from({ length: n }, (_, i) => i),
          (i) => i,
          (i) => html`<li>${i}</li>`,
        )}</ul>`,
        `t${n}`,
      )
    const { update, live } = open(page(1))
    const wrapper = find("#a .w")
    update(page(3))
    expect(find("#a .w")).toBe(wrapper)
    expect(wrapper.title).toBe("t3")
    expect(wrapper.textContent).toBe("33012")
    update(page(1))
    expect(wrapper.textContent).toBe("10")
    expect(live.requests).toEqual([])
  })

  it("belongs to the view of its template, wherever it stands", () => {
    const { live, watched } = open(portal("#a", html`<button>x</button>`), `<div id="a" data-live="other"></div>`)
    expect(rootOf(find("button"))).toBe(live.root)
    expect(watched).toEqual([find(".w")])
  })

  it("whose target is left to other scripts shows the portals in it; what is left to them itself has none", () => {
    const { live } = open(
      html`${portal("#a", portal("#b", "x"))}<p live-update="ignore">${portal("#b", "y")}</p>`,
      `<div live-update="ignore"><div id="a"></div></div><div id="b"></div>`,
    )
    expect(inside("#b")).toBe("x")
    expect(rootOf(find("#b .w"))).toBe(live.root)
  })

  it("stays in its template until the view is bound", () => {
    isBound = false
    const { update } = open(html`${portal("#a", "x")}${"1"}`)
    expect(inside("#a")).toBe("")
    isBound = true
    update(html`${portal("#a", "x")}${"2"}`)
    expect(inside("#a")).toBe("x")
  })

  it("comes with a branch, and goes with it", () => {
    const page = (shown: boolean): Rendered => html`<p>${shown && portal("#a", "x")}</p>`
    const { update } = open(page(false))
    update(page(true))
    expect(inside("#a")).toBe("x")
    update(page(false))
    expect(find("#a").innerHTML).toBe("<i></i>")
    update(page(true))
    expect(inside("#a")).toBe("x")
  })

  it("of a list's item goes with the item, stays through moves, and keeps the order at its target", () => {
    const page = (keys: readonly string[]): Rendered =>
      html`<ul>${each(
        keys,
        (k) => k,
        (k) => html`<li>${k}<template data-live-portal="#a"><b>${k}</b></template></li>`,
      )}</ul>`
    const { update } = open(page(["1", "2", "3"]))
    expect(inside("#a")).toBe("123")
    const [first] = find("#a").querySelectorAll("b")
    update(page(["3", "2", "1"]))
    expect(inside("#a")).toBe("123")
    expect(find("#a").querySelector("b")).toBe(first)
    update(page(["3", "1", "4", "5"]))
    expect(inside("#a")).toBe("1345")
  })

  it("in a portal stands at its own target, five deep at the most", () => {
    const nested = (depth: number): Rendered =>
      portal("#a", depth === 1 ? html`<b>${depth}</b>` : html`<b>${depth}</b>${nested(depth - 1)}`)
    const { update, live, warnings } = open(html`${nested(5)}`)
    expect([...find("#a").children].map((child) => child.textContent)).toEqual(["", "5", "4", "3", "2", "1"])
    expect(rootOf(find("#a").lastElementChild as Element)).toBe(live.root)
    expect(warnings).toEqual([])
    update(html`${nested(6)}`)
    expect(inside("#a")).toBe("65432")
    expect(warnings).toEqual(["More than 5 portals within each other: this one is not shown."])
    update(html`${null}`)
    expect(find("#a").innerHTML).toBe("<i></i>")
  })

  it("whose target is missing says so once, and is shown as soon as there is one", async () => {
    const page = (n: number): Rendered => html`${n}${portal("#late", "x")}`
    const { update, warnings } = open(page(1))
    update(page(2))
    expect(warnings).toEqual([`No element matches "#late": this portal is not shown.`])
    document.body.insertAdjacentHTML("beforeend", `<div id="late"></div>`)
    await noticed()
    expect(inside("#late")).toBe("x")
  })

  it("with a target that is no selector says so, and harms nothing", () => {
    const { warnings } = open(portal("#", "x"))
    expect(warnings).toEqual([`No element matches "#": this portal is not shown.`])
  })

  it("moves when its target changes", () => {
    const { update } = open(portal("#a", "x"))
    update(portal("#b", "x"))
    expect([inside("#a"), inside("#b")]).toEqual(["", "x"])
    expect(find("#b").children).toHaveLength(1)
  })

  it("comes back when another script made its target anew", async () => {
    open(portal("#a", "x"))
    find("#a").outerHTML = `<section id="a"></section>`
    await noticed()
    expect(inside("section")).toBe("x")
  })

  it("goes with the root, and comes back with it, bound as it was", async () => {
    const { live, update } = open(portal("#a", "x"))
    live.root.remove()
    await noticed()
    expect(inside("#a")).toBe("")
    document.body.append(live.root)
    await noticed()
    expect(inside("#a")).toBe("x")
    update(portal("#a", "y"))
    expect(inside("#a")).toBe("y")
  })

  it("in content that is left to other scripts is theirs", () => {
    open(html`<div live-update="ignore">${portal("#a", "x")}</div>`)
    expect(inside("#a")).toBe("")
  })

  it("outside of any view is not ours", async () => {
    open(html`<p>${"x"}</p>`)
    document.body.insertAdjacentHTML("beforeend", `<template data-live-portal="#a"><b>x</b></template>`)
    await noticed()
    expect(inside("#a")).toBe("")
  })

  it("of an earlier template goes when the template's file was changed", () => {
    const { update } = open(portal("#a", "x"))
    update(html`<h1>New</h1>${portal("#a", "y")}`)
    expect(find("#a").querySelectorAll(".w")).toHaveLength(1)
    expect(inside("#a")).toBe("y")
  })

  it("keeps its nodes when the view is joined again", () => {
    const page = (text: string): Rendered => html`<p>${portal("#a", html`<b>${text}</b>`)}</p>`
    const { live } = open(page("x"))
    const bold = find("#a b")
    live.rejoin(page("y"))
    expect(find("#a b")).toBe(bold)
    expect(bold.textContent).toBe("y")
  })

  it("is mended inside where another script has broken it", async () => {
    const page = (text: string, n: number): Rendered =>
      portal("#a", html`<b>${n > 0 && html`<u>${text}</u>`}</b><i>${text}</i>`)
    const { live, update } = open(page("x", 1))
    find("#a b").textContent = "gone"
    find("#a .w i").textContent = "gone"
    const wrapper = find("#a .w")
    update(page("y", 0))
    await live.settled()
    await live.settled()
    update(page("z", 1))
    await live.settled()
    expect(find("#a .w")).toBe(wrapper)
    expect(wrapper.innerHTML.replace(/<!--.*?-->/g, "")).toBe("<b><u>z</u></b><i>z</i>")
  })

  const portalHtml = (text: string): string =>
    `<i>${text}</i><template data-live-portal="#a"><div>${text}</div></template>`
  const region = registerTemplate(makeTemplate({ statics: ["", ""], kinds: ["region"], namespace: "html", source: "" }))

  it.each<[string, (text: string) => Rendered]>([
    ["safe HTML", (text) => html`<p>${raw(portalHtml(text))}</p>`],
    ["a region", (text) => [region, new Region(portalHtml(text))]],
  ])("in %s follows what it holds", async (_, page) => {
    const { update, live } = open(page("x"))
    expect(inside("#a")).toBe("x")
    update(page("y"))
    await live.settled()
    // The walk that regions need has come, and has written.
    update(page("y"))
    expect(inside("#a")).toBe("y")
    expect(find("#a").querySelectorAll("div")).toHaveLength(1)
  })

  it("in a region of which only the nodes are known keeps them through a new join", async () => {
    const page = (text: string): Rendered => [
      region,
      new Region(`<template data-live-portal="#a"><div title="${text}"><input>${text}</div></template>`),
    ]
    const { live } = open(page("x"))
    const wrapper = find("#a > div")
    live.rejoin(page("y"))
    await live.settled()
    await live.settled()
    expect(find("#a > [title=y]")).toBe(wrapper)
    expect(wrapper.textContent).toBe("y")
    expect(rootOf(wrapper)).toBe(live.root)
  })

  it("in a region keeps its nodes, and what the user does in them; one of another name is made anew", async () => {
    const page = (name: string, text: string): Rendered => [
      region,
      new Region(`<template data-live-portal="#a"><${name} title="${text}"><input>${text}</${name}></template>`),
    ]
    const { update, live } = open(page("div", "x"))
    const [wrapper, input] = [find("#a > div"), find("#a input") as HTMLInputElement]
    input.value = "typed"
    input.focus()
    for (const text of ["y", "z"]) {
      update(page("div", text))
      await live.settled()
    }
    expect(find("#a > [title=z]")).toBe(wrapper)
    expect(wrapper.innerHTML).toBe("<input>z")
    expect(document.activeElement).toBe(input)
    expect(rootOf(input)).toBe(live.root)
    update(page("p", "z"))
    await live.settled()
    update(page("p", "last"))
    await live.settled()
    expect(inside("#a")).toBe("last")
    expect(wrapper.isConnected).toBe(false)
  })
})

describe("controls in a portal", () => {
  const page = (value: string): Rendered => portal("#a", html`<form><input value="${value}"></form>`)
  const type = (text: string): HTMLInputElement => {
    const input = find("#a input") as HTMLInputElement
    input.value = text
    input.dispatchEvent(new Event("input", { bubbles: true }))
    return input
  }

  it("keep what the user typed, and make their form dirty", () => {
    const { live, update } = open(page("x"))
    const input = type("typed")
    update(page("y"))
    expect(input.value).toBe("typed")
    expect(live.dom.dirtyForms()).toEqual([find("#a form")])
  })

  it("are held while their form's event is under way", () => {
    const { live, update } = open(page("x"))
    const lock = live.dom.lock(find("#a form"), { type: "change" })
    const frame = live.render(page("y"))
    if (frame !== null) live.dom.write(frame)
    expect((find("#a input") as HTMLInputElement).value).toBe("x")
    live.dom.acknowledge(lock, null)
    expect((find("#a input") as HTMLInputElement).value).toBe("y")
    update(page("z"))
    expect((find("#a input") as HTMLInputElement).value).toBe("z")
  })

  it("that stand in another view's root are not that view's edits", () => {
    const other = document.createElement("div")
    other.setAttribute("data-live", "other")
    const { live } = open(page("x"), `<div id="a"></div>`)
    const target = find("#a")
    target.replaceWith(other)
    other.append(target)
    const watching = new Controls({
      root: other,
      places: [other],
      prefix: "live-",
      toolbox,
      delegate: { used: () => undefined, showFocused: () => undefined, frame: (work) => work() },
    })
    type("typed")
    expect(watching.edits.dirtyForms).toEqual([])
    expect(live.dom.dirtyForms()).toHaveLength(1)
  })
})
