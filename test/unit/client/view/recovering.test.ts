/** A view whose process was made anew, and which is not written before forms are answered: what the part hands over, and when. */
import type { Recovery, RecoveryDelegate } from "../../../../client/view/view-page.js"
import type { Joined } from "../../../../src/protocol/frames.js"
import type { WireDiff } from "../../../../src/protocol/values.js"
import { joinedPage, type ViewTestPage } from "../../../support/view-page.js"

class FakeRecovery implements Recovery {
  written: WireDiff[] = []
  isStopped = false
  failsWith: Error | undefined
  readonly #joined: Joined

  constructor(joined: Joined) {
    this.#joined = joined
  }

  get joined(): Joined {
    if (this.failsWith !== undefined) throw this.failsWith
    return { ...this.#joined, d: { 0: "with what was told" } }
  }

  frameArrived(): void {}

  replaceAll(values: WireDiff): void {
    this.written.push(values)
  }

  stop(): void {
    this.isStopped = true
  }
}

interface Subject extends ViewTestPage {
  readonly recovery: FakeRecovery
  readonly delegate: RecoveryDelegate
}

/** Joined to another process than before, whose forms have told it something. */
function recovering(): Subject {
  let recovery: FakeRecovery | undefined
  let delegate: RecoveryDelegate | undefined
  const made = joinedPage({
    recovery: {
      recover({ joined }, owner) {
        delegate = owner
        recovery = new FakeRecovery(joined)
        return recovery
      },
    },
  })
  made.connection.lost()
  made.connection.opened()
  made.dom.calls.length = 0
  made.told.viewJoined.mockReset()
  made.channel.answer({ i: 8, d: { 0: "9" }, e: { n: "Title" } })
  return { ...made, recovery: recovery as FakeRecovery, delegate: delegate as RecoveryDelegate }
}

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

it("waits, and shows that, until its forms are answered", () => {
  const { view, root, dom, told, channel, click } = recovering()
  click()
  expect([view.readiness, view.isSound, root.className]).toEqual(["waiting", false, "live-loading"])
  expect([dom.calls, channel.events, told.viewJoined.mock.calls]).toEqual([[], [], []])
})

it("is written by the part then, once, and goes on", () => {
  const { view, root, dom, told, channel, click, recovery, delegate } = recovering()
  click()
  delegate.recovered(recovery)
  expect([view.readiness, root.className]).toEqual(["ready", "live-connected"])
  expect([recovery.written, dom.calls]).toEqual([[{ 0: "with what was told" }], []])
  expect(told.effectsArrived.mock.lastCall).toEqual([{ n: "Title" }, view])
  expect([told.viewJoined.mock.calls, channel.events.length]).toEqual([[[view, false]], 1])
  // What comes from now on is the view's own matter.
  channel.pushDiff(8, { 0: "10" })
  channel.acknowledge({ 0: "11" })
  expect(dom.calls).toEqual([
    ["write", { 0: "10" }],
    ["acknowledge", 1, { 0: "11" }, false],
  ])
})

it("joins anew where what was told cannot be put together", () => {
  const { view, told, recovery, delegate, channel } = recovering()
  recovery.failsWith = new Error("no such slot")
  delegate.recovered(recovery)
  expect(told.problemArrived.mock.calls).toEqual([
    [expect.objectContaining({ code: "LV_CLIENT_FAILED", message: "Error: no such slot" }), view],
  ])
  expect([view.readiness, channel.left, recovery.written]).toEqual(["offline", [8], []])
})

it.each<[string, (page: ViewTestPage) => void, string]>([
  ["its connection is lost", ({ connection }) => connection.lost(), "offline"],
  ["its process ends", ({ channel }) => channel.exit(8, { code: "LV_X", message: "x" }), "offline"],
  ["its server goes away", ({ channel }) => channel.drain(8, 0), "waiting"],
  ["it is left", ({ view }) => view.stop(), "offline"],
])("is not written any more when %s", (_what, happen, readiness) => {
  const made = recovering()
  happen(made)
  expect([made.recovery.isStopped, made.view.readiness, made.view.seat]).toEqual([true, readiness, undefined])
  expect([made.recovery.written, made.dom.calls.filter(([call]) => call === "replaceAll")]).toEqual([[], []])
})
