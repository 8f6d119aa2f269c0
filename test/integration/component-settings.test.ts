/** What components let through and what they check is that of the app that renders them, however many there are. */

import express from "express"
import nunjucks from "nunjucks"
import request from "supertest"
import { type ExpressLive, liveMiddleware } from "../../adapters/express/index.js"
import { attr } from "../../src/component/attribute.js"
import { components } from "../../src/component/built-in/components.js"
import { component } from "../../src/component/component.js"
import { html } from "../../src/render/values/html.js"
import type { Rendered } from "../../src/render/values/values.js"
import { liveView } from "../../src/view/live-view.js"
import { MemoryLoader } from "../support/nunjucks-setup.js"
import { RecordingLogger } from "../support/recording-logger.js"

/** A name that no declaration knows, and no type. */
const named = (name: string): object => ({ [name]: "go" })

const size = component("size", {
  attrs: { of: attr.number().required() },
  render: ({ of }) => html`<i>${String(of)}</i>`,
})

const shown = { n: 0 }
const kept = component("kept", {
  memo: true,
  attrs: { data: attr.of<object>().required() },
  render: () => html`<b>${(shown.n += 1)}</b>`,
})
const data = {}

type Given = Parameters<typeof liveMiddleware>[0]

/** An app with views as functions and as templates of nunjucks. */
function appWith(given: Given): { get(path: string): Promise<{ status: number; text: string; code: unknown }> } {
  const app = express()
  let code: unknown
  const templates = new nunjucks.Environment(
    new MemoryLoader({
      "a.njk": '{% link href="/" a-click="go" %}A{% endlink %}',
      "b.njk": '{% link href="/" b-click="go" %}B{% endlink %}',
      "size.njk": "{% size of=given %}",
      "nested.njk": "{{ made() }}",
    }),
  )
  const live: ExpressLive = liveMiddleware({
    templates,
    components: [size],
    secret: "a secret that is long enough for production",
    logger: new RecordingLogger(),
    onError: (error: unknown) => void (code = (error as { code?: unknown }).code),
    ...given,
  })
  app.use(live)
  const add = (name: string, render: () => Rendered): void =>
    live.view(`/${name}`, liveView({ name, mount: () => ({}), render }))
  const addTemplate = (template: string): void =>
    live.view(`/${template}`, liveView({ name: template.slice(0, -4), template, mount: () => ({ given: "large" }) }))
  add("fa", () => html`${components.link({ href: "/", ...named("a-click") }, "A")}`)
  add("fb", () => html`${components.link({ href: "/", ...named("b-click") }, "B")}`)
  add("fsize", () => html`${size({ of: "large" as never })}`)
  add("fkept", () => html`${kept({ data })}`)
  add("fscript", () => html`<a href="${"javascript:alert(1)"}">x</a>`)
  for (const template of ["a.njk", "b.njk", "size.njk"]) addTemplate(template)
  app.use((error: { code?: unknown }, _request: express.Request, response: express.Response, _next: () => void) => {
    code = error.code
    response.status(500).send(String(error))
  })
  return {
    async get(path) {
      code = undefined
      const { status, text } = await request(app).get(path)
      return { status, text, code }
    },
  }
}

async function withNodeEnv(value: string | undefined, run: () => Promise<void>): Promise<void> {
  const before = process.env["NODE_ENV"]
  if (value === undefined) delete process.env["NODE_ENV"]
  else process.env["NODE_ENV"] = value
  try {
    await run()
  } finally {
    process.env["NODE_ENV"] = before
  }
}

describe("two livemounts with prefixes of their own in one process", () => {
  const [a, b] = [appWith({ prefix: "a-" }), appWith({ prefix: "b-" })]

  it.each(["/fa", "/a.njk"])("let through their own bindings only: %s", async (path) => {
    expect(await a.get(path)).toMatchObject({ status: 200, text: expect.stringContaining('a-click="go"') })
    const { status, text } = await b.get(path)
    expect(status).toBe(500)
    expect(text).toContain('no attribute "a-click"')
  })

  it.each(["/fb", "/b.njk"])("let through their own bindings only: %s", async (path) => {
    expect(await b.get(path)).toMatchObject({ status: 200, text: expect.stringContaining('b-click="go"') })
    expect((await a.get(path)).text).toContain('no attribute "b-click"')
  })

  it("let a component that is called outside of any render take the bindings of all", () => {
    expect(() => components.link({ href: "/", ...named("a-click") }, "A")).not.toThrow()
    expect(() => components.link({ href: "/", ...named("c-click") }, "A")).toThrow(/no attribute "c-click"/)
  })
})

describe("the option `development`", () => {
  const warn = jest.spyOn(process, "emitWarning")
  beforeEach(() => warn.mockReset())
  afterAll(() => warn.mockRestore())
  const told = (): unknown[] => warn.mock.calls.map(([, options]) => (options as { code?: unknown }).code)

  it("false checks no values, whatever NODE_ENV is", async () => {
    await withNodeEnv(undefined, async () => {
      const app = appWith({ development: false })
      for (const path of ["/fsize", "/size.njk"]) {
        expect(await app.get(path)).toMatchObject({ status: 200, text: expect.stringContaining("<i>large</i>") })
      }
      const first = (await app.get("/fkept")).text
      expect(/<b>\d+/.exec((await app.get("/fkept")).text)?.[0]).toBe(/<b>\d+/.exec(first)?.[0])
      await app.get("/fscript")
      expect(told()).toEqual([])
    })
  })

  it("true checks them, whatever NODE_ENV is", async () => {
    await withNodeEnv("production", async () => {
      const app = appWith({ development: true })
      for (const path of ["/fsize", "/size.njk"]) expect((await app.get(path)).text).toMatch(/it has to be a number/)
      const first = (await app.get("/fkept")).text
      expect(/<b>\d+/.exec((await app.get("/fkept")).text)?.[0]).not.toBe(/<b>\d+/.exec(first)?.[0])
      await app.get("/fscript")
      expect(told()).toEqual(["LV_STALE", "LV_URL_BLOCKED"])
    })
  })

  it.each([
    [undefined, true],
    ["production", false],
  ])("is not there outside of any render, and NODE_ENV %s decides", async (environment, checks) => {
    await withNodeEnv(environment, async () => {
      const use = (): unknown => size({ of: "large" as never })
      if (checks) expect(use).toThrow(/it has to be a number/)
      else expect(use).not.toThrow()
    })
  })
})
