/** Patches on a whole page, over a connection without a network and a host that is a function. */
import { PageClient } from "../../../../../client/page-client.js"
import type { Extras } from "../../../../../src/protocol/frames.js"
import { type FakeChannel, FakeConnection } from "../../../../support/fake-connection.js"

const TEXT = `<p><!--$--></p>`
const LINKS = `<a id="b" href="/list?page=2" live-patch>2</a><a id="c" href="/list?page=3" live-patch>3</a>
  <a id="other" href="/reports/7" live-patch>7</a>`

const visit = jest.fn()
const ask = jest.fn()
let client: PageClient | undefined
let connection: FakeConnection
let before: string
/** What the host answers, by path and query. */
let host: Record<string, () => Response | Promise<Response>>

/** A response, which the environment has none of. */
function response(status: number, headers: Record<string, string>, body?: unknown): Response {
  return { status, headers: new Headers(headers), json: async () => body } as Response
}

function ticket(token: string, view = "list"): () => Response {
  return () => response(200, { "content-type": "application/vnd.livemount" }, { t: token, view })
}

function channel(): FakeChannel {
  return connection.to("list")
}

async function soon(ms = 0): Promise<void> {
  await jest.advanceTimersByTimeAsync(ms)
}

async function start(links = LINKS, around = ""): Promise<void> {
  document.body.innerHTML = `${around}<div id="list-1" data-live="list" data-live-token="T" data-live-templates="A"><p>1</p></div>${links}`
  client = new PageClient({
    config: { socket: "/live/socket", namespace: "/live/", prefix: "live-", development: false },
    makeConnection: (delegate) => {
      connection = new FakeConnection(delegate)
      return connection
    },
    visit,
  })
  client.start()
  await join()
}

async function join(): Promise<void> {
  connection.opened()
  channel().answer({ i: channel().joins.length, e: { t: { 0: ["A", TEXT] } } })
  await soon()
}

function element(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement
}

/** Clicks, and returns true if the browser would follow the link. */
function click(id: string, options: MouseEventInit = {}): boolean {
  let isBrowsers = true
  const last = (event: Event): void => {
    isBrowsers = !event.defaultPrevented
    event.preventDefault()
  }
  window.addEventListener("click", last, { once: true })
  element(id).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...options }))
  return isBrowsers
}

/** The server takes the newest ticket. */
function take(extras?: Extras): void {
  channel().patches.at(-1)?.acknowledge({ 0: "patched" }, extras)
}

async function patched(id: string): Promise<void> {
  click(id)
  await soon()
  take()
}

async function go(distance: number): Promise<void> {
  history.go(distance)
  await soon(5)
}

function address(): string {
  return location.href.replace(location.origin, "")
}

function token(): string | null {
  return element("list-1").getAttribute("data-live-token")
}

function shown(): string {
  return element("list-1").querySelector("p")?.textContent ?? ""
}

function tickets(): string[] {
  return channel().patches.map((patch) => patch.ticket)
}

function asked(): string[] {
  return ask.mock.calls.map(([url]) => (url as string).replace(location.origin, ""))
}

function listen(name: string, heard: (event: CustomEvent) => void): void {
  const listener = (event: Event): void => heard(event as CustomEvent)
  window.addEventListener(name, listener)
  stops.push(() => window.removeEventListener(name, listener))
}

const stops: (() => void)[] = []
let page = 0

beforeEach(() => {
  jest.useFakeTimers()
  jest.spyOn(console, "error").mockImplementation(() => {})
  visit.mockReset()
  ask.mockReset()
  // Each test begins at the end of the history.
  before = `/list?test=${++page}`
  history.pushState(null, "", before)
  host = { "/list?page=2": ticket("T2"), "/list?page=3": ticket("T3"), [before]: ticket("T1") }
  ask.mockImplementation(async (url: string) => {
    const path = url.replace(location.origin, "").replace(/[?&]_live$/, "")
    return await (host[path] ?? (() => response(404, {})))()
  })
  globalThis.fetch = ask
})

afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  client?.stop()
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe("a click on a link", () => {
  it("fetches a ticket, hands it over, and then has the address, the token and what is shown", async () => {
    await start()
    const told: unknown[] = []
    for (const name of ["before-navigate", "navigate", "page-loading-start", "page-loading-stop"])
      listen(`live:${name}`, ({ type, detail }) => told.push([type, detail]))
    expect(click("b")).toBe(false)
    await soon()
    expect(ask).toHaveBeenCalledWith(
      `${location.origin}/list?page=2&_live`,
      expect.objectContaining({
        cache: "no-store",
        credentials: "same-origin",
        headers: { accept: "text/html", "Live-Patch": "list-1" },
      }),
    )
    expect(channel().patches).toMatchObject([{ instance: 1, ticket: "T2" }])
    expect([address(), token(), shown()]).toEqual([before, "T", "1"])
    const { length } = history
    take({ n: "Page 2" })
    expect([address(), token(), shown(), document.title]).toEqual(["/list?page=2", "T2", "patched", "Page 2"])
    expect(history.length).toBe(length + 1)
    const href = `${location.origin}/list?page=2`
    const detail = { href, patch: true, pop: false, direction: "forward" }
    expect(told).toEqual([
      ["live:before-navigate", detail],
      ["live:page-loading-start", { kind: "patch", to: href }],
      ["live:page-loading-stop", { kind: "patch", to: href }],
      ["live:navigate", detail],
    ])
  })

  it.each([
    ["with ctrl", { ctrlKey: true }],
    ["with meta", { metaKey: true }],
    ["with shift", { shiftKey: true }],
    ["with alt", { altKey: true }],
    ["of the middle button", { button: 1 }],
  ])("%s is the browser's", async (_, options) => {
    await start()
    expect(click("b", options)).toBe(true)
    expect(ask).not.toHaveBeenCalled()
  })

  it.each([
    [`href="/list?page=2" live-patch target="_blank"`],
    [`href="/list?page=2" live-patch download`],
    [`href="https://example.org/list" live-patch`],
    [`href="#place" live-patch`],
    [`href="/list?page=2"`],
    [`live-patch`],
  ])("on <a %s> is the browser's", async (attributes) => {
    await start(`${LINKS}<a id="x" ${attributes}>x</a>`)
    expect(click("x")).toBe(true)
    expect(ask).not.toHaveBeenCalled()
  })

  it("that a script has taken for itself is left to it", async () => {
    await start()
    element("b").addEventListener("click", (event) => event.preventDefault())
    click("b")
    await soon()
    expect(ask).not.toHaveBeenCalled()
  })

  it("is the browser's while the connection is missing, and where several views may be meant", async () => {
    await start()
    connection.lost()
    expect(click("b")).toBe(true)
    client?.stop()
    await start(LINKS, `<div id="list-2" data-live="list" data-live-token="U" data-live-templates="A"><p>1</p></div>`)
    expect(click("b")).toBe(true)
  })

  it("can be refused by a script of the page", async () => {
    await start()
    listen("live:before-navigate", (event) => event.preventDefault())
    expect(click("b")).toBe(false)
    await soon()
    expect(ask).not.toHaveBeenCalled()
  })

  it("replaces the entry where the link says so, and where it leads to this page", async () => {
    await start(`<a id="x" href="/list?page=2" live-patch="replace">x</a>`)
    const { length } = history
    await patched("x")
    expect(address()).toBe("/list?page=2")
    await soon(61_000)
    await patched("x")
    expect(channel().patches).toHaveLength(2)
    expect(history.length).toBe(length)
  })

  it("scrolls to the place it names", async () => {
    host["/list?page=4"] = ticket("T4")
    await start(`<a id="x" href="/list?page=4#the%20%22end" live-patch>x</a><p id='the "end'></p>`)
    const scroll = jest.fn()
    element('the "end').scrollIntoView = scroll
    await patched("x")
    expect(address()).toBe("/list?page=4#the%20%22end")
    expect(asked()).toEqual(["/list?page=4&_live"])
    expect(scroll).toHaveBeenCalled()
  })

  it("is sent once of ten in a second: the last wins, with one entry", async () => {
    await start()
    const { length } = history
    for (let n = 0; n < 10; n++) click(n % 2 === 0 ? "b" : "c")
    await soon()
    expect(tickets()).toEqual(["T3"])
    take()
    expect([address(), history.length]).toEqual(["/list?page=3", length + 1])
  })

  it("that comes while another patch is at the server leaves that one's address out", async () => {
    await start()
    click("b")
    await soon()
    click("c")
    channel().patches[0]?.acknowledge({ 0: "two" })
    expect([address(), token(), shown()]).toEqual([before, "T", "two"])
    await soon()
    take()
    expect([address(), token(), shown()]).toEqual(["/list?page=3", "T3", "patched"])
  })

  it("is the same click the second time", async () => {
    await start()
    click("b")
    expect(click("b")).toBe(false)
    await soon()
    expect(tickets()).toEqual(["T2"])
  })
})

