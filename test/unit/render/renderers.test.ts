import { functionRenderer } from "../../../src/render/function-renderer.js"
import { regionRenderer } from "../../../src/render/region-renderer.js"
import { html } from "../../../src/render/values/html.js"
import { Region, type Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"

describe("functionRenderer", () => {
  it("renders by the function, each time", async () => {
    const renderer = functionRenderer((assigns) => html`<p>${(assigns as { n: number }).n}</p>`)
    const first = await renderer.render({ n: 1 }, undefined, undefined)
    const second = await renderer.render({ n: 2 }, { dirty: new Set(["n"]), mutated: new Set() }, first)
    expect([first, second].map(toHtml)).toEqual(["<p>1</p>", "<p>2</p>"])
    expect(second[0]).toBe(first[0])
  })
})

describe("regionRenderer", () => {
  const renderer = regionRenderer(async (assigns) => `<p>${(assigns as { n: number }).n}</p>`, "page.ejs")

  it("makes one region of the engine's HTML", async () => {
    const rendered = await renderer.render({ n: 1 }, undefined, undefined)
    expect(rendered[1]).toEqual(new Region("<p>1</p>"))
    expect(toHtml(rendered)).toBe("<p>1</p>")
  })

  it("gives the tree before when the HTML is the same", async () => {
    const first: Rendered = await renderer.render({ n: 1 }, undefined, undefined)
    expect(await renderer.render({ n: 1 }, undefined, first)).toBe(first)
    expect(await renderer.render({ n: 2 }, undefined, first)).not.toBe(first)
  })

  it("hands on what the engine throws", async () => {
    const broken = regionRenderer(() => Promise.reject(new Error("no such file")), "page.ejs")
    await expect(broken.render({}, undefined, undefined)).rejects.toThrow("no such file")
  })

  it("refuses what is no text, and names the template", async () => {
    const silent = regionRenderer((async () => undefined) as never, "page.ejs")
    await expect(silent.render({}, undefined, undefined)).rejects.toMatchObject({ code: "LV_ENGINE_RESULT" })
    await expect(silent.render({}, undefined, undefined)).rejects.toThrow('"page.ejs" gave a value of type undefined')
  })
})
