/** What the user has typed, told to a process that was made anew before the page is written: the whole client, without a network. */
import { PageClient } from "../../../../../client/page-client.js"
import { type FakeChannel, FakeConnection } from "../../../../support/fake-connection.js"

const HOLE = "\uFDD0"
const texts = {
  A: `<!--$--><p><!--$--></p><button live-click="add">+</button>`,
  F: `<form id="trip" live-change="edit"><input name="who" value="${HOLE}"><!--$--></form>`,
  N: `<input name="note" value="${HOLE}">`,
  O: `<form id="steps" live-auto-recover="resume" live-value-step="2"><input type="hidden" name="at" value="${HOLE}"></form>`,
  S: `<form id="chat" live-submit="send"><input name="text" value="${HOLE}"></form>`,
  I: `<form id="quiet" live-change="quiet" live-auto-recover="ignore"><input name="search" value="${HOLE}"></form>`,
}
const ids = Object.keys(texts) as (keyof typeof texts)[]
const number = (id: keyof typeof texts): number => ids.indexOf(id)

const complaints: unknown[] = []
const visit = jest.fn()
let client: PageClient
let connection: FakeConnection
let channel: FakeChannel

const find = <E extends HTMLElement = HTMLInputElement>(selector: string): E => {
  const element = document.querySelector<E>(selector)
  if (element === null) throw new Error(`no ${selector}`)
  return element
}
const shown = (): string => find<HTMLElement>("p").textContent ?? ""
const type = (selector: string, text: string): void => {
  find(selector).value = text
  find(selector).dispatchEvent(new InputEvent("input", { bubbles: true }))
}
const told = (): unknown[] => channel.events.map(({ event, payload }) => [event, payload])

/** The page of a view that shows these forms. */
async function page(...forms: unknown[][]): Promise<void> {
  document.body.innerHTML = `<div data-live="trip" id="trip-1" data-live-token="T" data-live-templates="${ids.join(" ")}"><!--{*--><!--}--><p>0</p><button live-click="add">+</button></div>`
  client = new PageClient({
    config: { socket: "/live/socket", namespace: "/live/", prefix: "live-", development: false },
    makeConnection: (delegate) => {
      connection = new FakeConnection(delegate)
      return connection
    },
    visit,
  })
  client.start()
  await jest.advanceTimersByTimeAsync(0)
  connection.opened()
  channel = connection.to("trip")
  channel.answer({ i: 0, k: "K", e: { t: Object.fromEntries(ids.map((id, n) => [n, [id, texts[id]]])) } })
  channel.pushDiff(0, { 0: { m: forms as never } })
  await jest.advanceTimersByTimeAsync(0)
}

const form = (who: string, note?: string): unknown[] => [
  number("F"),
  who,
  note === undefined ? null : [number("N"), note],
]

/** A form in which something was typed, and told: the note is there since somebody is. */
async function typed(...others: unknown[][]): Promise<void> {
  await page(form(""), ...others)
  type("[name=who]", "ada")
  channel.acknowledge({ 0: { 0: { 0: "ada", 1: [number("N"), ""] } } })
  type("[name=note]", "typed")
  channel.acknowledge({ 0: { 0: { 1: { 0: "typed" } } } })
  await jest.advanceTimersByTimeAsync(0)
}

/** The connection was lost, and the view is mounted anew as instance 1. */
function mountedAnew(...forms: unknown[][]): void {
  connection.lost()
  connection.opened()
  channel.events.length = 0
  channel.answer({ i: 1, k: "L", d: { 0: { m: forms as never }, 1: "0" } })
}

