import { makeNotices } from "../../../../../client/features/standby/notices.js"
import { PageLoading } from "../../../../../client/features/standby/page-loading.js"

const heard: [string, unknown][] = []
const bar = (): Element | null => document.querySelector(".live-bar")

function made(): PageLoading {
  const notices = makeNotices({ views: { all: [], missed: () => {} }, outbox: { part: undefined } })
  return new PageLoading({ use: (work) => work(notices) })
}

function listen(event: Event): void {
  heard.push([event.type, (event as CustomEvent).detail])
}

beforeEach(() => {
  jest.useFakeTimers()
  document.body.innerHTML = ""
  heard.length = 0
  for (const what of ["start", "stop"]) window.addEventListener(`live:page-loading-${what}`, listen)
})

afterEach(() => {
  for (const what of ["start", "stop"]) window.removeEventListener(`live:page-loading-${what}`, listen)
  jest.useRealTimers()
})

describe("page loading", () => {
  it("tells the page when it starts and stops, and what it is", () => {
    const loading = made()
    loading.start({ kind: "redirect", to: "/x" })
    loading.stop("redirect")
    loading.stop("redirect")
    expect(heard).toEqual([
      ["live:page-loading-start", { kind: "redirect", to: "/x" }],
      ["live:page-loading-stop", { kind: "redirect", to: "/x" }],
    ])
  })

  it("shows a bar when it takes a while, and takes it away", () => {
    const loading = made()
    loading.start({ kind: "initial" })
    jest.advanceTimersByTime(299)
    expect(bar()).toBeNull()
    jest.advanceTimersByTime(1)
    expect(bar()?.ariaHidden ?? bar()?.getAttribute("aria-hidden")).toBe("true")
    loading.stop("initial")
    expect(bar()).toBeNull()
  })

  it("shows none for what is quick", () => {
    const loading = made()
    loading.start({ kind: "initial" })
    loading.stop("initial")
    jest.runAllTimers()
    expect(bar()).toBeNull()
  })

  it("shows none where the page has its own way", () => {
    window.addEventListener("live:page-loading-start", (event) => event.preventDefault(), { once: true })
    made().start({ kind: "initial" })
    jest.runAllTimers()
    expect(bar()).toBeNull()
  })

  it("by a redirect ends by itself when no page comes: what was behind it was a download", () => {
    made().start({ kind: "redirect", to: "/export.csv" })
    jest.advanceTimersByTime(2_499)
    expect([heard.length, bar()]).toEqual([1, expect.any(Element)])
    jest.advanceTimersByTime(1)
    expect(heard.at(-1)).toEqual(["live:page-loading-stop", { kind: "redirect", to: "/export.csv" }])
    expect(bar()).toBeNull()
    jest.runAllTimers()
    expect(heard).toHaveLength(2)
  })

  it("of two kinds ends for each with what began it, and the bar with the second", () => {
    const loading = made()
    loading.start({ kind: "initial" })
    loading.start({ kind: "redirect", to: "/x" })
    jest.advanceTimersByTime(300)
    loading.stop("initial")
    expect(heard.at(-1)).toEqual(["live:page-loading-stop", { kind: "initial" }])
    expect(bar()).not.toBeNull()
    loading.stop("redirect")
    expect(heard.at(-1)).toEqual(["live:page-loading-stop", { kind: "redirect", to: "/x" }])
    expect(bar()).toBeNull()
  })

  it("by a second redirect ends for the first before, and has its own time", () => {
    const loading = made()
    loading.start({ kind: "redirect", to: "/a" })
    jest.advanceTimersByTime(2_000)
    loading.start({ kind: "redirect", to: "/b" })
    jest.advanceTimersByTime(2_000)
    const told = (what: string, to: string): unknown => [`live:page-loading-${what}`, { kind: "redirect", to }]
    expect(heard).toEqual([told("start", "/a"), told("stop", "/a"), told("start", "/b")])
  })
})
