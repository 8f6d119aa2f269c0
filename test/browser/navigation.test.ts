/** Other pages of the app that take the place of the one that is there, without a page load; and those that must be loaded. */

import { rmSync } from "node:fs"
import type { Browser, Page } from "playwright-core"
import { closeHosts, hosts, serve } from "../support/http-hosts.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { CuttableProxy } from "./support/cuttable-proxy.js"
import { makeSite, type Site } from "./support/site.js"

let browser: Browser
let site: Site
let url: string
let visitor: Visitor

beforeAll(async () => {
  browser = await launchChromium()
  const [express] = hosts
  if (express === undefined) throw new Error("There is no host.")
  site = makeSite(express)
  url = await serve(site.app)
})
beforeEach(async () => {
  visitor = await Visitor.arrive(browser)
})
afterEach(() => visitor.leave())
afterAll(async () => {
  await leaveChromium(browser)
  await closeHosts()
  rmSync(site.folder, { recursive: true })
})

/** Opens a page; what `loaded` says of it is true until another one is loaded. */
async function open(path: string): Promise<Page> {
  const page = await visitor.open(url + path)
  await joined(page, path.slice(1))
  await marked(page)
  await page.evaluate(() => {
    const events: unknown[] = []
    ;(window as unknown as { told: unknown[] }).told = events
    addEventListener("live:navigate", (event) => events.push((event as CustomEvent).detail))
  })
  site.asked.length = 0
  site.mounts.length = 0
  return page
}

async function joined(page: Page, view: string): Promise<void> {
  await page.locator(`[data-live=${view}].live-connected`).waitFor()
}

async function marked(page: Page): Promise<void> {
  await page.evaluate(() => {
    ;(window as unknown as { mark: boolean }).mark = true
  })
}

/** For the page: has its WebSockets in `sockets`. */
function keepSockets(): void {
  const sockets: WebSocket[] = []
  Object.assign(window, {
    sockets,
    WebSocket: class extends WebSocket {
      constructor(address: string, protocols?: string[]) {
        super(address, protocols)
        sockets.push(this)
      }
    },
  })
}

function isSame(page: Page): Promise<boolean> {
  return page.evaluate(() => "mark" in window)
}

it("takes the place of the page: root, shell and head; what stays keeps what it does", async () => {
  const page = await open("/first")
  await page.locator("#cart .add").click()
  await page.locator("#radio").fill("on")
  await page.evaluate(() => document.querySelector("nav")?.insertAdjacentHTML("beforeend", "<i>theirs</i>"))
  await page.getByRole("link", { name: "/second" }).click()
  await joined(page, "second")
  expect(await isSame(page)).toBe(true)
  expect(page.url()).toBe(`${url}/second`)
  const shown = await page.evaluate(() => ({
    title: document.title,
    active: document.querySelector("nav [aria-current]")?.textContent,
    theirs: document.querySelector("nav i")?.textContent,
    theme: document.documentElement.className,
    body: document.body.dataset["page"],
    description: [...document.querySelectorAll("meta[name=description]")].map(
      (meta) => (meta as HTMLMetaElement).content,
    ),
    canonical: document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href,
    footer: document.querySelector("footer")?.textContent,
    color: getComputedStyle(document.querySelector("footer") as Element).color,
    kept: document.querySelector<HTMLInputElement>("#radio")?.value,
    carts: [...document.querySelectorAll(".add")].map((cart) => cart.textContent),
    loads: (window as unknown as { loads: number }).loads,
    focus: document.activeElement?.textContent,
    said: document.querySelector("[role=status]")?.getAttribute("aria-live"),
    roots: document.querySelectorAll("[data-live=first], [data-live-place]").length,
  }))
  expect(shown).toEqual({
    title: "The second",
    active: "/second",
    theirs: "theirs",
    theme: "dark",
    body: "/second",
    description: ["About The second"],
    canonical: "https://films.example/second",
    footer: "/second",
    color: "rgb(1, 2, 3)",
    kept: "on",
    carts: ["ada: 1", "/second: 0"],
    loads: 1,
    focus: "second",
    said: "polite",
    roots: 0,
  })
  expect(site.mounts.sort()).toEqual(["cart of /second", "second"])
  await page.locator("#more").click()
  await eventually(() => page.locator("#more").textContent(), "1")
  // The current page once more, to compare; nothing of it is prefetched twice.
  expect(site.asked).toEqual(["/first (prefetch)", "/second (prefetch)"])
  expect(visitor.complaints).toEqual([])
})