describe("what is no ticket", () => {
  it.each([
    ["another status", () => response(403, {})],
    ["a page", () => response(200, { "content-type": "text/html" })],
    ["a ticket of another view", ticket("X", "report")],
    ["a redirect that the browser keeps to itself", () => response(0, {})],
    ["no answer", () => Promise.reject(new TypeError("offline"))],
  ])("is loaded: %s", async (_, answer) => {
    await start()
    host["/list?page=2"] = answer
    click("b")
    await soon()
    expect(visit.mock.calls).toEqual([[`${location.origin}/list?page=2`]])
    expect(channel().patches).toEqual([])
    expect(address()).toBe(before)
  })

  it("is a redirect of the host: loaded, unless it is the view's own path", async () => {
    await start()
    host["/reports/7"] = () => response(204, { "live-location": "/login?from=7" })
    host["/list?page=2"] = () => response(204, { "live-location": "/list?page=3" })
    click("other")
    await soon()
    expect(visit.mock.calls).toEqual([[`${location.origin}/login?from=7`]])
    click("b")
    await soon()
    expect(tickets()).toEqual(["T3"])
    take()
    expect(address()).toBe("/list?page=3")
    expect(visit).toHaveBeenCalledTimes(1)
  })

  it("is a redirect in a circle: the browser says so", async () => {
    await start()
    host["/list?page=2"] = () => response(204, { "live-location": "/list?page=2" })
    click("b")
    await soon()
    expect(ask).toHaveBeenCalledTimes(21)
    expect(visit).toHaveBeenCalledTimes(1)
  })

  it("is a script's, a redirect to what is no address of the web", async () => {
    await start()
    host["/list?page=2"] = () => response(204, { "live-location": "javascript:alert(1)" })
    click("b")
    await soon()
    expect(visit).not.toHaveBeenCalled()
  })
})

describe("a ticket that the server refuses", () => {
  it("as stale is fetched anew, once", async () => {
    await start()
    click("b")
    await soon()
    host["/list?page=2"] = ticket("T2b")
    const problem = { code: "LV_TICKET_STALE", message: "stale" }
    channel().patches[0]?.acknowledge(0, { x: problem })
    await soon()
    expect(tickets()).toEqual(["T2", "T2b"])
    expect(visit).not.toHaveBeenCalled()
    channel().patches[1]?.acknowledge(0, { x: problem })
    await soon()
    expect(tickets()).toHaveLength(2)
    expect(visit.mock.calls).toEqual([[`${location.origin}/list?page=2`]])
    expect([address(), token()]).toEqual([before, "T"])
  })

  it("for any other reason is loaded", async () => {
    await start()
    click("b")
    await soon()
    channel().patches[0]?.acknowledge(0, { x: { code: "LV_CALLBACK_FAILED", message: "no" } })
    expect(visit.mock.calls).toEqual([[`${location.origin}/list?page=2`]])
  })

  it("with a redirect follows that", async () => {
    await start()
    click("b")
    await soon()
    channel().patches[0]?.acknowledge(0, { r: { to: "/login" } })
    expect(visit.mock.calls).toEqual([[`${location.origin}/login`]])
    expect([address(), token()]).toEqual([before, "T"])
  })
})

