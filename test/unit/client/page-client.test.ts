/** The whole client on a page, over a connection without a network. */
import { Binder } from "../../../client/dom/binder.js"
import { Writer } from "../../../client/dom/writer.js"
import { PageClient } from "../../../client/page-client.js"
import { ClientLedger } from "../../../client/view/client-ledger.js"
import { FakeConnection } from "../../support/fake-connection.js"
import { roomsOf, Walk } from "../../support/ways.js"

const visit = jest.fn()
const fetchPage = jest.fn()
let complaints: jest.SpyInstance
let client: PageClient | undefined
let hidden = false

function root(view: string, number: number, inside = `<p>5</p><button live-click="add">+</button>`): string {
  return `<div id="${view}-${number}" data-live="${view}" data-live-token="T${number}" data-live-templates="A">${inside}</div>`
}

const texts = { A: `<p><!--$--></p><button live-click="add">+</button>` }

function start(
  html: string,
  options: { development?: boolean; params?: () => Record<string, unknown> } = {},
): FakeConnection {
  document.body.innerHTML = html
  let connection: FakeConnection | undefined
  client = new PageClient({
    config: { socket: "/live/socket", namespace: "/live/", prefix: "live-", development: options.development ?? false },
    makeConnection: (delegate) => {
      connection = new FakeConnection(delegate)
      return connection
    },
    visit,
    ...(options.params === undefined ? {} : { params: options.params }),
  })
  client.start()
  return connection as FakeConnection
}

/** A page with one counter, joined as instance 0. */
function joined(html: string = root("counter", 1)): FakeConnection {
  const connection = start(html)
  connection.opened()
  connection.to("counter").answer({ i: 0, e: { t: { 0: ["A", texts.A] } } })
  return connection
}

/** What is loaded while the page connects, and after the join has come. */
async function parts(): Promise<void> {
  await jest.advanceTimersByTimeAsync(0)
}

function shown(): string[] {
  return [...document.querySelectorAll("p")].map((element) => element.textContent)
}

function listen(name: string): unknown[] {
  const heard: unknown[] = []
  window.addEventListener(name, (event) => heard.push((event as CustomEvent).detail), { once: true })
  return heard
}

beforeEach(() => {
  jest.useFakeTimers()
  sessionStorage.clear()
  history.replaceState(null, "", "/page")
  complaints = jest.spyOn(console, "error").mockImplementation(() => {})
  visit.mockReset()
  fetchPage.mockReset()
  globalThis.fetch = fetchPage
  hidden = false
  Object.defineProperty(Document.prototype, "hidden", { configurable: true, get: () => hidden })
})

