/** Redirects before, and without, the part that follows them. */
import { followRedirect, type Navigation } from "../../../../client/page/navigation.js"
import { Lazy } from "../../../../client/util/lazy.js"

const visit = jest.fn()
const part = {
  redirect: jest.fn(),
  reload: jest.fn(),
  arrived: jest.fn(),
  loading: { start: jest.fn(), stop: jest.fn() },
}

/** A part that cannot be loaded the first times. */
function failing(times: number): Lazy<Navigation> {
  let left = times
  return new Lazy<Navigation>(() => (left-- > 0 ? Promise.reject(new TypeError("no network")) : Promise.resolve(part)))
}

beforeEach(() => {
  jest.useFakeTimers()
  jest.resetAllMocks()
  history.replaceState(null, "", "/page")
})
afterEach(() => {
  jest.useRealTimers()
})

describe("a redirect", () => {
  it("is followed at once by the part that is there", async () => {
    const navigation = failing(0)
    await navigation.get()
    followRedirect("/next", navigation, visit)
    expect(part.redirect.mock.calls).toEqual([["/next"]])
  })

  it("waits for the part", async () => {
    followRedirect("/next", failing(0), visit)
    expect(part.redirect).not.toHaveBeenCalled()
    await jest.advanceTimersByTimeAsync(0)
    expect([part.redirect.mock.calls, visit.mock.calls]).toEqual([[["/next"]], []])
  })

  it("leads to another page of this origin where the part cannot be had", async () => {
    followRedirect("/next", failing(1), visit)
    await jest.advanceTimersByTimeAsync(60_000)
    expect([part.redirect.mock.calls, visit.mock.calls]).toEqual([[], [["http://localhost/next"]]])
  })

  it.each(["/page", "//host.example/", "/\t/host.example", "https://host.example/", "javascript:alert(1)"])(
    "to %j waits for the part however long it takes",
    async (to) => {
      followRedirect(to, failing(2), visit)
      await jest.advanceTimersByTimeAsync(2_000)
      expect([part.redirect.mock.calls, visit.mock.calls]).toEqual([[], []])
      await jest.advanceTimersByTimeAsync(10_000)
      expect([part.redirect.mock.calls, visit.mock.calls]).toEqual([[[to]], []])
    },
  )
})
