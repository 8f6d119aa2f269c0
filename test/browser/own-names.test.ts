/** The names that the build shortens: none is the browser's, and none meets what the page's own scripts bring. */

import { execFileSync } from "node:child_process"
import { join } from "node:path"
import type { Browser } from "playwright-core"
import type { Hook } from "../../client/hooks.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ServedApp, serveQuietly } from "./support/serve-app.js"

const form = liveView<{ text: string }>({
  name: "form",
  mount: () => ({ text: "" }),
  events: {
    edit: ({ text }, socket) => socket.assign({ text: String(text) }),
    fail: () => {
      throw new Error("meant")
    },
  },
  render: ({ text }) =>
    html`<form live-change="edit"><own-field><input name="text" live-debounce="10"></own-field></form>
      <own-button live-click="fail">!</own-button><p>${text}</p>`,
})

const sums = liveView<{ sum: number }>({
  name: "sums",
  mount: () => ({ sum: 1 }),
  events: {
    add: ({ by }, socket) => {
      socket.update("sum", (sum) => sum + Number(by))
      socket.pushEvent("added", { by })
      return String(socket.connectParams?.["zone"])
    },
  },
  render: ({ sum }) => html`<p live-hook="Sum">${sum}</p>`,
})

/** All that the page's own script hands over has members of such names, which tell when they are asked for. */
const OWN_SCRIPT = `
import { createLiveClient, Hook, registerHooks } from "/live/hooks.js"
const met = (globalThis.met = [])
const log = (globalThis.log = [])
const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$"]
const names = [...letters, ...letters.flatMap((first) => letters.map((second) => first + second))]
const guard = (globalThis.guard = (object) => {
  for (const name of names) {
    // A hook's element is public.
    if (name === "el" || name in object) continue
    Object.defineProperty(object, name, {
      get() {
        met.push(name)
        throw new Error(name + " is the page's own")
      },
      set: () => void met.push(name),
    })
  }
  return object
})
class Sum extends Hook {
  mounted() {
    globalThis.sum = this
    this.handleEvent("added", guard(({ by }) => guard({ heard: log.push("added " + by) })))
    log.push("mounted " + this.el.textContent)
    return guard({})
  }
  beforeUpdate() {
    log.push("before " + this.el.textContent)
  }
  updated() {
    log.push("updated " + this.el.textContent)
  }
}
guard(Sum.prototype)
registerHooks(guard({ Sum: guard(Sum) }))
// These can be counted: they come to stand beside the client's own options.
const options = Object.fromEntries(names.map((name) => [name, "the page's own"]))
globalThis.client = createLiveClient({ ...options, params: guard(() => guard({ zone: "Mars" })) })
client.connect()
`

let browser: Browser
let served: ServedApp
beforeAll(async () => {
  browser = await launchChromium()
  served = await serveQuietly({
    behind(app, live) {
      live.view("/", form)
      live.register(sums)
      app.get("/own.js", (_request, response) => void response.type("text/javascript").send(OWN_SCRIPT))
      app.get("/sums", async (request, response) => {
        const script = '<script type="module" src="/own.js" data-live-start="manual"></script>'
        const island = await live.island(request, "sums")
        response.send(
          `<!doctype html><html lang="en"><head><title>t</title></head><body>${island}${script}</body></html>`,
        )
      })
    },
  })
})
afterAll(async () => {
  await leaveChromium(browser)
  await served.close()
})

it("are none that the browser knows", async () => {
  const script = "import('./scripts/private-names.mjs').then(({ ownNames }) => console.log(JSON.stringify(ownNames)))"
  const names = JSON.parse(
    execFileSync(process.execPath, ["-e", script], { cwd: join(__dirname, "../.."), encoding: "utf8" }),
  ) as string[]
  expect(names.length).toBeGreaterThan(100)
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(served.url)
  const known = await page.evaluate((all) => {
    const members = new Set<string>()
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const { value } = Object.getOwnPropertyDescriptor(globalThis, name) ?? {}
      members.add(name)
      if (typeof value !== "function") continue
      for (const part of [value, value.prototype ?? {}]) {
        for (const member of Object.getOwnPropertyNames(part)) members.add(member)
      }
    }
    return all.filter((name) => members.has(name))
  }, names)
  await visitor.leave()
  expect(known).toEqual([])
})

it("are not looked for on elements whose classes have members of such names", async () => {
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open("about:blank")
  await page.addInitScript(() => {
    const met: string[] = []
    const told: unknown[] = []
    Object.assign(globalThis, { met, told })
    const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$"]
    class Own extends HTMLElement {}
    for (const name of [...letters, ...letters.flatMap((first) => letters.map((second) => first + second))]) {
      if (name in Own.prototype) continue
      Object.defineProperty(Own.prototype, name, {
        get: () => {
          met.push(name)
          throw new Error(`${name} is the page's own`)
        },
        set: () => {
          met.push(name)
        },
      })
    }
    customElements.define("own-field", class extends Own {})
    customElements.define("own-button", class extends Own {})
    addEventListener("live:event-failed", (event) => {
      const { code, message, root } = (event as CustomEvent).detail
      told.push([code, message, root])
    })
    addEventListener("live:page-loading-start", (event) => told.push((event as CustomEvent).detail.kind))
  })
  await page.goto(served.url)
  await page.locator(".live-connected").waitFor()
  await page.locator("input").fill("typed")
  await eventually(() => page.locator("p").textContent(), "typed")
  await page.locator("own-button").click()
  const read = (name: string): Promise<unknown> => page.evaluate((key) => Reflect.get(globalThis, key), name)
  await eventually(async () => ((await read("told")) as unknown[]).length, 2)
  expect(await read("told")).toEqual(["initial", ["LV_CALLBACK_FAILED", expect.any(String), expect.any(String)]])
  expect(await read("met")).toEqual([])
  await visitor.leave()
})

interface Globals {
  readonly met: string[]
  readonly log: string[]
  readonly client: { readonly connected: boolean }
  readonly sum: Hook
  guard<T>(object: T): T
}

it("are not looked for on hooks of the page's own, nor on what it hands over and starts the client with", async () => {
  const visitor = await Visitor.arrive(browser)
  const page = await visitor.open(`${served.url}/sums`)
  await page.locator(".live-connected").waitFor()
  await eventually(() => page.evaluate(() => (globalThis as unknown as Globals).log.length), 1)
  const zone = await page.evaluate(() => {
    const { guard, sum } = globalThis as unknown as Globals
    return sum.pushEvent("add", guard({ by: 2 }))
  })
  await page.evaluate(async () => {
    const { guard, sum } = globalThis as unknown as Globals
    await sum.pushEventTo(guard(sum.el), "add", guard({ by: 3 }))
    sum.js().addClass("own", guard({ to: "p" }))
  })
  await page.locator("p.own").waitFor()
  const [log, met, isConnected] = await page.evaluate(() => {
    const { client, log, met } = globalThis as unknown as Globals
    return [log, met, client.connected] as const
  })
  expect([zone, log, met, isConnected]).toEqual([
    "Mars",
    ["mounted 1", "before 1", "updated 3", "added 2", "before 3", "updated 6", "added 3"],
    [],
    true,
  ])
  expect(visitor.complaints).toEqual([])
  await visitor.leave()
})