beforeEach(() => {
  jest.useFakeTimers()
  complaints.length = 0
  visit.mockReset()
  jest.spyOn(console, "error").mockImplementation((...all) => void complaints.push(all))
})
afterEach(() => {
  client.stop()
  expect(complaints).toEqual([])
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe("a process that was made anew", () => {
  it("is told what the form holds before the page is written, which then gets all in one go", async () => {
    await typed()
    const note = find("[name=note]")
    note.focus()
    note.setSelectionRange(2, 2)
    const removed: Node[] = []
    const observer = new MutationObserver((records) => removed.push(...records.flatMap((r) => [...r.removedNodes])))
    observer.observe(document.body, { subtree: true, childList: true })
    mountedAnew(form(""))
    expect(channel.events).toMatchObject([{ instance: 1, event: "edit", payload: "who=ada&note=typed" }])
    expect([note.value, document.activeElement, find<HTMLElement>("#trip-1").className]).toEqual([
      "typed",
      note,
      "live-loading",
    ])
    channel.pushDiff(1, { 1: "1" })
    expect(shown()).toBe("0")
    channel.acknowledge({ 0: { 0: { 0: "ADA", 1: [number("N"), "typed"] } } })
    expect([shown(), find("[name=who]").value, find("[name=note]"), note.value]).toEqual(["1", "ADA", note, "typed"])
    expect([document.activeElement, note.selectionStart]).toEqual([note, 2])
    await jest.advanceTimersByTimeAsync(0)
    expect(removed.filter((node) => node instanceof Element)).toEqual([])
    expect(find<HTMLElement>("#trip-1").className).toBe("live-connected")
    // It was told once.
    expect(told()).toHaveLength(1)
  })

  it("is told of several forms in the order in which they stand, and waited for until the last", async () => {
    await page(form(""), [number("I"), ""], [number("O"), "2"], [number("F"), "", null])
    type("[name=search]", "x")
    channel.acknowledge({ 0: { 1: { 0: "x" } } })
    type("#trip ~ #trip [name=who]", "second")
    channel.acknowledge({ 0: { 3: { 0: "second" } } })
    type("[name=who]", "first")
    channel.acknowledge({ 0: { 0: { 0: "first" } } })
    await jest.advanceTimersByTimeAsync(0)
    mountedAnew(form(""))
    expect(told()).toEqual([
      ["edit", "who=first"],
      ["resume", "at=2&step=2"],
      ["edit", "who=second"],
    ])
    channel.events[0]?.acknowledge({ 0: { 0: { 0: "first" } } })
    channel.events[1]?.acknowledge({ 0: { o: [0, 1, -1, 1], n: [[number("O"), "2"]] } })
    expect(document.forms).toHaveLength(4)
    channel.events[2]?.acknowledge(0)
    expect([...document.forms].map(({ id }) => id)).toEqual(["trip", "steps"])
    expect([find("[name=who]").value, find("[name=at]").value]).toEqual(["first", "2"])
  })

  it("is told by the form's own event also of what the user has not used, and of what says so nothing, though it is kept", async () => {
    await page([number("O"), "3"], [number("I"), ""])
    type("[name=search]", "typed")
    channel.acknowledge({ 0: { 1: { 0: "typed" } } })
    await jest.advanceTimersByTimeAsync(0)
    mountedAnew([number("O"), ""], [number("I"), ""])
    expect(told()).toEqual([["resume", "at=3&step=2"]])
    channel.acknowledge({ 0: { 0: { 0: "3" } } })
    expect([find("[name=at]").value, find("[name=search]").value]).toEqual(["3", "typed"])
    expect(told()).toHaveLength(1)
  })

  it("gets what is typed and clicked meanwhile after that, in order", async () => {
    await typed()
    mountedAnew(form(""))
    type("[name=note]", "typed!")
    find("button").click()
    expect(told()).toHaveLength(1)
    channel.acknowledge({ 0: { 0: { 0: "ada", 1: [number("N"), "typed"] } } })
    expect(find("[name=note]").value).toBe("typed!")
    expect(told()).toEqual([
      ["edit", "who=ada&note=typed"],
      ["edit", "who=ada&note=typed%21&_target=note"],
      ["add", {}],
    ])
  })

  it("is told at once what was typed while it was joined, before what waited", async () => {
    await typed()
    connection.lost()
    connection.opened()
    channel.events.length = 0
    type("[name=note]", "more")
    find("button").click()
    channel.answer({ i: 1, d: { 0: { m: [form("")] as never }, 1: "0" } })
    expect(told()).toEqual([["edit", "who=ada&note=more"]])
    channel.acknowledge({ 0: { 0: { 0: "ada", 1: [number("N"), "more"] } } })
    expect(told()).toEqual([
      ["edit", "who=ada&note=more"],
      ["edit", "who=ada&note=more&_target=note"],
      ["add", {}],
    ])
  })

  it("that does not answer is not waited for longer than three seconds: its answer is taken when it comes", async () => {
    await typed()
    mountedAnew(form(""))
    channel.pushDiff(1, { 1: "7" })
    jest.advanceTimersByTime(2_999)
    expect(shown()).toBe("0")
    jest.advanceTimersByTime(1)
    expect([shown(), find("[name=who]").value, document.querySelector("[name=note]")]).toEqual(["7", "ada", null])
    channel.acknowledge({ 0: { 0: { 0: "ADA", 1: [number("N"), "typed"] } }, 1: "8" })
    await jest.advanceTimersByTimeAsync(0)
    expect([shown(), find("[name=note]").value, find("[name=who]").value]).toEqual(["8", "typed", "ADA"])
  })

  it("that cannot handle it is shown without, and not told again", async () => {
    await typed()
    mountedAnew(form("", ""))
    channel.pushDiff(1, { 1: "1" })
    channel.acknowledge(0, { x: { code: "LV_EVENT_PARAMS", message: "no" } })
    jest.advanceTimersByTime(100)
    expect([shown(), find("[name=who]").value, find("[name=note]").value]).toEqual(["1", "ada", "typed"])
    mountedAnew(form("", ""))
    expect(told()).toEqual([])
    complaints.length = 0
  })

  it("that is ended by it is followed by one that is not told of it", async () => {
    await typed()
    mountedAnew(form(""))
    const problem = { code: "LV_EVENT_FAILED", message: "no" }
    channel.acknowledge(0, { x: problem })
    const { instance } = channel.events[0] as { instance: number }
    jest.advanceTimersByTime(99)
    channel.exit(instance, problem)
    expect(find("[name=note]").value).toBe("typed")
    await jest.advanceTimersByTimeAsync(60_000)
    channel.events.length = 0
    channel.answer({ i: 2, d: { 0: { m: [form("")] as never }, 1: "2" } })
    expect([told(), shown(), find("[name=who]").value]).toEqual([[], "2", "ada"])
    complaints.length = 0
  })

  it("that is lost before it has answered leaves the page as it was, and the next one is told", async () => {
    await typed()
    mountedAnew(form(""))
    const [late] = channel.events
    connection.lost()
    expect([shown(), find("[name=note]").value]).toEqual(["0", "typed"])
    jest.advanceTimersByTime(3_000)
    expect(find("[name=note]").value).toBe("typed")
    connection.opened()
    expect(channel.joins.at(-1)?.request).not.toHaveProperty("r")
    channel.events.length = 0
    channel.answer({ i: 2, d: { 0: { m: [form("")] as never }, 1: "0" } })
    late?.acknowledge({ 1: "late" })
    expect(told()).toEqual([["edit", "who=ada&note=typed"]])
    channel.acknowledge({ 0: { 0: { 1: [number("N"), "typed"] } }, 1: "2" })
    expect([shown(), find("[name=note]").value]).toEqual(["2", "typed"])
  })

  it("is told nothing where it sends the page elsewhere, and left at once where an answer does", async () => {
    await typed()
    connection.lost()
    connection.opened()
    channel.events.length = 0
    channel.answer({ i: 1, d: { 0: { m: [form("")] as never }, 1: "0" }, e: { r: { to: "/login" } } })
    expect(channel.events.filter(({ instance }) => instance === 1).slice(1)).toEqual([])
    mountedAnew(form(""), form(""))
    channel.events[0]?.acknowledge(0, { r: { to: "/login" } })
    await jest.advanceTimersByTimeAsync(0)
    expect(visit).toHaveBeenCalledWith("http://localhost/login")
  })

  it("has its templates, effects and titles taken in order", async () => {
    await typed()
    const heard: unknown[] = []
    window.addEventListener("live:saved", (event) => heard.push((event as CustomEvent).detail))
    mountedAnew(form(""))
    channel.pushDiff(1, { 1: [9, "x"] }, { t: { 9: ["Z", "<b><!--$--></b>"] }, e: [["saved", 1]] })
    channel.acknowledge({ 1: { 0: "y" } }, { e: [["saved", 2]], n: "Told" })
    expect([heard, document.title, shown()]).toEqual([[1, 2], "Told", "y"])
  })
})

it("a process that is that of before is told nothing", async () => {
  await typed()
  connection.lost()
  connection.opened()
  channel.events.length = 0
  channel.answer({ i: 1, r: { e: 2 }, d: { 1: "5" } })
  expect([told(), shown(), find("[name=note]").value]).toEqual([[], "5", "typed"])
})

describe("a process that goes on from one whose server went away", () => {
  /** The server of this instance goes away, and had taken so many events; the next one has the view. */
  function movesOn(instance: number, taken: number): void {
    channel.drain(instance, taken)
    connection.lost()
    connection.opened()
    channel.events.length = 0
    channel.answer({ i: instance + 1, k: "L", d: { 0: { m: [form("")] as never }, 1: `${instance + 1}` } })
  }

  it("is waited for until it knows what forms hold, and given then what the one before was not", async () => {
    await typed()
    find("button").click()
    movesOn(0, 2)
    expect(told()).toEqual([["edit", "who=ada&note=typed"]])
    channel.acknowledge({ 0: { 0: { 0: "ada", 1: [number("N"), "typed"] } } })
    expect([shown(), find("[name=note]").value]).toEqual(["1", "typed"])
    expect(told()).toEqual([
      ["edit", "who=ada&note=typed"],
      ["add", {}],
    ])
  })

  it("is given it also where forms have more to tell than the one before was given", async () => {
    await page([number("O"), "2"])
    find("button").click()
    await jest.advanceTimersByTimeAsync(0)
    find("[name=at]").dispatchEvent(new InputEvent("input", { bubbles: true }))
    await jest.advanceTimersByTimeAsync(0)
    movesOn(0, 0)
    expect(told()).toEqual([["resume", "at=2&step=2"]])
    channel.acknowledge(0)
    expect(channel.events.map(({ event, number: n }) => [event, n])).toEqual([
      ["resume", 1],
      ["add", 2],
    ])
    channel.acknowledge(0)
    expect(find("button").className).toBe("")
  })

  it("is not told by an event under way what a form has told it since", async () => {
    await typed()
    type("[name=note]", "m")
    channel.drain(0, 2)
    connection.lost()
    find("[name=note]").value = "more"
    find("button").click()
    connection.opened()
    channel.events.length = 0
    channel.answer({ i: 1, k: "L", d: { 0: { m: [form("")] as never }, 1: "1" } })
    channel.acknowledge({ 0: { 0: { 0: "ada", 1: [number("N"), "more"] } } })
    expect(told()).toEqual([
      ["edit", "who=ada&note=more"],
      ["add", {}],
    ])
    expect(find("[name=note]").value).toBe("more")
  })

  describe("a submission that it is given", () => {
    const submit = (): void => {
      find("#chat").dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }))
    }
    /** What the form holds was handed in as the server went away. */
    async function submitted(wasSent = true): Promise<void> {
      await page([number("S"), ""])
      await jest.advanceTimersByTimeAsync(0)
      type("[name=text]", "hello")
      if (wasSent) submit()
      channel.drain(0, 0)
      if (!wasSent) submit()
      connection.lost()
    }
    async function answered(): Promise<void> {
      connection.opened()
      channel.events.length = 0
      channel.answer({ i: 1, k: "L", d: { 0: { m: [[number("S"), ""]] as never }, 1: "1" } })
      expect(told()).toEqual([["send", "text=hello"]])
      channel.acknowledge(0)
      await jest.advanceTimersByTimeAsync(0)
    }

    it("is over when it is answered: the field shows what the server says", async () => {
      await submitted()
      await answered()
      expect([find("[name=text]").value, find("#chat").className]).toEqual(["", ""])
    })

    it.each([true, false])("leaves alone what was typed since (it was under way: %s)", async (wasSent) => {
      await submitted(wasSent)
      type("[name=text]", "hello again")
      await answered()
      expect(find("[name=text]").value).toBe("hello again")
    })
  })

  it("may go away itself before it knows what forms hold: nothing of it is shown then", async () => {
    await typed()
    mountedAnew(form(""))
    channel.drain(1, 0)
    await jest.advanceTimersByTimeAsync(3_000)
    expect([shown(), find("[name=note]").value]).toEqual(["0", "typed"])
    connection.lost()
    connection.opened()
    channel.events.length = 0
    channel.answer({ i: 2, k: "M", d: { 0: { m: [form("")] as never }, 1: "2" } })
    expect([shown(), told()]).toEqual(["0", [["edit", "who=ada&note=typed"]]])
    channel.acknowledge({ 0: { 0: { 0: "ada", 1: [number("N"), "typed"] } } })
    expect([shown(), find("[name=note]").value]).toEqual(["2", "typed"])
  })

  it("may be lost before it knows what forms hold: what it was to be given then goes to the next one", async () => {
    await typed()
    find("button").click()
    movesOn(0, 2)
    connection.lost()
    expect(find("button").className).toBe("live-click-loading")
    connection.opened()
    channel.events.length = 0
    channel.answer({ i: 2, k: "M", d: { 0: { m: [form("")] as never }, 1: "2" } })
    channel.acknowledge({ 0: { 0: { 0: "ada", 1: [number("N"), "typed"] } } })
    expect(channel.events.map(({ event, number: n }) => [event, n])).toEqual([
      ["edit", 1],
      ["add", 2],
    ])
    channel.acknowledge(0)
    expect(find("button").className).toBe("")
  })

  it("may be left before it knows what forms hold: nobody is given that then", async () => {
    await typed()
    find("button").click()
    movesOn(0, 2)
    const root = find<HTMLElement>("#trip-1")
    root.remove()
    client.start()
    document.body.append(root)
    client.start()
    await jest.advanceTimersByTimeAsync(0)
    channel.events.length = 0
    channel.answer({ i: 2, k: "M", d: { 0: { m: [form("")] as never }, 1: "2" } })
    channel.acknowledge({ 0: { 0: { 0: "ada", 1: [number("N"), "typed"] } } })
    expect([told(), find("button").className]).toEqual([[["edit", "who=ada&note=typed"]], ""])
  })
})