afterEach(() => {
  client?.stop()
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe("a page", () => {
  it("without views opens no connection", () => {
    expect(start("<p>hello</p>").opens).toBe(0)
  })

  it("has one channel per view name and a join per root", () => {
    const connection = start(root("counter", 1) + root("counter", 2) + root("clock", 1))
    connection.opened()
    expect([...connection.channels.keys()]).toEqual(["counter", "clock"])
    expect(connection.to("counter").joins.map(({ request }) => request.t)).toEqual(["T1", "T2"])
  })

  it("writes what an event's acknowledgement brings into the instance it came from", () => {
    const connection = start(root("counter", 1) + root("counter", 2))
    connection.opened()
    const channel = connection.to("counter")
    channel.joins[0]?.reply({ i: 4, e: { t: { 0: ["A", texts.A] } } })
    channel.joins[1]?.reply({ i: 5, e: { t: { 0: "A" } } })
    document.querySelectorAll("button")[1]?.click()
    expect(channel.events).toMatchObject([{ instance: 5, event: "add", payload: {} }])
    channel.acknowledge({ 0: "6" })
    expect(shown()).toEqual(["5", "6"])
    channel.pushDiff(4, { 0: "7" })
    expect(shown()).toEqual(["7", "6"])
    channel.pushDiff(99, { 0: "8" })
    expect(shown()).toEqual(["7", "6"])
  })

  describe("by the rooms that docs/architecture.md names", () => {
    const halves = ["client/view", "client/dom"]
    let walk: Walk

    beforeEach(() => {
      walk = new Walk()
    })
    afterEach(() => walk.over())

    it("takes an event, and its answer", () => {
      const channel = joined().to("counter")
      walk.noteAt(channel, "push")
      walk.noteAt(Writer.prototype, "slot")
      document.querySelector("button")?.click()
      channel.acknowledge({ 0: "6" })
      expect(shown()).toEqual(["6"])
      const whole = ["client/events", ...halves]
      expect(walk.roomsIn(...whole)).toEqual(roomsOf("An event, and back", ...whole))
    })

    it("takes what an info has changed", () => {
      const channel = joined().to("counter")
      walk.noteAt(Writer.prototype, "slot")
      channel.pushDiff(0, { 0: "6" })
      expect(shown()).toEqual(["6"])
      expect(walk.roomsIn(...halves)).toEqual(roomsOf("An info", ...halves))
    })

    it("joins a view, and binds it", () => {
      const connection = start(root("counter", 1))
      const channel = connection.to("counter")
      walk.noteAt(channel, "join")
      walk.noteAt(Binder.prototype, "level")
      // Called by what goes on once a page shows what its view does.
      walk.noteAt(ClientLedger.prototype, "takeMissed")
      connection.opened()
      channel.answer({ i: 0, e: { t: { 0: ["A", texts.A] } } })
      expect(walk.roomsIn(...halves)).toEqual(roomsOf("A join", ...halves))
    })
  })

  it("asks for its connect parameters at each join", () => {
    let count = 0
    const connection = start(root("counter", 1), { params: () => ({ count: ++count }) })
    connection.opened()
    connection.lost()
    connection.opened()
    expect(connection.to("counter").joins.map(({ request }) => request.p)).toEqual([{ count: 1 }, { count: 2 }])
  })

  it("joins the views that came later, and leaves those that went, when started again", () => {
    const connection = joined()
    document.body.innerHTML = root("counter", 2)
    client?.start()
    expect(connection.to("counter").left).toEqual([0])
    expect(connection.to("counter").joins.at(-1)?.request.t).toBe("T2")
  })

  it("takes all values of a view that went and came back", () => {
    const connection = joined()
    const own = document.body.firstElementChild as Element
    own.remove()
    client?.start()
    document.body.append(own)
    client?.start()
    expect(connection.to("counter").joins[1]?.request.a).toBe(true)
    connection.to("counter").answer({ i: 1, d: { 0: "8" } })
    document.querySelector("button")?.click()
    connection.to("counter").acknowledge({ 0: "9" })
    expect(shown()).toEqual(["9"])
  })

  it("that was stopped comes back with all values", () => {
    const connection = joined()
    client?.stop()
    expect(client?.connected).toBe(false)
    document.querySelector("button")?.click()
    expect(connection.to("counter").events).toEqual([])
    client?.start()
    connection.opened()
    expect(connection.to("counter").joins[1]?.request.a).toBe(true)
  })

  it("sends what was typed before the join, after what waited", async () => {
    const inside = `<p>5</p><form live-change="check"><input name="a" value=""></form>`
    const connection = start(root("counter", 1, inside))
    ;(document.querySelector("input") as HTMLInputElement).value = "typed before the script"
    await parts()
    connection.opened()
    const text = `<p><!--$--></p><form live-change="check"><input name="a" value="\uFDD0"></form>`
    connection.to("counter").answer({ i: 0, e: { t: { 0: ["A", text] } } })
    expect(connection.to("counter").events).toMatchObject([{ event: "check", payload: "a=typed+before+the+script" }])
  })
})

describe("a client that was disconnected", () => {
  it("stays so, though a view was about to try again", () => {
    const connection = joined()
    const channel = connection.to("counter")
    channel.closed(true)
    client?.stop()
    jest.advanceTimersByTime(1_000)
    // That opens the connection.
    expect(channel.opens).toBe(1)
    connection.isOpen = true
    connection.delegate.connectionOpened()
    expect([connection.isOpen, client?.connected]).toEqual([false, false])
    client?.start()
    connection.opened()
    expect([connection.opens, client?.connected]).toEqual([2, true])
  })

  it("leaves buttons and forms that post what their bindings say by then", async () => {
    const inside = `<button live-click="add" form="live-post" name="_live" value="counter-1 add ?"></button>
      <form live-submit="save" method="post"><input name="_live" value="counter-1 save" data-live-post></form>`
    joined(root("counter", 1, inside) + '<form id="live-post" data-live-post method="post"></form>')
    await parts()
    document.querySelector("button")?.setAttribute("live-click", "reset")
    document.querySelector("form")?.setAttribute("live-submit", "keep")
    client?.stop()
    expect(document.querySelector("button")?.value).toBe("counter-1 reset ?")
    expect(document.querySelector("input")?.value).toBe("counter-1 keep")
  })
})

describe("effects", () => {
  it("set the title and reach the page as events on window", () => {
    const heard = listen("live:saved")
    joined()
      .to("counter")
      .pushDiff(0, 0, { n: "New title", e: [["saved", { id: 7 }]] })
    expect(document.title).toBe("New title")
    expect(heard).toEqual([{ id: 7 }])
  })

  it("bring snapshots, which are forgotten where the user is logged out", async () => {
    const snapshot = (): string | null | undefined => document.querySelector("div")?.getAttribute("data-live-snapshot")
    const connection = joined(root("counter", 1).replace("<div", '<div data-live-snapshot=""'))
    await parts()
    connection.to("counter").pushDiff(0, 0, { s: "1.sealed" })
    expect([snapshot(), Object.values(sessionStorage).join()]).toEqual([
      "1.sealed",
      expect.stringContaining("1.sealed"),
    ])
    connection.to("counter").exit(0, { code: "LV_DISCONNECTED", message: "gone" })
    await parts()
    expect([snapshot(), sessionStorage]).toEqual(["", expect.objectContaining({ length: 0 })])
  })

  it("redirect after the page was told that it is loading", async () => {
    const connection = joined()
    await parts()
    const heard = listen("live:page-loading-start")
    connection.to("counter").pushDiff(0, 0, { r: { to: "/login" } })
    expect(visit).toHaveBeenCalledWith("http://localhost/login")
    expect(heard).toEqual([{ kind: "redirect", to: "http://localhost/login" }])
  })

  it("redirect to a place in the page: nothing is loading after it", async () => {
    const connection = joined()
    await parts()
    const [begun, ended] = [listen("live:page-loading-start"), listen("live:page-loading-stop")]
    connection.to("counter").pushDiff(0, 0, { r: { to: "/page#end" } })
    expect(visit).toHaveBeenCalledWith("http://localhost/page#end")
    expect(ended).toEqual(begun)
    expect(ended).toHaveLength(1)
  })

  it("do not redirect to what no view may name", async () => {
    const connection = joined()
    await parts()
    connection.to("counter").pushDiff(0, 0, { r: { to: "javascript:alert(1)" } })
    expect(visit).not.toHaveBeenCalled()
    expect(complaints).toHaveBeenCalledTimes(1)
  })

  it("redirect to the page itself once, not in a loop", async () => {
    for (let load = 0; load < 3; load++) {
      const connection = start(root("counter", 1))
      await parts()
      connection.opened()
      connection.to("counter").answer({ r: { to: "/page" } })
      client?.stop()
    }
    expect(visit).toHaveBeenCalledTimes(1)
  })
})

describe("a redirect to the page itself", () => {
  it("that follows from what the user does is no loop", async () => {
    Object.defineProperty(navigator, "userActivation", { configurable: true, value: { isActive: true } })
    const connection = joined()
    await parts()
    for (let save = 0; save < 2; save++) {
      document.querySelector("button")?.click()
      connection.to("counter").acknowledge(0, { r: { to: "/page" } })
    }
    Reflect.deleteProperty(navigator, "userActivation")
    expect(visit).toHaveBeenCalledTimes(2)
  })
})

describe("the connection", () => {
  it("is tried again after a while, and the views are joined again", () => {
    const connection = joined()
    connection.lost()
    expect(connection.opens).toBe(1)
    jest.advanceTimersByTime(100)
    expect(connection.opens).toBe(2)
    connection.opened()
    connection.to("counter").answer({ i: 0, d: { 0: "9" } })
    expect(shown()).toEqual(["9"])
  })

  it("whose views were all refused is not tried again for them, and is not missed: each opens its channel, later each time", async () => {
    jest.spyOn(Math, "random").mockReturnValue(0)
    const connection = joined()
    await parts()
    const channel = connection.to("counter")
    connection.refused("no such view")
    expect(client?.connected).toBe(false)
    for (const delay of [1_000, 2_000, 4_000]) {
      const { opens } = channel
      jest.advanceTimersByTime(delay - 1)
      expect([channel.opens - opens, connection.opens]).toEqual([0, 1])
      jest.advanceTimersByTime(1)
      expect([channel.opens - opens, connection.opens]).toEqual([1, 1])
      connection.refused("no such view")
    }
    expect([visit.mock.calls, document.querySelector(".live-notice")]).toEqual([[], null])
    // One that is lost is tried again by itself.
    connection.lost()
    jest.advanceTimersByTime(100)
    expect(connection.opens).toBe(2)
  })

  it("is tried at once when the page comes to the front or the network returns", () => {
    const connection = joined()
    connection.lost()
    document.dispatchEvent(new Event("visibilitychange"))
    expect(connection.opens).toBe(2)
    connection.lost()
    window.dispatchEvent(new Event("online"))
    expect(connection.opens).toBe(3)
  })

  it("that is missed shows the notice and the error class, until it is back", async () => {
    const connection = joined()
    await parts()
    connection.lost()
    jest.advanceTimersByTime(500)
    const notice = document.querySelector<HTMLElement>(".live-notice")
    expect(notice?.hidden).toBe(false)
    expect(document.querySelector("[data-live]")?.className).toBe("live-loading live-error")
    connection.opened()
    expect(notice?.hidden).toBe(true)
  })

  it("that never was there is not missed", () => {
    const connection = start(root("counter", 1))
    connection.lost()
    jest.advanceTimersByTime(60_000)
    expect(document.querySelector(".live-notice")).toBeNull()
    expect(connection.opens).toBe(2)
  })

  it("that is missing when the user tries something says so at once", async () => {
    const connection = joined()
    await parts()
    connection.lost()
    document.querySelector("button")?.click()
    expect(document.querySelector("button")?.className).toBe("live-refused")
    expect(document.querySelector(".live-notice")).not.toBeNull()
  })

  it("is closed for the back/forward cache and opened again, without a notice or a page load", () => {
    const connection = joined()
    window.dispatchEvent(new Event("pagehide"))
    expect(connection.isOpen).toBe(false)
    jest.advanceTimersByTime(60_000)
    expect(connection.opens).toBe(1)
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }))
    expect(connection.opens).toBe(2)
    connection.opened()
    connection.to("counter").answer({ i: 1 })
    expect(document.querySelector(".live-notice")).toBeNull()
    expect(visit).not.toHaveBeenCalled()
  })

  it("leaves its views when the page is gone for good, and not when it may come back", () => {
    const connection = joined()
    window.dispatchEvent(Object.assign(new Event("pagehide"), { persisted: true }))
    expect(connection.to("counter").left).toEqual([])
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }))
    connection.opened()
    connection.to("counter").answer({ i: 1 })
    window.dispatchEvent(Object.assign(new Event("pagehide"), { persisted: false }))
    expect(connection.to("counter").left).toEqual([1])
    expect(connection.isOpen).toBe(false)
  })

  describe("that is gone for good while joins are under way", () => {
    const leave = (persisted: boolean) => window.dispatchEvent(Object.assign(new Event("pagehide"), { persisted }))

    it("leaves what it has asked for, once, and what it has", () => {
      const connection = start(root("counter", 1) + root("counter", 2) + root("counter", 3) + root("other", 4))
      connection.opened()
      connection.to("counter").joins[0]?.reply({ i: 4, e: { t: { 0: ["A", texts.A] } } })
      connection.to("other").answer({ x: { code: "LV_UNREAD", message: "no" } })
      leave(false)
      expect(connection.to("counter").left).toEqual([4, -1])
      expect(connection.to("other").left).toEqual([])
    })

    it("leaves what a root has asked for that has left the page before it", () => {
      const connection = start(root("counter", 1))
      connection.opened()
      document.body.innerHTML = ""
      client?.start()
      leave(false)
      expect(connection.to("counter").left).toEqual([-1])
    })

    it("leaves nothing where it may come back, and nothing of a connection before", () => {
      const connection = start(root("counter", 1))
      connection.opened()
      leave(true)
      window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }))
      leave(false)
      expect(connection.to("counter").left).toEqual([])
    })
  })

  it("that comes back by its key has what was under way answered, and what was typed meanwhile told", async () => {
    const html = `<form live-change="typed"><input name="a"></form>`
    const connection = start(root("counter", 1, html))
    await parts()
    connection.opened()
    const channel = connection.to("counter")
    channel.answer({ i: 0, k: "k1", e: { t: { 0: ["A", html] } } })
    const input = document.querySelector("input") as HTMLInputElement
    const type = (text: string): void => {
      input.value = text
      input.dispatchEvent(new Event("input", { bubbles: true }))
    }
    type("a")
    connection.lost()
    type("ab")
    type("abc")
    expect(input.className).toBe("live-change-loading live-queued")
    jest.advanceTimersByTime(500)
    expect(document.querySelector<HTMLElement>(".live-notice")?.textContent).toBe(
      "Reconnecting… What you have typed is kept.",
    )
    connection.opened()
    expect(channel.joins.at(-1)?.request.r).toEqual({ k: "k1", f: 0, e: 0 })
    channel.answer({ i: 5, k: "k2", r: { e: 1, f: [[1, 0]] } })
    expect(channel.events.map(({ payload, number }) => [payload, number])).toEqual([
      ["a=a&_target=a", 1],
      ["a=abc&_target=a", 2],
    ])
    channel.acknowledge()
    expect([input.className, input.value]).toEqual(["", "abc"])
  })

  it("to another process has what was under way told as unknown, and what was typed told once more", async () => {
    const html = `<form live-change="typed"><input name="a"></form><button live-click="add">+</button>`
    const connection = start(root("counter", 1, html))
    await parts()
    connection.opened()
    const channel = connection.to("counter")
    channel.answer({ i: 0, k: "k1", e: { t: { 0: ["A", html] } } })
    const [input, button] = [document.querySelector("input"), document.querySelector("button")] as const
    button?.click()
    if (input) input.value = "a"
    input?.dispatchEvent(new Event("input", { bubbles: true }))
    const failed = listen("live:event-failed")
    connection.lost()
    connection.opened()
    channel.answer({ i: 0, k: "k2", d: {} })
    await parts()
    expect(channel.events.slice(2).map(({ payload, number }) => [payload, number])).toEqual([["a=a", 1]])
    expect(button?.className).toBe("live-refused")
    expect(failed).toMatchObject([{ code: "LV_EVENT_UNKNOWN" }])
    expect(document.querySelector(".live-failure")?.textContent).toBe(
      "The connection was lost. Please check whether that worked.",
    )
  })
})

