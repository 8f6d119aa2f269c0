/** Hooks on a page with a whole client, over a connection without a network. */
import { Hook, registerHooks } from "../../../../../client/hooks.js"
import { PageClient } from "../../../../../client/page-client.js"
import { js as serverJs } from "../../../../../src/render/values/commands.js"
import { FakeConnection } from "../../../../support/fake-connection.js"

const text = `<div id="chart" live-hook="\uFDD0"><p><!--$--></p></div><b><!--$--></b>`
const root = (name: string): string =>
  `<div id="r" data-live="view" data-live-token="T" data-live-templates="A">` +
  `<div id="chart" live-hook="${name}"><p>1</p></div><b>b</b></div>`

let log: string[] = []
let made: Log[] = []
let client: PageClient | undefined
let complaints: jest.SpyInstance
const reported = jest.fn()

class Log extends Hook {
  constructor() {
    super()
    made.push(this)
  }
  note(what: string): void {
    log.push(`${this.el.id} ${what}`)
  }
  override mounted(): void {
    this.note("mounted")
  }
  override beforeUpdate(): void {
    this.note(`beforeUpdate ${this.el.textContent}`)
  }
  override updated(): void {
    this.note(`updated ${this.el.textContent}`)
  }
  override destroyed(): void {
    this.note("destroyed")
  }
  override disconnected(): void {
    this.note("disconnected")
  }
  override reconnected(): void {
    this.note("reconnected")
  }
}
class Other extends Log {
  override note(what: string): void {
    super.note(`other ${what}`)
  }
}

/** What was noted since. */
function taken(): string[] {
  const all = log
  log = []
  return all
}

async function start(html: string): Promise<FakeConnection> {
  document.body.innerHTML = html
  let connection: FakeConnection | undefined
  client = new PageClient({
    config: { socket: "/live/socket", namespace: "/live/", prefix: "live-", development: true },
    makeConnection: (delegate) => {
      connection = new FakeConnection(delegate)
      return connection
    },
    visit: () => {},
  })
  client.start()
  await jest.advanceTimersByTimeAsync(0)
  return connection as FakeConnection
}

async function joined(name = "Log"): Promise<FakeConnection> {
  const connection = await start(root(name))
  connection.opened()
  connection.to("view").answer({ i: 0, e: { t: { 0: ["A", text] } } })
  return connection
}

const element = (id: string): Element => document.querySelector(`#${id}`) as Element

