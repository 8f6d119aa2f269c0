/** Components over the wire: a change inside of a slot is one small frame, and nothing else is evaluated. */

import nunjucks from "nunjucks"
import request from "supertest"
import { attr } from "../../src/component/attribute.js"
import { component } from "../../src/component/component.js"
import { slot } from "../../src/component/slot.js"
import { each, html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, hosts, serve } from "../support/http-hosts.js"
import { joinLive, type LiveInstance } from "../support/live-client.js"
import { MemoryLoader } from "../support/nunjucks-setup.js"

const rendered: string[] = []
const seen: string[] = []

const panel = component("panel", {
  attrs: { title: attr.string().required(), rest: attr.global() },
  slots: { default: slot.required(), footer: slot() },
  render: ({ title, rest, slots }) => {
    rendered.push(title)
    return html`<section class="panel" ${rest}><h2>${title}</h2>${slots.default()}<footer>${slots.footer?.()}</footer></section>`
  },
})

interface Row {
  readonly id: number
  readonly name: string
}
const row = component("row", {
  attrs: { row: attr.of<Row>().required() },
  memo: true,
  render: ({ row: { id, name } }) => {
    rendered.push(`row ${id}`)
    return html`<li>${name}</li>`
  },
})

const rows: readonly Row[] = Array.from({ length: 200 }, (_, id) => ({ id, name: `name ${id}` }))
const assigns = { count: 1, label: "a", rows, other: "o" }

const events = {
  count(_params: unknown, socket: { update(key: "count", by: (n: number) => number): void }): void {
    socket.update("count", (n) => n + 1)
  },
  rename(_params: unknown, socket: { update(key: "rows", by: (all: readonly Row[]) => readonly Row[]): void }): void {
    socket.update("rows", (all) => all.map((one) => (one.id === 100 ? { ...one, name: "renamed" } : one)))
  },
}

const inNunjucks = liveView({ name: "in-nunjucks", template: "main", mount: () => assigns, events })
const inHtml = liveView({
  name: "in-html",
  mount: () => assigns,
  events,
  render: ({ rows: list, count }) =>
    html`${panel({ title: "A" }, count)}<ul>${each(
      list,
      (one) => one.id,
      (one) => row({ row: one }),
    )}</ul>`,
})

const main = `
<p>{{ other | note }}</p>
{% panel title="A" live-click="count" %}<b>{{ count | note }}</b>{% slot "footer" %}{{ label | note }}{% endslot %}{% endpanel %}
{% panel title="B" %}<ul>{% for one in rows key=one.id %}{% row row=one %}{% endfor %}</ul>{% endpanel %}`

let instance: LiveInstance | undefined

afterEach(async () => {
  instance?.connection.close()
  instance = undefined
  await closeHosts()
})

async function open(view: typeof inNunjucks | typeof inHtml, path: string): Promise<LiveInstance> {
  const templates = new nunjucks.Environment(new MemoryLoader({ main }))
  templates.addFilter("note", (value: unknown) => {
    seen.push(String(value))
    return value
  })
  const [host] = hosts
  // Without the check for stale parts, which evaluates everything again.
  const app = host?.make({
    options: { templates, components: [panel, row], development: false, secret: "s".repeat(32) },
  }) as NonNullable<ReturnType<NonNullable<typeof host>["make"]>>
  app.live.view(path, view as never)
  const url = await serve(app)
  const { text, headers } = await request(url).get(path).expect(200)
  const [, name = "", token = "", ids = "", body = ""] =
    /data-live="([^"]*)" data-live-token="([^"]*)" data-live-templates="([^"]*)">([\s\S]*)<\/div>/.exec(text) ?? []
  expect(body).toContain("name 199")
  const cookie = /^livemount=([^;]*)/.exec(String(headers["set-cookie"]))?.[1] ?? ""
  const page = { view: name, token, cookie, templates: ids.split(" ").filter(Boolean), html: body }
  instance = await joinLive(url, page, { cookie })
  expect(instance.reply.d).toBeUndefined()
  rendered.length = 0
  seen.length = 0
  return instance
}

describe("a page with components in nunjucks", () => {
  it("sends what changed inside of a slot, and evaluates nothing else", async () => {
    const live = await open(inNunjucks, "/n")
    const { diff, extras } = await live.event("count", {})
    expect(extras).toBeUndefined()
    expect(JSON.stringify(diff).length).toBeLessThan(30)
    expect(JSON.stringify(diff)).toContain('"2"')
    expect({ seen, rendered }).toEqual({ seen: ["2"], rendered: ["A"] })
  })

  it("renders only the component whose attribute is another object", async () => {
    const live = await open(inNunjucks, "/n")
    const { diff } = await live.event("rename", {})
    expect(JSON.stringify(diff).length).toBeLessThan(60)
    expect(seen).toEqual([])
    expect(rendered.sort()).toEqual(["B", "row 100"])
  })
})

describe("a page with memoised components in html", () => {
  it("renders only the item whose object is another one", async () => {
    const live = await open(inHtml, "/h")
    const { diff } = await live.event("rename", {})
    expect(JSON.stringify(diff).length).toBeLessThan(60)
    expect(JSON.stringify(diff)).toContain("renamed")
    // The test runs with the checks of development, which render a memoised item once more to compare.
    expect(new Set(rendered).has("row 100")).toBe(true)
  })
})