it("takes along what scripts have moved out of the root, as a dialog; what is permanent in it is the next view's", async () => {
  const page = await open("/first")
  await page.evaluate(() => {
    const say = document.querySelector("#say") as Element
    document.body.append(say)
    say.after(Object.assign(document.createElement("b"), { id: "theirs" }))
    Object.assign(document.querySelector("#player") as Element, { isSame: true })
  })
  await page.locator("#play").click()
  await eventually(() => page.locator("#more").textContent(), "1")
  await page.getByRole("link", { name: "/second" }).click()
  await joined(page, "second")
  const left = await page.evaluate(() => ({
    say: Array.from(document.querySelectorAll("#say"), (element) => element.closest("[data-live]")?.id ?? ""),
    theirs: document.querySelectorAll("#theirs").length,
    player: Array.from(document.querySelectorAll("#player"), (element) => "isSame" in element),
  }))
  expect(left).toEqual({ say: ["second-1"], theirs: 1, player: [true] })
  await page.locator("#play").click()
  await eventually(() => page.locator("#more").textContent(), "1")
  expect(visitor.complaints).toEqual([])
})

it("goes over the connection that is there, which is not told again what the page holds", async () => {
  const sockets: string[] = []
  const frames: string[] = []
  const page = await open("/second")
  page.on("websocket", (socket) => {
    sockets.push(socket.url())
    socket.on("framereceived", ({ payload }) => frames.push(String(payload)))
  })
  await page.reload()
  await joined(page, "second")
  await page.getByRole("link", { name: "/first" }).click()
  await joined(page, "first")
  frames.length = 0
  await page.getByRole("link", { name: "/second" }).click()
  await joined(page, "second")
  await page.locator("#more").click()
  await eventually(() => page.locator("#more").textContent(), "1")
  expect(sockets).toHaveLength(1)
  expect(frames.filter((frame) => frame.includes("<h1>"))).toEqual([])
})

it("loads a page whose address the browser does not take, as after too many in a short time", async () => {
  const page = await open("/first")
  await page.evaluate(() => {
    history.pushState = history.replaceState = () => {
      throw new DOMException(
        "Attempt to use history.replaceState() more than 100 times per 10 seconds",
        "SecurityError",
      )
    }
  })
  await page.getByRole("link", { name: "/second" }).click()
  await eventually(() => Promise.resolve(page.url()), `${url}/second`)
  await joined(page, "second")
  expect(await isSame(page)).toBe(false)
})