beforeEach(() => {
  jest.useFakeTimers()
  log = []
  made = []
  complaints = jest.spyOn(console, "error").mockImplementation(() => {})
  globalThis.reportError = reported
  reported.mockReset()
  ;(globalThis as Record<symbol, unknown>)[Symbol.for("livemount.hooks")] = undefined
  registerHooks({ Log, Other })
})
afterEach(async () => {
  client?.stop()
  document.body.innerHTML = ""
  await Promise.resolve()
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe("a hook", () => {
  it("is made once its view is joined, and told before and after a frame writes to what is in its element", async () => {
    const connection = await start(root("Log"))
    expect(taken()).toEqual([])
    connection.opened()
    connection.to("view").answer({ i: 0, e: { t: { 0: ["A", text] } } })
    expect(taken()).toEqual(["chart mounted"])
    connection.to("view").pushDiff(0, { 1: "2" })
    expect(taken()).toEqual(["chart beforeUpdate 1", "chart updated 2"])
    connection.to("view").pushDiff(0, { 2: "elsewhere" })
    expect(taken()).toEqual([])
  })

  it("is made again when the server changes its name", async () => {
    const connection = await joined()
    taken()
    connection.to("view").pushDiff(0, { 0: "Other" })
    expect(taken()).toEqual(["chart beforeUpdate 1", "chart destroyed", "chart other mounted"])
    connection.to("view").pushDiff(0, { 0: "" })
    expect(taken()).toEqual(["chart other beforeUpdate 1", "chart other destroyed"])
  })

  it("ends with its element, whoever takes that away, and not when it is moved", async () => {
    await joined()
    taken()
    const chart = element("chart")
    element("r").append(chart)
    await Promise.resolve()
    expect(taken()).toEqual([])
    chart.remove()
    await Promise.resolve()
    expect(taken()).toEqual(["chart destroyed"])
    element("r").append(chart)
    await Promise.resolve()
    expect(taken()).toEqual(["chart mounted"])
  })

  it("is told of a lost connection once, and of the join that follows", async () => {
    const connection = await joined()
    taken()
    connection.lost()
    expect(taken()).toEqual(["chart disconnected"])
    connection.opened()
    connection.to("view").answer({ i: 1, d: { 0: "Log", 1: "3", 2: "" } })
    expect(taken()).toEqual(["chart beforeUpdate 1", "chart updated 3", "chart reconnected"])
  })

  it("comes before those that stand in it", async () => {
    await start(`<i id="a" live-hook="Log"><i id="b" live-hook="Log"><i id="c" live-hook="Log"></i></i></i>`)
    expect(taken()).toEqual(["a mounted", "b mounted", "c mounted"])
    const more = document.createElement("div")
    more.innerHTML = `<i id="d" live-hook="Other"><i id="e" live-hook="Log"></i></i>`
    element("b").prepend(more)
    await Promise.resolve()
    expect(taken()).toEqual(["d other mounted", "e mounted"])
  })

  it("that throws harms nothing else, and is reported", async () => {
    class Throws extends Log {
      override mounted(): void {
        throw new Error("mounted")
      }
      override beforeUpdate(): void {
        throw new Error("beforeUpdate")
      }
      override updated(): void {
        throw new Error("updated")
      }
    }
    registerHooks({ Throws })
    const connection = await joined("Throws")
    connection.to("view").pushDiff(0, { 1: "2" })
    expect(reported.mock.calls.map(([error]) => error.message)).toEqual(["mounted", "beforeUpdate", "updated"])
    expect(element("chart").textContent).toBe("2")
    expect(complaints).not.toHaveBeenCalled()
  })

  it("whose class cannot be made is reported once", async () => {
    registerHooks({
      Log: class extends Log {
        constructor() {
          super()
          throw new Error("constructor")
        }
      },
    })
    const connection = await joined()
    connection.to("view").pushDiff(0, { 1: "2" })
    expect(reported).toHaveBeenCalledTimes(1)
  })
})

describe("the class of a hook", () => {
  it("may come late, and a developer is told of one that does not", async () => {
    await joined("Late")
    expect(taken()).toEqual([])
    await jest.advanceTimersByTimeAsync(5_000)
    // The clients of the tests before look at the same document.
    expect(complaints.mock.calls[0]).toEqual([
      expect.stringContaining('No hook is registered as "Late"'),
      element("chart"),
    ])
    expect(complaints.mock.calls[0]?.[0]).toContain("registerHooks({ Late })")
    registerHooks({ Late: Log })
    expect(taken()).toEqual(["chart mounted"])
  })

  it("is one for each name, and a developer is told of a second", async () => {
    await joined()
    registerHooks({ Log, More: Log })
    expect(complaints).not.toHaveBeenCalled()
    registerHooks({ Log: Other })
    expect(complaints).toHaveBeenCalledTimes(1)
    expect(complaints.mock.calls[0]?.[0]).toContain('The hook "Log" has been registered twice, with two classes.')
  })

  it("is one for each name, also if the client comes after both", async () => {
    registerHooks({ Log: Other })
    await joined()
    expect(taken()).toEqual(["chart other mounted"])
    expect(complaints.mock.calls[0]?.[0]).toContain('The hook "Log" has been registered twice, with two classes.')
  })

  it("is a class, and is made by the client alone", () => {
    expect(() => registerHooks({ Plain: {} as never })).toThrow('The hook "Plain" is no class.')
    expect(() => registerHooks({ Arrow: (() => {}) as never })).toThrow('The hook "Arrow" is no class.')
    expect(() => registerHooks({ Bare: class {} as never })).toThrow("Write: class Bare extends Hook {")
    expect(() => new Log()).toThrow("The client makes hooks")
  })
})

describe("pushEvent", () => {
  it("may be called as soon as the hook is mounted", async () => {
    const replies: unknown[] = []
    class Asks extends Log {
      override mounted(): void {
        void this.pushEvent("points", { of: this.el.id }).then((reply) => replies.push(reply))
      }
    }
    registerHooks({ Asks })
    const connection = await joined("Asks")
    expect(connection.to("view").events).toMatchObject([{ event: "points", payload: { of: "chart" } }])
    connection.to("view").acknowledge(false as never, { y: [1] })
    await Promise.resolve()
    expect(replies).toEqual([[1]])
  })

  it("resolves to what the handler returns, once the page shows what it changed", async () => {
    const connection = await joined()
    const reply = made[0]?.pushEvent("zoom", { from: 1 })
    expect(element("chart").className).toBe("live-hook-loading")
    expect(connection.to("view").events).toMatchObject([{ event: "zoom", payload: { from: 1 } }])
    connection.to("view").pushDiff(0, { 1: "meanwhile" })
    expect(element("chart").textContent).toBe("meanwhile")
    connection.to("view").acknowledge({ 1: "5" }, { y: [1, 2], r: { to: "/next" } })
    expect(await reply).toEqual([1, 2])
    expect(element("chart").textContent).toBe("5")
    expect(element("chart").className).toBe("")
  })

  it("rejects with the server's code, and the user is not told", async () => {
    const connection = await joined()
    const failed = jest.fn()
    window.addEventListener("live:event-failed", failed)
    const reply = made[0]?.pushEvent("no")
    connection.to("view").acknowledge(false as never, { x: { code: "LV_UNKNOWN_EVENT", message: "none" } })
    await expect(reply).rejects.toMatchObject({ name: "PushError", code: "LV_UNKNOWN_EVENT", message: "none" })
    expect(failed).not.toHaveBeenCalled()
    window.removeEventListener("live:event-failed", failed)
  })

  it("rejects when the connection is lost before the answer, or is gone", async () => {
    const connection = await joined()
    const reply = made[0]?.pushEvent("slow")
    connection.lost()
    await expect(reply).rejects.toMatchObject({ code: "LV_EVENT_UNANSWERED" })
    await expect(made[0]?.pushEvent("again")).rejects.toMatchObject({ code: "LV_EVENT_NOT_SENT" })
  })

  it("rejects outside of every view", async () => {
    await start(`<i id="a" live-hook="Log"></i>`)
    await expect(made[0]?.pushEvent("x")).rejects.toMatchObject({ code: "LV_HOOK_OUTSIDE" })
  })

  it("To sends to each view once that the elements stand in", async () => {
    const connection = await joined()
    const all = made[0]?.pushEventTo("#chart, #chart p", "zoom", 4)
    expect(connection.to("view").events).toMatchObject([{ event: "zoom", payload: 4 }])
    connection.to("view").acknowledge(false as never, { y: "ok" })
    expect(await all).toEqual([{ status: "fulfilled", value: "ok" }])
    expect(await made[0]?.pushEventTo("#none", "zoom")).toEqual([])
  })
})

describe("js()", () => {
  it("runs commands from its element, at once and in order", async () => {
    await joined()
    const js = made[0]?.js()
    js?.addClass("a b").removeClass("b").setAttribute("title", 1).toggleAttribute("lang", ["de", "en"])
    await jest.advanceTimersByTimeAsync(0)
    expect(element("chart").outerHTML).toContain('class="a" title="1" lang="de"')
    js?.toggleAttribute("lang", ["de", "en"]).hide("b").hide({ inner: "p" }).show({ to: "b" })
    expect(element("chart").getAttribute("lang")).toBe("en")
    expect(document.querySelector("b")?.style.display).toBe("block")
    expect(document.querySelector("p")?.style.display).toBe("none")
    element("chart").setAttribute("data-more", '\uFDD1[["add-class",{"names":"more"}]]')
    js?.exec("data-more")
    expect(element("chart").className).toBe("a more")
  })

  it("pushes to the view, by the element", async () => {
    const connection = await joined()
    made[0]
      ?.js()
      .push("open", { value: { at: 1 } })
      .dispatch("opened")
    await jest.advanceTimersByTimeAsync(0)
    expect(connection.to("view").events).toMatchObject([{ event: "open", payload: { at: 1 } }])
  })

  it("has the methods of `js` on the server", async () => {
    await joined()
    const methods = (one: object): string[] => Object.getOwnPropertyNames(Object.getPrototypeOf(one)).sort()
    expect(methods(made[0]?.js() as object)).toEqual(
      methods(serverJs).filter((name) => !/^(?:concat|toJSON|toString)$/.test(name)),
    )
  })
})

it("handleEvent hears the events of views until it is ended, or the hook is", async () => {
  const connection = await joined()
  const heard: unknown[] = []
  const end = made[0]?.handleEvent("hit", (payload) => heard.push(payload))
  made[0]?.handleEvent("hit", () => {
    throw new Error("heard")
  })
  connection.to("view").pushDiff(0, null as never, {
    e: [
      ["hit", 1],
      ["other", 2],
    ],
  })
  expect(heard).toEqual([1])
  expect(reported).toHaveBeenCalledTimes(1)
  end?.()
  made[0]?.handleEvent("hit", (payload) => heard.push(["again", payload]))
  connection.to("view").pushDiff(0, null as never, { e: [["hit", 3]] })
  element("chart").remove()
  await Promise.resolve()
  connection.to("view").pushDiff(0, null as never, { e: [["hit", 4]] })
  expect(heard).toEqual([1, ["again", 3]])
})