describe("a page that is hidden", () => {
  let hidden: jest.SpyInstance<boolean, []>
  const become = (isHidden: boolean): void => {
    hidden.mockReturnValue(isHidden)
    document.dispatchEvent(new Event("visibilitychange"))
  }

  beforeEach(() => {
    hidden = jest.spyOn(Document.prototype, "hidden", "get").mockReturnValue(false)
  })
  afterEach(() => hidden.mockRestore())

  it("says so, and that it is seen again, through one channel", () => {
    const connection = start(root("counter", 1) + root("other", 2))
    connection.opened()
    expect(connection.to("counter").saidHidden).toEqual([])
    become(true)
    window.dispatchEvent(new Event("online"))
    become(false)
    expect(connection.to("counter").saidHidden).toEqual([true, true, false])
    expect(connection.to("other").saidHidden).toEqual([])
  })

  it("from the start says so when its connection is open, after its joins", () => {
    hidden.mockReturnValue(true)
    const connection = start(root("counter", 1))
    const channel = (): { said: boolean[]; joins: number } => {
      const { saidHidden, joins } = connection.to("counter")
      return { said: saidHidden, joins: joins.length }
    }
    expect(channel()).toEqual({ said: [], joins: 0 })
    connection.opened()
    expect(channel()).toEqual({ said: [true], joins: 1 })
    become(false)
    expect(channel().said).toEqual([true, false])
  })

  it("says so anew on each connection, and nothing while there is none", () => {
    const connection = joined()
    become(true)
    connection.lost()
    become(false)
    become(true)
    connection.open()
    connection.opened()
    expect(connection.to("counter").saidHidden).toEqual([true, true])
    connection.lost()
    become(false)
    connection.opened()
    expect(connection.to("counter").saidHidden).toEqual([true, true])
  })

  it("that was kept for Back comes back seen: nothing is to be said", () => {
    const connection = joined()
    become(true)
    window.dispatchEvent(new Event("pagehide"))
    hidden.mockReturnValue(false)
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }))
    connection.opened()
    expect(connection.to("counter").saidHidden).toEqual([true])
  })
})