describe("back and forward", () => {
  it("bring each page back where it was, with what was typed there, and say which way", async () => {
    const page = await open("/letter")
    await page.locator("[name=note]").fill("Dear Ada")
    // Who clicks by the pointer scrolls to the link.
    await page.evaluate(() => {
      scrollTo(0, 700)
      document.querySelector<HTMLElement>('nav a[href="/second"]')?.click()
    })
    await joined(page, "second")
    expect(await page.evaluate(() => scrollY)).toBe(0)
    await page.evaluate(() => scrollTo(0, 300))
    await page.goBack()
    await joined(page, "letter")
    expect(await page.locator("[name=note]").inputValue()).toBe("Dear Ada")
    await eventually(() => page.evaluate(() => scrollY), 700)
    await page.goForward()
    await joined(page, "second")
    await eventually(() => page.evaluate(() => scrollY), 300)
    const told = await page.evaluate(() => (window as unknown as { told: unknown[] }).told)
    expect(told).toEqual([
      { href: `${url}/second`, patch: false, pop: false, direction: "forward" },
      { href: `${url}/letter`, patch: false, pop: true, direction: "backward" },
      { href: `${url}/second`, patch: false, pop: true, direction: "forward" },
    ])
    expect(await isSame(page)).toBe(true)
  })

  it("keep what was typed where the user goes back twice at once", async () => {
    const page = await open("/first")
    await page.evaluate(() => {
      const link = document.createElement("a")
      link.setAttribute("href", "/letter")
      link.setAttribute("live-navigate", "")
      document.querySelector("nav")?.append(link)
      link.click()
    })
    await joined(page, "letter")
    await page.locator("[name=note]").fill("Dear Ada")
    await page.evaluate(() => document.querySelector<HTMLElement>('nav a[href="/second"]')?.click())
    await joined(page, "second")
    // The second before the first has arrived.
    await page.evaluate(async () => {
      history.back()
      await new Promise((resolve) => addEventListener("popstate", resolve, { once: true }))
      history.back()
    })
    await joined(page, "first")
    await page.goForward()
    await joined(page, "letter")
    expect(await page.locator("[name=note]").inputValue()).toBe("Dear Ada")
    expect(await isSame(page)).toBe(true)
  })

  it("wait for the connection, where that is lost just then: what was typed is not given for a page load", async () => {
    const page = await open("/first")
    await page.addInitScript(keepSockets)
    await page.goto(`${url}/letter`)
    await joined(page, "letter")
    await marked(page)
    await page.locator("[name=note]").fill("Dear Ada")
    await page.evaluate(() => document.querySelector<HTMLElement>('nav a[href="/second"]')?.click())
    await joined(page, "second")
    await page.evaluate(() => {
      for (const socket of (window as unknown as { sockets: WebSocket[] }).sockets) socket.close()
      history.back()
    })
    await joined(page, "letter")
    expect(await page.locator("[name=note]").inputValue()).toBe("Dear Ada")
    expect(await isSame(page)).toBe(true)
  })

  it("bring back what was typed where pages of another live session were loaded meanwhile", async () => {
    const page = await open("/letter")
    await page.locator("[name=note]").fill("Dear Ada")
    for (const [view, isExchanged] of [
      ["second", true],
      ["other-session", false],
    ] as const) {
      await page.evaluate((to) => document.querySelector<HTMLElement>(`nav a[href="/${to}"]`)?.click(), view)
      await joined(page, view)
      expect(await isSame(page)).toBe(isExchanged)
    }
    await page.goBack()
    await joined(page, "second")
    await page.goBack()
    await joined(page, "letter")
    expect(await page.locator("[name=note]").inputValue()).toBe("Dear Ada")
  })

  describe("when the host is away", () => {
    let proxy: CuttableProxy
    beforeEach(async () => {
      proxy = await CuttableProxy.start(Number(new URL(url).port), "127.0.0.1")
    })
    afterEach(() => proxy.stop())

    /** Something is typed in the diary, another page takes its place, and the connection is cut. */
    async function leaveDiary(): Promise<Page> {
      const page = await visitor.open(`${proxy.url}/diary`)
      await joined(page, "diary")
      await marked(page)
      await page.locator("[name=text]").fill("Dear diary")
      await page.locator("[name=code]").fill("1234")
      await eventually(() => page.locator("output").textContent(), "Dear diary")
      await page.evaluate(() => document.querySelector<HTMLElement>('nav a[href="/second"]')?.click())
      await joined(page, "second")
      return page
    }

    /** Goes back; `isLate`: and then much time passes at once. */
    const goBack = (page: Page, isLate: boolean) =>
      page.evaluate(async (late) => {
        history.back()
        await new Promise((resolve) => addEventListener("popstate", resolve, { once: true }))
        const now = performance.now.bind(performance)
        if (late) performance.now = () => now() + 20_000
      }, isLate)

    const cut = async (page: Page): Promise<void> => {
      proxy.cut()
      await eventually(() => page.locator("[data-live=second].live-connected").count(), 0)
    }

    it("wait as long as it takes, in a page that can be used; what is typed there meanwhile is kept, too", async () => {
      const page = await leaveDiary()
      await cut(page)
      await goBack(page, true)
      await page.waitForTimeout(300)
      expect([page.url(), await page.locator("h1").textContent()]).toEqual([`${proxy.url}/diary`, "second"])
      await page.locator("#radio").fill("on")
      proxy.restore()
      await joined(page, "diary")
      expect([await page.locator("[name=text]").inputValue(), await page.locator("[name=code]").inputValue()]).toEqual([
        "Dear diary",
        "1234",
      ])
      expect([await isSame(page), await page.locator("#radio").inputValue()]).toEqual([true, "on"])
    })

    it("are given up by Escape: the page stays, at its own address", async () => {
      const page = await leaveDiary()
      await cut(page)
      await goBack(page, false)
      await page.waitForTimeout(300)
      expect(page.url()).toBe(`${proxy.url}/diary`)
      await page.keyboard.press("Escape")
      await eventually(async () => page.url(), `${proxy.url}/second`)
      proxy.restore()
      await joined(page, "second")
      await page.waitForTimeout(200)
      expect([await isSame(page), await page.locator("h1").textContent()]).toEqual([true, "second"])
    })

    it("load the page where the host answers and no connection comes: what was typed is there, and the view is told", async () => {
      const page = await leaveDiary()
      // Nothing but pages: neither by a WebSocket nor by polling.
      await page.evaluate(() => {
        Object.assign(window, { WebSocket: class extends EventTarget {} })
      })
      await page.route("**/live/socket/**", (route) => route.abort())
      await cut(page)
      proxy.restore()
      await goBack(page, true)
      await eventually(() => isSame(page).catch(() => true), false)
      await page.unroute("**/live/socket/**")
      await joined(page, "diary")
      await eventually(() => page.locator("output").textContent(), "Dear diary")
      expect([await page.locator("[name=text]").inputValue(), await page.locator("[name=code]").inputValue()]).toEqual([
        "Dear diary",
        "",
      ])
      // Once: it is the page's own from here on.
      await page.locator("[name=text]").fill("Dear Ada")
      await page.evaluate(() => document.querySelector<HTMLElement>('nav a[href="/second"]')?.click())
      await joined(page, "second")
      await page.goBack()
      await joined(page, "diary")
      expect(await page.locator("[name=text]").inputValue()).toBe("Dear Ada")
    })

    it("give nothing of it to the next user", async () => {
      const page = await leaveDiary()
      await page.evaluate(() => {
        document.cookie = "who=grace"
      })
      await page.goBack()
      await eventually(() => isSame(page).catch(() => true), false)
      await joined(page, "diary")
      await page.waitForTimeout(300)
      expect(await page.locator("[name=text]").inputValue()).toBe("")
      expect(await page.evaluate(() => sessionStorage.getItem("livemount-typed"))).toBeNull()
    })
  })

  it("bring containers back that say so; a hash is gone to", async () => {
    const page = await open("/first")
    await page.evaluate(() => document.querySelector("#box")?.scrollTo(0, 120))
    await page.locator("#hash").click()
    await joined(page, "second")
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(1000)
    await page.goBack()
    await joined(page, "first")
    await eventually(() => page.evaluate(() => document.querySelector("#box")?.scrollTop), 120)
  })

  it("drop what is on its way", async () => {
    const page = await open("/first")
    await page.getByRole("link", { name: "/second" }).click()
    await joined(page, "second")
    site.slowness = 1_000
    await page.getByRole("link", { name: "/slow" }).click()
    await page.goBack()
    await joined(page, "first")
    await page.waitForTimeout(1_200)
    expect([page.url(), await page.locator("h1").textContent()]).toEqual([`${url}/first`, "first"])
    expect(await isSame(page)).toBe(true)
  })
})

