/** What waits for the part that knows forms, and what does not. */
import { Lazy } from "../../../../client/util/lazy.js"
import { FormsGate } from "../../../../client/view/forms-gate.js"
import { type ChannelListener, type ChannelSeat, ViewChannel } from "../../../../client/view/view-channel.js"
import { type FakeChannel, FakeConnection } from "../../../support/fake-connection.js"

/** A gate whose part comes when `arrive` is called. */
function gate(): { gate: FormsGate; arrive(): Promise<void> } {
  let arrive: (part: object) => void = () => undefined
  const forms = new Lazy<object>(() => new Promise((resolve) => (arrive = resolve)))
  forms.want()
  return {
    gate: new FormsGate(forms, "live-"),
    arrive: async () => {
      arrive({})
      await new Promise((resolve) => setTimeout(resolve))
    },
  }
}

beforeEach(() => {
  document.body.innerHTML = ""
})

describe("the gate", () => {
  it.each([
    `<form></form>`,
    `<div><input></div>`,
    `<select></select>`,
    `<textarea></textarea>`,
    `<p contenteditable live-change="edit"></p>`,
    `<my-form live-submit="save"></my-form>`,
  ])("is shut for a page with %s", (html) => {
    document.body.innerHTML = html
    expect(gate().gate.isShutFor()).toBe(true)
  })

  it("is open for a page whose only form is the one by which clicks post", () => {
    document.body.innerHTML = `<button form="f" live-click="add"></button><form id="f" data-live-post><input type="hidden" data-live-post></form>`
    expect(gate().gate.isShutFor({ i: 0, d: { 0: "5" } }, { n: "title" })).toBe(false)
  })

  it.each([
    [{ i: 0, e: { t: { 3: ["A", "<p><FORM live-x></FORM>"] } } }],
    [{ 0: { h: `<b><input></b>` } }],
    [{ 0: { s: [[2, 0, "nput"]] } }],
    [{ 0: { a: { "live-change": "edit" } } }],
    [{ 0: { l: 1, i: [["<textarea>"]] } }],
  ])("is shut for what may bring a control: %j", (message) => {
    expect(gate().gate.isShutFor(message)).toBe(true)
    expect(gate().gate.isShutFor(0, message)).toBe(true)
  })

  it("is shut for all that comes behind, until the part has come", async () => {
    const { gate: subject, arrive } = gate()
    expect(subject.isShutFor({ 0: "text" })).toBe(false)
    expect(subject.isShutFor({ 0: { h: "<select>" } })).toBe(true)
    expect(subject.isShutFor({ 0: "text" })).toBe(true)
    await arrive()
    expect(subject.isShutFor({ 0: { h: "<select>" } })).toBe(false)
  })
})

describe("a channel whose gate is shut", () => {
  const told: string[] = []

  function subject(): { channel: ViewChannel; server: FakeChannel; seat: ChannelSeat; arrive(): Promise<void> } {
    const { gate: forms, arrive } = gate()
    const connection = new FakeConnection({
      connectionOpened: () => {},
      connectionLost: () => {},
      connectionRefused: () => {},
    })
    const channel = new ViewChannel(connection, "v", { add: (id) => told.push(`text ${id}`) }, forms)
    const seat: ChannelSeat = {
      instance: 1,
      leave: () => told.push("left"),
      take: (answers, diff) => told.push(`${answers === 0 ? "diff" : "answer"} ${JSON.stringify(diff)}`),
      takeValues: () => told.push("values"),
    }
    const view: ChannelListener = {
      channelOpened: () => told.push("opened"),
      channelClosed: () => told.push("closed"),
      channelRefused: () => told.push("refused"),
      seat,
      viewDrained: (events) => told.push(`drain ${events}`),
      viewExited: ({ code }) => told.push(`exit ${code}`),
    }
    channel.add(view)
    connection.opened()
    return { channel, server: connection.to("v"), seat, arrive }
  }

  beforeEach(() => told.splice(0))

  it("keeps what comes, in order, and sends what goes", async () => {
    const { channel, server, arrive } = subject()
    const event = { name: "add", payload: {}, number: 1 }
    channel.port.push(1, event)
    channel.port.values(1, [[0]])
    channel.join({ v: 1, t: "", h: [], n: [] }, () => told.push("joined"))
    server.pushDiff(1, { 0: "a" })
    server.acknowledge({ 0: { h: "<input>" } })
    server.pushDiff(1, { 0: "b" })
    server.requests[0]?.reply({ d: [] })
    server.answer({ i: 2 })
    server.exit(1, { code: "LV_X", message: "" })
    channel.port.push(1, event)
    expect([told, server.events.length]).toEqual([["opened", `diff {"0":"a"}`], 2])
    await arrive()
    expect(told.slice(2)).toEqual([`answer {"0":{"h":"<input>"}}`, `diff {"0":"b"}`, "values", "joined", "exit LV_X"])
    server.pushDiff(1, 0)
    expect(told.at(-1)).toBe("diff 0")
  })

  it("forgets what has come over a connection that is gone", async () => {
    const { server, arrive } = subject()
    server.pushDiff(1, { 0: { h: "<input>" } })
    server.closed()
    server.opened()
    await arrive()
    server.pushDiff(1, { 0: "new" })
    expect(told).toEqual(["opened", "closed", "opened", `diff {"0":"new"}`])
  })

  it("hands over the rest where one fails", async () => {
    const { channel, server, seat, arrive } = subject()
    const failed = jest.fn()
    // As the browser: it tells of the error, and goes on.
    const queue = jest.spyOn(globalThis, "queueMicrotask").mockImplementation((work) => {
      try {
        work()
      } catch (error) {
        failed(error)
      }
    })
    channel.port.values(1, [[0]])
    jest.spyOn(seat, "takeValues").mockImplementation(() => {
      throw new Error("meant")
    })
    server.pushDiff(1, { 0: { h: "<input>" } })
    server.requests[0]?.reply({ d: [] })
    server.pushDiff(1, { 0: "b" })
    await arrive()
    queue.mockRestore()
    expect(failed).toHaveBeenCalledTimes(1)
    expect(told.at(-1)).toBe(`diff {"0":"b"}`)
  })
})