describe("loading", () => {
  it("is over when all views have been answered", async () => {
    const [begun, ended] = [listen("live:page-loading-start"), listen("live:page-loading-stop")]
    const connection = start(root("counter", 1) + root("counter", 2))
    await parts()
    expect(begun).toEqual([{ kind: "initial" }])
    connection.opened()
    const [first, second] = connection.to("counter").joins
    first?.reply({ i: 0, e: { t: { 0: ["A", texts.A] } } })
    expect(ended).toEqual([])
    second?.reply({ x: { code: "LV_JOIN_FAILED", message: "no" } })
    expect(ended).toEqual([{ kind: "initial" }])
  })

  it("is over for a view that redirects instead of joining: the page may stay", async () => {
    const connection = start(root("counter", 1))
    await parts()
    connection.opened()
    const ended = listen("live:page-loading-stop")
    connection.to("counter").answer({ r: { to: "/export.csv" } })
    expect(ended).toEqual([{ kind: "initial" }])
  })

  it("stands on no view that was sent elsewhere, and does not come; it joins when the page comes back", async () => {
    const connection = start(root("counter", 1))
    await parts()
    connection.opened()
    const looks = (): string | undefined => document.querySelector("[data-live]")?.className
    expect(looks()).toBe("live-loading")
    connection.to("counter").answer({ r: { to: "/next" } })
    expect(looks()).toBe("")
    // A connection that is lost meanwhile is not a reason to be sent there again.
    connection.lost()
    connection.opened()
    expect(connection.to("counter").joins).toHaveLength(1)
    window.dispatchEvent(Object.assign(new Event("pagehide"), { persisted: true }))
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }))
    connection.opened()
    connection.to("counter").answer({ i: 3, e: { t: { 0: ["A", texts.A] } } })
    expect([looks(), connection.to("counter").joins.length]).toEqual(["live-connected", 2])
    document.querySelector("button")?.click()
    expect(connection.to("counter").events).toMatchObject([{ instance: 3, event: "add" }])
  })

  it("of another page goes on when the connection ends, as it does then", async () => {
    const connection = joined()
    await parts()
    const ended = listen("live:page-loading-stop")
    connection.to("counter").pushDiff(0, 0, { r: { to: "/login" } })
    connection.lost()
    expect(ended).toEqual([])
  })

  it("is over when there is no connection", async () => {
    const ended = listen("live:page-loading-stop")
    start(root("counter", 1)).lost()
    await parts()
    expect(ended).toHaveLength(1)
  })
})