describe("back and forward", () => {
  it("are patches, with the tickets of the last minute", async () => {
    await start()
    await patched("b")
    const ways: unknown[] = []
    listen("live:navigate", ({ detail }) => ways.push(detail))
    await go(-1)
    expect(tickets()).toEqual(["T2", "T1"])
    take()
    expect([address(), token()]).toEqual([before, "T1"])
    await go(1)
    expect(asked()).toEqual(["/list?page=2&_live", `${before}&_live`])
    expect(tickets()).toEqual(["T2", "T1", "T2"])
    take()
    expect([address(), token()]).toEqual(["/list?page=2", "T2"])
    expect(ways).toEqual([
      { href: location.origin + before, patch: true, pop: true, direction: "backward" },
      { href: `${location.origin}/list?page=2`, patch: true, pop: true, direction: "forward" },
    ])
    await soon(61_000)
    await go(-1)
    expect(asked()).toHaveLength(3)
  })

  it("never put a token into the history", async () => {
    await start()
    await patched("b")
    expect(history.state).toEqual({ livemount: { position: 1, root: "list-1" } })
  })

  it("wait for the connection", async () => {
    await start()
    await patched("b")
    connection.lost()
    await go(-1)
    expect(tickets()).toEqual(["T2"])
    await join()
    expect(channel().joins.at(-1)?.request.t).toBe("T2")
    expect(channel().patches.at(-1)).toMatchObject({ instance: 2, ticket: "T1" })
    take()
    expect([address(), token()]).toEqual([before, "T1"])
  })

  it("are loaded where the host refuses", async () => {
    await start()
    await patched("b")
    host[before] = () => response(403, {})
    await go(-1)
    expect(visit.mock.calls).toEqual([[location.origin + before]])
  })

  it("leave entries of other scripts alone, and what those put into ours", async () => {
    history.replaceState({ theirs: 1 }, "")
    await start()
    await patched("b")
    history.pushState({ router: true }, "", "/other")
    await go(-1)
    await go(1)
    expect(address()).toBe("/other")
    expect(tickets()).toEqual(["T2"])
    await go(-2)
    expect(history.state).toEqual({ theirs: 1, livemount: { position: 0, root: "list-1" } })
    expect(tickets()).toEqual(["T2", "T1"])
  })

  it("to another place of the page ask for nothing, and from there to another page do", async () => {
    await start()
    await patched("b")
    location.hash = "#end"
    await go(-1)
    await go(1)
    expect(tickets()).toEqual(["T2"])
    await go(-2)
    take()
    await go(2)
    expect(tickets()).toEqual(["T2", "T1", "T2"])
    take()
    expect(address()).toBe("/list?page=2#end")
  })

  it("are undone where a script refuses them", async () => {
    await start()
    await patched("b")
    listen("live:before-navigate", (event) => event.preventDefault())
    await go(-1)
    await soon(20)
    expect(address()).toBe("/list?page=2")
    expect(tickets()).toEqual(["T2"])
  })

  it("overtake a click", async () => {
    await start()
    await patched("b")
    let answer: (response: Response) => void = () => {}
    host["/list?page=3"] = () => new Promise((resolve) => (answer = resolve))
    click("c")
    await go(-1)
    answer(ticket("T3")())
    await soon()
    expect(tickets()).toEqual(["T2", "T1"])
  })

  it("work after a reload, though nothing in the page has the attribute", async () => {
    await start()
    await patched("b")
    client?.stop()
    await start("")
    await go(-1)
    expect(tickets()).toEqual(["T1"])
    take()
    expect([address(), token()]).toEqual([before, "T1"])
  })
})

