/** What views persist where no script runs: it goes along with each post, and over redirects. On each host. */

import bodyparser from "@koa/bodyparser"
import express from "express"
import { PageWords } from "../../src/http/request/page-words.js"
import { islandId } from "../../src/http/visit/island-id.js"
import { html } from "../../src/render/values/html.js"
import { memorySnapshots } from "../../src/snapshot/memory-snapshots.js"
import { liveView } from "../../src/view/live-view.js"
import { closeHosts, type Host, type HostOptions, hosts, serve } from "../support/http-hosts.js"
import { joinLive, type LiveConnection } from "../support/live-client.js"
import { PlainBrowser } from "../support/plain-browser.js"

const connections: LiveConnection[] = []

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close()
  await closeHosts()
})

const tally = liveView<{ count: number }>({
  name: "tally",
  persist: ["count"],
  mount: (params) => ({ count: Number(params["from"] ?? 0) }),
  events: { up: (_params, socket) => socket.update("count", (count) => count + 1) },
  render: ({ count }) => html`<p>${count}</p><button live-click="up">+</button>`,
})

interface WizardAssigns {
  step: number
  name: string
  town: string
  error: string
}

const wizard = liveView<WizardAssigns>({
  name: "wizard",
  persist: ["step", "name", "town"],
  mount: () => ({ step: 1, name: "", town: "", error: "" }),
  events: {
    next(params, socket) {
      const { step } = socket.assigns
      const given = String(params["text"] ?? "")
      if (given === "") return socket.assign({ error: "Say something." })
      if (step === 1) socket.assign({ name: given, step: 2 })
      else socket.assign({ town: given, step: 3 })
      if (given.startsWith("go ")) socket.redirect(given.slice(3))
    },
    back: (_params, socket) => socket.update("step", (step) => step - 1),
  },
  render: ({ step, name, town, error }) => html`<h1>Step ${step}</h1><p>${name}, ${town}</p><b>${error}</b>
    <form live-submit="next"><input name="text" value=""><button>Next</button></form>
    <button live-click="back">Back</button>`,
})

const basket = liveView<{ items: readonly string[] }>({
  name: "basket",
  persist: ["items"],
  mount: () => ({ items: [] }),
  events: { add: (_params, socket) => socket.update("items", (items) => [...items, "tea"]) },
  render: ({ items }) => html`<i>${items.length}</i><form live-submit="add"><button>Add</button></form>`,
})

const pile = liveView<{ text: string }>({
  name: "pile",
  persist: ["text"],
  mount: () => ({ text: "" }),
  events: { grow: (_params, socket) => socket.assign({ text: "x".repeat(9000) }) },
  render: ({ text }) => html`<u>${text.length}</u><button live-click="grow">Grow</button>`,
})

const other = liveView({ name: "other", mount: () => ({}), render: () => html`<h2>Other</h2>` })

function open(host: Host, options: HostOptions = {}, headers: Readonly<Record<string, string>> = {}) {
  const app = host.make({ session: () => ({}), ...options })
  app.live.view("/tally", tally)
  app.live.view("/wizard", wizard)
  app.live.view("/shop/:shop", wizard)
  app.live.view("/pay", wizard, { action: "pay" })
  app.live.view("/other", other)
  app.live.view("/broken", wizard, { layout: "broken-layout.ejs" })
  app.live.register(basket, pile)
  app.legacy("/baskets", "baskets.ejs")
  return { app, browser: new PlainBrowser(app, headers) }
}

