/** Pages that are gone back to while the connection, or the host, is away; and what becomes of one that is stopped as it is exchanged. */
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
let loading: { readonly start: jest.Mock; readonly stop: jest.Mock }
const redirect = jest.fn()
const shows = jest.fn()

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
  loading = { start: jest.fn(), stop: jest.fn() }
  const tools = {
    navigation: { use: (work: (part: object) => void) => work({ loading, redirect }) },
    pages: { part, get: () => Promise.resolve(part) },
    views: { all: [view] },
  } as unknown as PatchTools
  trips = new Trips(tools, new Entries(), { load, shows })
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

describe("a page that something else is wanted of while it is exchanged", () => {
  async function follow(path: string): Promise<void> {
    view.readiness = "ready"
    expect(trips.follow(new URL(path, location.href).href, "push", () => {})).toBe(true)
    await jest.advanceTimersByTimeAsync(0)
  }

  it("is at its address all the same", async () => {
    await follow("/left")
    asked[0]?.leaves()
    // As a hook of the page that is left may ask for it.
    trips.stop()
    expect(stop).not.toHaveBeenCalled()
    asked[0]?.arrived("left-1")
    expect([location.pathname, shows.mock.calls, load.mock.calls]).toEqual([
      "/left",
      [[new URL("/left", location.href).href]],
      [],
    ])
    expect(loading.stop).toHaveBeenCalledTimes(1)
  })

  it("does not end the way to what is wanted now", async () => {
    await follow("/first")
    asked[0]?.leaves()
    trips.follow(new URL("/second", location.href).href, "push", () => {})
    asked[0]?.arrived("first-1")
    expect([location.pathname, loading.stop.mock.calls.length]).toEqual(["/first", 1])
    await jest.advanceTimersByTimeAsync(0)
    asked[1]?.leaves()
    asked[1]?.arrived("second-1")
    expect([location.pathname, loading.stop.mock.calls.length]).toEqual(["/second", 2])
    // It has ended by now: nothing is there that could be stopped.
    trips.stop()
    expect(loading.stop).toHaveBeenCalledTimes(2)
  })

  it("is loaded where it could not be exchanged", async () => {
    await follow("/broken")
    asked[0]?.leaves()
    trips.stop()
    asked[0]?.endedElsewhere()
    expect(load.mock.calls).toEqual([[new URL("/broken", location.href).href]])
  })
})

describe("what a view shows by its flash on a page that the browser is to load", () => {
  const cookie = (): string | undefined => /livemount_flash=([^;]*)/.exec(document.cookie)?.[1]

  async function go(flash: string, held = ""): Promise<void> {
    document.cookie = `livemount_flash=${held}${held === "" ? "; Max-Age=0" : ""}`
    trips.go({ href: "/account", change: "push", way: { pop: false, direction: "forward", by: "view" }, flash })
    await jest.advanceTimersByTimeAsync(0)
  }

  it("goes along", async () => {
    await go("saved")
    asked[0]?.endedElsewhere("/log-in")
    expect([cookie(), redirect.mock.calls]).toEqual(["saved", [["/log-in"]]])
  })

  it("does not take the place of what the host has put, which holds it", async () => {
    await go("saved")
    document.cookie = "livemount_flash=saved-and-log-in-first"
    asked[0]?.endedElsewhere("/log-in")
    expect(cookie()).toBe("saved-and-log-in-first")
  })

  it("takes the place of one that was on its way before", async () => {
    await go("saved", "older")
    asked[0]?.endedElsewhere("/log-in")
    expect(cookie()).toBe("saved")
  })
})