describe("a patch by the view", () => {
  it("of its own path has the token with it, and nothing is asked", async () => {
    await start("")
    channel().pushDiff(1, { 0: "typed" }, { p: { to: "/list?q=a", t: "TQ" } })
    await soon()
    expect([address(), token(), shown()]).toEqual(["/list?q=a", "TQ", "typed"])
    const { length } = history
    channel().pushDiff(1, 0, { p: { to: "/list?q=ab", t: "TR", r: 1 } })
    expect([address(), token(), history.length]).toEqual(["/list?q=ab", "TR", length])
    expect(ask).not.toHaveBeenCalled()
    await go(-1)
    expect(tickets()).toEqual(["T1"])
  })

  it("whose address the browser refuses to change, as Safari does after a hundred, is shown all the same", async () => {
    await start("")
    const replace = jest.spyOn(history, "replaceState").mockImplementation(() => {
      throw new DOMException("Too many", "SecurityError")
    })
    channel().pushDiff(1, { 0: "typed" }, { p: { to: "/list?q=a", t: "TQ", r: 1 } })
    await soon()
    expect([address(), token(), shown()]).toEqual([before, "TQ", "typed"])
    replace.mockRestore()
    channel().pushDiff(1, 0, { p: { to: "/list?q=ab", t: "TR", r: 1 } })
    expect([address(), token()]).toEqual(["/list?q=ab", "TR"])
  })

  it("of another path fetches a ticket", async () => {
    host["/reports/7"] = ticket("T7")
    await start("")
    channel().pushDiff(1, 0, { p: { to: "/reports/7" } })
    await soon()
    expect(tickets()).toEqual(["T7"])
    take()
    expect([address(), token()]).toEqual(["/reports/7", "T7"])
  })

  it("is refused if it leads to another site", async () => {
    await start()
    channel().pushDiff(1, 0, { p: { to: "//example.org/x", t: "X" } })
    await soon()
    expect([address(), token()]).toEqual([before, "T"])
  })

  it("that answers a patch takes its place: there is one entry", async () => {
    await start()
    const { length } = history
    click("b")
    await soon()
    take({ p: { to: "/list?page=3" } })
    expect(address()).toBe(before)
    await soon()
    take({ p: { to: "/list?page=9", t: "T9" } })
    expect([address(), token(), history.length]).toEqual(["/list?page=9", "T9", length + 1])
  })

  it("is cut after twenty in one chain", async () => {
    for (let n = 0; n < 30; n++) host[`/list?n=${n}`] = ticket(`N${n}`)
    await start()
    click("b")
    for (let n = 0; n < 30; n++) {
      await soon()
      take({ p: { to: `/list?n=${n}` } })
    }
    await soon()
    expect(tickets()).toHaveLength(21)
    expect(address()).toBe("/list?n=19")
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining("20 patches"))
  })
})

describe("a view that says itself who may see what", () => {
  beforeEach(async () => {
    await start()
    element("list-1").setAttribute("data-live-patch", "socket")
  })

  it("is sent the path, and answers with the token", async () => {
    const { length } = history
    element("b").focus()
    click("b")
    await soon()
    expect(ask).not.toHaveBeenCalled()
    expect(tickets()).toEqual(["/list?page=2"])
    take({ p: { to: "/list?page=2", t: "T2", r: 1 } })
    expect([address(), token(), history.length]).toEqual(["/list?page=2", "T2", length + 1])
    await go(-1)
    expect(tickets().at(-1)).toBe(before)
    take({ p: { to: before, t: "T1" } })
    expect([address(), token()]).toEqual([before, "T1"])
  })

  it("and has patched further meanwhile, is shown where it has come to", async () => {
    click("b")
    await soon()
    take({ p: { to: "/list?page=3", t: "T3" } })
    expect([address(), token()]).toEqual(["/list?page=3", "T3"])
  })

  it("is handed a ticket where it needs one after all", async () => {
    click("other")
    await soon()
    host["/reports/7"] = ticket("T7")
    take({ x: { code: "LV_TICKET_NEEDED", message: "needed" } })
    await soon()
    expect(tickets()).toEqual(["/reports/7", "T7"])
    take()
    expect([address(), token()]).toEqual(["/reports/7", "T7"])
    expect(visit).not.toHaveBeenCalled()
  })
})

