import { hideProblem, makeOverlay, showProblem } from "../../../../../client/features/overlay/overlay.js"

const tell = (tag: string): string[] => {
  document.body.innerHTML = tag
  const told: string[] = []
  makeOverlay({ prefix: "live-", warn: (text) => void told.push(text) })
  return told
}

it.each([
  [
    '<div live-disable-with="Wait">',
    "live-disable-with does nothing on <div>: only controls can be disabled. Put it on the button.",
  ],
  [
    '<a href="/" live-patch="repalce">',
    'Nobody knows live-patch="repalce". Write live-patch, or live-patch="replace".',
  ],
  [
    '<a href="/" live-navigate live-prefetch="no">',
    'Nobody knows live-prefetch="no". Write live-prefetch, or live-prefetch="off".',
  ],
  [
    '<button live-click="pay" live-offline="keep">',
    'Nobody knows live-offline="keep". Write live-offline="queue", live-offline="refuse", or live-offline="drop".',
  ],
  [
    "<button live-navigate>",
    'live-navigate does nothing on <button>: links are followed by it. Write <a href="…" live-navigate>, or live-click with js.navigate("…").',
  ],
])("tells of a binding that nothing comes of: %s", (tag, told) => {
  expect(tell(tag + tag)).toEqual([told])
})

it("tells nothing of bindings that are right, and of one that comes later", async () => {
  const right =
    '<a href="/" live-patch></a><a live-navigate="replace" live-prefetch="off"></a><input live-disable-with><my-control live-disable-with></my-control><p live-offline="queue"></p><p live-offline="refuse"></p><p live-offline="drop"></p>'
  const told = tell(right)
  expect(told).toEqual([])
  document.body.insertAdjacentHTML("beforeend", "<p live-disable-with></p>")
  await Promise.resolve()
  expect(told).toHaveLength(1)
})

const dialog = (): HTMLElement | null => document.querySelector("[role=alertdialog]")

beforeEach(() => dialog()?.remove())

describe("the overlay", () => {
  it("shows code, view, message and detail as text", () => {
    showProblem({ code: "LV_X", message: "<b>broken</b>", detail: "at x.ts:1" }, "counter")
    const root = dialog()?.shadowRoot
    expect(root?.querySelector("h2")?.textContent).toBe('LV_X in view "counter"')
    expect(root?.querySelector("div")?.textContent).toBe("<b>broken</b>")
    expect(root?.querySelector("pre")?.textContent).toBe("at x.ts:1")
    expect(root?.querySelector("b, style, [style]")).toBeNull()
  })

  it("shows a template's code frame as it is written, and a stack without what was said before", () => {
    const message = "It cannot be compiled. (a.njk:2:4)\n\n  1 | <p>\n> 2 |   {{ x </p>\n    |    ^"
    showProblem({ code: "LV_X", message, detail: `Error: ${message}\n    at compile (x.ts:1)` }, "counter")
    const root = dialog()?.shadowRoot
    expect(root?.querySelector("div")?.textContent).toBe("It cannot be compiled. (a.njk:2:4)")
    expect(Array.from(root?.querySelectorAll("pre") ?? [], ({ textContent }) => textContent)).toEqual([
      "  1 | <p>\n> 2 |   {{ x </p>\n    |    ^",
      "at compile (x.ts:1)",
    ])
  })

  it("shows the newest problem alone", () => {
    showProblem({ code: "LV_A", message: "a" }, "v")
    showProblem({ code: "LV_B", message: "b" }, "v")
    expect(document.querySelectorAll("[role=alertdialog]")).toHaveLength(1)
    expect(dialog()?.getAttribute("aria-label")).toContain("LV_B")
  })

  it("goes when the problem is over", () => {
    showProblem({ code: "LV_A", message: "a" }, "v")
    hideProblem()
    hideProblem()
    expect(dialog()).toBeNull()
  })

  it("goes with its button and with Escape", () => {
    showProblem({ code: "LV_A", message: "a" }, "v")
    dialog()?.shadowRoot?.querySelector("button")?.click()
    expect(dialog()).toBeNull()
    showProblem({ code: "LV_A", message: "a" }, "v")
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }))
    expect(dialog()).toBeNull()
  })
})
