import { join } from "node:path"
import nunjucks from "nunjucks"
import type { HostApp, HostEngine, HostExchange } from "../../../src/http/host/host-exchange.js"
import { KnownHost } from "../../../src/http/host/known-host.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { resolveOptions } from "../../../src/server/options/resolve-options.js"
import { TemplateEngines } from "../../../src/server/templates/template-engines.js"
import type { ViewDefinition } from "../../../src/view/definition.js"

const views = join(__dirname, "../../integration/http-views")
const live = Object.assign(() => "", { head: () => "", scripts: () => "" })

const host = (claim: "yes" | "no" | "unknown"): HostEngine => ({
  claims: () => claim,
  render: async (name) => `host: ${name}`,
})

function engines(options: object, app: Partial<HostApp> = {}): TemplateEngines {
  const known = new KnownHost()
  known.learn({
    routing: { strict: false, sensitive: false },
    engine: undefined,
    nunjucks: undefined,
    locals: { user: "nobody", site: "Northwind" },
    trustsProxy: () => false,
    localsOf: () => undefined,
    ...app,
  })
  return new TemplateEngines(resolveOptions({ secret: "s", development: true, ...options }), known)
}

const layout = (made: TemplateEngines, name: string, engine?: HostEngine): Promise<string> =>
  made.render(name, { live, title: "t", content: "c" }, {
    engine,
    locals: { user: "Ada" },
    app: { locals: { user: "nobody", site: "Northwind" } },
    renderBy: (render: (given: object) => Promise<string>, _name: string, given: object) => render(given),
  } as unknown as HostExchange)

async function view(made: TemplateEngines, template: string, assigns: object): Promise<string> {
  const renderer = made.rendererOf({ name: "a-view", template } as ViewDefinition)
  return toHtml(await renderer.render(assigns, undefined, undefined))
}

it("what looks at the templates of an app sees its globals and its locals, as one and the same environment", async () => {
  const environment = new nunjucks.Environment().addGlobal("here", 1)
  const made = engines({ templates: environment, locals: { own: 2 } })
  const seen = (await made.environmentOf("a.njk")) as { readonly globals: object; readonly filters: object }
  expect(seen.globals).toMatchObject({ here: 1, own: 2, site: "Northwind" })
  expect(seen.filters).toHaveProperty("upper")
  expect(await made.environmentOf("b.njk")).toBe(seen)
})

describe("a layout", () => {
  it.each([
    ["of a name that the host claims, whatever we have", "layout.njk", { views }, "yes"],
    ["of another engine, where the host cannot be asked", "layout.ejs", { views }, "unknown"],
    ["of nunjucks, where only the host has it", "layout.njk", {}, "unknown"],
  ] as const)("%s, is rendered by the host", async (_what, name, options, claim) => {
    expect(await layout(engines(options), name, host(claim))).toBe(`host: ${name}`)
  })

  it.each([
    ["that the host does not claim", { views }, "no"],
    ["where the host cannot be asked and we were given folders", { views }, "unknown"],
  ] as const)("of nunjucks, %s, is rendered here", async (_what, options, claim) => {
    expect(await layout(engines(options), "layout.njk", host(claim))).toContain('data-layout="njk"')
  })

  it("is rendered by the option `render`, before an engine of the request, and sees its locals and those of the app", async () => {
    const made = engines({
      render: (name: string, given: Record<string, string>) =>
        `option: ${name} for ${given["user"]} at ${given["site"]}`,
    })
    expect(await layout(made, "layout.ejs", host("yes"))).toBe("option: layout.ejs for Ada at Northwind")
  })

  it("is refused when nobody is known who could render it", async () => {
    await expect(layout(engines({ views }), "layout.ejs")).rejects.toMatchObject({ code: "LV_NO_ENGINE" })
  })
})

describe("a view's template", () => {
  it("is tracked nunjucks by its name, and where `views` was given by an open one", async () => {
    expect(await view(engines({ views }, { engine: host("yes") }), "counter.njk", { count: 5 })).toContain("<p>5</p>")
  })

  it("is found by the app's own nunjucks where no folders were given", async () => {
    const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(views), { autoescape: true })
    expect(await view(engines({}, { nunjucks: environment }), "counter.njk", { count: 6 })).toContain("<p>6</p>")
    expect(await view(engines({ templates: environment }), "counter.njk", { count: 7 })).toContain("<p>7</p>")
  })

  it("of another engine is rendered by the host, by the option `render` first, else refused", async () => {
    expect(await view(engines({ views }, { engine: host("yes") }), "page.ejs", {})).toBe("host: page.ejs")
    const made = engines(
      { render: async (name: string, locals: object) => `${name} ${JSON.stringify(locals)}` },
      { engine: host("yes") },
    )
    expect(await view(made, "page.ejs", { a: 1 })).toBe('page.ejs {"user":"nobody","site":"Northwind","a":1}')
    await expect(view(engines({ views }), "page.ejs", {})).rejects.toMatchObject({ code: "LV_NO_ENGINE" })
  })

  it("with an open name is the host's where it claims it and has no nunjucks", async () => {
    expect(await view(engines({}, { engine: host("yes") }), "page.html", {})).toBe("host: page.html")
  })
})