describe("a connection that is lost in the middle", () => {
  it("has the ticket handed over again after the join", async () => {
    await start()
    click("b")
    await soon()
    const [lost] = channel().patches
    connection.lost()
    await join()
    expect(channel().joins.at(-1)?.request.t).toBe("T")
    expect(channel().patches.at(-1)).toMatchObject({ instance: 2, ticket: "T2" })
    lost?.acknowledge({ 0: "late" })
    expect([address(), shown()]).toEqual([before, "1"])
    take()
    expect(address()).toBe("/list?page=2")
    connection.lost()
    connection.opened()
    expect(channel().joins.at(-1)?.request.t).toBe("T2")
  })

  it("has a process that is still there answer what it was handed, and waits for no other answer", async () => {
    await start()
    // Kept from now on.
    connection.lost()
    connection.opened()
    channel().answer({ i: 5, k: "k1" })
    click("b")
    await soon()
    connection.lost()
    connection.opened()
    channel().answer({ i: 6, k: "k2", r: { e: 1, f: [[1, { 0: "patched" }]] } })
    await soon()
    expect([address(), token(), shown(), tickets()]).toEqual(["/list?page=2", "T2", "patched", ["T2"]])
    // Wanted while there is no connection, and handed over when there is one.
    connection.lost()
    await go(-1)
    connection.opened()
    channel().answer({ i: 7, k: "k3", r: { e: 1 } })
    await soon()
    expect(channel().patches.at(-1)).toMatchObject({ instance: 7, ticket: "T1", number: 2 })
    // Handed over, and not come: it is handed over by its number, and not asked for anew.
    connection.lost()
    connection.opened()
    channel().answer({ i: 8, k: "k4", r: { e: 1 } })
    await soon()
    expect(channel().patches.slice(2)).toMatchObject([{ instance: 8, ticket: "T1", number: 2 }])
    take()
    expect([address(), token()]).toEqual([before, "T1"])
    expect(asked()).toHaveLength(2)
  })

  it("again and again has the page loaded", async () => {
    await start()
    click("b")
    await soon()
    for (let n = 0; n < 4; n++) {
      connection.lost()
      await join()
    }
    expect(visit.mock.calls).toEqual([[`${location.origin}/list?page=2`]])
  })
})

describe("a prefetch", () => {
  function point(id: string, type: string): void {
    element(id).dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }))
  }

  it("of the page's own path begins when the pointer rests on a link", async () => {
    await start()
    point("b", "pointerover")
    await soon(64)
    expect(ask).not.toHaveBeenCalled()
    await soon(1)
    expect(ask).toHaveBeenCalledWith(
      `${location.origin}/list?page=2&_live`,
      expect.objectContaining({ headers: expect.objectContaining({ "Live-Prefetch": "1" }) }),
    )
    click("b")
    await soon()
    expect(ask).toHaveBeenCalledTimes(1)
    expect(tickets()).toEqual(["T2"])
  })

  it("does not begin on the way over a link", async () => {
    await start()
    point("b", "pointerover")
    await soon(30)
    point("list-1", "pointerover")
    await soon(100)
    expect(ask).not.toHaveBeenCalled()
  })

  it("begins with the focus; of other paths when the button goes down, or where the link asks for it", async () => {
    await start(`${LINKS}<a id="x" href="/reports/8" live-patch live-prefetch>8</a>`)
    element("b").focus()
    element("other").focus()
    point("other", "pointerover")
    await soon(100)
    expect(asked()).toEqual(["/list?page=2&_live"])
    point("other", "pointerdown")
    await soon()
    expect(asked()).toEqual(["/list?page=2&_live", "/reports/7?_live"])
    element("x").focus()
    expect(asked()).toHaveLength(3)
  })

  it("is not made where the link or the user does not want it", async () => {
    await start(`${LINKS}<a id="x" href="/list?page=4" live-patch live-prefetch="off">4</a>`)
    point("x", "pointerdown")
    Object.defineProperty(navigator, "connection", { configurable: true, value: { saveData: true } })
    point("b", "pointerdown")
    Object.defineProperty(navigator, "connection", { configurable: true, value: undefined })
    expect(ask).not.toHaveBeenCalled()
  })

  it("is one of two at most", async () => {
    await start()
    for (const id of ["b", "c", "other"]) host[id] = () => new Promise(() => {})
    ask.mockImplementation(() => new Promise(() => {}))
    for (const id of ["b", "c", "other"]) point(id, "pointerdown")
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it("is dropped when an event or a form has been sent since", async () => {
    await start(`${LINKS}<form id="f"></form>`)
    point("b", "pointerdown")
    await soon()
    element("f").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))
    click("b")
    await soon()
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it("is dropped when an event of a view has been sent", async () => {
    await start(`${LINKS}`)
    element("list-1").setAttribute("live-click", "add")
    point("b", "pointerdown")
    await soon()
    element("list-1").click()
    expect(channel().events).toHaveLength(1)
    click("b")
    await soon()
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it("that brought no ticket is asked for again by the click", async () => {
    await start()
    host["/list?page=2"] = () => response(204, { "live-location": "/login" })
    point("b", "pointerdown")
    await soon()
    host["/list?page=2"] = ticket("T2")
    click("b")
    await soon()
    expect(tickets()).toEqual(["T2"])
  })
})