describe("a view", () => {
  it.each([
    ["push", 1],
    ["replace", 0],
  ])("sends to another page by pushNavigate: %s", async (button, entries) => {
    const page = await open("/first")
    const before = await page.evaluate(() => history.length)
    await page.locator(`#${button}`).click()
    await joined(page, "second")
    expect([page.url(), await isSame(page)]).toEqual([`${url}/second`, true])
    expect(await page.evaluate(() => history.length)).toBe(before + entries)
  })

  it.each([
    ["that takes this one's place", "say", "second", true],
    ["that has to be loaded", "say-outside", "other-session", false],
  ])("gives its flash to the page %s, once", async (_what, button, view, isExchanged) => {
    const page = await open("/first")
    await page.locator(`#${button}`).click()
    await joined(page, view)
    expect([await page.locator("#flash").textContent(), await isSame(page)]).toEqual(["Hello.", isExchanged])
    await page.reload()
    await joined(page, view)
    expect(await page.locator("#flash").textContent()).toBe("")
  })

  it("is told by the page of a link what the host puts when it is asked for, though it was fetched on a guess before", async () => {
    const page = await open("/first")
    await page.locator("#told").click()
    await joined(page, "told")
    expect([await page.locator("#flash").textContent(), await isSame(page)]).toEqual(["From the host.", true])
    expect(site.asked).toEqual(["/first (prefetch)", "/told (prefetch)", "/told"])
  })

  it("has no effect any more when it has been left", async () => {
    const page = await open("/first")
    await page.locator("#late").click()
    await page.getByRole("link", { name: "/second" }).click()
    await joined(page, "second")
    await page.waitForTimeout(1_200)
    expect([page.url(), await isSame(page)]).toEqual([`${url}/second`, true])
  })
})

