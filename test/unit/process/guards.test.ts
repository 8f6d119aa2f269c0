import { CarriedBus } from "../../../src/pubsub/between/carried-bus.js"
import { PubSub } from "../../../src/pubsub/pubsub.js"
import { topic } from "../../../src/pubsub/topic.js"
import { html } from "../../../src/render/values/html.js"
import { liveView } from "../../../src/view/live-view.js"
import type { ErasedGuard, OnMount } from "../../../src/view/on-mount.js"
import { BusHub } from "../../support/bus-hub.js"
import { RecordingLogger } from "../../support/recording-logger.js"
import { ViewHarness } from "../../support/view-harness.js"

interface User {
  readonly name: string
}

const ada: User = { name: "Ada" }
const addUser: OnMount<{ currentUser: User }> = () => ({ currentUser: ada })
const show = ({ currentUser, text }: { currentUser: User; text: string }) => html`<p>${currentUser.name} ${text}</p>`

describe("guards", () => {
  it("run before mount, in order, and each sees what those before have added", async () => {
    const order: string[] = []
    const first: OnMount<{ one: number }> = (params, session) => {
      order.push(`first ${JSON.stringify([params, session])}`)
      return { one: 1 }
    }
    const second: OnMount<{ two: number }, { one: number }> = async (_params, _session, socket) => {
      await Promise.resolve()
      order.push(`second ${socket.view} ${socket.id} ${socket.connected}`)
      return { two: socket.assigns.one + 1 }
    }
    const view = liveView.onMount(first).onMount(second)({
      name: "guarded",
      mount: (_params, _session, socket) => {
        order.push("mount")
        return { three: socket.assigns.one + socket.assigns.two }
      },
      events: {
        add(_params, socket) {
          return socket.assigns.one + socket.assigns.two + socket.assigns.three
        },
      },
      render: ({ one, two, three }) => html`<p>${one} ${two} ${three}</p>`,
    })
    const harness = new ViewHarness(view, { params: { id: "7" }, session: { userId: "u" } })
    await harness.process.start()
    expect(order).toEqual(['first [{"id":"7"},{"userId":"u"}]', "second guarded guarded-1 true", "mount"])
    expect((await harness.process.event("add", {})).extras).toEqual({ y: 6 })
  })

  it("redirect, and nothing after them runs", async () => {
    const mount = jest.fn(() => ({}))
    const later = jest.fn(() => ({}))
    const view = liveView.onMount((_params, _session, socket) => socket.redirect("/login")).onMount(later)({
      name: "refused",
      mount,
      render: () => html`<p>secret</p>`,
    })
    const harness = new ViewHarness(view, { basePath: "/app" })
    expect(await harness.process.start()).toEqual({ kind: "redirect", to: "/app/login" })
    expect(mount).not.toHaveBeenCalled()
    expect(later).not.toHaveBeenCalled()
    expect(harness.process.state).toBe("ended")
  })

  it("that make a redirect and do not return it let nobody in", async () => {
    const mount = jest.fn(() => ({}))
    const forgetful: OnMount = (_params, _session, socket) => {
      socket.redirect("/login")
      return {}
    }
    const view = liveView.onMount(forgetful)({ name: "forgetful", mount, render: () => html`<p>secret</p>` })
    await expect(new ViewHarness(view).process.start()).rejects.toMatchObject({
      code: "LV_REDIRECT_LOST",
      message: expect.stringContaining('The guard `forgetful` of the view "forgetful" called `socket.redirect`'),
    })
    expect(mount).not.toHaveBeenCalled()
  })

  it("take what the HTTP request holds", async () => {
    const load = jest.fn(() => ({ name: "loaded" }))
    const view = liveView.onMount(async (_params, _session, socket) => ({
      currentUser: await socket.assignNew("user", load),
    }))({ name: "held", mount: () => ({ text: "" }), render: show })
    const harness = new ViewHarness(view, { isLive: false, held: { user: ada } })
    await harness.process.start()
    expect(load).not.toHaveBeenCalled()
  })

  it("of the place where a view is served run first, and one that the view names too runs once", async () => {
    const order: string[] = []
    const both: OnMount = () => {
      order.push("both")
      return {}
    }
    const own: OnMount = () => {
      order.push("own")
      return {}
    }
    const view = liveView.onMount(own).onMount(both)({ name: "twice", mount: () => ({}), render: () => html`a` })
    await new ViewHarness(view, {
      liveSession: { name: "members", guards: [both as ErasedGuard], layout: undefined },
    }).process.start()
    expect(order).toEqual(["both", "own"])
  })

  it.each([
    ["nothing", undefined],
    ["an array", []],
    ["true", true],
    ["null", null],
    ["an instance", new Map()],
  ])("that return %s let nobody in", async (_what, given) => {
    const mount = jest.fn(() => ({}))
    const forgetful = (): never => given as never
    const view = liveView.onMount(forgetful)({ name: "open", mount, render: () => html`a` })
    const harness = new ViewHarness(view)
    await expect(harness.process.start()).rejects.toMatchObject({
      code: "LV_GUARD_RESULT",
      message: expect.stringContaining('A guard of the view "open", `forgetful`, returned'),
    })
    expect(mount).not.toHaveBeenCalled()
  })

  it("own their keys", async () => {
    const other = liveView.onMount(addUser)({
      name: "other",
      mount: () => ({ currentUser: { name: "Bob" }, text: "" }),
      render: show,
    })
    await expect(new ViewHarness(other).process.start()).rejects.toMatchObject({ code: "LV_GUARD_KEY" })
    const same = liveView.onMount(addUser)({
      name: "same",
      mount: (_params, _session, socket) => ({ ...socket.assigns, text: "" }),
      render: ({ currentUser, text }) => show({ currentUser, text }),
    })
    await expect(new ViewHarness(same).process.start()).resolves.toMatchObject({ kind: "rendered" })
  })

  it("are functions", () => {
    expect(() => liveView.onMount("requireUser" as never)).toThrow("`liveView.onMount` takes a guard")
  })

  it("cannot be written through, and have nothing that lasts", async () => {
    const view = liveView.onMount((_params, _session, socket) => {
      expect(socket).not.toHaveProperty("subscribe")
      ;(socket.assigns as Record<string, unknown>)["a"] = 1
      return {}
    })({ name: "writes", mount: () => ({}), render: () => html`a` })
    await expect(new ViewHarness(view).process.start()).rejects.toMatchObject({ code: "LV_ASSIGN_DIRECT" })
  })

  it("that are still at work when the view ends begin nothing", async () => {
    const mount = jest.fn(() => ({}))
    let goOn = (): void => {}
    const slow: OnMount = () =>
      new Promise((resolve) => {
        goOn = () => resolve({})
      })
    const view = liveView.onMount(slow)({ name: "slow", mount, render: () => html`a` })
    const { process } = new ViewHarness(view)
    const started = process.start()
    const closed = process.close("disconnect")
    goOn()
    await expect(started).rejects.toMatchObject({ code: "LV_VIEW_CLOSED" })
    await closed
    expect(mount).not.toHaveBeenCalled()
  })

  it("run again when a view that lives mounts anew, which is shown what they add then", async () => {
    let calls = 0
    const count: OnMount<{ calls: number }> = () => ({ calls: ++calls })
    const bus = new BusHub()
    const logger = new RecordingLogger()
    const news = topic<string>("news")
    const view = liveView.onMount(count)<object, string>({
      name: "anew",
      mount: (_params, _session, socket) => {
        socket.subscribe(news)
        return {}
      },
      render: ({ calls }) => html`<p>${calls}</p>`,
      handleInfo: () => undefined,
    })
    const harness = new ViewHarness(view, { pubsub: new PubSub(new CarriedBus(bus.connect()), logger) })
    await harness.process.start()
    bus.goDown()
    bus.comeBack()
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    harness.clock.pass(1_000)
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect([calls, harness.shown, harness.exits]).toEqual([2, ["2"], []])
  })

  it("run for the page, and again for its join", async () => {
    let calls = 0
    const count: OnMount<{ calls: number }> = () => ({ calls: ++calls })
    const view = liveView.onMount(count)({
      name: "again",
      mount: () => ({}),
      render: ({ calls }) => html`<p>${calls}</p>`,
    })
    for (const isLive of [false, true]) await new ViewHarness(view, { isLive }).process.start()
    expect(calls).toBe(2)
  })
})
