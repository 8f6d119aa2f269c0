/** Focus wraps: where the focus goes when one appears, at its ends, and when it goes. */
import { FocusWraps } from "../../../../../client/features/built-ins/focus-wraps.js"

let wraps: FocusWraps

const wrap = (content: string, attributes = ""): string =>
  `<div data-live-focus-wrap ${attributes}><span tabindex="0" aria-hidden="true" data-live-focus="start"></span>${content}<span tabindex="0" aria-hidden="true" data-live-focus="end"></span></div>`

const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector)
  if (found === null) throw new Error(`Nothing matches ${selector}`)
  return found
}
const focused = (): string => document.activeElement?.id ?? ""

/** What BuiltIns does when the page has changed. */
function patched(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-live-focus-wrap]")) wraps.found(element)
  wraps.update()
}

function page(html: string): void {
  document.body.innerHTML = html
  patched()
}

beforeEach(() => {
  wraps = new FocusWraps()
  wraps.start()
})

describe("a focus wrap that appears", () => {
  it("takes the focus to its first control", () => {
    page(`<button id="out">x</button>${wrap(`<p>text</p><button id="a">a</button><a id="b" href="#">b</a>`)}`)
    expect(focused()).toBe("a")
  })

  it("prefers the control with autofocus", () => {
    page(wrap(`<button id="a">a</button><input id="b" autofocus>`))
    expect(focused()).toBe("b")
  })

  it("leaves the focus where it is inside already", () => {
    document.body.innerHTML = wrap(`<button id="a">a</button><button id="b">b</button>`)
    find("#b").focus()
    patched()
    expect(focused()).toBe("b")
  })

  it.each([
    ["disabled", `<button disabled>x</button>`],
    ["in a disabled fieldset", `<fieldset disabled><input></fieldset>`],
    ["hidden", `<button hidden>x</button>`],
    ["not displayed", `<p style="display:none"><button>x</button></p>`],
    ["invisible", `<p style="visibility:hidden"><button>x</button></p>`],
    ["inert", `<p inert><button>x</button></p>`],
    ["out of the tab order", `<button tabindex="-1">x</button>`],
    ["a hidden field", `<input type="hidden">`],
    ["a link without an address", `<a>x</a>`],
    ["a radio button whose group has another one on", `<input type="radio" name="r">`],
  ])("passes over a control that is %s", (_, control) => {
    page(wrap(`${control}<input type="radio" name="r" checked id="a">${control}`))
    expect(focused()).toBe("a")
    find("#a").blur()
    find("[data-live-focus=end]").focus()
    expect(focused()).toBe("a")
  })

  it("does not take the focus while it is hidden, and does when it is shown", () => {
    page(`<button id="out">x</button>${wrap(`<button id="a">a</button>`, "hidden")}`)
    find("#out").focus()
    patched()
    expect(focused()).toBe("out")
    find("div").hidden = false
    patched()
    expect(focused()).toBe("a")
    find("div").hidden = true
    patched()
    expect(focused()).toBe("out")
  })

  it("without a control changes nothing", () => {
    page(`<button id="out">x</button>`)
    find("#out").focus()
    document.body.insertAdjacentHTML("beforeend", wrap("text"))
    patched()
    expect(focused()).toBe("out")
  })
})

describe("the ends of a focus wrap", () => {
  beforeEach(() => {
    page(
      `<button id="out">x</button>${wrap(`<button id="a">a</button><button id="b">b</button><button id="c">c</button>`)}`,
    )
  })

  it.each([
    ["behind the last control", "c", "end", "a"],
    ["before the first control", "a", "start", "c"],
    ["from before the wrap", "out", "start", "a"],
    ["from behind the wrap", "out", "end", "c"],
  ])("send a focus that comes %s on", (_, from, end, to) => {
    find(`#${from}`).focus()
    find(`[data-live-focus=${end}]`).focus()
    expect(focused()).toBe(to)
  })
})

describe("a focus wrap that goes", () => {
  it("gives the focus back to where it was", () => {
    page(`<button id="out">x</button>`)
    find("#out").focus()
    document.body.insertAdjacentHTML("beforeend", wrap(`<button id="a">a</button>`))
    patched()
    expect(focused()).toBe("a")
    find("div").remove()
    patched()
    expect(focused()).toBe("out")
  })

  it("leaves the focus alone where the user has put it elsewhere", () => {
    page(`<button id="out">x</button><button id="other">y</button>`)
    find("#out").focus()
    document.body.insertAdjacentHTML("beforeend", wrap(`<button id="a">a</button>`))
    patched()
    find("#other").focus()
    find("div").remove()
    patched()
    expect(focused()).toBe("other")
  })

  it("gives it to nobody where that is gone", () => {
    page(`<button id="out">x</button>`)
    find("#out").focus()
    document.body.insertAdjacentHTML("beforeend", wrap(`<button id="a">a</button>`))
    patched()
    document.body.innerHTML = ""
    patched()
    expect(document.activeElement).toBe(document.body)
  })

  it("for another one hands its opener on", () => {
    page(`<button id="out">x</button>`)
    find("#out").focus()
    document.body.insertAdjacentHTML("beforeend", wrap(`<button id="a">a</button>`))
    patched()
    find("div").outerHTML = wrap(`<button id="b">b</button>`)
    patched()
    expect(focused()).toBe("b")
    find("div").remove()
    patched()
    expect(focused()).toBe("out")
  })

  it("over another one gives the focus back to that", () => {
    page(`<button id="out">x</button>`)
    find("#out").focus()
    document.body.insertAdjacentHTML("beforeend", wrap(`<button id="a">a</button>`))
    patched()
    document.body.insertAdjacentHTML("beforeend", wrap(`<button id="b">b</button>`))
    patched()
    document.body.lastElementChild?.remove()
    patched()
    expect(focused()).toBe("a")
    find("div").remove()
    patched()
    expect(focused()).toBe("out")
  })
})
