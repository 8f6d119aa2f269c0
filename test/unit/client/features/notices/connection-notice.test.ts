import { ConnectionNotice } from "../../../../../client/features/standby/connection-notice.js"

let hidden = false
let kept = { typed: false, done: false }
const shown = jest.fn()

function setUp(html = ""): ConnectionNotice {
  document.body.innerHTML = html
  return new ConnectionNotice({ noticeShown: shown, kept: () => kept })
}

function notice(): HTMLElement | null {
  return document.querySelector(".live-notice")
}

beforeEach(() => {
  jest.useFakeTimers()
  shown.mockReset()
  hidden = false
  kept = { typed: false, done: false }
  Object.defineProperty(Document.prototype, "hidden", { configurable: true, get: () => hidden })
})

afterEach(() => jest.useRealTimers())

describe("the notice", () => {
  it("comes half a second after the connection was lost, as a status", () => {
    const made = setUp()
    made.connectionLost()
    jest.advanceTimersByTime(499)
    expect(notice()).toBeNull()
    jest.advanceTimersByTime(1)
    expect(notice()?.getAttribute("role")).toBe("status")
    expect(notice()?.textContent).toBe("Reconnecting…")
    expect(shown).toHaveBeenCalledTimes(1)
  })

  it("does not come for a short interruption", () => {
    const made = setUp()
    made.connectionLost()
    jest.advanceTimersByTime(400)
    made.connectionRestored()
    jest.runAllTimers()
    expect(notice()).toBeNull()
  })

  it("is not postponed by attempts that fail", () => {
    const made = setUp()
    for (let attempt = 0; attempt < 5; attempt++) {
      made.connectionLost()
      jest.advanceTimersByTime(100)
    }
    expect(notice()).not.toBeNull()
  })

  it("goes with the connection's return, and comes again", () => {
    const made = setUp()
    for (let time = 0; time < 2; time++) {
      made.connectionLost()
      jest.advanceTimersByTime(500)
      expect(notice()?.hidden).toBe(false)
      made.connectionRestored()
      expect(notice()?.hidden).toBe(true)
    }
    expect(document.querySelectorAll(".live-notice")).toHaveLength(1)
  })

  it("counts only the time in which somebody looks", () => {
    const made = setUp()
    hidden = true
    made.connectionLost()
    jest.advanceTimersByTime(10_000)
    expect(notice()).toBeNull()
    hidden = false
    made.pageResumed()
    jest.advanceTimersByTime(400)
    made.pageHidden()
    jest.advanceTimersByTime(10_000)
    expect(notice()).toBeNull()
    made.pageResumed()
    jest.advanceTimersByTime(500)
    expect(notice()).not.toBeNull()
  })

  it("comes at once when the user tries something", () => {
    const made = setUp()
    made.show()
    expect(notice()).toBeNull()
    made.connectionLost()
    made.show()
    expect(notice()?.hidden).toBe(false)
  })

  it.each([
    [false, false, "Reconnecting…", ""],
    [true, false, "Reconnecting… What you have typed is kept.", "typed"],
    [false, true, "Reconnecting… What you have done is kept.", "done"],
    [true, true, "Reconnecting… What you have typed and done is kept.", "typed done"],
  ])("says what is kept: typed %j, done %j", (typed, done, text, names) => {
    const made = setUp()
    made.keptChanged()
    made.connectionLost()
    made.keptChanged()
    expect(notice()).toBeNull()
    jest.advanceTimersByTime(500)
    kept = { typed, done }
    made.keptChanged()
    expect([notice()?.textContent, notice()?.dataset["kept"]]).toEqual([text, names])
    made.connectionRestored()
    made.keptChanged()
    expect(notice()?.hidden).toBe(true)
  })

  it("is the page's own where it has one, text untouched", () => {
    const made = setUp("<p data-live-notice hidden>Un moment…</p>")
    const own = document.querySelector("p") as HTMLElement
    made.connectionLost()
    jest.advanceTimersByTime(500)
    expect(notice()).toBeNull()
    expect([own.hidden, own.textContent]).toEqual([false, "Un moment…"])
    made.connectionRestored()
    expect(own.hidden).toBe(true)
  })
})
