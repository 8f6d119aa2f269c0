/** The whole client on a page, before the part that knows forms has come, and where it does not come. */
import { PageClient } from "../../../client/page-client.js"
import { FakeConnection } from "../../support/fake-connection.js"

let mockMissing = false
jest.mock("../../../client/features/forms/forms.js", () => {
  if (mockMissing) throw new Error("404")
  return jest.requireActual<object>("../../../client/features/forms/forms.js")
})

let client: PageClient
let complaints: jest.SpyInstance

function start(inside: string): FakeConnection {
  document.body.innerHTML = `<div id="r" data-live="v" data-live-token="T" data-live-templates="A">${inside}</div>`
  let connection: FakeConnection | undefined
  client = new PageClient({
    config: { socket: "/live/socket", namespace: "/live/", prefix: "live-", development: false },
    makeConnection: (delegate) => (connection = new FakeConnection(delegate)),
    visit: () => {},
  })
  client.start()
  connection?.opened()
  return connection as unknown as FakeConnection
}

async function partComes(): Promise<void> {
  await jest.advanceTimersByTimeAsync(0)
}

function find<E extends HTMLElement>(selector: string): E {
  return document.querySelector(selector) as E
}

/** True if the browser does by itself what follows. */
function isLeftToBrowser(target: Element, type: string): boolean {
  return target.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }))
}

function type(value: string): void {
  const input = find<HTMLInputElement>("input")
  input.value = value
  input.dispatchEvent(new Event("input", { bubbles: true }))
}

const form = `<p>5</p><button live-click="add">+</button><form live-change="edit" live-submit="save" method="post"><input name="a" value=""></form>`
const formText = `<p><!--$--></p><button live-click="add">+</button><form live-change="edit" live-submit="save" method="post"><input name="a" value="\uFDD0"></form>`

beforeEach(() => {
  mockMissing = false
  jest.resetModules()
  jest.useFakeTimers()
  complaints = jest.spyOn(console, "error").mockImplementation(() => {})
})
afterEach(() => {
  client.stop()
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe("a page with a form", () => {
  it("keeps what is typed, clicked and submitted until the part comes, and tells each once", async () => {
    const connection = start(form)
    const channel = connection.to("v")
    channel.answer({ i: 0, d: { 0: "6" }, e: { t: { 0: ["A", formText] } } })
    type("ada")
    find("button").click()
    expect(isLeftToBrowser(find("form"), "submit")).toBe(false)
    expect([find("p").textContent, find("#r").className, channel.events]).toEqual(["5", "live-loading", []])
    await partComes()
    expect([find("p").textContent, find("#r").className]).toEqual(["6", "live-connected"])
    expect(find<HTMLInputElement>("input").value).toBe("ada")
    expect(channel.events.map(({ event, payload }) => [event, payload])).toEqual([
      ["add", {}],
      ["save", "a=ada"],
    ])
    find("button").click()
    expect(channel.events.at(-1)).toMatchObject({ event: "add" })
  })

  it("stays as it is while the part cannot be had, which is asked for again", async () => {
    mockMissing = true
    const ended = jest.fn()
    window.addEventListener("live:page-loading-stop", ended, { once: true })
    const connection = start(form)
    connection.to("v").answer({ i: 0, d: { 0: "6" }, e: { t: { 0: ["A", formText] } } })
    await partComes()
    type("ada")
    await jest.advanceTimersByTimeAsync(7_000)
    expect(isLeftToBrowser(find("form"), "submit")).toBe(true)
    expect([find("p").textContent, find<HTMLInputElement>("input").value]).toEqual(["5", "ada"])
    expect(complaints).toHaveBeenCalledTimes(1)
    expect(ended).toHaveBeenCalledTimes(1)
    mockMissing = false
    await jest.advanceTimersByTimeAsync(20_000)
    expect([find("p").textContent, find<HTMLInputElement>("input").value]).toEqual(["6", "ada"])
    expect(connection.to("v").events).toMatchObject([{ event: "edit", payload: "a=ada" }])
  })

  it("that was stopped meanwhile hears nothing when the part comes", async () => {
    const connection = start(form)
    client.stop()
    await partComes()
    expect(isLeftToBrowser(find("form"), "submit")).toBe(true)
    client.start()
    connection.opened()
    connection.to("v").answer({ i: 0, e: { t: { 0: ["A", formText] } } })
    expect(isLeftToBrowser(find("form"), "submit")).toBe(false)
    expect(connection.to("v").events).toMatchObject([{ event: "save" }])
  })
})

describe("a page without one", () => {
  const plain = `<p>5</p><button live-click="add">+</button><!--{--><!--}-->`
  const plainText = `<p><!--$--></p><button live-click="add">+</button><!--$-->`

  it("does not wait, but for what brings a form, and what comes behind it", async () => {
    const connection = start(plain)
    const channel = connection.to("v")
    channel.answer({ i: 0, d: { 0: "6" }, e: { t: { 0: ["A", plainText] } } })
    expect([find("p").textContent, find("#r").className]).toEqual(["6", "live-connected"])
    find("button").click()
    channel.acknowledge(
      { 0: "7", 1: [1, "x"] },
      { t: { 1: ["B", `<form live-submit="save"><input name="a" value="\uFDD0"></form>`] } },
    )
    channel.pushDiff(0, { 0: "8" })
    find("button").click()
    expect([find("p").textContent, channel.events.length]).toEqual(["6", 2])
    await partComes()
    expect([find("p").textContent, find<HTMLInputElement>("input").value]).toEqual(["8", "x"])
    type("ada")
    channel.pushDiff(0, { 1: { 0: "y" } })
    expect(find<HTMLInputElement>("input").value).toBe("ada")
    expect(isLeftToBrowser(find("form"), "submit")).toBe(false)
    expect(channel.events.map(({ event }) => event)).toEqual(["add", "add", "save"])
  })
})
