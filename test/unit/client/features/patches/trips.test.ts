/** Pages that are gone back to while the connection, or the host, is away. */
import { Entries } from "../../../../../client/features/patches/entries.js"
import type { PatchTools } from "../../../../../client/features/patches/patch-tools.js"
import { Trips } from "../../../../../client/features/patches/trips.js"
import type { Pages, TripDelegate } from "../../../../../client/page/pages.js"
import type { Readiness } from "../../../../../client/view/view-page.js"

const load = jest.fn()
const stop = jest.fn()
let asked: TripDelegate[]
let view: { readiness: Readiness }
let trips: Trips

beforeEach(() => {
  jest.useFakeTimers()
  jest.clearAllMocks()
  asked = []
  view = { readiness: "offline" }
  const part = {
    go: (_wanted: unknown, delegate: TripDelegate) => {
      asked.push(delegate)
      return { stop }
    },
    leavesEntry: () => {},
    mayLeave: () => true,
    stays: () => {},
  } as unknown as Pages
  const tools = {
    navigation: { use: () => {} },
    pages: { part, get: () => Promise.resolve(part) },
    views: { all: [view] },
  } as unknown as PatchTools
  trips = new Trips(tools, new Entries(), { load, shows: () => {} })
})
afterEach(() => jest.useRealTimers())

async function goBack(): Promise<void> {
  trips.goThrough({ position: -1, page: "other", root: "" })
  await jest.advanceTimersByTimeAsync(0)
}

function delayed(isUnreachable: boolean): void {
  asked.at(-1)?.delayed(isUnreachable)
}

it("waits until it is told that the connection is there, however long the host does not answer", async () => {
  await goBack()
  delayed(true)
  await jest.advanceTimersByTimeAsync(9_999)
  expect(asked).toHaveLength(1)
  // Once more: does the host answer by now?
  await jest.advanceTimersByTimeAsync(1)
  expect(asked).toHaveLength(2)
  delayed(true)
  await jest.advanceTimersByTimeAsync(600_000)
  expect([asked.length, load.mock.calls]).toEqual([2, []])
  view.readiness = "ready"
  trips.viewJoined()
  // It is asked for: a second view says nothing new.
  trips.viewJoined()
  expect([asked.length, load.mock.calls]).toEqual([3, []])
})

it("waits ten seconds for the connection alone: then the page is loaded, which the host answers", async () => {
  await goBack()
  await jest.advanceTimersByTimeAsync(4_000)
  delayed(false)
  await jest.advanceTimersByTimeAsync(5_999)
  expect(asked).toHaveLength(1)
  await jest.advanceTimersByTimeAsync(1)
  expect([asked.length, load.mock.calls]).toEqual([2, []])
  delayed(false)
  expect(load.mock.calls).toEqual([[location.href]])
})

it("looks a moment later whether the connection is gone, too, where only the host does not answer", async () => {
  view.readiness = "ready"
  await goBack()
  delayed(true)
  await jest.advanceTimersByTimeAsync(50)
  view.readiness = "offline"
  await jest.advanceTimersByTimeAsync(1_000)
  expect([asked.length, load.mock.calls]).toEqual([1, []])
  view.readiness = "ready"
  trips.viewJoined()
  delayed(true)
  await jest.advanceTimersByTimeAsync(100)
  expect([asked.length, load.mock.calls]).toEqual([2, [[location.href]]])
})

it("does not wait where no view will have a connection, nor for a link", async () => {
  view.readiness = "plain"
  await goBack()
  delayed(true)
  expect(load).toHaveBeenCalledTimes(1)
  view.readiness = "ready"
  expect(trips.follow("/other", "push", () => {})).toBe(true)
  await jest.advanceTimersByTimeAsync(0)
  view.readiness = "offline"
  delayed(true)
  expect(load).toHaveBeenCalledTimes(2)
})

it("is over when something else is wanted: nothing comes of the wait", async () => {
  await goBack()
  delayed(true)
  trips.stop()
  trips.viewJoined()
  await jest.advanceTimersByTimeAsync(20_000)
  expect([asked.length, load.mock.calls]).toEqual([1, []])
})
