/** Values that come later and forms, over real sockets: written in nunjucks and in `` html`…` ``, on each host. */

import nunjucks from "nunjucks"
import request from "supertest"
import { z } from "zod"
import {
  type AsyncResult,
  asyncResult,
  event,
  type Form,
  html,
  type LiveView,
  liveView,
  toForm,
} from "../../src/index.js"
import { closeHosts, hosts, serve } from "../support/http-hosts.js"
import { joinLive, type LiveInstance } from "../support/live-client.js"
import { MemoryLoader } from "../support/nunjucks-setup.js"
import { type Deferred, deferred } from "../support/view-harness.js"

const newPost = z.object({ title: z.string().min(3, "too short"), tags: z.array(z.string()).default([]) })

interface Assigns {
  readonly total: AsyncResult<number>
  readonly form: Form<typeof newPost>
  readonly said: string
}

/** Each start of the task waits here to be done by the test. */
let work: Deferred<number>[]
const count = (): Promise<number> => {
  const next = deferred<number>()
  work.push(next)
  return next.promise
}

const members = {
  mount: (): Assigns => ({ total: asyncResult(count), form: toForm(newPost), said: "" }),
  events: {
    count: (_params: unknown, socket: { assignAsync(key: "total", task: () => Promise<number>): void }): void =>
      socket.assignAsync("total", count),
    save: event<typeof newPost, Assigns, never>(
      newPost,
      ({ title, tags }, socket) => socket.assign({ said: `${title} ${tags.join("+")}`, form: toForm(newPost) }),
      (issues, params, socket) => socket.assign({ form: toForm(newPost, params, issues) }),
    ),
  },
}
const inNunjucks = liveView<Assigns>({ ...members, name: "in-nunjucks", template: "main" })
const inHtml = liveView<Assigns>({
  ...members,
  name: "in-html",
  render: ({ total, form, said }) => html`<p>${total.loading ? "counting" : ""} ${total.ok ? total.result : ""}</p>
    <form live-submit="save">
      <input id="${form.title.id}" name="${form.title.name}" value="${form.title.value}"><b>${form.title.errors}</b>
    </form><i>${said}</i>`,
})

const main = `<p>{{ "counting" if total.loading }} {{ total.result if total.ok }}</p>
<form live-submit="save">
<input id="{{ form.title.id }}" name="{{ form.title.name }}" value="{{ form.title.value }}"><b>{% for error in form.title.errors %}{{ error }}{% endfor %}</b>
</form><i>{{ said }}</i>`

let instance: LiveInstance | undefined

beforeEach(() => {
  work = []
})

afterEach(async () => {
  instance?.connection.close()
  instance = undefined
  await closeHosts()
})

interface Opened {
  readonly url: string
  readonly html: string
  readonly join: () => Promise<LiveInstance>
}

async function open(host: (typeof hosts)[number], view: LiveView): Promise<Opened> {
  const templates = new nunjucks.Environment(new MemoryLoader({ main }), { autoescape: true })
  const app = host.make({ options: { templates } })
  app.live.view("/page", view as LiveView<never>)
  const url = await serve(app)
  const { text, headers } = await request(url).get("/page").expect(200)
  const [, name = "", token = "", ids = "", body = ""] =
    /data-live="([^"]*)" data-live-token="([^"]*)" data-live-templates="([^"]*)">([\s\S]*)<\/div>/.exec(text) ?? []
  const cookie = /^livemount=([^;]*)/.exec(String(headers["set-cookie"]))?.[1] ?? ""
  const page = { view: name, token, cookie, templates: ids.split(" ").filter(Boolean), html: body }
  const join = async (): Promise<LiveInstance> => {
    instance = await joinLive(url, page, { cookie })
    return instance
  }
  return { url, html: body.replace(/<!--.*?-->/g, ""), join }
}

const cases = hosts.flatMap((host) =>
  [inNunjucks, inHtml].map((view) => ({ host, view, title: `${host.name}, ${view.name}` })),
)

describe.each(cases)("$title", ({ host, view }) => {
  it("shows that a value is loading in the first HTML, and sends it when the page has joined", async () => {
    const { html: first, join } = await open(host, view)
    expect(first).toContain("<p>counting ")
    expect(work).toEqual([])
    const live = await join()
    expect(live.reply.d).toBeUndefined()
    work[0]?.resolve(41)
    expect(JSON.stringify((await live.nextPush()).diff)).toContain('"41"')
    // Anew: the old value stays until there is another, or none.
    expect(JSON.stringify((await live.event("count")).diff)).not.toContain("41")
    work[1]?.reject(new Error("down"))
    expect(JSON.stringify((await live.nextPush()).diff)).not.toContain("41")
    await live.event("count")
    work[2]?.resolve(42)
    expect(JSON.stringify((await live.nextPush()).diff)).toContain('"42"')
    expect(work).toHaveLength(3)
  })

  it("shows what is wrong with a form that was sent, and what was typed", async () => {
    const { html: first, join } = await open(host, view)
    expect(first.replace(/ value=""/, "")).toContain('<input id="title" name="title"><b></b>')
    const live = await join()
    const { diff } = await live.event("save", "title=ab")
    expect(JSON.stringify(diff)).toMatch(/"ab".*too short|too short.*"ab"/)
    const changed = await live.event("save", "title=abc&tags[]=x&tags[]=y")
    expect(JSON.stringify(changed.diff)).toContain("abc x+y")
  })

  it("keeps quiet about a control that the user has not used", async () => {
    const live = await (await open(host, view)).join()
    const { diff } = await live.event("save", "_unused_title=&title=ab&_target=tags")
    expect(JSON.stringify(diff)).not.toContain("too short")
  })

  it("stands whatever is sent as its parameters", async () => {
    const live = await (await open(host, view)).join()
    for (const payload of ["__proto__[title]=x&constructor=y", "title[a]=b", "", "title=", { title: 5 }, [1], null]) {
      const { extras } = await live.event("save", payload)
      expect(extras?.x).toBeUndefined()
    }
    expect(JSON.stringify((await live.event("save", "title=abc")).diff)).toContain("abc")
  })
})