describe.each(hosts)("without JavaScript on $name", (host) => {
  it("a counter counts", async () => {
    const { app, browser } = open(host)
    await browser.get("/tally?from=5")
    expect(browser.text).toContain('data-live-snapshot=""')
    expect(browser.text).not.toContain("LiveSnapshot")
    for (const count of [6, 7, 8]) {
      await browser.press("tally-1 up")
      expect(browser.status).toBe(200)
      expect(browser.between("<p>", "</p>")).toBe(String(count))
    }
    expect(app.logger.at("warn")).toEqual([])
  })

  it("a wizard advances, goes back, and keeps what was said while it complains", async () => {
    const { browser } = open(host)
    await browser.get("/wizard")
    await browser.press("wizard-1 next", { text: "Ada" })
    expect(browser.between("<h1>", "</h1>")).toBe("Step 2")
    await browser.press("wizard-1 next", {})
    expect(browser.between("<b>", "</b>")).toBe("Say something.")
    await browser.press("wizard-1 next", { text: "London" })
    expect(browser.between("<h1>", "</h1>")).toBe("Step 3")
    expect(browser.between("<p>", "</p>")).toBe("Ada, London")
    expect(browser.between("<b>", "</b>")).toBe("")
    await browser.press("wizard-1 back")
    expect(browser.between("<h1>", "</h1>")).toBe("Step 2")
    expect(browser.between("<p>", "</p>")).toBe("Ada, London")
  })

  it("a counter counts behind the host's own parser of forms, too", async () => {
    const before = { express: [express.urlencoded({ extended: true })], koa: [bodyparser()] }
    const { browser } = open(host, { before })
    await browser.get("/tally")
    await browser.press("tally-1 up")
    await browser.press("tally-1 up")
    expect(browser.between("<p>", "</p>")).toBe("2")
  })

  it("a page with several roots takes those of all of them along", async () => {
    const { app, browser } = open(host)
    await browser.get("/baskets")
    await browser.press("my-basket add")
    await browser.press("my-basket add")
    await browser.press("basket-1 add")
    const counts = [...browser.text.matchAll(/<i>(?:<!---->)?(\d)<\/i>/g)].map(([, count]) => count)
    // The one that is only counted persists nothing.
    expect(counts).toEqual(["2", "1"])
    expect(app.logger.entries.filter(({ details }) => details["code"] === "LV_PERSIST_ISLAND")).toHaveLength(1)
  })

  it("what is larger than forms have room for begins anew, and the log says so", async () => {
    const { app, browser } = open(host)
    await browser.get("/baskets")
    await browser.press("pile grow")
    expect(browser.between("<u>", "</u>")).toBe("9000")
    await browser.press("my-basket add")
    expect(browser.between("<u>", "</u>")).toBe("0")
    expect(app.logger.at("warn")).toEqual(
      expect.arrayContaining([expect.stringContaining("the forms of a page takes 8192")]),
    )
  })
})

