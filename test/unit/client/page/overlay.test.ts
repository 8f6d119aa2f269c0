import { hideProblem, showProblem } from "../../../../client/page/overlay.js"

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
