import { PageLoading } from "../../../../client/page/page-loading.js"

const heard: [string, unknown][] = []
const bar = (): Element | null => document.querySelector(".live-bar")

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
    const loading = new PageLoading()
    loading.start({ kind: "redirect", to: "/x" })
    loading.stop()
    loading.stop()
    expect(heard).toEqual([
      ["live:page-loading-start", { kind: "redirect", to: "/x" }],
      ["live:page-loading-stop", { kind: "redirect", to: "/x" }],
    ])
  })

  it("shows a bar when it takes a while, and takes it away", () => {
    const loading = new PageLoading()
    loading.start({ kind: "initial" })
    jest.advanceTimersByTime(299)
    expect(bar()).toBeNull()
    jest.advanceTimersByTime(1)
    expect(bar()?.ariaHidden ?? bar()?.getAttribute("aria-hidden")).toBe("true")
    loading.stop()
    expect(bar()).toBeNull()
  })

  it("shows none for what is quick", () => {
    const loading = new PageLoading()
    loading.start({ kind: "initial" })
    loading.stop()
    jest.runAllTimers()
    expect(bar()).toBeNull()
  })

  it("shows none where the page has its own way", () => {
    window.addEventListener("live:page-loading-start", (event) => event.preventDefault(), { once: true })
    new PageLoading().start({ kind: "initial" })
    jest.runAllTimers()
    expect(bar()).toBeNull()
  })
})