describe.each(hosts.filter(({ name }) => name === "Express 5" || name === "Koa 3"))("a redirect on $name", (host) => {
  it.each(["a page", "a redirect"])(
    "or a page does not bring what was sealed while its user was disconnected: %s",
    async (how) => {
      const handling: (() => void)[] = []
      const slow = liveView<{ count: number }>({
        name: "slow",
        persist: ["count"],
        mount: () => ({ count: 0 }),
        events: {
          async up(_params, socket) {
            socket.update("count", (count) => count + 1)
            if (handling.length === 0) await new Promise<void>((goOn) => handling.push(goOn))
            if (how === "a redirect" && socket.assigns.count === 1) socket.redirect("/slow")
          },
        },
        render: ({ count }) => html`<p>${count}</p><button live-click="up">+</button>`,
      })
      const { app, browser } = open(host, { options: { identify: () => 7 } as never })
      app.live.view("/slow", slow)
      await browser.get("/slow")
      const pressed = browser.press("slow-1 up")
      while (handling.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      app.live.disconnect("7")
      await new Promise((resolve) => setTimeout(resolve, 5))
      handling[0]?.()
      await pressed
      expect(browser.between("<p>", "</p>")).toBe(how === "a page" ? "1" : "0")
      await browser.press("slow-1 up")
      expect(browser.between("<p>", "</p>")).toBe("1")
      expect(app.logger.entries.map(({ details }) => details["reason"]).filter(Boolean)).toEqual(["voided"])
    },
  )

  it("to the same view takes it along, for the next page alone", async () => {
    const { app, browser } = open(host)
    await browser.get("/wizard")
    await browser.press("wizard-1 next", { text: "go /wizard?at=2" })
    expect(browser.between("<h1>", "</h1>")).toBe("Step 2")
    expect(browser.text).toContain('action="/wizard?at=2&amp;_live"')
    await browser.press("wizard-1 next", { text: "London" })
    expect(browser.between("<p>", "</p>")).toBe("go /wizard?at=2, London")
    expect(browser.cookies.has("livemount_snapshot")).toBe(false)
    await browser.get("/wizard")
    expect(browser.between("<h1>", "</h1>")).toBe("Step 1")
    expect(app.logger.at("warn")).toEqual([])
  })

  it("to another path of the same view takes it along, if the path has the same params", async () => {
    const { app, browser } = open(host)
    await browser.get("/wizard")
    await browser.press("wizard-1 next", { text: "go /pay" })
    expect(browser.between("<h1>", "</h1>")).toBe("Step 2")
    await browser.press("wizard-1 next", { text: "go /shop/7" })
    expect(browser.between("<h1>", "</h1>")).toBe("Step 1")
    expect(app.logger.entries.map(({ details }) => details["reason"]).filter(Boolean)).toEqual(["params"])
  })

  it("to what is no page of the view takes nothing along, also not for later", async () => {
    const { browser } = open(host)
    await browser.get("/wizard")
    await browser.press("wizard-1 next", { text: "go /nowhere" })
    expect(browser.status).toBe(404)
    await browser.get("/wizard")
    expect(browser.between("<h1>", "</h1>")).toBe("Step 1")
  })

  it("asks the store once, also of a view whose process might wait for the script", async () => {
    const waiting = liveView<{ count: number }>({
      name: "waiting",
      adopt: true,
      persist: ["count"],
      mount: () => ({ count: 0 }),
      events: {
        up(_params, socket) {
          socket.update("count", (count) => count + 1)
          socket.redirect("/waiting")
        },
      },
      render: ({ count }) => html`<p>${count}</p><button live-click="up">+</button>`,
    })
    const asked: string[] = []
    const store = memorySnapshots()
    const newest = store.newest.bind(store)
    const counting = (series: string) => {
      asked.push(series)
      return newest(series)
    }
    const { app, browser } = open(host, {
      options: { snapshots: { store: Object.assign(store, { newest: counting }) } },
    })
    app.live.view("/waiting", waiting)
    await browser.get("/waiting")
    await browser.press("waiting-1 up")
    expect(browser.between("<p>", "</p>")).toBe("1")
    expect(asked).toHaveLength(1)
  })

  it("elsewhere takes nothing along", async () => {
    const { browser } = open(host)
    await browser.get("/wizard")
    await browser.press("wizard-1 next", { text: "go /other" })
    expect(browser.text).toContain("<h2>Other</h2>")
    expect(browser.cookies.has("livemount_snapshot")).toBe(false)
    await browser.get("/wizard")
    expect(browser.between("<h1>", "</h1>")).toBe("Step 1")
  })

  it("with more than a cookie holds begins anew, with a warning in development", async () => {
    for (const development of [true, false]) {
      const { app, browser } = open(host, { options: { development } })
      await browser.get("/wizard")
      await browser.press("wizard-1 next", { text: "x".repeat(3000) })
      await browser.press("wizard-1 next", { text: "go /wizard" })
      expect(browser.between("<h1>", "</h1>")).toBe("Step 1")
      const warned = app.logger.entries.filter(({ details }) => details["code"] === "LV_SNAPSHOT_TOO_LARGE")
      expect(warned).toHaveLength(development ? 1 : 0)
    }
  })

  it("is left for the next page where what is around this one fails", async () => {
    const { browser } = open(host)
    await browser.get("/wizard")
    await browser.press("wizard-1 next", { text: "Ada" })
    const text = (browser.field("wizard-1 next", "_live_snapshot") ?? "").replace(" ", "~")
    browser.cookies.set("livemount_snapshot", text)
    await browser.get("/broken")
    expect([browser.status, browser.cookies.has("livemount_snapshot")]).toEqual([500, true])
    await browser.get("/wizard")
    expect(browser.between("<h1>", "</h1>")).toBe("Step 2")
    expect(browser.cookies.has("livemount_snapshot")).toBe(false)
  })

  it("is left for the next page where middleware makes another answer of this one", async () => {
    const fails = async (subject: { readonly url: string }, next: () => Promise<void>): Promise<void> => {
      await next()
      if (subject.url.endsWith("?fails")) throw new Error("Too late.")
    }
    const { browser } = open(host, { before: { koa: [fails], express: [] } })
    await browser.get("/wizard")
    await browser.press("wizard-1 next", { text: "Ada" })
    const text = (browser.field("wizard-1 next", "_live_snapshot") ?? "").replace(" ", "~")
    browser.cookies.set("livemount_snapshot", text)
    // Express has sent it by then.
    if (host.kind === "koa") await browser.get("/wizard?fails")
    await browser.get("/wizard")
    expect(browser.between("<h1>", "</h1>")).toBe("Step 2")
    expect(browser.cookies.has("livemount_snapshot")).toBe(false)
  })

  it("is left where it is by a request whose answer nobody is about to see", async () => {
    const { app, browser } = open(host)
    await browser.get("/wizard")
    await browser.press("wizard-1 next", { text: "Ada" })
    const text = (browser.field("wizard-1 next", "_live_snapshot") ?? "").replace(" ", "~")
    browser.cookies.set("livemount_snapshot", text)
    await browser.get("/wizard", { "Live-Prefetch": "1" })
    expect(browser.between("<h1>", "</h1>")).toBe("Step 1")
    expect(browser.cookies.has("livemount_snapshot")).toBe(true)
    await browser.get("/wizard")
    expect(browser.between("<h1>", "</h1>")).toBe("Step 2")
    expect(browser.cookies.has("livemount_snapshot")).toBe(false)
    expect(app.logger.at("warn")).toEqual([])
  })
})

describe("what is brought is checked as at a join", () => {
  const host = hosts[0] as Host

  it.each<[what: string, change: (text: string) => string]>([
    ["changed on its way", (text) => `${text.slice(0, 40)}${text[40] === "A" ? "B" : "A"}${text.slice(41)}`],
    ["of another root", (text) => text.replace("wizard-1", "wizard-2")],
    ["no field of ours", () => "a b c"],
    ["empty", () => ""],
    ["much too large", () => `wizard-1 1.${"A".repeat(100_000)}`],
  ])("%s", async (_what, change) => {
    const { browser } = open(host)
    await browser.get("/wizard")
    await browser.press("wizard-1 next", { text: "Ada" })
    const text = browser.field("wizard-1 next", "_live_snapshot") ?? ""
    expect(text).toMatch(/^wizard-1 1\./)
    await browser.press("wizard-1 next", { text: "London", _live_snapshot: change(text) })
    expect(browser.status).toBe(200)
    expect(browser.between("<p>", "</p>")).toBe("London, ")
  })

  it("another user's, another session's, another path's", async () => {
    const { app } = open(host, {
      session: (request: { get(name: string): string | undefined }) => ({ user: request.get("x-user") ?? "" }),
    } as HostOptions)
    const ann = await new PlainBrowser(app, { "x-user": "ann" }).get("/shop/7")
    await ann.press("wizard-1 next", { text: "Ann" })
    const text = ann.field("wizard-1 next", "_live_snapshot") ?? ""
    const press = async (browser: PlainBrowser): Promise<string | undefined> => {
      await browser.press("wizard-1 next", { text: "London", _live_snapshot: text })
      return browser.between("<p>", "</p>")
    }
    expect(await press(await new PlainBrowser(app, { "x-user": "ann" }).get("/shop/7"))).toBe("London, ")
    const bob = new PlainBrowser(app, { "x-user": "bob" })
    bob.cookies.set("livemount", ann.cookies.get("livemount") ?? "")
    expect(await press(await bob.get("/shop/7"))).toBe("London, ")
    expect(await press(await ann.get("/shop/8"))).toBe("London, ")
    expect(await press(await ann.get("/shop/7?page=2"))).toBe("Ann, London")
    const reasons = app.logger.entries.map(({ details }) => details["reason"]).filter(Boolean)
    expect(reasons).toEqual(["unreadable", "session", "params"])
  })

  it("with a store only the newest of it", async () => {
    const { browser } = open(host, { options: { snapshots: { store: memorySnapshots() } } })
    await browser.get("/tally")
    await browser.press("tally-1 up")
    const older = browser.field("tally-1 up", "_live_snapshot") ?? ""
    await browser.press("tally-1 up")
    await browser.press("tally-1 up", { _live_snapshot: older })
    expect(browser.between("<p>", "</p>")).toBe("3")
  })

  it("no form shows it to the handler", async () => {
    const seen: unknown[] = []
    const spy = liveView<{ n: number }>({
      name: "spy",
      persist: ["n"],
      mount: () => ({ n: 0 }),
      events: {
        save(params, socket) {
          seen.push(params)
          socket.update("n", (n) => n + 1)
        },
      },
      render: ({ n }) => html`${n}<form live-submit="save"><input name="a"><button>x</button></form>`,
    })
    const app = host.make()
    app.live.view("/spy", spy)
    const browser = await new PlainBrowser(app).get("/spy")
    await browser.press("spy-1 save", { a: "1" })
    await browser.press("spy-1 save", { a: "2" })
    expect(seen).toEqual([{ a: "1" }, { a: "2" }])
  })
})

it("the script of a page that answers a post joins what it shows", async () => {
  const { app, browser } = open(hosts[0] as Host)
  const url = await serve(app)
  await browser.get("/tally")
  await browser.press("tally-1 up")
  await browser.press("tally-1 up")
  const attribute = (name: string): string => browser.between(`${name}="`, '"') ?? ""
  const snapshot = attribute("data-live-snapshot")
  expect(snapshot).toMatch(/^1\./)
  const page = {
    view: "tally",
    token: attribute("data-live-token"),
    templates: attribute("data-live-templates").split(" "),
    cookie: browser.cookies.get("livemount") ?? "",
    html: "",
  }
  const instance = await joinLive(url, page, { cookie: page.cookie, request: { s: snapshot } })
  connections.push(instance.connection)
  // All of the first HTML holds.
  expect(instance.reply.d).toBeUndefined()
  const { diff, extras } = await instance.event("up", {})
  expect(diff).toEqual({ 0: "3" })
  expect(extras?.s).toMatch(/^1\./)
})

describe("the id of an island", () => {
  it.each<[given: unknown, why: string]>([
    ["my-basket", "options are an object"],
    [{ id: "basket-1" }, 'does not end as "-1" does'],
    [{ id: "1a" }, "begins with a letter"],
    [{ id: "a b" }, "letters, digits"],
    [{ id: 5 }, "letters, digits"],
    [{ idd: "x" }, "idd"],
  ])("%j is refused where it is written", (given, why) => {
    expect(() => islandId("basket", given, new PageWords())).toThrow(why)
  })

  it("is one root's alone in a page, and need not be given", () => {
    const words = new PageWords()
    expect(islandId("basket", { id: "mine", __keywords: true }, words)).toBe("mine")
    expect(() => islandId("basket", { id: "mine" }, words)).toThrow("another island of this page has it")
    expect(islandId("basket", undefined, words)).toBeUndefined()
    expect(islandId("basket", {}, words)).toBeUndefined()
  })
})