describe("a refused token", () => {
  const expired = { x: { code: "LV_TOKEN_EXPIRED", message: "too old" } }

  it("is renewed from the page's own URL", async () => {
    fetchPage.mockResolvedValue({
      ok: true,
      status: 200,
      text: () => Promise.resolve(root("counter", 1).replace("T1", "T9")),
    })
    history.replaceState(null, "", "/page?_live=x#part")
    const connection = start(root("counter", 1))
    connection.opened()
    connection.to("counter").answer(expired)
    await jest.advanceTimersByTimeAsync(0)
    expect(fetchPage.mock.calls[0]?.[0]).toBe("http://localhost/page")
    expect(connection.to("counter").joins[1]?.request).toMatchObject({ t: "T9", a: true })
    connection.to("counter").answer({ i: 0, d: { 0: "6" }, e: { t: { 0: ["A", texts.A] } } })
    expect(shown()).toEqual(["6"])
  })

  it("whose page redirects now is a plain load, once", async () => {
    fetchPage.mockResolvedValue({ ok: false, status: 0, type: "opaqueredirect" })
    for (let load = 0; load < 3; load++) {
      const connection = start(root("counter", 1))
      connection.opened()
      connection.to("counter").answer(expired)
      await jest.advanceTimersByTimeAsync(0)
      client?.stop()
    }
    expect(visit.mock.calls).toEqual([["http://localhost/page"]])
  })

  it("refused again says why in the console, and the page stays", async () => {
    fetchPage.mockResolvedValue({ ok: true, status: 200, text: () => Promise.resolve(root("counter", 1)) })
    const connection = start(root("counter", 1))
    connection.opened()
    connection.to("counter").answer(expired)
    await jest.advanceTimersByTimeAsync(0)
    connection.to("counter").answer(expired)
    await jest.advanceTimersByTimeAsync(60_000)
    expect(fetchPage).toHaveBeenCalledTimes(1)
    expect(visit).not.toHaveBeenCalled()
    expect(complaints.mock.calls[0]?.[0]).toContain("LV_TOKEN_EXPIRED")
  })
})