it("replaces the entry where the link says so", async () => {
  const page = await open("/first")
  const before = await page.evaluate(() => history.length)
  await page.locator("#in-place").click()
  await joined(page, "second")
  expect(await page.evaluate(() => history.length)).toBe(before)
})

describe("the browser loads", () => {
  it.each([
    ["a page that is not there", "/missing", "/missing"],
    ["one that fails", "/broken", "/broken"],
    ["one with another policy", "/fenced", "/fenced"],
    ["one of another live session", "/other-session", "/other-session"],
    ["what only looks like one of ours", "/uploaded", "/uploaded"],
    ["one with other inline scripts", "inline", "/inline-script"],
    ["one with another base", "based", "/base"],
    ["one of an older deploy, by its tracked assets", "old", "/older"],
    ["one that clears the site's data", "clears", "/clearing"],
    ["where a page redirects to", "out", "/second"],
  ])("%s", async (_what, link, path) => {
    const page = await open("/first")
    await page.locator(link.startsWith("/") ? `nav a[href="${link}"]` : `#${link}`).click()
    await eventually(async () => page.url(), url + path)
    await eventually(() => isSame(page).catch(() => true), false)
    expect(await page.evaluate(() => history.length)).toBe(3)
    await page.goBack()
    await joined(page, "first")
  })

  it("a page of another script", async () => {
    const page = await open("/first")
    await page.route("**/first", async (route) => {
      const response = await route.fetch()
      const body = (await response.text()).replace(/(data-live-page=")\S+/, "$1other")
      await route.fulfill({ response, body })
    })
    await page.reload()
    await joined(page, "first")
    await marked(page)
    await page.getByRole("link", { name: "/second" }).click()
    await joined(page, "second")
    expect(await isSame(page)).toBe(false)
  })

  it("the page where somebody else has logged in", async () => {
    const page = await open("/first")
    await page.evaluate(() => {
      document.cookie = "who=grace"
    })
    await page.getByRole("link", { name: "/second" }).click()
    await joined(page, "second")
    expect(await isSame(page)).toBe(false)
  })

  it("another site, and any page while there is no connection", async () => {
    const page = await open("/first")
    await page.addInitScript(keepSockets)
    await page.route("https://elsewhere.example/", (route) => route.fulfill({ body: "Elsewhere" }))
    await page.locator("#elsewhere").click()
    await page.waitForURL("https://elsewhere.example/")
    await page.goto(`${url}/first`)
    await joined(page, "first")
    await marked(page)
    await page.evaluate(async () => {
      const root = document.querySelector("[data-live=first]") as Element
      for (const socket of (window as unknown as { sockets: WebSocket[] }).sockets) socket.close()
      while (root.classList.contains("live-connected")) await new Promise((resolve) => setTimeout(resolve))
      document.querySelector<HTMLElement>('nav a[href="/second"]')?.click()
    })
    await joined(page, "second")
    expect(await isSame(page)).toBe(false)
  })
})

describe("an answer that takes its time", () => {
  beforeEach(() => {
    site.slowness = 1_500
  })

  it("leaves the page usable, shows that something is loading, and is given up by Escape", async () => {
    const page = await open("/first")
    await page.evaluate(() => {
      for (const name of ["start", "stop"]) {
        addEventListener(`live:page-loading-${name}`, (event) => {
          const { kind } = (event as CustomEvent).detail
          ;(window as unknown as { told: unknown[] }).told.push(`${name} ${kind}`)
        })
      }
    })
    await page.getByRole("link", { name: "/slow" }).click()
    await page.locator("#more").click()
    await eventually(() => page.locator("#more").textContent(), "1")
    await page.keyboard.press("Escape")
    await page.waitForTimeout(1_700)
    expect([page.url(), await page.locator("#more").textContent()]).toEqual([`${url}/first`, "1"])
    const told = await page.evaluate(() => (window as unknown as { told: unknown[] }).told)
    expect(told).toEqual(["start navigate", "stop navigate"])
  })

  it("is overtaken by the last of ten clicks: one page, one entry", async () => {
    const page = await open("/first")
    const before = await page.evaluate(() => history.length)
    await page.evaluate(() => {
      const link = (to: string) => document.querySelector<HTMLElement>(`nav a[href="${to}"]`)
      for (let i = 0; i < 5; i++) {
        link("/slow")?.click()
        link("/second")?.click()
      }
    })
    await joined(page, "second")
    await page.waitForTimeout(1_700)
    expect([page.url(), await isSame(page)]).toEqual([`${url}/second`, true])
    expect(await page.evaluate(() => history.length)).toBe(before + 1)
    expect(site.mounts.filter((name) => name === "slow")).toEqual([])
  })
})

describe("before a page is left", () => {
  it("scripts may say no, also to Back", async () => {
    const page = await open("/first")
    await page.getByRole("link", { name: "/second" }).click()
    await joined(page, "second")
    await page.evaluate(() => {
      addEventListener("live:before-navigate", (event) => {
        ;(window as unknown as { told: unknown[] }).told = [(event as CustomEvent).detail]
        event.preventDefault()
      })
    })
    await page.getByRole("link", { name: "/first" }).click()
    const told = () => page.evaluate(() => (window as unknown as { told: unknown[] }).told)
    expect(await told()).toEqual([
      { href: `${url}/first`, patch: false, dirty: false, pop: false, direction: "forward" },
    ])
    await page.evaluate(() => history.back())
    await page.waitForTimeout(300)
    await eventually(async () => page.url(), `${url}/second`)
    expect(await told()).toEqual([
      { href: `${url}/first`, patch: false, dirty: false, pop: true, direction: "backward" },
    ])
    expect(await page.locator("h1").textContent()).toBe("second")
  })

  it("the user is asked about what is typed and not sent", async () => {
    const page = await open("/draft")
    const answers = [false, true]
    const asked: string[] = []
    page.on("dialog", (dialog) => {
      asked.push(`${dialog.type()}: ${dialog.message()}`)
      void (answers.shift() ? dialog.accept() : dialog.dismiss())
    })
    await page.locator("[name=text]").fill("Dear Ada")
    await page.getByRole("link", { name: "/second" }).click()
    expect([page.url(), asked]).toEqual([`${url}/draft`, ["confirm: Leave the letter?"]])
    await page.getByRole("link", { name: "/second" }).click()
    await joined(page, "second")
    expect([await isSame(page), asked.length]).toEqual([true, 2])
  })
})

it("is fetched when the button goes down, or before where the link says so", async () => {
  const page = await open("/first")
  const link = page.getByRole("link", { name: "/second" })
  await link.hover()
  await page.mouse.down()
  await eventually(async () => site.asked.includes("/second (prefetch)"), true)
  await page.mouse.up()
  await joined(page, "second")
  expect([site.asked.filter((path) => path.startsWith("/second")), await isSame(page)]).toEqual([
    ["/second (prefetch)"],
    true,
  ])
})

describe("is shown by a view transition", () => {
  /** Has the page say whether it has begun one, and takes the clock from it: `waits` is how much later it is each time it looks. */
  async function watch(page: Page): Promise<void> {
    await page.evaluate(() => {
      const { startViewTransition } = Document.prototype as unknown as {
        startViewTransition: (work: () => void) => unknown
      }
      const watched = Object.assign(window, { waits: 0, transitions: 0 })
      Object.assign(Document.prototype, {
        startViewTransition(work: () => void) {
          watched.transitions++
          return startViewTransition.call(document, work)
        },
      })
      let time = performance.now()
      performance.now = () => (time += watched.waits)
    })
  }

  /** Goes to a page; true if that was shown by one. */
  async function shows(page: Page, view: string, waits: number, go: () => Promise<unknown>): Promise<boolean> {
    await page.evaluate((ms) => Object.assign(window, { waits: ms, transitions: 0 }), waits)
    await go()
    await joined(page, view)
    expect(await isSame(page)).toBe(true)
    return page.evaluate(() => (window as unknown as { transitions: number }).transitions > 0)
  }

  const follow = (page: Page, path: string) =>
    page.evaluate((to) => document.querySelector<HTMLElement>(`nav a[href="${to}"]`)?.click(), path)

  it("unless less motion is wanted", async () => {
    for (const reducedMotion of ["no-preference", "reduce"] as const) {
      const page = await open("/first")
      await page.emulateMedia({ reducedMotion })
      await watch(page)
      const isByOne = await shows(page, "second", 0, () => page.getByRole("link", { name: "/second" }).click())
      expect(isByOne).toBe(reducedMotion === "no-preference")
    }
  })

  it("where it is at hand, and not where the user has waited for it: by a link, by a view, and on Back", async () => {
    const page = await open("/first")
    await watch(page)
    for (const waits of [0, 60]) {
      const isAtHand = waits === 0
      expect(await shows(page, "second", waits, () => follow(page, "/second"))).toBe(isAtHand)
      expect(await shows(page, "first", waits, () => page.goBack())).toBe(isAtHand)
      expect(await shows(page, "second", waits, () => page.locator("#push").click())).toBe(isAtHand)
      expect(await shows(page, "first", waits, () => page.goBack())).toBe(isAtHand)
    }
  })

  it("always where a style sheet of the app says so", async () => {
    const page = await open("/first")
    await watch(page)
    await page.route("https://elsewhere.example/*", (route) =>
      route.fulfill({ contentType: "text/css", body: "@view-transition { navigation: none }" }),
    )
    const auto = "@view-transition { navigation: auto }"
    const sheets: [css: string, isSaid: boolean][] = [
      [auto, true],
      [`${auto} @view-transition { navigation: none }`, false],
      [`@media (min-width: 1px) { ${auto} }`, true],
      [`@media print { ${auto} }`, false],
      [`@layer base { @supports (display: grid) { ${auto} } }`, true],
      [`@supports (display: no-such) { ${auto} }`, false],
      [`@import "https://elsewhere.example/a.css"; ${auto}`, true],
    ]
    for (const [index, [css, isSaid]] of sheets.entries()) {
      await page.evaluate(async (text) => {
        document.querySelector("#said")?.remove()
        const style = Object.assign(document.createElement("style"), { id: "said", textContent: text })
        document.head.append(style)
        if (text.includes("@import")) await new Promise((resolve) => style.addEventListener("load", resolve))
      }, css)
      const view = index % 2 === 0 ? "second" : "first"
      expect([css, await shows(page, view, 60, () => follow(page, `/${view}`))]).toEqual([css, isSaid])
    }
    expect(visitor.complaints).toEqual([])
  })
})

it("works on Koa: there and back, and what has to be loaded is", async () => {
  const koa = hosts.find(({ kind }) => kind === "koa")
  if (koa === undefined) throw new Error("There is no host.")
  const other = makeSite(koa)
  const origin = await serve(other.app)
  const page = await visitor.open(`${origin}/first`)
  await joined(page, "first")
  await marked(page)
  await page.locator("#push").click()
  await joined(page, "second")
  await page.goBack()
  await joined(page, "first")
  expect(await isSame(page)).toBe(true)
  await page.locator("#out").click()
  await joined(page, "second")
  expect([page.url(), await isSame(page)]).toEqual([`${origin}/second`, false])
  rmSync(other.folder, { recursive: true })
})
