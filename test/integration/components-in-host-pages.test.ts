/** Pages that the host itself renders may have components' tags in them, from the first request on. */

import express from "express"
import express4 from "express4"
import Koa from "koa"
import Koa2 from "koa2"
import nunjucks from "nunjucks"
import request from "supertest"
import { liveMiddleware as expressLive } from "../../adapters/express/index.js"
import { liveMiddleware as koaLive } from "../../adapters/koa/index.js"
import { component } from "../../src/component/component.js"
import { html } from "../../src/render/values/html.js"
import { MemoryLoader } from "../support/nunjucks-setup.js"
import { RecordingLogger } from "../support/recording-logger.js"

const own = component("own", { render: () => html`<b>own</b>` })
const page = '{% live_title suffix=" · A" %}{{ title }}{% endlive_title %}{% link href="/" %}Home{% endlink %}{% own %}'
const expected = '<title data-suffix=" · A">T · A</title><a href="/" >Home</a><b>own</b>'

function environment(): nunjucks.Environment {
  return new nunjucks.Environment(new MemoryLoader({ page, "page.njk": page }))
}

const options = { components: [own], logger: new RecordingLogger() }

describe.each([
  ["Express 5", express],
  ["Express 4", express4],
])("on %s", (_name, make) => {
  it.each<[string, (env: nunjucks.Environment) => object]>([
    ["given to livemount too", (templates) => ({ templates })],
    ["found in the app", () => ({})],
    ["beside livemount's own", () => ({ templates: environment() })],
    ["beside livemount's own folder", () => ({ views: "test/integration/http-views" })],
  ])("the app's environment, %s, knows the tags", async (_where, given) => {
    const app = make()
    const templates = environment()
    templates.express(app as never)
    app.use(expressLive({ ...options, ...given(templates) }) as never)
    app.get("/", (_request: unknown, response: { render(name: string, locals: object): void }) =>
      response.render("page.njk", { title: "T" }),
    )
    const { text } = await request(app as never)
      .get("/")
      .expect(200)
    expect(text).toBe(expected)
  })

  it("a component whose tag the app has given away is an error of the request", async () => {
    const app = make()
    const templates = environment()
    templates.addExtension("Own", { tags: ["own"] } as unknown as nunjucks.Extension)
    app.use(expressLive({ ...options, templates }) as never)
    app.use((error: { code?: string }, _request: unknown, response: { end(text: string): void }, _next: unknown) =>
      response.end(error.code ?? "none"),
    )
    const { text } = await request(app as never).get("/")
    expect(text).toBe("LV_COMPONENT_INVALID")
  })
})

it("bindings with the app's own prefix pass through a component", async () => {
  const app = express()
  const templates = new nunjucks.Environment(
    new MemoryLoader({
      main: '{% link href="/" own-click="go" %}Go{% endlink %}{% link href="/" x-y="1" %}{% endlink %}',
    }),
  )
  app.use(expressLive({ ...options, templates, prefix: "own-" }))
  app.get("/", (_request, response) => {
    response.send(templates.renderString('{% link href="/" own-click="go" %}Go{% endlink %}', {}))
  })
  const { text } = await request(app).get("/").expect(200)
  expect(text).toBe('<a href="/" own-click="go">Go</a>')
  expect(() => templates.render("main")).toThrow(/no attribute "x-y"/)
})

it.each([
  ["Koa 3", Koa],
  ["Koa 2", Koa2],
])("on %s the environment given to livemount knows the tags", async (_name, Host) => {
  const app = new Host()
  const templates = environment()
  app.use(koaLive({ ...options, templates }))
  app.use((ctx) => {
    ctx.body = templates.render("page", { title: "T" })
  })
  const { text } = await request(app.callback()).get("/").expect(200)
  expect(text).toBe(expected)
})