describe("tokens of another browser", () => {
  it("renewed for several views at a time are used over one new connection", async () => {
    const both = root("counter", 1) + root("counter", 2)
    fetchPage.mockResolvedValue({ ok: true, status: 200, text: () => Promise.resolve(both.replaceAll("T", "N")) })
    const connection = start(both)
    connection.opened()
    const close = jest.spyOn(connection, "close")
    const opens = connection.opens
    const foreign = { x: { code: "LV_TOKEN_FOREIGN", message: "cookie" } }
    const { joins } = connection.to("counter")
    for (const { reply } of joins) reply(foreign)
    await jest.advanceTimersByTimeAsync(10)
    expect([close.mock.calls.length, connection.opens - opens]).toEqual([1, 1])
    connection.opened()
    expect(joins.slice(2).map(({ request }) => request.t)).toEqual(["N1", "N2"])
  })
})

describe("an event that failed", () => {
  const problem = { code: "LV_UNKNOWN_EVENT", message: "no such event" }
  const notice = (): HTMLElement | null => document.querySelector("[role=alert]")

  async function fail(html?: string): Promise<FakeConnection> {
    const connection = joined(html)
    await parts()
    document.querySelector("button")?.click()
    connection.to("counter").acknowledge(0, { x: problem })
    return connection
  }

  it("is told to the user in production, for a while", async () => {
    const heard = listen("live:event-failed")
    await fail()
    expect(heard).toEqual([{ ...problem, root: "counter-1" }])
    expect([notice()?.textContent, notice()?.hidden]).toEqual(["That did not work. Please try again.", false])
    await jest.advanceTimersByTimeAsync(7_999)
    expect(notice()?.hidden).toBe(false)
    await jest.advanceTimersByTimeAsync(1)
    expect(notice()?.hidden).toBe(true)
  })

  it("is told by the page's own element where there is one, its text untouched, with the code", async () => {
    await fail(`${root("counter", 1)}<p data-live-failure hidden>Oh no</p>`)
    const own = document.querySelector<HTMLElement>("[data-live-failure]")
    expect([own?.hidden, own?.textContent, own?.dataset.code]).toEqual([false, "Oh no", "LV_UNKNOWN_EVENT"])
    expect(notice()).toBeNull()
  })

  it("is the page's own matter where it says so", async () => {
    window.addEventListener("live:event-failed", (event) => event.preventDefault(), { once: true })
    await fail()
    expect(notice()).toBeNull()
  })

  it("that could not be sent is told too", async () => {
    const connection = joined()
    await parts()
    connection.to("counter").limit = 0
    document.querySelector("button")?.click()
    expect(notice()?.textContent).toBe("This is too large to be sent.")
    expect(complaints.mock.calls.at(-1)?.[0]).toContain("LV_MESSAGE_TOO_LARGE")
  })

  it("is told by the overlay in development", async () => {
    const connection = start(root("counter", 1), { development: true })
    connection.opened()
    connection.to("counter").answer({ i: 0, e: { t: { 0: ["A", texts.A] } } })
    await parts()
    document.querySelector("button")?.click()
    connection.to("counter").acknowledge(0, { x: problem })
    await parts()
    expect(notice()).toBeNull()
    expect(document.querySelector("[role=alertdialog]")).not.toBeNull()
    document.querySelector("[role=alertdialog]")?.remove()
  })
})

