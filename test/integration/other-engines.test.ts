/** Views whose template belongs to another engine, from the first page to the last splice, on each host. */

import request from "supertest"
import type { LiveView } from "../../src/view/definition.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type Host, type HostApp, hosts, serve } from "../support/http-hosts.js"
import { pageOf } from "../support/http-views.js"
import { joinLive, type LiveInstance } from "../support/live-client.js"
import type { LivePage } from "../support/live-server.js"
import { addEngines, type EngineName, engines } from "../support/other-engines.js"

const guests = (engine: EngineName, title = "Guests"): LiveView =>
  liveView<{ title: string; names: readonly string[]; error: string }>({
    name: "guests",
    template: `guests.${engine}`,
    mount: () => ({ title: `${title} & friends`, names: ["Ada"], error: "" }),
    events: {
      sign({ name }, socket) {
        if (typeof name !== "string" || name === "") return socket.assign({ error: "Who are you?" })
        return socket.assign({ names: [...socket.assigns.names, name], error: "" })
      },
      nothing(_params, socket) {
        socket.assign({ names: [...socket.assigns.names] })
      },
      replace(_params, socket) {
        socket.assign({ title: "x", names: Array.from({ length: 3 }, (_, i) => `${i}`), error: "Everything is new" })
      },
      fail(_params, socket) {
        socket.assign({ error: { toString: fails } as never })
      },
    },
  })

function fails(): never {
  throw new Error("no words for it")
}

const instances: LiveInstance[] = []
afterEach(async () => {
  for (const { connection } of instances.splice(0)) connection.close()
  await closeHosts()
})

/** On Express as the app renders it, on Koa by the option `render`. */
function appWith(host: Host, engine: EngineName, title?: string): HostApp {
  const app = host.make({
    ...(host.kind === "koa" ? { options: { render: engines[engine] } } : {}),
    setUp: addEngines,
  })
  app.live.view("/guests", guests(engine, title))
  return app
}

/** The view's page, and its root's content as the browser would have it without markers. */
async function open(url: string): Promise<LivePage> {
  const { text, headers } = await request(url).get("/guests").expect(200)
  const [, view = "", token = "", templates = "", html = ""] =
    /data-live="([^"]*)" data-live-token="([^"]*)" data-live-templates="([^"]*)">([\s\S]*?)<\/div>/.exec(text) ?? []
  const cookie = /^livemount=([^;]*)/.exec(String(headers["set-cookie"]))?.[1] ?? ""
  return { view, token, cookie, templates: templates.split(" "), html }
}

async function joined(url: string): Promise<LiveInstance> {
  const page = await open(url)
  const instance = await joinLive(url, page, { cookie: page.cookie })
  instances.push(instance)
  return instance
}

const cases = hosts.flatMap((host) => (Object.keys(engines) as EngineName[]).map((engine) => ({ host, engine })))

describe.each(cases)("a view by $engine on $host.name", ({ host, engine }) => {
  it("stands in the first page as one region, and is joined without values", async () => {
    const url = await serve(appWith(host, engine))
    const page = await open(url)
    expect(page.html).toMatch(/^<!--\{--><h2>Guests &amp; friends<\/h2>[\s\S]*<!--\}-->$/)
    expect((await joined(url)).reply.d).toBeUndefined()
  })

  it("brings the old text along with its first change, and only splices from then on", async () => {
    const app = appWith(host, engine)
    const text = await engines[engine](`guests.${engine}`, { title: "Guests & friends", names: ["Ada"], error: "" })
    const instance = await joined(await serve(app))
    expect((await instance.event("nothing")).diff).toBeNull()
    const at = text.indexOf("</ul>")
    const { diff } = await instance.event("sign", { name: "Grace" })
    expect(diff).toEqual({ 0: { s: [[at, 0, "<li>Grace</li>"]], r: text } })
    const second = await instance.event("sign", { name: "<Alan>" })
    expect(JSON.stringify(second.diff).length).toBeLessThan(60)
    expect(JSON.stringify(second.diff)).toContain("&lt;Alan&gt;")
    expect((await instance.event("nothing")).diff).toBeNull()
  })

  it("sends the text itself where splices would be larger", async () => {
    const instance = await joined(await serve(appWith(host, engine)))
    await instance.event("sign", { name: "Grace" })
    const { diff } = await instance.event("replace")
    const whole = await engines[engine](`guests.${engine}`, {
      title: "x",
      names: ["0", "1", "2"],
      error: "Everything is new",
    })
    expect(JSON.stringify(diff).length).toBeLessThan(JSON.stringify(whole).length + 30)
  })

  it("does not repeat an old text that is very long: the page stands for it", async () => {
    const instance = await joined(await serve(appWith(host, engine, "x".repeat(500_000))))
    const { diff } = await instance.event("sign", { name: "Grace" })
    expect(Object.keys(diff?.[0] ?? {})).toEqual(["r"])
    expect(JSON.stringify(diff).length).toBeLessThan(501_000)
    const second = await instance.event("sign", { name: "Alan" })
    expect(JSON.stringify(second.diff).length).toBeLessThan(60)
  })

  it("takes plain POSTs: its forms and buttons have got what they need", async () => {
    const app = appWith(host, engine)
    const got = await request(app.listener).get("/guests").expect(200)
    const page = pageOf(got.text)
    const hidden = [...got.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
    const fields = Object.fromEntries(hidden.map(([, name = "", value = ""]) => [name, value]))
    const action = page.attribute(/method="post" action="([^"]*)"/) ?? ""
    const cookie = String(got.headers["set-cookie"]).split(";")[0] as string
    const posted = await request(app.listener)
      .post(action)
      .set("Cookie", cookie)
      .type("form")
      .send({ ...fields, name: "Grace" })
      .expect(200)
    expect(posted.text).toContain("<li>Grace</li>")
  })

  it("ends with the engine's own message when the template fails, in the event that made it fail", async () => {
    const app = appWith(host, engine)
    const instance = await joined(await serve(app))
    const { extras } = await instance.event("fail")
    expect(extras?.x?.message).toContain("no words for it")
    expect(extras?.x?.message).toContain(`guests.${engine}`)
  })
})
