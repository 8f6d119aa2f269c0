import type { HostExchange } from "../../../src/http/host/host-exchange.js"
import { type LayoutLocals, LayoutRenderer } from "../../../src/http/layout.js"

const live = Object.assign(() => "[island]", { head: () => "[head]", scripts: () => "[scripts]" })
const locals: LayoutLocals = { content: "[content]", title: "A <title>", live }
const exchange = {} as HostExchange

const renderer = (layout?: string, html = "page: [content]") => {
  const rendered: unknown[] = []
  const templates = {
    render: async (name: string, values: object) => {
      rendered.push([name, values])
      return html
    },
  }
  return { rendered, layouts: new LayoutRenderer(templates, layout) }
}

describe("the layout of a page", () => {
  it("is the built-in one by default, with everything in its place and the title escaped", async () => {
    const html = await renderer().layouts.render(undefined, locals, exchange)
    expect(html).toMatch(
      /^<!doctype html>[\s\S]*<title>A &lt;title&gt;<\/title>\n\[head\]\n<\/head>\n<body>\n\[content\]\n\[scripts\]\n<\/body>/,
    )
  })

  it("is the view's, else the option's", async () => {
    const { rendered, layouts } = renderer("site.ejs")
    await layouts.render(undefined, locals, exchange)
    await layouts.render("own.ejs", locals, exchange)
    expect(rendered).toEqual([
      ["site.ejs", locals],
      ["own.ejs", locals],
    ])
  })

  it("is none where the view says so", async () => {
    expect(await renderer("site.ejs").layouts.render(false, locals, exchange)).toBe("[content]")
  })

  it("is refused when it does not print the view", async () => {
    const { layouts } = renderer("site.ejs", "<body></body>")
    await expect(layouts.render(undefined, locals, exchange)).rejects.toMatchObject({
      code: "LV_LAYOUT_WITHOUT_CONTENT",
    })
  })
})