describe("what a script has moved out of its root", () => {
  const text = `<div class="dialog"><form live-change="check" live-submit="save"><input name="a"></form><button live-click="go">+</button></div><p><!--$--></p>`
  const first = text
    .replace("<!--$-->", "5")
    .replace("<button", '<button form="live-post" name="_live" value="counter-1 go ?"')
  const dialog = (): HTMLElement => document.querySelector(".dialog") as HTMLElement

  function opened(): FakeConnection {
    const connection = start(`${root("counter", 1, first)}<form id="live-post" data-live-post method="post"></form>`)
    connection.opened()
    connection.to("counter").answer({ i: 0, e: { t: { 0: ["A", text] } } })
    return connection
  }

  function use(connection: FakeConnection): void {
    const click = new MouseEvent("click", { bubbles: true, cancelable: true })
    dialog().querySelector("button")?.dispatchEvent(click)
    expect(click.defaultPrevented).toBe(true)
    const submit = new Event("submit", { bubbles: true, cancelable: true })
    dialog().querySelector("form")?.dispatchEvent(submit)
    expect(submit.defaultPrevented).toBe(true)
    expect(connection.to("counter").events.map(({ event }) => event)).toEqual(["go", "save"])
  }

  it("at once to the end of the page, is the view's still", async () => {
    const connection = opened()
    document.body.append(dialog())
    await parts()
    use(connection)
  })

  it("first out of the page, and back elsewhere later, is the view's still", async () => {
    const connection = opened()
    const element = dialog()
    element.remove()
    await parts()
    document.body.append(element)
    await parts()
    use(connection)
  })

  it("and back into it tells its events once", async () => {
    const connection = opened()
    document.body.append(dialog())
    await parts()
    document.querySelector("#counter-1")?.append(dialog())
    await parts()
    use(connection)
  })

  it("has its edits told after a new join", async () => {
    const connection = opened()
    document.body.append(dialog())
    await parts()
    connection.lost()
    const input = dialog().querySelector("input") as HTMLInputElement
    input.value = "1"
    input.dispatchEvent(new Event("input", { bubbles: true }))
    connection.opened()
    connection.to("counter").answer({ i: 1, d: { 0: "6" } })
    expect(connection.to("counter").events).toMatchObject([{ event: "check", payload: "a=1" }])
  })

  it("by the view itself, with its difference, is gone", async () => {
    const connection = start(root("counter", 1, "<!--{B--><b>x</b><!--}-->"))
    connection.opened()
    connection.to("counter").answer({ i: 0, d: { 0: [1] }, e: { t: { 0: ["A", "<!--$-->"], 1: ["B", "<b>x</b>"] } } })
    const gone = document.querySelector("b") as Element
    connection.to("counter").pushDiff(0, { 0: null })
    document.body.append(gone)
    gone.setAttribute("live-click", "go")
    gone.dispatchEvent(new MouseEvent("click", { bubbles: true }))
    expect(connection.to("counter").events).toEqual([])
  })
})

describe("a title", () => {
  const title = (attributes: string): HTMLTitleElement => {
    document.title = ""
    document.querySelector("title")?.remove()
    document.head.insertAdjacentHTML("beforeend", `<title ${attributes}></title>`)
    return document.querySelector("title") as HTMLTitleElement
  }

  it.each([
    ["", "News", "News"],
    ['data-prefix="A " data-suffix=" - Z" data-default="Home"', "News", "A News - Z"],
    ['data-prefix="A " data-suffix=" - Z" data-default="Home"', "", "A Home - Z"],
    ['data-suffix=" - Z"', "", "- Z"],
  ])("of <title %s> is written with what its element says: %j", (attributes, text, expected) => {
    title(attributes)
    const connection = joined()
    connection.to("counter").pushDiff(0, 0, { n: text })
    expect(document.title).toBe(expected)
  })
})

it("a title is written where a form has that name, or there is none yet", async () => {
  document.querySelector("title")?.remove()
  const connection = joined(`${root("counter", 1)}<form name="title"></form>`)
  await parts()
  connection.to("counter").pushDiff(0, 0, { n: "News" })
  expect(document.querySelector("title")?.textContent).toBe("News")
  connection.to("counter").pushDiff(0, 0, { n: "More" })
  expect(document.querySelector("title")?.textContent).toBe("More")
})

describe("a portal", () => {
  const text = `<p><!--$--></p><template data-live-portal="#target"><div><form live-change="check"><input name="a"></form><button live-click="go"><!--$--></button></div></template>`
  const first = text.replace("<!--$-->", "5").replace("<!--$-->", "+")
  /** The part of the client that shows portals is loaded when a page has one. */
  const until = async (condition: () => boolean): Promise<void> => {
    jest.useRealTimers()
    while (!condition()) await new Promise((resolve) => setTimeout(resolve))
  }
  const target = (): HTMLElement => document.querySelector("#target") as HTMLElement

  async function shownPortal(): Promise<FakeConnection> {
    const connection = start(`${root("counter", 1, first)}<div id="target"></div>`)
    connection.opened()
    connection.to("counter").answer({ i: 0, e: { t: { 0: ["A", text] } } })
    await until(() => target().querySelector("button") !== null)
    return connection
  }

  it("is shown once its part of the client has come, and its events go to its view", async () => {
    const connection = await shownPortal()
    expect(target().textContent).toBe("+")
    target().querySelector("button")?.click()
    expect(connection.to("counter").events).toMatchObject([{ instance: 0, event: "go" }])
    connection.to("counter").acknowledge({ 1: "++" })
    expect(target().textContent).toBe("++")
    const input = target().querySelector("input") as HTMLInputElement
    input.value = "1"
    input.dispatchEvent(new Event("input", { bubbles: true }))
    expect(connection.to("counter").events.at(-1)).toMatchObject({ event: "check", payload: "a=1&_target=a" })
  })

  it("has its edits sent after a new join", async () => {
    const connection = await shownPortal()
    connection.lost()
    const input = target().querySelector("input") as HTMLInputElement
    input.value = "typed"
    input.dispatchEvent(new Event("input", { bubbles: true }))
    connection.opened()
    connection.to("counter").answer({ i: 1, d: { 0: "5", 1: "+" } })
    expect(connection.to("counter").events).toMatchObject([{ instance: 1, event: "check", payload: "a=typed" }])
  })

  it("goes with its view's root", async () => {
    await shownPortal()
    document.querySelector("[data-live-token]")?.remove()
    await until(() => target().childNodes.length === 0)
    expect(target().innerHTML).toBe("")
  })
})

it("a crash that the acknowledgement tells of is told once, and the next one again", () => {
  const connection = joined()
  const problem = { code: "LV_CRASHED", message: "it broke" }
  document.querySelector("button")?.click()
  connection.to("counter").acknowledge(0, { x: problem })
  connection.to("counter").exit(0, problem)
  expect(complaints).toHaveBeenCalledTimes(1)
  jest.advanceTimersByTime(2_000)
  connection.to("counter").answer({ i: 1, d: { 0: "5" } })
  connection.to("counter").exit(1, problem)
  expect(complaints).toHaveBeenCalledTimes(2)
})

describe("a view that keeps crashing", () => {
  const problem = { code: "LV_JOIN_FAILED", message: "mount threw" }

  function crash(connection: FakeConnection): void {
    for (let attempt = 0; attempt < 8; attempt++) {
      connection.to("counter").answer({ x: problem })
      jest.advanceTimersByTime(60_000)
    }
  }

  it("ends in one plain load of the page, and none after that", async () => {
    for (let load = 0; load < 3; load++) {
      const connection = start(root("counter", 1))
      await parts()
      connection.opened()
      crash(connection)
      client?.stop()
    }
    expect(visit.mock.calls).toEqual([["http://localhost/page"]])
  })

  it("does not take the page away from under what the user has typed", async () => {
    const connection = start(root("counter", 1, `<form live-submit="save"><input name="a"></form>`))
    await parts()
    connection.opened()
    const input = document.querySelector("input") as HTMLInputElement
    input.value = "a long letter"
    input.dispatchEvent(new Event("input", { bubbles: true }))
    crash(connection)
    expect(visit).not.toHaveBeenCalled()
  })

  it("is not made to load the page again and again by a sound one beside it", async () => {
    for (let load = 0; load < 3; load++) {
      const connection = start(root("counter", 1) + root("clock", 1))
      await parts()
      connection.opened()
      connection.to("clock").answer({ i: 0, e: { t: { 0: ["A", texts.A] } } })
      crash(connection)
      client?.stop()
    }
    expect(visit).toHaveBeenCalledTimes(1)
  })

  it("may ask for one again after it was sound for a while", async () => {
    sessionStorage.setItem("livemount:reloaded", "http://localhost/page")
    joined()
    await parts()
    jest.advanceTimersByTime(10_000)
    expect(sessionStorage.getItem("livemount:reloaded")).toBeNull()
  })

  it("shows the overlay in development, and says in the console what happened", async () => {
    const connection = start(root("counter", 1), { development: true })
    connection.opened()
    connection.to("counter").answer({ x: problem })
    jest.useRealTimers()
    while (document.querySelector("[role=alertdialog]") === null) await new Promise((next) => setTimeout(next))
    expect(complaints.mock.calls[0]?.[0]).toBe('[livemount] LV_JOIN_FAILED in view "counter": mount threw')
  })
})
